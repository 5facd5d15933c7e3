/* AllMetrics - every figure that the server tells, as it tells it, by a part of its name or meaning. */
import { TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./health.module.css";
import type { Metric } from "./prometheus.ts";
import { serverWords } from "./serverWords.ts";

export function AllMetrics({ metrics }: { metrics: ReadonlyMap<string, Metric> }): ReactElement {
  const t = useWords(serverWords);
  const format = useFormat();
  const [q, setQ] = useState("");
  const low = q.trim().toLowerCase();
  const shown = [...metrics.values()].filter((metric) => `${metric.name} ${metric.help}`.toLowerCase().includes(low));
  return (
    <details className={classes.section}>
      <summary>{t("all")}</summary>
      <TextInput my="xs" maw={320} aria-label={t("all.search")} placeholder={t("all.search")} value={q} onChange={(event) => setQ(event.currentTarget.value)} />
      <div style={{ overflowX: "auto" }}>
        <table className={classes.gauges}>
          <thead>
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("meaning")}</th>
              <th scope="col" className="number">
                {t("value")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.flatMap((metric) =>
              metric.samples.map((sample) => {
                const labels = Object.entries(sample.labels).map(([name, value]) => `${name}="${value}"`);
                const name = labels.length > 0 ? `${metric.name}{${labels.join(",")}}` : metric.name;
                return (
                  <tr key={name}>
                    <td className="mono">{name}</td>
                    <td className="muted">{metric.help}</td>
                    <td className="number">{format.count(sample.value)}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}
