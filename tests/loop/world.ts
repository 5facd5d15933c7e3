/* world - what users make with the API before the first click, and what visitors and affiliate
 * networks then do: ad click, visit, postback. */
import type { Agent } from "node:http";
import { ask, paramsOf, type Reply } from "./http.ts";
import { waitFor, type Json, type Server } from "./harness.ts";

export const OFFER_URL = "http://mypage.com/?a=14030&c=64375&s1=";

interface Made extends Json {
  links: Record<string, string>;
  warnings: unknown[];
  live: boolean;
}

export interface Entity extends Made {
  id: number;
}

export interface Goal extends Made {
  id: string;
}

export interface Campaign extends Entity {
  key: string;
}

export interface Loop {
  server: Server;
  goal: Goal;
  source: Entity;
  network: Entity;
  offer: Entity;
  campaign: Campaign;
  adcampaign: Entity;
  variation: Entity;
}

export interface LoopOptions {
  /** Fields of each that differ from the guide's. */
  goal?: Json;
  source?: Json;
  /** Fields of the source's postback that differ. */
  postback?: Json;
  network?: Json;
  offer?: Json;
  campaign?: Json;
  adcampaign?: Json;
}

/** Everything that the guide's six steps make. */
export async function makeLoop(server: Server, options: LoopOptions = {}): Promise<Loop> {
  const goal = await server.api<Goal>("POST", "goals", {
    name: "Postback",
    value: { type: "dynamic" },
    count: "one",
    order: 1,
    ...options.goal,
  });
  const source = await server.api<Entity>("POST", "sources", {
    name: "ExoClick",
    template: "exoclick",
    ...options.source,
    postback: { url: `${goal.links["postback_url"]}{external_id}&value={revenue}`, ...options.postback },
  });
  const network = await server.api<Entity>("POST", "networks", {
    name: "My network",
    offer_url_template: "{url}&s1={clickid}",
    postback_macros: { cid: "#s1#", payout: "#price#", txid: "#tid#" },
    ...options.network,
  });
  const offer = await server.api<Entity>("POST", "offers", {
    name: "Offer",
    url: OFFER_URL,
    network_id: network.id,
    ...options.offer,
  });
  const campaign = await server.api<Campaign>("POST", "campaigns", {
    name: "Campaign",
    source_id: source.id,
    cost: { model: "auto" },
    paths: [{ weight: 100, landers: [], offers: [{ id: offer.id, weight: 100 }] }],
    ...options.campaign,
  });
  const adcampaign = await server.api<Entity>("POST", "adcampaigns", {
    name: "Ad campaign",
    pricing: "cpc",
    price: "0.05",
    ...options.adcampaign,
  });
  const variation = await server.api<Entity>("POST", "variations", {
    name: "Variation",
    adcampaign_id: adcampaign.id,
    url: campaign.links["campaign_url"] ?? `http://page.test/${campaign.links["page_query"]}`,
  });
  return { server, goal, source, network, offer, campaign, adcampaign, variation };
}

/** A loop whose source tells its conversions to that URL: "http://127.0.0.1:PORT". */
export function makeLoopTo(server: Server, receiver: string, options: LoopOptions = {}): Promise<Loop> {
  return makeLoop(server, {
    ...options,
    postback: {
      url: `${receiver}/tag.php?goal=1&tag={external_id}&value={revenue}&st={status}`,
      ...options.postback,
    },
  });
}

/* --- The visitor ----------------------------------------------------------------------------- */

/** The ad click on a variation: the campaign URL that it leads to. */
export async function adClick(variation: Entity, query = "", agent?: Agent): Promise<string> {
  const url = new URL(variation.links["ad_click_url"] ?? "");
  const reply = await ask(url.origin, `${url.pathname}${query}`, agent === undefined ? {} : { agent });
  if (reply.status !== 302) throw new Error(`ad click: ${reply.status} ${reply.text}`);
  return reply.location;
}

/** The part of a URL that a request names. */
export function targetOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]+/, "");
}

export interface Visit {
  reply: Reply;
  location: string;
  cid: string;
}

export const CLICK_ID = /^[0-9a-hjkmnp-tv-z]{24}$/;

/** A visit to a campaign URL: the click id that the offer's URL carries. */
export async function visit(server: Server, target: string, agent?: Agent): Promise<Visit> {
  const reply = await ask(server.tracking, target, agent === undefined ? {} : { agent });
  if (reply.status !== 302) throw new Error(`visit ${target}: ${reply.status} ${reply.text}`);
  const cid = paramsOf(reply.location).get("s1") ?? "";
  if (!CLICK_ID.test(cid)) throw new Error(`visit ${target}: no click id in ${reply.location}`);
  return { reply, location: reply.location, cid };
}

let visits = 0;

/** A visit to the loop's campaign with an external id of its own; returns both ids. */
export async function visitNew(
  loop: Loop,
  query = "",
  agent?: Agent,
): Promise<{ cid: string; externalId: string }> {
  const externalId = `ext-${process.pid}-${++visits}`;
  const { cid } = await visit(loop.server, `/${loop.campaign.key}?external_id=${externalId}${query}`, agent);
  return { cid, externalId };
}

/* --- The affiliate network ------------------------------------------------------------------- */

/** A postback with that query as it stands. */
export function postback(server: Server, query: string, agent?: Agent): Promise<Reply> {
  return ask(server.tracking, `/postback?${query}`, agent === undefined ? {} : { agent });
}

/* --- What the tracker says about it ---------------------------------------------------------- */

export interface Conversion extends Json {
  id: string;
  cid: string;
  txid: string | null;
  status: string | null;
  payout: string;
  currency: string;
  revenue: string;
  cost: string;
  external_id: string | null;
  forward: { outcome: string; reason: string | null } | null;
}

export interface Sent extends Json {
  id: string;
  conversion_id: string;
  url: string | null;
  status_code: number | null;
  body: string | null;
  attempt: number | null;
  outcome: string;
  reason: string | null;
  error: string | null;
  next_at: string | null;
}

export function conversionsOf(server: Server, cid: string): Promise<Conversion[]> {
  return server.rows<Conversion>(`conversions?cid=${cid}`);
}

export async function conversionOf(server: Server, cid: string): Promise<Conversion> {
  const [conversion, ...more] = await conversionsOf(server, cid);
  if (conversion === undefined || more.length > 0)
    throw new Error(`${cid}: ${more.length + 1} conversions or none`);
  return conversion;
}

/** Attempts to tell the source of that conversion, the first one first. */
export async function sentOf(server: Server, conversionId: string): Promise<Sent[]> {
  return (await server.rows<Sent>(`postbacks/out?conversion_id=${conversionId}`)).reverse();
}

/** The same, once the last one is of that outcome. */
export function waitForSent(server: Server, conversionId: string, outcome: string): Promise<Sent[]> {
  return waitFor(`an outgoing postback that is ${outcome}`, async () => {
    const sent = await sentOf(server, conversionId);
    return sent.at(-1)?.outcome === outcome && sent;
  });
}

/** Until nothing is on its way to a source or waits to be. */
export function waitForSettled(server: Server): Promise<true> {
  return waitFor(
    "an outbox in which nothing is due",
    () => server.count("select count(*) n from outbox where state in ('due', 'sending')") === 0,
  );
}

/** Until every entry that is in the ledger now is in the facts; an age of 0 may be of the look before. */
export async function waitForFacts(server: Server, deadlineMs?: number): Promise<void> {
  await waitFor(
    "facts that have come to the ledger's end",
    async () => {
      const { text } = await ask(server.dashboard, "/metrics");
      const position = /^rebond_facts_position (\d+)$/m.exec(text)?.[1];
      const end = server.sql<{ id: string }>("select cast(coalesce(max(last_id), 0) as text) id from batch")[0]?.id;
      return position !== undefined && position === end;
    },
    deadlineMs,
  );
}

/** Visits, converts, and waits for the outcome of telling it. */
export async function convertAndWait(
  loop: Loop,
  outcome: string,
): Promise<{ cid: string; externalId: string; sent: Sent[] }> {
  const { cid, externalId } = await visitNew(loop);
  const reply = await postback(loop.server, `cid=${cid}&payout=2`);
  if (reply.text !== "OK") throw new Error(`postback: ${reply.status} ${reply.text}`);
  const { id } = await conversionOf(loop.server, cid);
  return { cid, externalId, sent: await waitForSent(loop.server, id, outcome) };
}
