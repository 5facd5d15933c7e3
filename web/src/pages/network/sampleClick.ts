/* sampleClick - what a variation's URL becomes for one click: the network's tokens (spec/network.md §3.1, §3.2) take a sample's values. */

export const TOKENS = [
  "conversions_tracking", "variation_id", "campaign_id", "src_hostname", "site_id", "zone_id", "category_id", "country", "format",
  "actual_cost", "cost", "currency", "keyword", "language", "pricing_model", "referrer", "sub", "tags",
] as const;
export type Token = (typeof TOKENS)[number];
export type Values = Record<Token, string>;

/** The tokens that a click brings itself; the rest the network knows. */
const BROUGHT: readonly Token[] = ["src_hostname", "site_id", "zone_id", "category_id", "country", "format", "keyword", "language", "sub", "tags", "referrer"];

export interface About {
  variationId: number | null;
  campaignId: number | null;
  pricing: "cpc" | "cpm" | "cpv";
  price: string;
  currency: string;
}

const MODELS = { cpc: "1", cpm: "2", cpv: "5" };

export function sampleValues(about: About): Values {
  const cost = String(Number((Number(about.price) / (about.pricing === "cpm" ? 1000 : 1)).toFixed(6)));
  return {
    conversions_tracking: "AQFbXRVz4Xi9mOcoxSvyWS9C9qMNpC8o4KOOANJE43bMLSL2wBtuVhD5LYLUUlCQ",
    variation_id: String(about.variationId ?? 1),
    campaign_id: String(about.campaignId ?? 1),
    src_hostname: "videos.example",
    site_id: "7294",
    zone_id: "121803",
    category_id: "13",
    country: "FRA",
    format: "300x250",
    actual_cost: cost,
    cost,
    currency: about.currency,
    keyword: "",
    language: "fr",
    pricing_model: MODELS[about.pricing],
    referrer: "https://videos.example/page",
    sub: "15",
    tags: "",
  };
}

export interface Piece {
  text: string;
  kind: "plain" | "known" | "unknown";
}

const encode = (value: string): string => encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The URL in pieces; a token that the network does not know stays as it stands. */
export function expand(url: string, values: Values): Piece[] {
  return url
    .split(/(\{[A-Za-z0-9_]+\})/)
    .filter((part) => part !== "")
    .map((part) => {
      if (!/^\{\w+\}$/.test(part)) return { text: part, kind: "plain" };
      const token = TOKENS.find((one) => part === `{${one}}`);
      return token === undefined ? { text: part, kind: "unknown" } : { text: encode(values[token]), kind: "known" };
    });
}

/** The ad click URL that makes this very click. */
export function sampleClickUrl(adClickUrl: string, values: Values): string {
  const query = BROUGHT.filter((token) => values[token] !== "").map((token) => `${token}=${encode(values[token])}`);
  return `${adClickUrl}?${query.join("&")}`;
}

/** Puts a token at the caret: after "=" as it is, at the end of a parameter as a parameter of its own. */
export function insertToken(url: string, token: Token, from: number, to: number): { url: string; caret: number } {
  const before = url.slice(0, from);
  const isAtEnd = to >= url.length && before !== "" && /[A-Za-z0-9_\-}%.]$/.test(before);
  const text = isAtEnd ? `${before.includes("?") ? "&" : "?"}${token}={${token}}` : `{${token}}`;
  return { url: before + text + url.slice(to), caret: from + text.length };
}
