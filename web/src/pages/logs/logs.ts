/* logs - which logs there are: where the API has them, what narrows them, and their fields in the order in which a person reads them. */
import type { Resource } from "../../api/hooks.ts";
import type { Schemas } from "../../api/client.ts";

export const LOG_NAMES = ["visits", "clicks", "conversions", "postbacks-in", "postbacks-out", "queue"] as const;
export type LogName = (typeof LOG_NAMES)[number];

/** Any row of a log: an entry with an id, its fields by name. */
export type LogRow = { id: string } & Record<string, unknown>;

export type FieldKind = "time" | "text" | "mono" | "word" | "reason" | "flag" | "money" | "unit" | "count" | "milliseconds" | "map" | "list" | "signals";

export interface Field {
  name: string;
  /** An entity: the resource that opens its editor. */
  kind: FieldKind | { entity: Resource };
  /** Width of its column; without it the field stands in the details alone. */
  width?: number;
  /** A column that is there, but not until it is asked for. */
  isHidden?: boolean;
}

export interface Log {
  path: string;
  /** The entities that it may be narrowed by, as parameters. */
  entities: readonly ("campaign" | "source" | "network" | "offer" | "lander" | "flow" | "domain")[];
  /** Words that it may be narrowed by, by parameter. */
  words: Readonly<Record<string, readonly string[]>>;
  hasCid: boolean;
  /** Whether it answers a report's question (filter, tz, time). */
  isOfFacts: boolean;
  fields: readonly Field[];
}

const CAMPAIGN: Field = { name: "campaign", kind: { entity: "campaigns" }, width: 190 };
const SOURCE: Field = { name: "source", kind: { entity: "sources" }, width: 120 };
const NETWORK: Field = { name: "network", kind: { entity: "networks" }, width: 120 };
const OFFER: Field = { name: "offer", kind: { entity: "offers" }, width: 130 };
const LANDER: Field = { name: "lander", kind: { entity: "landers" }, width: 120 };
const hidden = (field: Field, width = 120): Field => ({ ...field, width, isHidden: true });

export const LOGS: Record<LogName, Log> = {
  visits: {
    path: "visits",
    entities: ["campaign", "source", "offer", "lander", "flow", "domain"],
    words: {},
    hasCid: true,
    isOfFacts: true,
    fields: [
      { name: "visited_at", kind: "time", width: 172 },
      CAMPAIGN, SOURCE, LANDER, OFFER,
      { name: "cost_booked", kind: "unit", width: 92 },
      { name: "is_unique", kind: "flag", width: 80 },
      { name: "is_bot", kind: "flag", width: 64 },
      { name: "country", kind: "text", width: 72 },
      { name: "external_id", kind: "mono", width: 150 },
      { name: "tokens", kind: "map", width: 260 },
      hidden({ name: "region", kind: "text" }), hidden({ name: "city", kind: "text" }), hidden({ name: "isp", kind: "text" }, 160),
      { name: "continent", kind: "text" }, { name: "asn", kind: "mono" }, { name: "connection_type", kind: "text" }, { name: "proxy", kind: "list" },
      hidden({ name: "device_type", kind: "word" }, 100), hidden({ name: "os", kind: "text" }), hidden({ name: "browser", kind: "text" }, 150), hidden({ name: "brand", kind: "text" }), hidden({ name: "model", kind: "text" }),
      { name: "os_version", kind: "text" }, { name: "browser_version", kind: "text" }, { name: "resolution", kind: "text" },
      { name: "address", kind: "mono", width: 120 },
      { name: "cid", kind: "mono", width: 200 },
      { name: "via", kind: "word" },
      { name: "domain", kind: { entity: "domains" } },
      { name: "flow", kind: { entity: "flows" } },
      { name: "rule", kind: "count" }, { name: "path", kind: "count" },
      { name: "language", kind: "text" }, { name: "user_agent", kind: "text" }, { name: "referrer", kind: "mono" },
      { name: "cost", kind: "unit" }, { name: "cost_currency", kind: "text" }, { name: "cost_origin", kind: "word" },
      { name: "cost_missing", kind: "flag" }, { name: "cost_currency_assumed", kind: "flag" },
      { name: "cost_rate", kind: "text" }, { name: "cost_rate_date", kind: "text" }, { name: "no_rate", kind: "flag" },
      { name: "events", kind: "map" }, { name: "unexpanded", kind: "list" }, { name: "seen_by", kind: "list" }, { name: "signals", kind: "signals" },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "catalog_version", kind: "count" }, { name: "id", kind: "mono" },
    ],
  },
  clicks: {
    path: "clicks",
    entities: ["campaign", "lander", "offer"],
    words: {},
    hasCid: true,
    isOfFacts: true,
    fields: [
      { name: "clicked_at", kind: "time", width: 172 },
      CAMPAIGN, LANDER, OFFER,
      { name: "number", kind: "count", width: 90 },
      { name: "is_first", kind: "flag", width: 80 },
      { name: "is_bot", kind: "flag", width: 64 },
      { name: "cid", kind: "mono", width: 210 },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "catalog_version", kind: "count" }, { name: "id", kind: "mono" },
    ],
  },
  conversions: {
    path: "conversions",
    entities: ["campaign", "source", "offer", "network"],
    words: { status: ["lead", "sale", "rebill", "rejected", "unmapped"], reversed: ["true"] },
    hasCid: true,
    isOfFacts: true,
    fields: [
      { name: "created_at", kind: "time", width: 172 },
      { name: "status", kind: "word", width: 96 },
      CAMPAIGN, OFFER, SOURCE, NETWORK,
      { name: "payout", kind: "money", width: 84 },
      { name: "currency", kind: "text", width: 70 },
      { name: "revenue", kind: "money", width: 90 },
      { name: "cost", kind: "unit", width: 84 },
      { name: "forward", kind: "reason", width: 210 },
      { name: "txid", kind: "mono", width: 140 },
      { name: "cid", kind: "mono", width: 200 },
      { name: "status_raw", kind: "text" }, { name: "type", kind: "text" },
      { name: "registered_at", kind: "time" }, { name: "updated_at", kind: "time" }, { name: "visited_at", kind: "time" }, { name: "clicked_at", kind: "time" },
      { name: "channel", kind: "word" }, { name: "conversion_id", kind: "mono" }, { name: "external_id", kind: "mono" },
      { name: "is_counted", kind: "flag" }, { name: "is_unique", kind: "flag" }, { name: "is_upsell", kind: "flag" }, { name: "is_reversed", kind: "flag" }, { name: "is_bot", kind: "flag" },
      { name: "payout_missing", kind: "flag" }, { name: "currency_assumed", kind: "flag" }, { name: "no_rate", kind: "flag" },
      { name: "rate", kind: "text" }, { name: "rate_date", kind: "text" }, { name: "cost_booked", kind: "unit" },
      { name: "lander", kind: { entity: "landers" } }, { name: "flow", kind: { entity: "flows" } }, { name: "domain", kind: { entity: "domains" } },
      { name: "rule", kind: "count" }, { name: "path", kind: "count" },
      { name: "tokens", kind: "map" }, { name: "events", kind: "map" }, { name: "params", kind: "map" },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "id", kind: "mono" },
    ],
  },
  "postbacks-in": {
    path: "postbacks/in",
    entities: ["network"],
    words: { outcome: ["recorded", "updated", "duplicate", "ignored", "unrecorded_click", "refused"] },
    hasCid: true,
    isOfFacts: true,
    fields: [
      { name: "received_at", kind: "time", width: 172 },
      { name: "outcome", kind: "word", width: 120 },
      NETWORK,
      { name: "status_code", kind: "count", width: 84 },
      { name: "reason_text", kind: "text", width: 300 },
      { name: "query", kind: "mono", width: 420 },
      { name: "cid", kind: "mono", width: 200 },
      { name: "address", kind: "mono", width: 120 },
      { name: "channel", kind: "word", width: 90 },
      { name: "mend", kind: "text" }, { name: "reason", kind: "text" }, { name: "method", kind: "text" }, { name: "params", kind: "map" },
      { name: "conversion_id", kind: "mono" },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "id", kind: "mono" },
    ],
  },
  "postbacks-out": {
    path: "postbacks/out",
    entities: ["source", "campaign"],
    words: { outcome: ["delivered", "duplicate", "refused", "retrying", "failed", "skipped", "dropped", "resent"] },
    hasCid: false,
    isOfFacts: true,
    fields: [
      { name: "created_at", kind: "time", width: 172 },
      { name: "outcome", kind: "word", width: 110 },
      { name: "status", kind: "word", width: 90 },
      SOURCE, CAMPAIGN,
      { name: "destination", kind: "word", width: 110 },
      { name: "attempt", kind: "count", width: 84 },
      { name: "status_code", kind: "count", width: 84 },
      { name: "reason_text", kind: "text", width: 320 },
      { name: "url", kind: "mono", width: 420 },
      { name: "duration_ms", kind: "milliseconds", width: 84 },
      { name: "mend", kind: "text" }, { name: "reason", kind: "text" }, { name: "method", kind: "text" },
      { name: "body", kind: "mono" }, { name: "error", kind: "text" }, { name: "address", kind: "mono" },
      { name: "sent_at", kind: "time" }, { name: "next_at", kind: "time" },
      { name: "conversion_id", kind: "mono" }, { name: "forward_id", kind: "mono" },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "id", kind: "mono" },
    ],
  },
  queue: {
    path: "postbacks/queue",
    entities: ["source", "campaign"],
    words: { state: ["due", "sending", "held"] },
    hasCid: false,
    isOfFacts: false,
    fields: [
      { name: "due_at", kind: "time", width: 172 },
      { name: "state", kind: "word", width: 100 },
      { name: "status", kind: "word", width: 90 },
      SOURCE, CAMPAIGN,
      { name: "destination", kind: "word", width: 110 },
      { name: "attempts", kind: "count", width: 84 },
      { name: "reason_text", kind: "text", width: 320 },
      { name: "url", kind: "mono", width: 420 },
      { name: "decided_at", kind: "time", width: 172 },
      { name: "mend", kind: "text" }, { name: "reason", kind: "text" }, { name: "method", kind: "text" }, { name: "conversion_id", kind: "mono" },
      hidden({ name: "is_test", kind: "flag" }, 64),
      { name: "id", kind: "mono" },
    ],
  },
};

export const ENTITY_RESOURCES = { campaign: "campaigns", source: "sources", network: "networks", offer: "offers", lander: "landers", flow: "flows", domain: "domains" } as const satisfies Record<string, Resource>;

export type Conversion = Schemas["conversion"];
