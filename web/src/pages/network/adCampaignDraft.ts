/* adCampaignDraft - what the ad campaign's form holds, as people type it, and as the API takes it. */
import type { Rows } from "../../api/hooks.ts";

export type AdCampaign = Rows["adcampaigns"];

export const PRICINGS = ["cpc", "cpm", "cpv", "smart_cpm", "cpa"] as const;
export const CAPS = ["total_impressions", "daily_impressions", "total_clicks", "daily_clicks"] as const;
export type Cap = (typeof CAPS)[number];

/** Numbers and amounts are texts: empty is none. */
export interface AdCampaignDraft {
  name: string;
  pricing: AdCampaign["pricing"];
  price: string;
  goal_id: string | null;
  starts_at: string | null;
  ends_at: string | null;
  time_zone: string | null;
  total_budget: string;
  daily_budget: string;
  caps: Record<Cap, string>;
  capping: { quantity: string; frequency_hours: string };
  fallback_url: string;
  targeting: AdCampaign["targeting"];
}

/** What has an input of its own, by the API's fields. */
export const SHOWN = ["name", "pricing", "price", "goal_id", "starts_at", "ends_at", "time_zone", "total_budget", "daily_budget", "fallback_url", "capping.quantity", "capping.frequency_hours", /^caps\.\w+$/, /^targeting/] as const;

const textOf = (number: number | null | undefined): string => (number === null || number === undefined ? "" : String(number));

export function draftOf(entity: AdCampaign | null): AdCampaignDraft {
  const caps = entity?.caps;
  return {
    name: entity?.name ?? "",
    pricing: entity?.pricing ?? "cpc",
    price: entity?.price ?? "",
    goal_id: entity?.goal_id ?? null,
    starts_at: entity?.starts_at ?? null,
    ends_at: entity?.ends_at ?? null,
    time_zone: entity?.time_zone ?? null,
    total_budget: entity?.total_budget ?? "",
    daily_budget: entity?.daily_budget ?? "",
    caps: { total_impressions: textOf(caps?.total_impressions), daily_impressions: textOf(caps?.daily_impressions), total_clicks: textOf(caps?.total_clicks), daily_clicks: textOf(caps?.daily_clicks) },
    capping: { quantity: textOf(entity?.capping?.quantity), frequency_hours: textOf(entity?.capping?.frequency_hours ?? 24) },
    fallback_url: entity?.fallback_url ?? "",
    targeting: entity?.targeting ?? [],
  };
}

const numberOf = (text: string): number | null => (text === "" ? null : Number(text));
const orNull = (text: string): string | null => (text === "" ? null : text);

/** The fields as the API takes them. A goal is paid for only by CPA. */
export function fieldsOf(draft: AdCampaignDraft): Record<string, unknown> {
  const { caps, capping, ...rest } = draft;
  return {
    ...rest,
    goal_id: draft.pricing === "cpa" ? draft.goal_id : null,
    total_budget: orNull(draft.total_budget),
    daily_budget: orNull(draft.daily_budget),
    fallback_url: orNull(draft.fallback_url),
    caps: Object.fromEntries(CAPS.map((cap) => [cap, numberOf(caps[cap])])),
    capping: capping.quantity === "" ? null : { quantity: numberOf(capping.quantity), frequency_hours: numberOf(capping.frequency_hours) },
  };
}
