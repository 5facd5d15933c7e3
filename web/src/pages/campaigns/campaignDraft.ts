/* campaignDraft - what the campaign's form holds, made from a saved campaign, and the body that saves it. */
import { PATH_FIELDS } from "../../forms/PathsEditor.tsx";
import type { Rows } from "../../api/hooks.ts";

export type Campaign = Rows["campaigns"];
export type Path = Campaign["paths"][number];
export type Rule = Campaign["rules"][number];
export type Postback = NonNullable<Campaign["postback"]>;
export type CampaignDraft = Pick<Campaign, "name" | "tags" | "group" | "color" | "note" | "country" | "cost" | "redirect" | "type" | "domain_id" | "uniqueness_hours" | "flow_id" | "paths" | "rules" | "postback"> & { source_id: number | null };

export const COST_MODELS = ["auto", "cpc", "cpm", "cpa", "revshare", "none"] as const;
export const REDIRECTS = ["302", "303", "307", "meta", "double_meta"] as const;
export const TYPES = ["redirect", "direct"] as const;
export const COLORS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "gray"] as const;
export const STATUSES = ["lead", "sale", "rebill", "rejected"] as const;

/** The fields whose inputs show what was refused. */
export const SHOWN = [
  "name", "source_id", "cost.model", "cost.amount", "domain_id", "redirect", "type", "uniqueness_hours", "flow_id", "tags", "group", "color", "country", "note",
  "postback.url", "postback.statuses", "postback.payout_percent", "postback.postback_percent", "postback.dedup_hours", "postback.success_match", "postback.duplicate_match", "postback.failure_match", PATH_FIELDS,
];

export const EMPTY_PATH: Path = { name: null, status: "active", weight: 100, landers: [], offers: [], url: null };

const EMPTY: CampaignDraft = {
  name: "",
  tags: [],
  group: null,
  color: null,
  note: null,
  country: null,
  source_id: null,
  cost: { model: "auto", amount: "0" },
  redirect: "302",
  type: "redirect",
  domain_id: null,
  uniqueness_hours: 24,
  flow_id: null,
  paths: [EMPTY_PATH],
  rules: [],
  postback: null,
};

export const EMPTY_POSTBACK: Postback = {
  url: null,
  statuses: null,
  only_first: null,
  include_bots: null,
  payout_percent: null,
  postback_percent: null,
  enabled: true,
  paused: false,
  method: "GET",
  dedup_hours: 0,
  success_match: "",
  duplicate_match: "",
  failure_match: "",
  status_urls: {},
};

export function draftOf(campaign: Campaign | null): CampaignDraft {
  if (campaign === null) return EMPTY;
  const entries = Object.keys(EMPTY).map((name) => [name, campaign[name as keyof Campaign]]);
  return Object.fromEntries(entries) as CampaignDraft;
}

const leadsNowhere = (path: Path): boolean => path.landers.length === 0 && path.offers.length === 0 && (path.url === null || path.url === "");

/** The whole campaign; what an edit may not change is left out, and a path that was never filled. */
export function bodyOf(draft: CampaignDraft, saved: Campaign | null): Record<string, unknown> {
  const { type, ...rest } = draft;
  const paths = draft.paths.filter((path) => !leadsNowhere(path));
  const rules = draft.rules.map((rule) => ({ ...rule, paths: rule.paths.filter((path) => !leadsNowhere(path)) }));
  return saved === null ? { ...rest, paths, rules, type } : { ...rest, paths, rules, version: saved.version };
}
