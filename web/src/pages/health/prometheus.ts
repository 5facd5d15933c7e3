/* prometheus - the server's own figures, read from the text that Prometheus reads. */

export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}
export interface Metric {
  name: string;
  /** What it is, in the server's words. */
  help: string;
  type: string;
  samples: Sample[];
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPED: Record<string, string> = { n: "\n", '"': '"', "\\": "\\" };

function numberOf(text: string): number {
  return text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : Number(text);
}

/** Every metric by its name, in the order of the text; lines that are none are left out. */
export function parsePrometheus(text: string): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  const metricOf = (name: string): Metric => {
    let metric = metrics.get(name);
    if (!metric) {
      /* What a histogram tells stands under names of its own, its meaning under the histogram's. */
      const whole = metrics.get(name.replace(/_(bucket|sum|count)$/, ""));
      metrics.set(name, (metric = { name, help: whole?.help ?? "", type: whole?.type ?? "untyped", samples: [] }));
    }
    return metric;
  };
  for (const line of text.split("\n")) {
    const told = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (told) {
      const metric = metricOf(told[2] ?? "");
      if (told[1] === "HELP") metric.help = told[3] ?? "";
      else metric.type = told[3] ?? "untyped";
      continue;
    }
    const sample = LINE.exec(line.trim());
    if (!sample || line.startsWith("#")) continue;
    const labels: Record<string, string> = {};
    for (const [, name = "", value = ""] of (sample[2] ?? "").matchAll(LABEL)) labels[name] = value.replace(/\\(.)/g, (_, one: string) => ESCAPED[one] ?? one);
    metricOf(sample[1] ?? "").samples.push({ labels, value: numberOf(sample[3] ?? "") });
  }
  return metrics;
}

/** The one value of a metric without labels; null where there is none. */
export const valueOf = (metrics: ReadonlyMap<string, Metric> | undefined, name: string): number | null => metrics?.get(name)?.samples[0]?.value ?? null;
