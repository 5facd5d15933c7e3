/* HourChart - one figure by the hour, today over yesterday; the hours to come are a gap. */
import { SegmentedControl } from "@mantine/core";
import type { ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { useUrl } from "../../state/url.ts";
import { textOf } from "../../table/figureText.ts";
import { metricWords } from "../../table/metrics.ts";
import { HourLines } from "./HourLines.tsx";
import classes from "./home.module.css";
import type { Answer } from "./today.ts";
import { homeWords } from "./words.ts";

const CHOICES = ["profit", "revenue", "cost", "visits", "conversions"] as const;
type Choice = (typeof CHOICES)[number];

function linesOf(rows: Answer["rows"], metric: Choice, hourNow: number): { today: (number | null)[]; yesterday: (number | null)[] } {
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  const hours = Array.from({ length: 24 }, (_, hour) => byHour.get(hour));
  return {
    today: hours.map((row, hour) => (hour > hourNow ? null : Number(row?.[metric] ?? 0))),
    yesterday: hours.map((row) => Number(row?.compare?.[metric] ?? 0)),
  };
}

export function HourChart({ rows, tz }: { rows: Answer["rows"]; tz: string }): ReactElement {
  const t = useWords(homeWords);
  const metrics = useWords(metricWords);
  const format = useFormat(tz);
  const { language } = useLocale();
  const { params, set } = useUrl();
  const metric = CHOICES.find((one) => one === params.get("metric")) ?? "profit";
  const hourNow = Number(new Intl.DateTimeFormat("en", { timeZone: tz, hour: "2-digit", hourCycle: "h23" }).format(new Date()));
  const { today, yesterday } = linesOf(rows, metric, hourNow);
  const textOfFigure = (value: number | null): string => textOf(format, metric, value);
  const label = t("chart.label", { metric: metrics(metric) });
  return (
    <section>
      <div className={classes.head}>
        <h2>{t("by.hour")}</h2>
        <SegmentedControl size="xs" aria-label={t("chart.metric")} data={CHOICES.map((one) => ({ value: one, label: metrics(one) }))} value={metric} onChange={(next) => set({ metric: next === "profit" ? null : next }, { replace: true })} />
      </div>
      <HourLines today={today} yesterday={yesterday} names={[t("today"), t("yesterday")]} textOf={textOfFigure} hourText={(hour) => `${t("hour")} ${hour}`} language={language} label={label} />
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("hour")}</th>
            <th scope="col">{t("today")}</th>
            <th scope="col">{t("yesterday")}</th>
          </tr>
        </thead>
        <tbody>
          {today.map((value, hour) => (
            <tr key={hour}>
              <th scope="row">{hour}</th>
              <td>{textOfFigure(value)}</td>
              <td>{textOfFigure(yesterday[hour] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
