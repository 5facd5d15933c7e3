/* adMetrics - the figures of the ad network's side: what they are called and how they are written. */
import { defineWords } from "../../i18n/words.ts";
import { NONE, type Format } from "../../i18n/format.ts";

export const adMetricWords = defineWords({
  impressions: ["Impressions", "Impressions"],
  clicks: ["Clicks", "Clics"],
  ctr: ["CTR %", "CTR %"],
  cost: ["Cost", "Coût"],
  ecpm: ["eCPM", "eCPM"],
  ecpc: ["eCPC", "eCPC"],
  conversions: ["Conversions", "Conversions"],
  value: ["Value", "Valeur"],
  cvr: ["CVR %", "CVR %"],
  ecpa: ["eCPA", "eCPA"],
  revenue: ["Revenue", "Revenu"],
  profit: ["Profit", "Profit"],
  roi: ["ROI %", "ROI %"],
  roas: ["ROAS %", "ROAS %"],
});
export type AdMetric = keyof typeof adMetricWords;

export const adMetricHints = defineWords({
  impressions: ["Impressions", "Impressions"],
  clicks: ["Ad clicks, without bots", "Clics publicitaires, sans robots"],
  ctr: ["clicks / impressions × 100", "clics / impressions × 100"],
  cost: ["What clicks cost their advertiser", "Ce que les clics coûtent à l’annonceur"],
  ecpm: ["cost / impressions × 1000", "coût / impressions × 1000"],
  ecpc: ["cost / clicks", "coût / clics"],
  conversions: ["Conversions of all goals", "Conversions de tous les objectifs"],
  value: ["The values of all goals’ conversions", "Valeurs des conversions de tous les objectifs"],
  cvr: ["conversions / clicks × 100; without clicks, of impressions", "conversions / clics × 100 ; sans clics, des impressions"],
  ecpa: ["cost / conversions", "coût / conversions"],
  revenue: ["The same as value", "Identique à la valeur"],
  profit: ["value - cost", "valeur - coût"],
  roi: ["(value - cost) / cost × 100", "(valeur - coût) / coût × 100"],
  roas: ["value / cost × 100", "valeur / coût × 100"],
});

type Kind = "count" | "money" | "unit" | "percent";
const KINDS: Record<AdMetric, Kind> = {
  impressions: "count", clicks: "count", ctr: "percent", cost: "money", ecpm: "unit", ecpc: "unit", conversions: "count", value: "money",
  cvr: "percent", ecpa: "unit", revenue: "money", profit: "money", roi: "percent", roas: "percent",
};

export const AD_METRICS = Object.keys(adMetricWords) as AdMetric[];
/** Impressions, CTR and eCPM stay away until chosen: without impressions they say nothing. Revenue is value by another name. */
export const AD_DEFAULT: readonly AdMetric[] = ["clicks", "cost", "ecpc", "conversions", "value", "cvr", "ecpa", "profit", "roi"];

export type AdFigures = { [M in AdMetric]?: number | string | null } & { compare?: { [M in AdMetric]?: number | string | null } | null };

export function adText(format: Format, metric: AdMetric, value: number | string | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  switch (KINDS[metric]) {
    case "count":
      return format.count(Number(value));
    case "percent":
      return format.percent(Number(value));
    case "money":
      return format.money(String(value));
    case "unit":
      return format.money(String(value), 4);
  }
}

export const adWidth = (metric: AdMetric): number => (KINDS[metric] === "count" || KINDS[metric] === "percent" ? 100 : 108);
