/* areas - what the dashboard has, in the guide's order: the address, the word, the key that goes there, who may see it. */
import { defineWords } from "../i18n/words.ts";

export const areaWords = defineWords({
  home: ["Home", "Accueil"],
  campaigns: ["Campaigns", "Campagnes"],
  sources: ["Traffic sources", "Sources de trafic"],
  networks: ["Affiliate networks", "Réseaux d’affiliation"],
  offers: ["Offers", "Offres"],
  landers: ["Landers", "Landers"],
  flows: ["Flows", "Flux"],
  domains: ["Domains", "Domaines"],
  conversions: ["Conversions", "Conversions"],
  logs: ["Logs", "Journaux"],
  reports: ["Reports", "Rapports"],
  reconcile: ["Reconciliation", "Rapprochement"],
  live: ["Live", "En direct"],
  settings: ["Settings", "Réglages"],
  network: ["Ad network", "Régie publicitaire"],
  "network/goals": ["Goals", "Objectifs"],
  "network/campaigns": ["Ad campaigns", "Campagnes (régie)"],
  "network/variations": ["Variations", "Variations"],
  "network/sites": ["Sites", "Sites"],
  "network/zones": ["Zones", "Zones"],
  "network/statistics": ["Statistics", "Statistiques"],
  "network/calls": ["Calls", "Appels"],
  "network/api": ["API v2", "API v2"],
  health: ["Health", "État"],
  team: ["Team", "Équipe"],
  history: ["History", "Historique"],
  wizard: ["Campaign wizard", "Assistant de campagne"],
});

export type AreaName = keyof typeof areaWords;
export interface AreaLink {
  path: string;
  word: AreaName;
  /** After "g". */
  key: string;
  /** The right it needs to read. */
  right: string | null;
}

export const TRACKER: readonly AreaLink[] = [
  { path: "/", word: "home", key: "h", right: null },
  { path: "/campaigns", word: "campaigns", key: "c", right: "campaigns" },
  { path: "/sources", word: "sources", key: "s", right: "sources" },
  { path: "/networks", word: "networks", key: "n", right: "networks" },
  { path: "/offers", word: "offers", key: "o", right: "offers" },
  { path: "/landers", word: "landers", key: "l", right: "landers" },
  { path: "/flows", word: "flows", key: "f", right: "flows" },
  { path: "/domains", word: "domains", key: "d", right: "domains" },
  { path: "/conversions", word: "conversions", key: "v", right: "logs" },
  { path: "/logs", word: "logs", key: "j", right: "logs" },
  { path: "/reports", word: "reports", key: "r", right: "reports" },
  { path: "/reconcile", word: "reconcile", key: "k", right: "reports" },
  { path: "/live", word: "live", key: "e", right: "logs" },
];
export const NETWORK: readonly AreaLink[] = [
  { path: "/network/goals", word: "network/goals", key: "b", right: "goals" },
  { path: "/network/campaigns", word: "network/campaigns", key: "a", right: "ads" },
  { path: "/network/variations", word: "network/variations", key: "w", right: "ads" },
  { path: "/network/sites", word: "network/sites", key: "q", right: "ads" },
  { path: "/network/zones", word: "network/zones", key: "z", right: "ads" },
  { path: "/network/statistics", word: "network/statistics", key: "x", right: "reports" },
  { path: "/network/calls", word: "network/calls", key: "t", right: "logs" },
  { path: "/network/api", word: "network/api", key: "u", right: "ads" },
];
export const ADMIN: readonly AreaLink[] = [
  { path: "/health", word: "health", key: "i", right: "reports" },
  { path: "/team", word: "team", key: "m", right: null },
  { path: "/history", word: "history", key: "y", right: "history" },
  { path: "/settings", word: "settings", key: "p", right: "settings" },
];
export const ALL_AREAS: readonly AreaLink[] = [...TRACKER, ...NETWORK, ...ADMIN];
