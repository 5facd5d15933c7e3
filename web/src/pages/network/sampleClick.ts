/* sampleClick - the ad network's tokens (spec/network.md §3.1), and an ad click that one makes by hand. */

export const TOKENS = [
  "conversions_tracking", "variation_id", "campaign_id", "src_hostname", "site_id", "zone_id", "category_id", "country", "format",
  "actual_cost", "cost", "currency", "keyword", "language", "pricing_model", "referrer", "sub", "tags", "actual_cpm", "region", "country_iso2", "day", "time", "rtb_timeout",
] as const;
export type Token = (typeof TOKENS)[number];

/** What an ad's page says of itself: the click that the server's previews are of. */
const PAGE = {
  src_hostname: "videos.example", site_id: "7294", zone_id: "121803", category_id: "13", country: "FRA", format: "300x250",
  language: "fr", sub: "15", referrer: "https://videos.example/page",
};

/** The ad click URL that makes this very click. */
export const sampleClickUrl = (adClickUrl: string): string => `${adClickUrl}?${new URLSearchParams(PAGE).toString()}`;

/** Puts a token at the caret: after "=" as it is, at the end of a parameter as a parameter of its own. */
export function insertToken(url: string, token: Token, from: number, to: number): { url: string; caret: number } {
  const before = url.slice(0, from);
  const isAtEnd = to >= url.length && before !== "" && /[A-Za-z0-9_\-}%.]$/.test(before);
  const text = isAtEnd ? `${before.includes("?") ? "&" : "?"}${token}={${token}}` : `{${token}}`;
  return { url: before + text + url.slice(to), caret: from + text.length };
}
