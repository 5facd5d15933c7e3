/* conditions - what a rule's condition can look at (docs/routing.md), and how its values are entered. */
import { SIGNALS } from "../i18n/signals.ts";
import { pathWords } from "./pathWords.ts";

export type FieldName = keyof typeof pathWords & `field.${string}`;

/** In the order in which people look for them. `words`: the only values there are. */
export const CONDITION_FIELDS: readonly { field: string; words?: readonly string[] }[] = [
  { field: "continent", words: ["AF", "AN", "AS", "EU", "NA", "OC", "SA"] },
  { field: "country" },
  { field: "region" },
  { field: "city" },
  { field: "language" },
  { field: "device_type", words: ["mobile", "tablet", "tv", "desktop"] },
  { field: "os" },
  { field: "browser" },
  { field: "brand" },
  { field: "model" },
  { field: "resolution" },
  { field: "connection_type", words: ["broadband", "mobile", "corporate", "satellite", "dialup"] },
  { field: "isp" },
  { field: "asn" },
  { field: "ip" },
  { field: "proxy", words: ["yes", "no"] },
  { field: "vpn", words: ["yes", "no"] },
  { field: "hosting", words: ["yes", "no"] },
  { field: "weekday", words: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] },
  { field: "hour" },
  { field: "uniqueness", words: ["first", "repeat"] },
  { field: "bot", words: ["yes", "no"] },
  { field: "bot_signal", words: SIGNALS },
  { field: "referrer" },
  { field: "referrer_domain" },
  { field: "url" },
  { field: "query" },
  { field: "user_agent" },
];

/** What is known of a campaign's visits only, and what of the place of an ad. */
const OF_VISITS = new Set(["resolution", "uniqueness", "url", "query"]);
export const AD_CONDITION_FIELDS: readonly { field: string }[] = [...CONDITION_FIELDS.filter(({ field }) => !OF_VISITS.has(field)), { field: "site" }, { field: "zone" }];

export const TOKEN_SLOTS = 30;

/** What a token is called by: "token:" begins one by parameter. */
export const TOKEN_PARAM = "token:";

export const wordsOf = (field: string): readonly string[] | undefined => CONDITION_FIELDS.find((one) => one.field === field)?.words;

/** Fields that may be unknown of a visit, so that "unknown" is a value of theirs. */
const ALWAYS_KNOWN = new Set(["weekday", "hour", "uniqueness", "bot", "bot_signal", "ip", "url", "query", "site", "zone"]);
export const mayBeUnknown = (field: string): boolean => !ALWAYS_KNOWN.has(field);
