/* ChartPanel - any figure over time, by the largest groups, by hour and weekday, or on the map. */
import { Button, Group, Select, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState, type ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useGathering } from "../../state/gathering.ts";
import { textOf } from "../../table/figureText.ts";
import { METRICS, useMetricName, type Metric } from "../../table/metrics.ts";
import type { ChartWords } from "./chartOption.ts";
import { daysIn, HOURS_DAYS_MAX, readSpec, SHAPES, STEPS, writeSpec, type ChartSpec, type Shape, type Step } from "./chartSpec.ts";
import { ChartTable } from "./ChartTable.tsx";
import { TIMES } from "./dimensions.ts";
import { readChart, type Lag } from "./readChart.ts";
import classes from "./reports.module.css";
import { isOfGroups, type ReportState } from "./state.ts";
import { useValueText } from "./values.ts";
import { reportWords } from "./words.ts";

const ChartPicture = lazy(() => import("./ChartPicture.tsx"));

function useChartWords(metric: Metric, grouping: string | null): ChartWords {
  const t = useWords(reportWords);
  const m = useMetricName();
  const { language } = useLocale();
  const format = useFormat();
  const valueText = useValueText();
  return useMemo(() => {
    const days = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
    return {
      metric: m(metric),
      seriesName: ({ of }) => (of === "all" ? m(metric) : of === "before" ? t("chart.before") : of === "raw" ? t("chart.raw") : of === "rest" ? t("chart.rest") : valueText(grouping ?? "", of.value)),
      bucketText: (bucket) => {
        if (/^\d{4}-\d\d-\d\d/.test(bucket)) return `${days.format(Date.parse(`${bucket.slice(0, 10)}T00:00:00Z`))}${bucket.length > 10 ? ` ${bucket.slice(11)}:00` : ""}`;
        return valueText(bucket.includes("W") ? "week" : "month", bucket);
      },
      countryText: (code) => valueText("country", code),
      weekdayText: (weekday) => valueText("weekday", weekday),
      figureText: (value) => textOf(format, metric, value === null ? null : String(value)),
    };
  }, [t, m, language, format, valueText, metric, grouping]);
}

export function ChartPanel({ state, nameOf }: { state: ReportState; nameOf: (name: string) => string }): ReactElement {
  const t = useWords(reportWords);
  const m = useMetricName();
  const errorText = useErrorText();
  const [isTable, setTable] = useState(false);
  const spec = useMemo(() => readSpec(state.chart, state.span), [state.chart, state.span]);
  const grouping = state.groupings.find((name) => !TIMES.has(name)) ?? null;
  const words = useChartWords(spec.metric, grouping);
  const filter = state.filters.filter((text) => !isOfGroups(text));
  const base = { ...state.base, filter };
  const days = daysIn(state.span);
  const chart = useQuery({
    queryKey: ["report", "chart", spec, base, spec.shape === "stack" ? grouping : null],
    queryFn: async ({ signal }) => {
      const lag: Lag = { behind_ms: 0 };
      const data = await readChart(spec, base, grouping, signal, lag);
      return { spec, data, ...lag };
    },
    placeholderData: keepPreviousData,
  });
  useGathering(chart.data?.behind_ms);
  const change = (part: Partial<ChartSpec>): void => state.set({ chart: writeSpec({ ...spec, ...part }) });
  const how = spec.shape === "line" ? t(`by.${spec.step}`) : spec.shape === "stack" ? `${t("shape.stack", { name: nameOf(grouping ?? "") })} ${t(`by.${spec.step}`)}` : t(`shape.${spec.shape}`);
  const label = t("chart.label", { metric: m(spec.metric), how });
  const drawn = chart.data;
  const isEmpty = drawn !== undefined && (drawn.data.kind === "series" ? drawn.data.buckets.length === 0 : drawn.data.kind === "heat" ? drawn.data.cells.length === 0 : drawn.data.countries.length === 0);
  const shapes = SHAPES.filter((shape) => shape !== "stack" || grouping !== null);
  return (
    <section className={classes.chart} aria-label={label}>
      <Group gap="xs">
        <Select size="xs" w={150} aria-label={t("chart.metric")} searchable allowDeselect={false} selectFirstOptionOnChange maxDropdownHeight={300} data={METRICS.map((one) => ({ value: one, label: m(one) }))} value={spec.metric} onChange={(metric) => metric !== null && change({ metric: metric as Metric })} />
        <Select size="xs" w={190} aria-label={t("chart.shape")} allowDeselect={false} data={shapes.map((shape) => ({ value: shape, label: shape === "stack" ? t("shape.stack", { name: nameOf(grouping ?? "") }) : t(`shape.${shape}`) }))} value={spec.shape} onChange={(shape) => shape !== null && change({ shape: shape as Shape })} />
        {(spec.shape === "line" || spec.shape === "stack") && (
          <Select size="xs" w={130} aria-label={t("chart.by")} allowDeselect={false} data={STEPS.map((step) => ({ value: step, label: t(`by.${step}`), disabled: step === "hour" && (days === null || days > HOURS_DAYS_MAX) }))} value={spec.step} onChange={(step) => step !== null && change({ step: step as Step })} />
        )}
        {filter.length < state.filters.length && (
          <Text size="xs" className="muted">
            {t("chart.no.metric.filters")}
          </Text>
        )}
        <Group gap="xs" className={classes.end}>
          <Button size="compact-xs" variant="subtle" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {t(isTable ? "chart.picture" : "chart.table")}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => state.set({ chart: "off" })}>
            {t("chart.hide")}
          </Button>
        </Group>
      </Group>
      {chart.error !== null && drawn === undefined ? (
        <div className={classes.canvas} role="alert">
          {errorText(chart.error)}
        </div>
      ) : isEmpty ? (
        <div className={classes.canvas}>{t("chart.none")}</div>
      ) : drawn === undefined ? (
        <div className={classes.canvas} role="status">
          {t("reading")} ...
        </div>
      ) : (
        <>
          {!isTable && (
            <Suspense fallback={<div className={classes.canvas} />}>
              <ChartPicture spec={drawn.spec} data={drawn.data} words={words} label={label} onCountry={(code) => state.drill(`country:${code}`)} />
            </Suspense>
          )}
          <div className={isTable ? classes.chartTable : "sr-only"} tabIndex={isTable ? 0 : undefined}>
            <ChartTable data={drawn.data} words={words} label={label} />
          </div>
        </>
      )}
    </section>
  );
}
