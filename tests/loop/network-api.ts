/* network-api - an ad network's API, version 2, as its public clients know it (spec/network.md §4.3): login with a token,
 * bearers, campaigns by id in cents, statistics in currency units page by page. It says what a test has put into it, and
 * writes down what it was asked. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface Row {
  date: string;
  campaign: number;
  name?: string;
  variation?: number;
  zone?: number;
  site?: number;
  /** As it stands in the answer: a number's digits. */
  cost: string;
}

export interface NetworkCampaign {
  id: number;
  name: string;
  status: number;
  /** In cents, as it stands in the answer. */
  spent: string;
}

export interface Asked {
  method: string;
  path: string;
  authorization: string;
  body: Record<string, unknown>;
}

/** What the next request is answered with instead. */
export interface Instead {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Only for requests to that path. */
  path?: string;
  /** The connection ends after so many bytes of the body, which was announced whole. */
  cutAt?: number;
}

const ID_FIELDS = { campaign_id: "campaign", variation_id: "variation", zone_id: "zone", site_id: "site" } as const;

export class NetworkApi {
  rows: Row[] = [];
  campaigns: NetworkCampaign[] = [];
  token = "secret-token";
  asked: Asked[] = [];
  instead: Instead[] = [];
  /** The most rows that a page has, whatever was asked for. */
  pageRows = 1000;
  logins = 0;
  currency = "USD";
  /** Called before each page of statistics, with its number from 1. */
  beforePage: (page: number) => void = () => undefined;
  private pages = 0;
  private readonly bearers = new Set<string>();
  private readonly server: http.Server;

  constructor() {
    this.server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => this.take(request, response, Buffer.concat(chunks).toString("utf8")));
    });
    this.server.unref();
    this.server.on("connection", (socket) => socket.unref());
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v2`;
  }

  up(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", () => resolve());
    });
  }

  /** Bearers that were given are not known any more. */
  forget(): void {
    this.bearers.clear();
  }

  askedFor(path: string): Asked[] {
    return this.asked.filter((each) => each.path === path);
  }

  private take(request: http.IncomingMessage, response: http.ServerResponse, text: string): void {
    const path = (request.url ?? "").replace(/\?.*$/, "").replace(/^\/v2/, "");
    const query = new URLSearchParams((request.url ?? "").split("?")[1] ?? "");
    const authorization = request.headers.authorization ?? "";
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    this.asked.push({ method: request.method ?? "", path, authorization, body });
    const at = this.instead.findIndex((each) => each.path === undefined || each.path === path);
    const [other] = at < 0 ? [] : this.instead.splice(at, 1);
    const send = (status: number, answer: string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(answer);
    };
    if (other?.cutAt !== undefined) {
      const whole = other.body ?? "";
      response.writeHead(other.status, { "Content-Type": "application/json", "Content-Length": String(whole.length) });
      response.write(whole.slice(0, other.cutAt), () => request.socket.destroy());
      return;
    }
    if (other !== undefined) return send(other.status, other.body ?? '{"message":"no"}', other.headers);
    if (path === "/login") return this.logIn(body, send);
    if (!this.bearers.has(authorization)) return send(401, '{"message":"Unauthenticated."}');
    if (path === "/user") return send(200, '{"result":{"balance":12.5,"currency":"' + this.currency + '"}}');
    if (path === "/statistics/a/global") return send(200, this.statistics(body));
    if (path === "/campaigns") return send(200, this.list(query));
    const set = /^\/campaigns\/(play|pause)$/.exec(path);
    if (set !== null && request.method === "PUT") {
      for (const campaign of this.campaigns)
        if ((body["campaign_ids"] as number[]).includes(campaign.id)) campaign.status = set[1] === "play" ? 1 : 0;
      return send(200, '{"message":"done","request_metadata":{}}');
    }
    send(404, '{"message":"Not found"}');
  }

  private logIn(body: Record<string, unknown>, send: (status: number, answer: string) => void): void {
    this.logins++;
    if (body["api_token"] !== this.token) return send(401, '{"message":"Invalid api_token"}');
    const bearer = `bearer-${this.logins}`;
    this.bearers.add(`Bearer ${bearer}`);
    send(200, `{"token":"${bearer}","type":"Bearer","expires_in":43200}`);
  }

  private statistics(body: Record<string, unknown>): string {
    this.beforePage(++this.pages);
    const filter = body["filter"] as { date_from: string; date_to: string };
    const groups = body["group_by"] as string[];
    const grain = groups.find((name) => name !== "date" && name !== "campaign_id") as keyof typeof ID_FIELDS | undefined;
    const rows = this.rows
      .filter((row) => row.date >= filter.date_from && row.date <= filter.date_to)
      .filter((row) => grain === undefined || row[ID_FIELDS[grain]] !== undefined);
    const offset = Number(body["offset"]);
    const page = rows.slice(offset, offset + Math.min(Number(body["limit"]), this.pageRows));
    const texts = page.map((row) => {
      const groupBy: Record<string, unknown> = {
        date: { date: row.date },
        campaign_id: { id: String(row.campaign), name: row.name ?? "c" },
      };
      if (grain !== undefined) groupBy[grain] = { id: row[ID_FIELDS[grain]] };
      const goals = '{"total":0,"ecpa":0,"data":{}}';
      return `{"group_by":${JSON.stringify(groupBy)},"impressions":1000,"clicks":20,"cost":${row.cost},"goals":${goals}}`;
    });
    return `{"result":[${texts.join(",")}],"request_metadata":{}}`;
  }

  private list(query: URLSearchParams): string {
    const offset = Number(query.get("offset") ?? 0);
    const page = this.campaigns.slice(offset, offset + Math.min(Number(query.get("limit") ?? 50), this.pageRows));
    if (page.length === 0) return '{"result":[]}';
    const texts = page.map(
      (each) => `"${each.id}":{"id":${each.id},"name":"${each.name}","status":${each.status},"total_budget_spent":${each.spent}}`,
    );
    return `{"result":{${texts.join(",")}}}`;
  }
}

export async function networkApi(): Promise<NetworkApi> {
  const api = new NetworkApi();
  await api.up();
  return api;
}
