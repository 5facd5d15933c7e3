/* chartOption - a chart's figures as ECharts wants them; colours from the page, labels as text. */
import type { ChartSpec } from "./chartSpec.ts";
import type { ChartData, Series } from "./readChart.ts";

export interface ChartWords {
  metric: string;
  seriesName: (series: Series) => string;
  bucketText: (bucket: string) => string;
  countryText: (code: string) => string;
  weekdayText: (weekday: number) => string;
  figureText: (value: number | null) => string;
}

export type Colors = (name: string) => string;
/** A colour of tokens.css as it is now. */
export const pageColors: Colors = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A tooltip of elements, for names are only ever text. */
function tip(title: string, lines: readonly { color?: string; name: string; text: string }[]): HTMLElement {
  const box = document.createElement("div");
  const head = document.createElement("div");
  head.textContent = title;
  head.style.fontWeight = "600";
  box.append(head);
  for (const { color, name, text } of lines) {
    const line = document.createElement("div");
    line.style.display = "flex";
    line.style.gap = "12px";
    line.style.justifyContent = "space-between";
    const label = document.createElement("span");
    label.textContent = name.length > 60 ? `${name.slice(0, 60)}…` : name;
    if (color) {
      label.style.borderLeft = `3px solid ${color}`;
      label.style.paddingLeft = "5px";
    }
    const figure = document.createElement("span");
    figure.textContent = text;
    figure.style.fontVariantNumeric = "tabular-nums";
    line.append(label, figure);
    box.append(line);
  }
  return box;
}

type Pointed = { dataIndex: number; seriesIndex: number; name: string };

export function chartOption(spec: ChartSpec, data: ChartData, words: ChartWords, color: Colors): Record<string, unknown> {
  const text = { color: color("text-2"), fontSize: 11 };
  const common = {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  };
  const tooltip = { backgroundColor: color("ground"), borderColor: color("line"), textStyle: { color: color("text"), fontSize: 12 }, confine: true };
  const isSigned = spec.metric === "profit" || spec.metric === "roi" || spec.metric === "roi_confirmed";
  const scale = (values: readonly (number | null)[]): Record<string, unknown> => {
    const known = values.filter((value) => value !== null);
    const high = Math.max(0, ...known);
    const low = Math.min(0, ...known);
    const far = Math.max(high, -low) || 1;
    const isAcross = isSigned && low < 0;
    return {
      min: isAcross ? -far : low,
      max: isAcross ? far : high || 1,
      calculable: false,
      orient: "vertical",
      right: 0,
      bottom: 8,
      itemWidth: 10,
      itemHeight: 90,
      textStyle: text,
      formatter: (value: number) => words.figureText(value),
      inRange: { color: isAcross ? [color("loss"), color("ground-2"), color("gain")] : [color("ground-hover"), color("chart-1")] },
    };
  };
  if (data.kind === "heat") {
    const cells = new Map(data.cells.map((cell) => [`${cell.hour} ${cell.weekday}`, cell.value]));
    const points = Array.from({ length: 168 }, (_, i) => ({ hour: i % 24, weekday: 1 + Math.floor(i / 24) })).flatMap(({ hour, weekday }) => {
      const value = cells.get(`${hour} ${weekday}`);
      return value === null || value === undefined ? [] : [{ value: [hour, 7 - weekday, value], weekday, hour }];
    });
    return {
      ...common,
      grid: { left: 8, right: 76, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: Array.from({ length: 24 }, (_, hour) => String(hour)), axisLabel: text, axisLine: { lineStyle: { color: color("line") } }, axisTick: { show: false } },
      yAxis: { type: "category", data: [7, 6, 5, 4, 3, 2, 1].map(words.weekdayText), axisLabel: text, axisLine: { show: false }, axisTick: { show: false } },
      visualMap: { ...scale(points.map((point) => point.value[2] ?? null)), dimension: 2 },
      tooltip: { ...tooltip, formatter: ({ dataIndex }: Pointed) => {
        const point = points[dataIndex];
        return point === undefined ? "" : tip(`${words.weekdayText(point.weekday)}, ${String(point.hour).padStart(2, "0")}:00`, [{ name: words.metric, text: words.figureText(point.value[2] ?? null) }]);
      } },
      series: [{ type: "heatmap", data: points, itemStyle: { borderWidth: 1, borderColor: color("ground") }, emphasis: { itemStyle: { borderColor: color("text") } } }],
    };
  }
  if (data.kind === "map") {
    const values = new Map(data.countries.map(({ code, value }) => [code, value]));
    return {
      ...common,
      visualMap: scale(data.countries.map(({ value }) => value)),
      tooltip: { ...tooltip, formatter: ({ name }: Pointed) => tip(words.countryText(name), [{ name: words.metric, text: words.figureText(values.get(name) ?? null) }]) },
      series: [{
        type: "map",
        map: "world",
        roam: false,
        preserveAspect: "contain",
        left: 8,
        right: 80,
        top: 4,
        bottom: 4,
        data: data.countries.flatMap(({ code, value }) => (value === null ? [] : [{ name: code, value }])),
        label: { show: false },
        itemStyle: { areaColor: color("ground-2"), borderColor: color("line"), borderWidth: 0.6 },
        emphasis: { label: { show: false }, itemStyle: { areaColor: color("ground-selected"), borderColor: color("text") } },
        select: { disabled: true },
      }],
    };
  }
  const isBeside = ({ of }: Series): boolean => of === "before" || of === "raw";
  const isSplit = data.series.length > 1 && data.series[1] !== undefined && !isBeside(data.series[1]);
  const colorOf = (series: Series, i: number): string => (isBeside(series) || series.of === "rest" ? color("text-2") : color(`chart-${(i % 8) + 1}`));
  const hasDots = data.buckets.length <= 40;
  return {
    ...common,
    grid: { left: 8, right: isSplit ? 196 : 16, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: "category", boundaryGap: false, data: data.buckets.map(words.bucketText), axisLabel: { ...text, hideOverlap: true }, axisLine: { lineStyle: { color: color("text-2") }, onZero: true }, axisTick: { show: false } },
    yAxis: { type: "value", axisLabel: { ...text, formatter: (value: number) => words.figureText(value) }, splitLine: { lineStyle: { color: color("line") } }, splitNumber: 4 },
    ...(isSplit ? { legend: { type: "plain", orient: "vertical", right: 0, top: 4, width: 180, icon: "roundRect", itemWidth: 10, itemHeight: 8, itemGap: 4, textStyle: { ...text, color: color("text"), width: 150, overflow: "truncate" }, inactiveColor: color("text-2") } } : {}),
    tooltip: { ...tooltip, trigger: "axis", formatter: (points: Pointed[]) => {
      const at = points[0]?.dataIndex ?? 0;
      const lines = points.flatMap(({ seriesIndex }) => {
        const series = data.series[seriesIndex];
        return series === undefined ? [] : [{ color: colorOf(series, seriesIndex), name: words.seriesName(series), text: words.figureText(series.values[at] ?? null) }];
      });
      return tip(words.bucketText(data.buckets[at] ?? ""), lines);
    } },
    series: data.series.map((series, i) => ({
      type: "line",
      name: words.seriesName(series),
      data: series.values,
      connectNulls: false,
      showSymbol: hasDots && !data.isStacked,
      symbolSize: 4,
      color: colorOf(series, i),
      lineStyle: { width: isBeside(series) ? 1.2 : data.isStacked ? 1 : 1.8, type: isBeside(series) ? "dashed" : "solid" },
      ...(data.isStacked ? { stack: "all", areaStyle: { opacity: series.of === "rest" ? 0.15 : 0.55 } } : {}),
      emphasis: { disabled: true },
    })),
  };
}

