import { defineWords } from "../i18n/words.ts";

export const statusWords = defineWords({
  lead: ["Lead", "Lead"],
  sale: ["Sale", "Vente"],
  rebill: ["Rebill", "Rebill"],
  rejected: ["Rejected", "Rejetée"],
});
export const STATUSES = ["lead", "sale", "rebill", "rejected"] as const;
export type Status = (typeof STATUSES)[number];
