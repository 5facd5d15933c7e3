/* bidderDraft - what the bidder's form holds, and the words it chooses from. */
import type { Rows } from "../../api/hooks.ts";

export type Bidder = Rows["bidders"];
export type Rule = Bidder["rules"][number];
export type Condition = Rule["conditions"][number];

export const DIMENSIONS = ["zone", "site", "country", "device_type", "os", "browser", "language", "carrier"] as const;
export const METRICS = ["cost", "clicks", "impressions", "ctr", "conversions", "cvr", "ecpa", "value", "profit", "roi"] as const;
export const OPS = ["greater", "greater_or_equal", "less", "less_or_equal"] as const;
export const PERIODS = [1, 2, 3, 7, 30, 90, 180] as const;
export const EVERY = [0, 1, 3, 6, 12, 24, 48, 168] as const;

/** What is edited; the name follows the ad campaign's. */
export interface BidderDraft {
  status: "active" | "paused";
  goal_id: string | null;
  period_days: number;
  every_hours: number;
  automatic: boolean;
  worth: { from: "goal" | "target"; amount: string };
  test_budget: string;
  price_min: string;
  price_max: string;
  rules: Rule[];
  blocked: Bidder["blocked"];
  zone_prices: Bidder["zone_prices"];
  held: Bidder["held"];
}

export function draftOf(bidder: Bidder | null): BidderDraft {
  return {
    status: bidder?.status === "paused" ? "paused" : "active",
    goal_id: bidder?.goal_id ?? null,
    period_days: bidder?.period_days ?? 30,
    every_hours: bidder?.every_hours ?? 6,
    automatic: bidder?.automatic ?? true,
    worth: bidder?.worth ?? { from: "goal", amount: "0" },
    test_budget: bidder?.test_budget ?? "5",
    price_min: bidder?.price_min ?? "0.0001",
    price_max: bidder?.price_max ?? "",
    rules: bidder?.rules ?? [],
    blocked: bidder?.blocked ?? [],
    zone_prices: bidder?.zone_prices ?? [],
    held: bidder?.held ?? [],
  };
}

/** The fields as the API takes them. */
export function fieldsOf(draft: BidderDraft): Omit<BidderDraft, "price_max" | "status"> & { price_max: string | null } {
  const { status: _, price_max, ...rest } = draft;
  return { ...rest, price_max: price_max === "" ? null : price_max };
}

/** A rule that many begin with: money spent, nothing came. */
export const newRule = (name: string): Rule => ({
  name,
  dimension: "zone",
  period_days: null,
  conditions: [
    { metric: "cost", op: "greater", value: "10" },
    { metric: "conversions", op: "less", value: "1" },
  ],
});

export const decimal = (text: string): string => text.trim().replace(",", ".");

/** Where the bidder of an ad campaign is edited, or made. */
export const bidderAddress = (campaign: Rows["adcampaigns"]): Record<string, string | null> =>
  campaign.bidder_id === null ? { edit: null, bidder: "new", adcampaign: String(campaign.id) } : { edit: null, bidder: String(campaign.bidder_id), adcampaign: null };
