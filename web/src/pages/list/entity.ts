/* entity - what all that stands in a list has in common, and where its report is. */
import type { Resource } from "../../api/hooks.ts";
import type { Figures, Side } from "../../table/metrics.ts";

export interface Entity {
  id: number | string;
  name: string;
  status: "active" | "paused" | "archived";
  figures?: Figures | null;
  tags?: readonly string[];
  group?: string | null;
  color?: string | null;
  note?: string | null;
  created_at?: string;
}
export const entityOf = (row: unknown): Entity => row as Entity;
export const idOf = (row: unknown): string => String(entityOf(row).id);

interface Kind {
  /** Of the report that it is a dimension of; null: it has no figures. */
  dimension: string | null;
  report: string;
  side: Side;
  right: string;
  sort: string;
}
const tracker = (dimension: string, right: string): Kind => ({ dimension, report: "/reports", side: "tracker", right, sort: "-visits" });
const ad = (dimension: string): Kind => ({ dimension, report: "/network/statistics", side: "ad", right: "ads", sort: "-clicks" });
const plain = (right: string): Kind => ({ dimension: null, report: "", side: "tracker", right, sort: "name" });

export const KINDS: Record<Resource, Kind> = {
  campaigns: tracker("campaign", "campaigns"),
  sources: tracker("source", "sources"),
  networks: tracker("network", "networks"),
  offers: tracker("offer", "offers"),
  landers: tracker("lander", "landers"),
  flows: tracker("flow", "flows"),
  domains: tracker("domain", "domains"),
  adcampaigns: ad("adcampaign"),
  variations: ad("variation"),
  sites: ad("site"),
  zones: ad("zone"),
  goals: { ...ad("goal"), right: "goals", sort: "" },
  bidders: plain("ads"),
  workspaces: plain("workspaces"),
  users: plain("users"),
  keys: plain("keys"),
};
