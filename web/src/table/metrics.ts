/* metrics - the figures of the tracker by name: what they are called, how they are written, which are shown until the user chooses. */
import { defineWords } from "../i18n/words.ts";

export type MetricKind = "count" | "money" | "unit" | "percent";

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
  revenue: ["Revenue", "Revenu"],
  revenue_hold: ["Rev. hold", "Rev. attente"],
  revenue_confirmed: ["Rev. conf.", "Rev. conf."],
  cost: ["Cost", "Coût"],
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
});
export type Metric = keyof typeof metricWords;

const KINDS: Record<Metric, MetricKind> = {
  visits: "count", unique_visits: "count", clicks: "count", unique_clicks: "count", ctr: "percent", uctr: "percent",
  conversions: "count", unique_conversions: "count", other_conversions: "count", leads: "count", sales: "count", rebills: "count", rejected: "count", unmapped: "count",
  cr: "percent", cr_hold: "percent", cr_confirmed: "percent", cv: "percent", approve: "percent",
  revenue: "money", revenue_hold: "money", revenue_confirmed: "money", cost: "money", profit: "money",
  roi: "percent", roi_confirmed: "percent", roas: "percent",
  cpv: "unit", cpc: "unit", ecpm: "unit", cpa: "unit", cpa_confirmed: "unit", epv: "unit", epc: "unit", epc_confirmed: "unit", uepc: "unit", ap: "unit",
  cost_missing: "count", no_rate: "count",
};

export const METRICS = Object.keys(metricWords) as Metric[];
export const DEFAULT_METRICS: readonly Metric[] = ["visits", "clicks", "conversions", "cv", "cost", "revenue", "profit", "roi", "epv", "ctr"];
export const kindOf = (metric: Metric): MetricKind => KINDS[metric];

/** Figures as every answer of the API has them. */
export type Figures = { [M in Metric]?: number | string | null };
