/* sourceForm - what the source's editor holds, and how it becomes the API's document. */
import type { Rows } from "../../api/hooks.ts";
import { commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import type { Template } from "../../forms/TemplatePicker.tsx";

type Source = Rows["sources"];
export type Postback = NonNullable<Source["postback"]>;
export type CostSync = NonNullable<Source["cost_sync"]>;

/** What stands for a token that is kept. */
export const TOKEN_MASK = "(not shown)";

export interface SourceForm extends Common {
  name: string;
  template: string | null;
  external_id: Source["external_id"];
  cost: Source["cost"];
  tokens: Source["tokens"];
  postback: Postback;
  pixel_url: string | null;
  currency: string | null;
  traffic_loss_percent: string;
  cost_sync: CostSync | null;
}

export const EMPTY_SYNC: CostSync = {
  enabled: false, url: "https://api.exoclick.com/v2", api_token: null, campaign_param: null, variation_param: null, zone_param: null, site_param: null,
  grain: "campaign", time_zone: "America/New_York", interval_minutes: 60, lookback_days: 3,
};

const NO_POSTBACK: Postback = {
  url: null, statuses: ["sale"], only_first: false, include_bots: false, payout_percent: "100", postback_percent: "100", enabled: true, paused: false,
  method: "GET", dedup_hours: 24, success_match: "", duplicate_match: "", failure_match: "", status_urls: {},
};

export const EMPTY_SOURCE: SourceForm = {
  ...NO_COMMON, name: "", template: null, external_id: null, cost: null, tokens: [], postback: NO_POSTBACK, pixel_url: null, currency: null, traffic_loss_percent: "0", cost_sync: null,
};

export const readSource = (row: Source): SourceForm => ({
  ...commonOf(row), name: row.name, template: row.template, external_id: row.external_id, cost: row.cost, tokens: row.tokens,
  postback: { ...NO_POSTBACK, ...row.postback }, pixel_url: row.pixel_url, currency: row.currency, traffic_loss_percent: row.traffic_loss_percent, cost_sync: row.cost_sync,
});

/** A source that is told nothing has no postback. */
export const writeSource = (form: SourceForm): unknown => ({
  ...form,
  external_id: form.external_id && form.external_id.param !== "" ? form.external_id : null,
  cost: form.cost && form.cost.param !== "" ? form.cost : null,
  postback: form.postback.url === null ? null : form.postback,
});

/** The source as it stands in the form, as far as it says what its clicks bring and what it is told: for previews. */
export const sourceDraft = (form: SourceForm): object => ({
  name: form.name.trim() || "-",
  external_id: form.external_id?.param ? form.external_id : null,
  cost: form.cost?.param && form.cost.macro ? form.cost : null,
  tokens: form.tokens.filter((token) => token.param !== "" && token.macro !== "").map((token) => ({ ...token, name: token.name || token.param })),
  currency: form.currency?.length === 3 ? form.currency : null,
  postback: { payout_percent: form.postback.payout_percent },
});

/** What a template of it fills: not what one calls it here. */
export function sourceTemplateOf(form: SourceForm): object {
  const { external_id, cost, postback } = writeSource(form) as Pick<SourceForm, "external_id" | "cost"> & { postback: Postback | null };
  const { tokens, pixel_url, currency, traffic_loss_percent } = form;
  const cost_sync = form.cost_sync && { ...form.cost_sync, enabled: false, api_token: null };
  return { external_id, cost, postback, tokens, pixel_url, currency, traffic_loss_percent, cost_sync };
}

/** A new source as the template fills it. */
export function fromTemplate(template: Template | null): SourceForm {
  if (template === null) return EMPTY_SOURCE;
  const fields = template.fields as Partial<Omit<SourceForm, "postback" | "cost_sync">> & { postback?: Partial<Postback> | null; cost_sync?: Partial<CostSync> | null };
  const cost = fields.cost ? { ...fields.cost, currency: fields.cost.currency ?? null, currency_param: fields.cost.currency_param ?? null } : null;
  const cost_sync = fields.cost_sync ? { ...EMPTY_SYNC, ...fields.cost_sync } : null;
  return { ...EMPTY_SOURCE, ...fields, cost, cost_sync, name: template.name, template: template.template, postback: { ...NO_POSTBACK, ...fields.postback } };
}

export const SYNC_FIELDS = [
  "cost_sync.url", "cost_sync.api_token", "api_token", "cost_sync.campaign_param", "cost_sync.variation_param", "cost_sync.zone_param", "cost_sync.site_param", "cost_sync.grain",
  "cost_sync.time_zone", "cost_sync.interval_minutes", "cost_sync.lookback_days",
];

export const SOURCE_FIELDS = [
  ...SYNC_FIELDS,
  "name", "external_id.param", "external_id.macro", "cost.param", "cost.macro", "postback.url", "postback.success_match", "postback.duplicate_match", "postback.failure_match",
  "postback.dedup_hours", "postback.payout_percent", "postback.postback_percent", "postback.statuses", "currency", "traffic_loss_percent", "pixel_url", "tokens",
];
