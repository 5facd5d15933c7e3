/* bots - whose visits the page's figures count, in the address: without bots, with them, them alone, or both side by side. */
export const BOTS = ["out", "in", "only", "both"] as const;
export type Bots = (typeof BOTS)[number];

export function botsOf(params: URLSearchParams): Bots {
  const asked = params.get("bots");
  return BOTS.find((one) => one === asked) ?? "out";
}
/** As a question takes it. */
export const botsQuery = (bots: Bots): Bots | null => (bots === "out" ? null : bots);
/** As the entries behind figures are asked for, which have no sides. */
export const botsOfEntries = (bots: Bots): Bots | null => (bots === "both" ? "in" : botsQuery(bots));
