/* totals - exact sums of figures, and the ratios that follow from them: what stays when rows are taken out, what a selection adds up to. */

export type Sums = { readonly [name: string]: number | string | null | undefined };

const MICROS = 1_000_000n;
/** Figures that add up; all others are reckoned from these. */
export const MONEY_SUMS = ["revenue", "revenue_hold", "revenue_confirmed", "cost", "own_cost", "profit", "value"] as const;
const COUNT_SUMS = [
  "visits", "unique_visits", "clicks", "unique_clicks", "conversions", "unique_conversions", "other_conversions",
  "leads", "sales", "rebills", "rejected", "unmapped", "cost_missing", "no_rate", "impressions", "sent",
] as const;
const isEvent = (name: string): boolean => /^event\d+$/.test(name);
export const isMoneySum = (name: string): boolean => (MONEY_SUMS as readonly string[]).includes(name);
export const isSum = (name: string): boolean => isMoneySum(name) || (COUNT_SUMS as readonly string[]).includes(name) || isEvent(name);

interface Ratio {
  over: readonly string[];
  under: readonly string[];
  /** Subtracted from what stands over. */
  less?: readonly string[];
  kind: "percent" | "money";
  times?: bigint;
}
const percent = (over: string | readonly string[], under: string | readonly string[], less: readonly string[] = []): Ratio => ({ over: [over].flat(), under: [under].flat(), less, kind: "percent" });
const money = (over: string, under: string, times = 1n): Ratio => ({ over: [over], under: [under], kind: "money", times });

const COMMON: Readonly<Record<string, Ratio>> = {
  roi: percent("revenue", "cost", ["cost"]),
  roas: percent("revenue", "cost"),
};
const TRACKER: Readonly<Record<string, Ratio>> = {
  ...COMMON,
  ctr: percent("clicks", "visits"),
  uctr: percent("unique_clicks", "unique_visits"),
  cr: percent("conversions", "clicks"),
  cr_hold: percent("leads", "clicks"),
  cr_confirmed: percent(["sales", "rebills"], "clicks"),
  cv: percent("conversions", "visits"),
  approve: percent("sales", ["leads", "sales", "rejected"]),
  roi_confirmed: percent("revenue_confirmed", "cost", ["cost"]),
  cpv: money("cost", "visits"),
  cpc: money("cost", "clicks"),
  ecpm: money("cost", "visits", 1000n),
  cpa: money("cost", "conversions"),
  cpa_confirmed: money("cost", "sales"),
  epv: money("revenue", "visits"),
  epc: money("revenue", "clicks"),
  epc_confirmed: money("revenue_confirmed", "clicks"),
  uepc: money("revenue", "unique_clicks"),
  ap: money("revenue", "conversions"),
};
const NETWORK: Readonly<Record<string, Ratio>> = {
  ...COMMON,
  ctr: percent("clicks", "impressions"),
  ecpm: money("cost", "impressions", 1000n),
  ecpc: money("cost", "clicks"),
  cvr: percent("conversions", "clicks"),
  ecpa: money("cost", "conversions"),
};
/** Without clicks a conversion's rate is of the impressions. */
const CVR_WITHOUT_CLICKS = percent("conversions", "impressions");

/** A decimal as micro-units, exactly; what is no number counts nothing. */
export function microsOf(value: number | string | null | undefined): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{0,6})\d*)?$/.exec(String(value ?? ""));
  if (!match) return 0n;
  const size = BigInt(match[2] ?? "0") * MICROS + BigInt((match[3] ?? "").padEnd(6, "0") || "0");
  return match[1] === "-" ? -size : size;
}

/** Micro-units as the shortest decimal: "1.5", "-0.000001", "12". */
export function decimalOf(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const rest = (size % MICROS).toString().padStart(6, "0").replace(/0+$/, "");
  return `${micros < 0n ? "-" : ""}${size / MICROS}${rest === "" ? "" : `.${rest}`}`;
}

/** over / under, rounded half to even. */
export function divide(over: bigint, under: bigint): bigint {
  const isNegative = over < 0n !== under < 0n;
  const a = over < 0n ? -over : over;
  const b = under < 0n ? -under : under;
  const whole = a / b;
  const twice = (a % b) * 2n;
  const rounded = twice > b || (twice === b && whole % 2n === 1n) ? whole + 1n : whole;
  return isNegative ? -rounded : rounded;
}

function ratioOf(ratio: Ratio, sums: ReadonlyMap<string, bigint>): number | string | null | undefined {
  const add = (names: readonly string[]): bigint => names.reduce((sum, name) => sum + (sums.get(name) ?? 0n), 0n);
  if ([...ratio.over, ...ratio.under, ...(ratio.less ?? [])].some((name) => !sums.has(name))) return undefined;
  const under = add(ratio.under);
  if (under === 0n) return null;
  const over = add(ratio.over) - add(ratio.less ?? []);
  if (ratio.kind === "percent") return Number(decimalOf(divide(over * 1_000_000n, under) * 100n));
  return decimalOf(divide(over * MICROS * (ratio.times ?? 1n), under));
}

function figuresOf(sums: ReadonlyMap<string, bigint>, names: ReadonlySet<string>): Record<string, number | string | null> {
  const figures: Record<string, number | string | null> = {};
  for (const [name, micros] of sums) figures[name] = isMoneySum(name) ? decimalOf(micros) : Number(decimalOf(micros));
  const isAd = names.has("impressions");
  const ratios = isAd && sums.get("clicks") === 0n ? { ...NETWORK, cvr: CVR_WITHOUT_CLICKS } : isAd ? NETWORK : TRACKER;
  for (const [name, ratio] of Object.entries(ratios)) {
    const value = names.has(name) ? ratioOf(ratio, sums) : undefined;
    if (value !== undefined) figures[name] = value;
  }
  return figures;
}

function addTo(sums: Map<string, bigint>, names: Set<string>, row: Sums, sign: 1n | -1n): void {
  for (const [name, value] of Object.entries(row)) {
    names.add(name);
    if (isSum(name)) sums.set(name, (sums.get(name) ?? 0n) + sign * microsOf(value));
  }
}

/** What the rows add up to, with the ratios of the sums. */
export function sumOf(rows: Iterable<Sums>): Record<string, number | string | null> {
  const sums = new Map<string, bigint>();
  const names = new Set<string>();
  for (const row of rows) addTo(sums, names, row, 1n);
  return figuresOf(sums, names);
}

/** The totals as they would be without these rows. */
export function without(totals: Sums, rows: Iterable<Sums>): Record<string, number | string | null> {
  const sums = new Map<string, bigint>();
  const names = new Set<string>();
  addTo(sums, names, totals, 1n);
  for (const row of rows) addTo(sums, names, row, -1n);
  return figuresOf(sums, names);
}

/** The mean of what adds up, counts to a tenth; ratios have none. */
export function averageOf(sums: Sums, count: number): Record<string, number | string | null> {
  const figures: Record<string, number | string | null> = {};
  if (count <= 0) return figures;
  for (const [name, value] of Object.entries(sums)) {
    if (!isSum(name) || value === null || value === undefined) continue;
    const sum = microsOf(value);
    figures[name] = isMoneySum(name) ? decimalOf(divide(sum, BigInt(count))) : Number(divide(sum, BigInt(count) * 100_000n)) / 10;
  }
  return figures;
}
