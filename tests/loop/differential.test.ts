/* differential - random ledgers, random questions: each answer of GET report must be what a slow
 * recount in plain SQL over ledger.db gives, which knows nothing of the facts. A ledger has a month of
 * past entries made by bench/fill, over a change of the clocks, and on top of it what people and
 * networks do now. QUESTIONS (120) and REBOND_SEED may be given; the seed is printed. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { program, start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { ask, keepAlive } from "./http.ts";
import * as world from "./world.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const QUESTIONS = Number(process.env["QUESTIONS"] ?? 120);
const SEED = Number(process.env["REBOND_SEED"] ?? Date.now() % 1_000_000_000);
const ENTRIES = 20_000;
const UPDATE_KEY = "sesame-open-sesame-open";
/* Summer time ends in Europe, North America and (it begins) in South America's and Australia's zones. */
const END_MS = Date.UTC(2026, 10, 12, 7, 30);
const ZONES = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
];

/* mulberry32 */
let state = SEED >>> 0;
function random(below: number): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let x = state;
  x = Math.imul(x ^ (x >>> 15), x | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
}
function one<T>(of: readonly T[]): T {
  return of[random(of.length)] as T;
}

/* --- The recount -------------------------------------------------------------------------------- */

const token = (slot: number): string =>
  `coalesce(json_extract('["' || replace(coalesce(s.tokens, v.tokens), '&', '","') || '"]', '$[${slot - 1}]'), '')`;
/* What visitors send here needs no more than these. */
const decoded = (slot: number): string =>
  [
    ["%21", "!"],
    ["%2C", ","],
    ["%20", " "],
    ["%C3%A9", "é"],
    ["%25", "%"],
  ].reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, token(slot));
/* The referrer's host: lower case, without "www." and port. */
const AFTER = `lower(substr(p.referrer, instr(p.referrer, '://') + 3))`;
const AUTHORITY = `substr(${AFTER}, 1, instr(${AFTER} || '/', '/') - 1)`;
const HOST = `substr(${AUTHORITY}, 1, instr(${AUTHORITY} || ':', ':') - 1)`;
const DOMAIN = `coalesce(case when ${HOST} like 'www.%' then substr(${HOST}, 5) else ${HOST} end, '')`;
const LANGUAGE =
  "case when v.language glob '[A-Za-z][A-Za-z]*' then lower(substr(v.language, 1, 2)) else '' end";
const DEVICE = ["device_type", "brand", "model", "os", "os_version", "browser", "browser_version"];
const VISITOR =
  `coalesce(v.country, '') country, ${LANGUAGE} language, ${DOMAIN} referrer_domain,` +
  " (select text from word where word.id = v.via) via, v.is_unique," +
  DEVICE.map((name) => ` coalesce((select text from word where word.id = v.${name}), '') ${name},`).join("") +
  [1, 3, 5, 7, 8].map((slot) => ` ${decoded(slot)} token${slot}`).join();
const JOINED = "left join visit_state s on s.visit_id = v.id left join personal p on p.id = v.id";
const NO_CONVERSION = "'' status, '' currency, '' channel";
const NONE =
  "0 conversions, 0 unique_conversions, 0 leads, 0 sales, 0 rebills, 0 rejected, 0 unmapped, 0 revenue_hold, 0 revenue_confirmed";
const counts = (status: string, name: string): string => `c.status = '${status}' and c.is_counted ${name}`;
const MEASURES = [...NONE.matchAll(/[a-z_]+/g)].map(([name]) => name);
MEASURES.push("visits", "unique_visits", "clicks", "unique_clicks", "cost", "cost_missing");

/* One row for each visit as it stands now, click, and conversion as it stands now. */
const FLAT = `
create temp table told as select id visit_id, 0 cost, '' method from visit limit 0;
create unique index temp.told_once on told(visit_id);
COSTS
create table flat as
select v.id >> 21 visit_ms, v.id >> 21 conversion_ms, v.campaign_id campaign, v.source_id source, v.network_id network, v.offer_id offer,
  v.lander_id lander, v.path path, ${VISITOR}, ${NO_CONVERSION}, v.signals signals, v.is_bot is_bot, v.is_test is_test,
  1 visits, v.is_unique unique_visits, 0 clicks, 0 unique_clicks, coalesce(t.cost, v.cost_micros) cost, v.cost_missing cost_missing, ${NONE}
  from visit v ${JOINED} left join told t on t.visit_id = v.id
union all
select v.id >> 21, v.id >> 21, c.campaign_id, v.source_id, c.network_id, c.offer_id, c.lander_id, v.path, ${VISITOR}, ${NO_CONVERSION},
  v.signals | c.signals, c.is_bot, c.is_test, 0, 0, 1, c.is_first, 0, 0, ${NONE}
  from click c join visit v on v.id = c.visit_id ${JOINED}
union all
select v.id >> 21, c.id >> 21, c.campaign_id, c.source_id, c.network_id, c.offer_id, v.lander_id, v.path, ${VISITOR}, c.status,
  c.payout_currency, (select text from word where word.id = c.channel), v.signals, c.is_bot, c.is_test, 0, 0, 0, 0, c.cost_micros, 0,
  c.is_counted, c.is_counted and c.is_first, ${["lead", "sale", "rebill", "rejected", "unmapped"].map((s) => counts(s, "")).join()},
  case when ${counts("lead", "")} then c.revenue_micros else 0 end, case when ${counts("lead", "")} then 0 else c.revenue_micros end
  from conversion c join visit v on v.id = c.visit_id ${JOINED};`;

type Row = Record<string, string | number | null>;

class Recount {
  private readonly file = path.join(tempFolder(), "recount.db");

  constructor(server: Server) {
    /* The newest update first: what it covers is not told again by an older one. */
    const updates = server.sql(
      "select campaign_id c, cast(from_id as text) f, cast(to_id as text) e, filter_slot slot, quote(filter_value) value," +
        " cost_micros / visits share, cast(extra_until_id as text) extra, method from cost_update u where action = 'set'" +
        " and not exists (select 1 from cost_update x where x.undoes_id = u.id) order by id desc",
    );
    const costs = updates.map(
      (u) =>
        `insert or ignore into told select v.id, ${u["share"]} + (v.id < ${u["extra"]}), '${u["method"]}' from visit v` +
        ` left join visit_state s on 0 where v.id >= ${u["f"]} and v.id < ${u["e"]} and v.campaign_id = ${u["c"]} and not v.is_bot` +
        (u["slot"] === 0 ? ";" : ` and ${token(Number(u["slot"]))} = ${u["value"]};`),
    );
    const ledger = path.join(server.dir, "ledger.db");
    execFileSync("sqlite3", [this.file], {
      input: `attach '${ledger}' as ledger;${FLAT.replace("COSTS", costs.join("\n"))}`,
    });
  }

  rows(sql: string): Row[] {
    const out = execFileSync("sqlite3", ["-json", this.file], {
      input: sql,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return out.trim() === "" ? [] : (JSON.parse(out) as Row[]);
  }

  private readonly known = new Map<string, string[]>();

  /* What a column holds most. */
  values(column: string): string[] {
    const sql = `select cast(${column} as text) v, count(*) n from flat group by 1 order by 2 desc, 1 limit 40`;
    const found = this.known.get(column) ?? this.rows(sql).map((row) => String(row["v"]));
    this.known.set(column, found);
    return found;
  }
}

/* --- Local time ---------------------------------------------------------------------------------- */

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    }),
  ]),
);
const MINUTE_MS = 60_000;

function offsetMs(zone: string, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formats.get(zone)?.formatToParts(ms) ?? []) part[type] = Number(value);
  const { year = 0, month = 1, day, hour, minute } = part;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

/* When that day begins there. Found by looking: the offset before it may be another one than after. */
function midnightMs(zone: string, day: number): number {
  const guess = day * 86_400_000;
  for (const at of [guess - offsetMs(zone, guess - 86_400_000), guess - offsetMs(zone, guess + 86_400_000)])
    if (at + offsetMs(zone, at) === guess) return at;
  throw new Error(`${zone}: no midnight of day ${day}`);
}

function localSql(zone: string, column: string, fromMs: number, toMs: number): string {
  const step = 30 * MINUTE_MS; /* clocks change on half hours at the most */
  let before = offsetMs(zone, fromMs);
  let sql = String(before);
  for (let at = Math.ceil(fromMs / step) * step; at < toMs; at += step) {
    const offset = offsetMs(zone, at);
    if (offset !== before) sql = `case when ${column} >= ${at} then ${offset} else ${sql} end`;
    before = offset;
  }
  return `(${column} + ${sql})`;
}

const textOfDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/* --- Questions ----------------------------------------------------------------------------------- */

const ENTITIES = ["campaign", "source", "network", "offer", "lander"];
const TEXTS = [
  "country",
  "language",
  "referrer_domain",
  "via",
  ...DEVICE,
  "token1",
  "token3",
  "token5",
  "token7",
  "token8",
  "status",
  "currency",
  "channel",
];
const TIMES = ["day", "hour", "weekday", "month", "year", "week"];
const DIMENSIONS = [...ENTITIES, ...TEXTS, ...TIMES, "path"];
const UNKNOWN = new Set(["country", "language", ...DEVICE]);

/* What a row of the compared span is moved by, so that the first day, week, month and year of both
 * spans meet. */
interface Shift {
  sql: string; /* 1 for a row of the compared span, else 0 */
  days: number;
  months: number;
  years: number;
}

function timeSql(dimension: string, local: string, shift: Shift): string {
  const at = (format: string): string => `cast(strftime('${format}', ${local} / 1000, 'unixepoch') as integer)`;
  const month = `(${at("%Y")} * 12 + ${at("%m")} - 1 + ${shift.sql} * ${shift.months})`;
  const date = `date((${local} + ${shift.sql} * ${shift.days * 86_400_000}) / 1000, 'unixepoch')`;
  switch (dimension) {
    case "hour":
      return `${local} / 3600000 % 24`;
    case "weekday":
      return `(${local} / 86400000 + 3) % 7 + 1`;
    case "month":
      return `printf('%04d-%02d', ${month} / 12, ${month} % 12 + 1)`;
    case "year":
      return `${at("%Y")} + ${shift.sql} * ${shift.years}`;
    case "week": {
      /* Of the year in which the week's Thursday is. */
      const thursday = `date(${date}, '-3 days', 'weekday 4')`;
      return `strftime('%Y', ${thursday}) || printf('-W%02d', (strftime('%j', ${thursday}) - 1) / 7 + 1)`;
    }
    default:
      return date;
  }
}

function shiftOf(column: string, span: [number, number], firstDay: number, beforeDay: number): Shift {
  const [now = 0, nowMonth = 0] = textOfDay(firstDay).split("-").map(Number);
  const [then = 0, thenMonth = 0] = textOfDay(beforeDay).split("-").map(Number);
  return {
    sql: `(${column} < ${span[0]})`,
    days: firstDay - beforeDay,
    months: now * 12 + nowMonth - then * 12 - thenMonth,
    years: now - then,
  };
}

interface Question {
  query: [string, string][];
  groups: string[];
  keys: string[];
  where: string[];
  column: string;
  span: [number, number];
  before: [number, number] | undefined;
  /** Clean and raw, side by side: what a row has beside it is with bots. */
  isBoth: boolean;
  sort: string;
}

const quote = (text: string): string => `'${text.replace(/'/g, "''")}'`;
const escape = (text: string): string => text.replace(/[\\,]/g, "\\$&").replace(/^[!~<>\\]/, "\\$&");

const SIGNALS = ["head", "link_preview", "crawler", "impossible", "listed", "hosting", "no_agent", "no_language", "frequent"];

function randomFilter(recount: Recount): [string, string] {
  if (random(12) === 0) {
    const bits = [random(SIGNALS.length), random(SIGNALS.length)];
    const has = `signals & ${bits.reduce((all, bit) => all | (1 << bit), 0)}`;
    const names = bits.map((bit) => SIGNALS[bit]).join();
    return one([
      [`bot_signal:${names}`, `(${has}) <> 0`],
      [`bot_signal:!${names}`, `(${has}) = 0`],
    ]);
  }
  const dimension = one([...ENTITIES, ...TEXTS]);
  const known = recount.values(dimension).filter((value) => value !== "" && value !== "0");
  const empty = ENTITIES.includes(dimension) ? "0" : "''";
  const dice = random(10);
  if (known.length === 0 || dice === 0)
    return one([
      [`${dimension}:empty`, `${dimension} = ${empty}`],
      [`${dimension}:!empty`, `${dimension} <> ${empty}`],
    ]);
  const values = [...new Set([one(known), one(known), one(known)])].slice(0, 1 + random(3));
  const list = ENTITIES.includes(dimension) ? values.join() : values.map(quote).join();
  if (dice < 6 || ENTITIES.includes(dimension)) {
    const not = dice % 2 === 1;
    return [
      `${dimension}:${not ? "!" : ""}${values.map(escape).join()}`,
      `${dimension} ${not ? "not in" : "in"} (${list})`,
    ];
  }
  const piece = (values[0] ?? "").slice(0, 1 + random(4));
  return [`${dimension}:~${escape(piece)}`, `instr(lower(${dimension}), lower(${quote(piece)})) > 0`];
}

function randomQuestion(recount: Recount): Question {
  const groups: string[] = [];
  for (let count = random(4); groups.length < count;) {
    const next = one(DIMENSIONS);
    if (!groups.includes(next)) groups.push(next);
  }
  const zone = one(ZONES);
  const last = Math.floor(END_MS / 86_400_000) - random(25);
  const first = last - one([0, 1, 6, 13, 29]);
  const span: [number, number] =
    random(6) === 0
      ? [midnightMs(zone, last - 3), Date.now() + 86_400_000]
      : [midnightMs(zone, first), midnightMs(zone, last + 1)];
  const isOpen = span[1] > Date.now();
  const today = Math.floor((Date.now() + offsetMs(zone, Date.now())) / 86_400_000);
  if (isOpen) span[1] = midnightMs(zone, today + 1);
  const days: [number, number] = isOpen ? [last - 3, today] : [first, last];
  const column = one(["visit_ms", "conversion_ms"]);
  const compared = random(4) === 0;
  const beforeDay = 2 * days[0] - days[1] - 1;
  const before: [number, number] | undefined = compared ? [midnightMs(zone, beforeDay), span[0]] : undefined;
  const bots = one(["out", "out", "in", "only", ...(compared ? [] : ["both", "both"])]);
  const tests = one(["out", "in"]);
  const sort = one(["visits", "cost", "profit", "conversions"]);
  const query: [string, string][] = [
    ["from", textOfDay(days[0])],
    ["to", textOfDay(days[1])],
    ["tz", zone],
    ["bots", bots],
    ["tests", tests],
    ["limit", "1000"],
    ["time", column === "visit_ms" ? "visit" : "conversion"],
  ];
  if (groups.length > 0) query.push(["group_by", groups.join()], ["sort", `-${sort}`]);
  if (compared) query.push(["compare", "previous"]);
  const where = [
    bots === "in" || bots === "both" ? "1" : `is_bot = ${bots === "only" ? 1 : 0}`,
    tests === "in" ? "1" : "is_test = 0",
  ];
  for (let filters = random(3); filters > 0; filters--) {
    const [text, sql] = randomFilter(recount);
    query.push(["filter", text]);
    where.push(sql);
  }
  const local = localSql(zone, column, before?.[0] ?? span[0], span[1]);
  const shift = shiftOf(column, span, days[0], beforeDay);
  const keys = groups.map((group) => (TIMES.includes(group) ? timeSql(group, local, shift) : group));
  return { query, groups, keys, where, column, span, before, isBoth: bots === "both", sort };
}

/* --- Answers ------------------------------------------------------------------------------------- */

const micros = (text: unknown): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(String(text)) ?? [];
  const size = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
  return sign === "-" ? -size : size;
};

/* num / den in whole units, half to even; null: blank. */
function divide(num: bigint, den: bigint): bigint | null {
  if (den === 0n) return null;
  if (den < 0n) [num, den] = [-num, -den];
  const down = num >= 0n ? num / den : -((-num + den - 1n) / den);
  const twice = 2n * (num - down * den);
  return twice < den || (twice === den && down % 2n === 0n) ? down : down + 1n;
}

const MONEY = ["cost", "revenue", "revenue_hold", "revenue_confirmed", "profit"];

/* What a row of the answer and one of the recount are compared as. */
function figures(sum: (name: string) => bigint): Record<string, string> {
  const revenue = sum("revenue_hold") + sum("revenue_confirmed");
  const profit = revenue - sum("cost");
  const told: Record<string, string> = { revenue: String(revenue), profit: String(profit) };
  for (const name of MEASURES) told[name] = String(sum(name));
  const formula = (name: string, num: bigint, den: bigint): void =>
    void (told[name] = String(divide(num, den)));
  formula("roi", profit * 1_000_000n, sum("cost"));
  formula("cr", sum("conversions") * 1_000_000n, sum("clicks"));
  formula("cv", sum("conversions") * 1_000_000n, sum("visits"));
  formula("epv", revenue, sum("visits"));
  formula("cpa", sum("cost"), sum("conversions"));
  formula("ecpm", sum("cost") * 1000n, sum("visits"));
  return told;
}

const PERCENTS = ["roi", "cr", "cv"];
const EACH = ["epv", "cpa", "ecpm"];

function figuresOf(row: Json): Record<string, string> {
  const told: Record<string, string> = {};
  for (const name of [...MEASURES, "revenue", "profit"])
    told[name] = String(MONEY.includes(name) ? micros(row[name]) : BigInt(row[name] as number));
  for (const name of PERCENTS)
    told[name] = row[name] === null ? "null" : String(micros(Number(row[name]).toFixed(4)) / 100n);
  for (const name of EACH) told[name] = row[name] === null ? "null" : String(micros(row[name]));
  return told;
}

const keyOf = (question: Question, row: Json): string =>
  question.groups
    .map((group) => {
      const key = row[group];
      if (ENTITIES.includes(group)) return String((key as { id: number } | null)?.id ?? 0);
      return key === null || (UNKNOWN.has(group) && key === "unknown") ? "" : String(key);
    })
    .join("\t");

function recounted(
  recount: Recount,
  question: Question,
): Map<string, { now: Record<string, string>; beside: Record<string, string> }> {
  const { column, span, before, isBoth } = question;
  const inside = ([from, to]: [number, number]): string => `${column} >= ${from} and ${column} < ${to}`;
  const sums = (name: string, which: string): string => `sum(case when ${which} then ${name} else 0 end)`;
  const own = isBoth ? `${inside(span)} and is_bot = 0` : inside(span);
  const beside = isBoth ? inside(span) : before === undefined ? "0" : inside(before);
  const select = [
    ...question.keys.map((key, n) => `${key} k${n}`),
    ...MEASURES.flatMap((name) => [
      `${sums(name, own)} now_${name}`,
      `${sums(name, beside)} beside_${name}`,
    ]),
  ];
  const spans = before === undefined ? inside(span) : `(${inside(span)} or ${inside(before)})`;
  const group = question.keys.length > 0 ? `group by ${question.keys.map((_, n) => n + 1).join()}` : "";
  const rows = recount.rows(
    `select ${select.join()} from flat where ${spans} and ${question.where.join(" and ")} ${group}`,
  );
  const of = (row: Row, which: string) => figures((name) => BigInt(row[`${which}_${name}`] ?? 0));
  return new Map(
    rows.map((row) => [
      question.keys.map((_, n) => String(row[`k${n}`] ?? "")).join("\t"),
      { now: of(row, "now"), beside: of(row, "beside") },
    ]),
  );
}

/* Raw less clean; blank where one of them is. */
function lessOf(raw: Record<string, string>, clean: Record<string, string>): Record<string, string> {
  const less = (name: string): string =>
    raw[name] === "null" || clean[name] === "null" ? "null" : String(BigInt(raw[name] ?? 0) - BigInt(clean[name] ?? 0));
  return Object.fromEntries(Object.keys(raw).map((name) => [name, less(name)]));
}

/* What stands beside the figures of a row, or of the totals. */
function assertBeside(question: Question, row: Json, now: Record<string, string>, beside: Record<string, string>, said: string): void {
  if (question.before !== undefined) assert.deepEqual(figuresOf(row["compare"] as Json), beside, `${said}, compared`);
  assert.equal(row["raw"] !== undefined, question.isBoth, said);
  if (!question.isBoth) return;
  assert.deepEqual(figuresOf(row["raw"] as Json), beside, `${said}, raw`);
  assert.deepEqual(figuresOf(row["difference"] as Json), lessOf(beside, now), `${said}, difference`);
}

describe("reports beside a slow recount", () => {
  let server: Server;
  let recount: Recount;

  before(async () => {
    const dir = path.join(tempFolder(), "data");
    const fill = path.join(path.dirname(program), "bench/fill");
    assert.ok(fs.existsSync(fill), `${fill} is there: the release preset builds it`);
    const args = [
      "--data",
      dir,
      "--entries",
      String(ENTRIES),
      "--seed",
      String(SEED),
      "--end",
      String(END_MS),
      "--days",
      "34",
      "--quiet",
    ];
    execFileSync(fill, args, {
      stdio: "ignore",
      env: { REBOND_PRESETS: path.join(here, "../../presets"), ...process.env },
    });
    server = await start({ dir });
    await live();
    await waitFor(
      "facts that are not behind",
      async () =>
        (await server.metric("rebond_facts_behind_seconds")) === 0 &&
        (await server.metric("rebond_facts_position")) > 0,
      60_000,
    );
    recount = new Recount(server);
  });
  after(async () => {
    await server.stop();
  });

  /* What people and networks do now, on top of the past. */
  const live = async (): Promise<void> => {
    const agent = keepAlive(8);
    const campaigns = (await server.rows<world.Campaign & { landers: unknown }>("campaigns?limit=40")).filter(
      () => random(3) > 0,
    );
    await server.api("PATCH", "settings", { click_update_key: UPDATE_KEY });
    for (let i = 0; i < 300; i++) {
      const campaign = one(campaigns);
      const zone = random(2) === 0 ? one(["a,b", "x y", "100%", "é", "!no", ""]) : String(random(9));
      const target = `/${campaign.key}?variation_id=${random(5)}&zoneid=${encodeURIComponent(zone)}&cost=0.00${1 + random(99)}&external_id=e${i}`;
      const headers = {
        "Accept-Language": one(["fr-FR,fr;q=0.9", "EN", "*", "de"]),
        ...(random(8) === 0 ? { "User-Agent": "facebookexternalhit/1.1" } : {}),
        ...(random(2) === 0
          ? {
              Referer: one([
                "http://www.Site.example/a",
                "https://other.example:8443/?q",
                "http://site1.example",
              ]),
            }
          : {}),
      };
      const reply = await ask(server.tracking, target, { agent, headers });
      const cid = /[?&](?:s1|cid)=([0-9a-z]{24})/.exec(reply.location)?.[1];
      if (cid === undefined) continue;
      const tell = (query: string) => ask(server.tracking, `/postback?${query}`, { agent });
      if (reply.location.includes("cid=")) await ask(server.tracking, `/click?cid=${cid}`, { agent });
      const dice = random(10);
      if (dice < 4)
        await tell(
          `cid=${cid}&payout=${random(20)}.${random(99)}&txid=t&status=${one(["lead", "sale", "rejected", "weird"])}`,
        );
      if (dice < 2) await tell(`cid=${cid}&payout=${random(20)}&txid=t&status=${one(["sale", "rejected"])}`);
      if (dice > 7) await tell(`upd_clickid=${cid}&upd_key=${UPDATE_KEY}&event2=7&token5=moved&token3=there`);
    }
    for (let i = 0; i < 12; i++) {
      const campaign = one(campaigns);
      const day = Math.floor(END_MS / 86_400_000) - random(30);
      const reply = await server.call("POST", `campaigns/${campaign.id}/costs`, {
        from: textOfDay(day),
        to: textOfDay(day + random(5)),
        tz: one(ZONES),
        amount: `${random(9)}.${random(999_999)}`,
        ...(random(3) === 0 ? { filter: { token: 8, value: "300x250" } } : {}),
      });
      const id = /"id":"(\d+)"/.exec(reply.text)?.[1];
      if (reply.status < 300 && id !== undefined && random(3) === 0)
        await server.api("DELETE", `campaigns/${campaign.id}/costs/${id}`);
    }
    agent.destroy();
  };

  it("the ledger has something of everything, and verify finds no fault", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
    for (const some of [
      "visit_update",
      "click",
      "cost_update where action = 'undo'",
      "visit where is_bot = 1",
      "visit where is_test = 1",
      "conversion where status = 'rejected'",
    ])
      assert.ok(server.count(`select count(*) n from ${some}`) > 0, some);
  });

  it(`${QUESTIONS} random questions are answered as the recount does`, async (t) => {
    t.diagnostic(`seed ${SEED}`);
    let groups = 0;
    let empty = 0;
    for (let number = 0; number < QUESTIONS; number++) {
      const question = randomQuestion(recount);
      const address = `report?${new URLSearchParams(question.query).toString()}`;
      const expected = recounted(recount, question);
      const said = `question ${number} of seed ${SEED}: ${address}`;
      const rows: Json[] = [];
      let totals: Json = {};
      for (let cursor: string | null = ""; cursor !== null;) {
        const answer: { rows: Json[]; totals: Json; next: string | null } = await server.api(
          "GET",
          cursor === "" ? address : `${address}&cursor=${cursor}`,
        );
        rows.push(...answer.rows);
        totals = answer.totals;
        cursor = answer.next;
      }
      /* Without a grouping there are the totals only. */
      const sum = (which: "now" | "beside", name: string): bigint =>
        [...expected.values()].reduce((total, row) => total + BigInt(row[which][name] ?? 0), 0n);
      const [nowAll, besideAll] = [figures((name) => sum("now", name)), figures((name) => sum("beside", name))];
      assert.deepEqual(figuresOf(totals), nowAll, `${said}: totals`);
      assertBeside(question, totals, nowAll, besideAll, `${said}: totals`);
      if (question.groups.length === 0) continue;
      const found = new Map(rows.map((row) => [keyOf(question, row), row]));
      assert.equal(found.size, rows.length, `${said}: each group once`);
      assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort(), `${said}: groups`);
      for (const [key, row] of found) {
        assert.deepEqual(figuresOf(row), expected.get(key)?.now, `${said}: ${key}`);
        assertBeside(question, row, expected.get(key)?.now ?? {}, expected.get(key)?.beside ?? {}, `${said}: ${key}`);
      }
      const sorted = rows.map((row) => BigInt(figuresOf(row)[question.sort] ?? 0));
      assert.ok(
        sorted.every((value, n) => n === 0 || value <= (sorted[n - 1] as bigint)),
        `${said}: sorted by ${question.sort}`,
      );
      groups += rows.length;
      empty += rows.length === 0 ? 1 : 0;
    }
    t.diagnostic(`${groups} groups held against the recount; ${empty} questions had none`);
    assert.ok(groups > QUESTIONS && empty < QUESTIONS / 2);
  });
});
