/* chart - the drawing of two lines by the hour; loaded when it is first shown. */
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface ChartLines {
  today: readonly (number | null)[];
  yesterday: readonly (number | null)[];
  names: readonly [today: string, yesterday: string];
  textOf: (value: number | null) => string;
  language: string;
}

export const makeChart = (box: HTMLElement): EChartsType => init(box, null, { renderer: "svg" });

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function drawChart(chart: EChartsType, lines: ChartLines): void {
  const [text, line, accent] = [colorOf("--text-2"), colorOf("--line"), colorOf("--mantine-color-accent-6")];
  const short = new Intl.NumberFormat(lines.language, { notation: "compact", maximumFractionDigits: 1 });
  chart.setOption({
    animation: false,
    grid: { left: 8, right: 12, top: 28, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemHeight: 8, textStyle: { color: text }, selectedMode: false },
    tooltip: { trigger: "axis", confine: true, backgroundColor: colorOf("--ground-2"), borderColor: line, textStyle: { color: colorOf("--text"), fontSize: 12 }, valueFormatter: (value: unknown) => lines.textOf(typeof value === "number" ? value : null) },
    xAxis: { type: "category", boundaryGap: false, data: lines.yesterday.map((_, hour) => `${hour}`), axisLine: { lineStyle: { color: line } }, axisLabel: { color: text } },
    yAxis: { type: "value", splitNumber: 3, splitLine: { lineStyle: { color: line } }, axisLabel: { color: text, formatter: (value: number) => short.format(value) } },
    series: [
      { name: lines.names[0], type: "line", data: [...lines.today], connectNulls: false, showSymbol: false, lineStyle: { color: accent, width: 2.5 }, itemStyle: { color: accent }, areaStyle: { color: accent, opacity: 0.1 } },
      { name: lines.names[1], type: "line", data: [...lines.yesterday], showSymbol: false, lineStyle: { color: text, width: 1.5, type: "dashed" }, itemStyle: { color: text } },
    ],
  });
}
