/* metrics - the figures of the tracker and of the ad network by name: what they are called, how they are written, which are shown until the user chooses. */
import { useMemo } from "react";
import { defineWords, useWords } from "../i18n/words.ts";

export type MetricKind = "count" | "money" | "unit" | "percent" | "number";

export const metricWords = defineWords({
  visits: ["Visits", "Visites"],
  unique_visits: ["Unique visits", "Visites uniques"],
  clicks: ["Clicks", "Clics"],
  unique_clicks: ["Unique clicks", "Clics uniques"],
  ctr: ["CTR %", "CTR %"],
  uctr: ["UCTR %", "UCTR %"],
  conversions: ["Conversions", "Conversions"],
  unique_conversions: ["Unique conv.", "Conv. uniques"],
  other_conversions: ["Other conv.", "Autres conv."],
  leads: ["Leads", "Leads"],
  sales: ["Sales", "Ventes"],
  rebills: ["Rebills", "Rebills"],
  rejected: ["Rejected", "Rejetées"],
  unmapped: ["Unmapped", "Sans statut"],
  cr: ["CR %", "CR %"],
  cr_hold: ["CR hold %", "CR attente %"],
  cr_confirmed: ["CR conf. %", "CR conf. %"],
  cv: ["CV %", "CV %"],
  approve: ["Approve %", "Validées %"],
  cost: ["Cost", "Coût"],
  own_cost: ["Own cost", "Coût propre"],
  revenue: ["Revenue", "Revenu"],
  revenue_hold: ["Rev. hold", "Rev. attente"],
  revenue_confirmed: ["Rev. conf.", "Rev. conf."],
  profit: ["Profit", "Profit"],
  roi: ["ROI %", "ROI %"],
  roi_confirmed: ["ROI conf. %", "ROI conf. %"],
  roas: ["ROAS %", "ROAS %"],
  cpv: ["CPV", "CPV"],
  cpc: ["CPC", "CPC"],
  ecpm: ["eCPM", "eCPM"],
  cpa: ["CPA", "CPA"],
  cpa_confirmed: ["CPA conf.", "CPA conf."],
  epv: ["EPV", "EPV"],
  epc: ["EPC", "EPC"],
  epc_confirmed: ["EPC conf.", "EPC conf."],
  uepc: ["UEPC", "UEPC"],
  ap: ["AP", "AP"],
  cost_missing: ["Cost missing", "Coût absent"],
  no_rate: ["No rate", "Sans taux"],
  impressions: ["Impressions", "Impressions"],
  sent: ["Sent on", "Envoyés"],
  value: ["Value", "Valeur"],
  cvr: ["CVR %", "CVR %"],
  ecpc: ["eCPC", "eCPC"],
  ecpa: ["eCPA", "eCPA"],
});
const eventWords = defineWords({ event: ["Event {n}", "Événement {n}"] });
type NamedMetric = keyof typeof metricWords;
/** What postbacks and landers count as they like: sums of event1 to event30. */
export type EventMetric = `event${number}`;
export type Metric = NamedMetric | EventMetric;

export const EVENTS: readonly EventMetric[] = Array.from({ length: 30 }, (_, i): EventMetric => `event${i + 1}`);
export const isEvent = (name: string): name is EventMetric => (EVENTS as readonly string[]).includes(name);

/** What a figure is called. */
export function useMetricName(): (metric: Metric) => string {
  const t = useWords(metricWords);
  const e = useWords(eventWords);
  return useMemo(() => (metric) => (isEvent(metric) ? e("event", { n: metric.slice(5) }) : t(metric as NamedMetric)), [t, e]);
}

const KINDS: Record<NamedMetric, MetricKind> = {
  visits: "count", unique_visits: "count", clicks: "count", unique_clicks: "count", ctr: "percent", uctr: "percent",
  conversions: "count", unique_conversions: "count", other_conversions: "count", leads: "count", sales: "count", rebills: "count", rejected: "count", unmapped: "count",
  cr: "percent", cr_hold: "percent", cr_confirmed: "percent", cv: "percent", approve: "percent",
  revenue: "money", revenue_hold: "money", revenue_confirmed: "money", cost: "money", own_cost: "money", profit: "money",
  roi: "percent", roi_confirmed: "percent", roas: "percent",
  cpv: "unit", cpc: "unit", ecpm: "unit", cpa: "unit", cpa_confirmed: "unit", epv: "unit", epc: "unit", epc_confirmed: "unit", uepc: "unit", ap: "unit",
  cost_missing: "count", no_rate: "count",
  impressions: "count", sent: "count", value: "money", cvr: "percent", ecpc: "unit", ecpa: "unit",
};

const ONLY_AD: readonly string[] = ["impressions", "sent", "value", "cvr", "ecpc", "ecpa"];
/** Those of the tracker that every answer has. */
const NAMED = (Object.keys(metricWords) as NamedMetric[]).filter((metric) => !ONLY_AD.includes(metric));
/** All of the tracker; events are told only to who asks for them by name. */
export const METRICS: readonly Metric[] = [...NAMED, ...EVENTS];
export const isMetric = (name: string): name is Metric => (METRICS as readonly string[]).includes(name);
/** What is asked for to have these beside all that is told anyway; null: nothing needs to be. */
export const askedWith = (events: readonly string[]): string | null => (events.length === 0 ? null : [...NAMED, ...events].join(","));
export const DEFAULT_METRICS: readonly Metric[] = ["visits", "clicks", "conversions", "cv", "cost", "revenue", "profit", "roi", "epv", "ctr"];
const COSTS: ReadonlySet<Metric> = new Set<Metric>(["cost", "own_cost", "cpv", "cpc", "ecpm", "cpa", "cpa_confirmed", "ecpc", "ecpa", "rejected", "unmapped", "cost_missing", "no_rate"]);
/** Of these less is better. */
export const isLessBetter = (metric: Metric): boolean => COSTS.has(metric);
export const kindOf = (metric: Metric): MetricKind => KINDS[metric as NamedMetric] ?? "number";

/** Those of the ad network's side. */
export const AD_METRICS: readonly Metric[] = ["impressions", "clicks", "sent", "ctr", "cost", "ecpm", "ecpc", "conversions", "value", "cvr", "ecpa", "revenue", "profit", "roi", "roas"];
/** CTR and eCPM stay away until chosen: where impressions are not counted they say nothing. Revenue is value by another name. */
const AD_DEFAULT: readonly Metric[] = ["impressions", "clicks", "cost", "ecpc", "conversions", "value", "cvr", "ecpa", "profit", "roi"];
export type Side = "tracker" | "ad";
export const metricsOf = (side: Side): readonly Metric[] => (side === "ad" ? AD_METRICS : METRICS);
export const defaultsOf = (side: Side): readonly Metric[] => (side === "ad" ? AD_DEFAULT : DEFAULT_METRICS);

/** What the chooser offers from the start: names of its words, and the columns. */
export const PRESETS = {
  essentials: (side: Side) => defaultsOf(side),
  money: (side: Side): readonly Metric[] => (side === "ad" ? ["clicks", "cost", "value", "profit", "roi", "roas", "ecpm", "ecpc", "ecpa"] : ["visits", "cost", "revenue", "revenue_hold", "revenue_confirmed", "profit", "roi", "roas", "cpv", "cpc", "cpa", "epv", "epc", "ap"]),
  rates: (side: Side): readonly Metric[] => (side === "ad" ? ["impressions", "clicks", "sent", "ctr", "conversions", "cvr", "roi"] : ["visits", "clicks", "ctr", "uctr", "conversions", "cr", "cr_hold", "cr_confirmed", "cv", "approve", "roi", "roi_confirmed"]),
  all: (side: Side): readonly Metric[] => metricsOf(side).filter((metric) => !isEvent(metric)),
} as const;

/** Figures as every answer of the API has them. */
export type Figures = { [M in Metric]?: number | string | null };

/** What stands beside figures, under its name in the answer: those of the span before, or those with bots. */
export interface Beside {
  name: "compare" | "raw";
  figures: Figures;
}
export function besideOf(figures: Figures | null | undefined): Beside | null {
  const { compare, raw } = (figures ?? {}) as { compare?: Figures | null; raw?: Figures | null };
  if (compare) return { name: "compare", figures: compare };
  return raw ? { name: "raw", figures: raw } : null;
}
/** Figures made of these, and what stands beside them made in the same way. */
export function withBeside(figures: Figures | null | undefined, make: (of: Figures) => Figures): { [name in Beside["name"]]?: Figures } {
  const beside = besideOf(figures);
  return beside === null ? {} : { [beside.name]: make(beside.figures) };
}
