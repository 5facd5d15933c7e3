/* dimensions - by what a report may be grouped and filtered, in the order in which people look for it. */
import { defineWords } from "../../i18n/words.ts";
import type { Resource } from "../../api/hooks.ts";

/** What the server lets a filter ask of it. */
export type DimensionKind = "entity" | "text" | "tag" | "number" | "date" | "bool" | "search";

export const dimensionWords = defineWords({
  campaign: ["Campaign", "Campagne"],
  source: ["Traffic source", "Source de trafic"],
  network: ["Affiliate network", "Réseau d’affiliation"],
  offer: ["Offer", "Offre"],
  lander: ["Lander", "Lander"],
  flow: ["Flow", "Flux"],
  domain: ["Domain", "Domaine"],
  workspace: ["Workspace", "Espace de travail"],
  tag: ["Campaign tag", "Étiquette de campagne"],
  rule: ["Rule", "Règle"],
  path: ["Path", "Chemin"],
  day: ["Day", "Jour"],
  hour: ["Hour of the day", "Heure du jour"],
  weekday: ["Weekday", "Jour de la semaine"],
  week: ["Week", "Semaine"],
  month: ["Month", "Mois"],
  year: ["Year", "Année"],
  country: ["Country", "Pays"],
  region: ["Region", "Région"],
  city: ["City", "Ville"],
  continent: ["Continent", "Continent"],
  language: ["Language", "Langue"],
  isp: ["Provider (ISP)", "Fournisseur d’accès"],
  connection_type: ["Connection type", "Type de connexion"],
  asn: ["AS number", "Numéro d’AS"],
  proxy: ["Proxy or VPN", "Proxy ou VPN"],
  device_type: ["Device type", "Type d’appareil"],
  brand: ["Brand", "Marque"],
  model: ["Model", "Modèle"],
  os: ["Operating system", "Système d’exploitation"],
  os_version: ["System version", "Version du système"],
  browser: ["Browser", "Navigateur"],
  browser_version: ["Browser version", "Version du navigateur"],
  screen: ["Screen size", "Taille d’écran"],
  referrer_domain: ["Referrer domain", "Domaine référent"],
  via: ["Way in", "Voie d’entrée"],
  is_unique: ["First visit", "Première visite"],
  is_bot: ["Bot", "Robot"],
  bot_reason: ["Bot signals together", "Signes de robot ensemble"],
  bot_signal: ["Bot signal", "Signe de robot"],
  is_test: ["Test", "Test"],
  status: ["Status", "Statut"],
  status_raw: ["Network’s status", "Statut du réseau"],
  type: ["Conversion type", "Type de conversion"],
  currency: ["Payout currency", "Devise du gain"],
  channel: ["Channel", "Canal"],
  ip: ["IP address or range", "Adresse IP ou plage"],
  user_agent: ["User agent", "User agent"],
  referrer: ["Referrer", "Page référente"],
  external_id: ["Source’s click id", "Identifiant de clic de la source"],
  txid: ["Transaction id", "Identifiant de transaction"],
});
export type NamedDimension = keyof typeof dimensionWords;

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

export const groupWords = defineWords({
  tracker: ["Tracker", "Tracker"],
  time: ["Time", "Temps"],
  place: ["Place", "Lieu"],
  device: ["Device", "Appareil"],
  tokens: ["Tokens of the source", "Jetons de la source"],
  visit: ["Visit", "Visite"],
  conversion: ["Conversion", "Conversion"],
  search: ["Looked up in the ledger", "Cherché dans le journal"],
  figures: ["Figures", "Chiffres"],
});
export type DimensionGroup = keyof typeof groupWords;

/** What may be grouped by. */
export const DIMENSION_GROUPS: readonly (readonly [DimensionGroup, readonly string[]])[] = [
  ["tracker", ["campaign", "source", "network", "offer", "lander", "flow", "domain", "tag", "rule", "path", "workspace"]],
  ["time", ["day", "hour", "weekday", "week", "month", "year"]],
  ["place", ["country", "region", "city", "continent", "language", "isp", "connection_type", "asn", "proxy"]],
  ["device", ["device_type", "brand", "model", "os", "os_version", "browser", "browser_version", "screen"]],
  ["tokens", numbered("token", 30)],
  ["visit", ["referrer_domain", "via", "is_unique", "is_bot", "bot_signal", "bot_reason", "is_test"]],
  ["conversion", ["status", "status_raw", "type", "currency", "channel", ...numbered("param", 10), ...numbered("event_value", 10)]],
];
/** What may only be filtered by. */
export const SEARCHED: readonly string[] = ["ip", "user_agent", "referrer", "external_id", "txid"];
export const DIMENSIONS: ReadonlySet<string> = new Set(DIMENSION_GROUPS.flatMap(([, names]) => names));
export const GROUPINGS_MAX = 8;

/** Whose values are entities of the catalogue. */
export const ENTITIES: Readonly<Record<string, Resource>> = {
  campaign: "campaigns",
  source: "sources",
  network: "networks",
  offer: "offers",
  lander: "landers",
  flow: "flows",
  domain: "domains",
  workspace: "workspaces",
};

const KINDS: Readonly<Record<string, DimensionKind>> = {
  tag: "tag", rule: "number", path: "number", asn: "number", year: "number", weekday: "number", hour: "number",
  day: "date", week: "date", month: "date", is_unique: "bool", is_bot: "bool", is_test: "bool",
};

export function kindOfDimension(name: string): DimensionKind {
  if (name in ENTITIES) return "entity";
  return SEARCHED.includes(name) ? "search" : (KINDS[name] ?? "text");
}
export const TIMES: ReadonlySet<string> = new Set(["day", "hour", "weekday", "week", "month", "year"]);
