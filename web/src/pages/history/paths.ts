/* paths - where a resource is edited, and what stands in a document under "paths[0].offers[1].id". */

const EDITORS: Record<string, string> = {
  campaigns: "/campaigns",
  sources: "/sources",
  networks: "/networks",
  offers: "/offers",
  landers: "/landers",
  flows: "/flows",
  domains: "/domains",
  goals: "/network/goals",
  adcampaigns: "/network/campaigns",
  variations: "/network/variations",
  sites: "/network/sites",
  zones: "/network/zones",
  users: "/team/users",
  keys: "/team/keys",
  workspaces: "/team/workspaces",
  templates: "/settings/templates",
};
export const RESOURCES = [...Object.keys(EDITORS), "bidders", "settings"];

export function editorOf(resource: string, id: number | string): string | null {
  if (resource === "settings") return "/settings";
  if (resource === "bidders") return `/network/campaigns?bidder=${id}`;
  const page = EDITORS[resource];
  return page === undefined ? null : `${page}?edit=${encodeURIComponent(String(id))}`;
}

export function valueAt(document: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .reduce<unknown>((at, part) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined), document);
}

/** A value as one reads it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value, null, 1).replace(/\n\s*/g, " ") : String(value);
}
