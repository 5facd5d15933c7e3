/* addresses - where the dashboard shows what an address of the API names: an entity's editor, a log with its filters. */

const EDITORS: Record<string, string> = {
  sources: "/sources", networks: "/networks", offers: "/offers", landers: "/landers", flows: "/flows", campaigns: "/campaigns", domains: "/domains",
  goals: "/network/goals", adcampaigns: "/network/campaigns", variations: "/network/variations", sites: "/network/sites", zones: "/network/zones",
};
const LOGS: Record<string, string> = {
  visits: "/logs/visits", clicks: "/logs/clicks", conversions: "/logs/conversions",
  "postbacks/in": "/logs/postbacks-in", "postbacks/out": "/logs/postbacks-out", "postbacks/queue": "/logs/queue",
  "ad-clicks": "/network/calls?log=ad-clicks", "goal-calls": "/network/calls", impressions: "/network/calls?log=impressions",
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** "/api/v1/networks/2" opens that editor, "/api/v1/visits?campaign=3" that log; null: no page shows it. `dates` is the span of a log that names none. */
export function pageOf(address: string | null, dates = "last7"): string | null {
  if (address === null) return null;
  const [path = "", search = ""] = address.replace(/^\/api\/v1\//, "").split("?");
  const params = new URLSearchParams(search);
  const [resource = "", id, ...rest] = path.split("/");
  if (path === "settings") return "/settings";
  if (id !== undefined && rest.length === 0 && /^\w+$/.test(id)) {
    if (resource === "conversions") return `/logs/conversions?dates=all&row=${id}`;
    const editor = EDITORS[resource];
    if (editor !== undefined) return `${editor}?edit=${id}`;
  }
  const log = LOGS[path];
  if (log === undefined) return null;
  const [from, to] = [params.get("from"), params.get("to")];
  params.delete("from");
  params.delete("to");
  params.set("dates", from !== null && to !== null && DAY.test(from) && DAY.test(to) ? `${from}..${to}` : dates);
  return `${log}${log.includes("?") ? "&" : "?"}${params.toString()}`;
}
