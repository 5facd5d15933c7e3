/* waterfall - the steps from one total to the other as ECharts draws them: a bar floats from where the step before ended. */
import { init, use } from "echarts/core";
import "echarts/lib/chart/bar";
import "echarts/lib/component/gridSimple";
import { CanvasRenderer } from "echarts/renderers";
import type { Colors } from "../reports/chartOption.ts";
import { barsOf, type Step } from "./steps.ts";

use(CanvasRenderer);

export { init };
export type { EChartsType } from "echarts/core";

export function waterfallOption(steps: readonly Step[], minInterval: number, color: Colors): Record<string, unknown> {
  const bars = barsOf(steps);
  const text = { color: color("text-2"), fontSize: 11 };
  /* What is below zero hangs from it: two invisible bases, one for each side of the line. */
  const base = bars.map(({ low, high }) => (low >= 0 ? low : high <= 0 ? high : 0));
  const up = bars.map(({ low, high }) => (high > 0 ? high - Math.max(low, 0) : 0));
  const down = bars.map(({ low, high }) => (low < 0 ? low - Math.min(high, 0) : 0));
  const paint = steps.map(({ isTotal, value }) => color(isTotal ? "chart-1" : value < 0 ? "loss" : "gain"));
  const series = (data: number[], isShown: boolean, isLabelled: boolean): Record<string, unknown> => ({
    type: "bar",
    stack: "bridge",
    silent: true,
    barCategoryGap: "35%",
    data: data.map((value, i) => ({ value, itemStyle: { color: isShown ? paint[i] : "transparent" } })),
    label: {
      show: isLabelled,
      position: "top",
      ...text,
      color: color("text"),
      formatter: ({ dataIndex }: { dataIndex: number }) => steps[dataIndex]?.text ?? "",
    },
  });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: steps.map(({ name }) => name), axisLabel: { ...text, interval: 0, width: 84, overflow: "break", lineHeight: 14 }, axisLine: { lineStyle: { color: color("line") } }, axisTick: { show: false } },
    yAxis: { type: "value", minInterval, axisLabel: text, splitLine: { lineStyle: { color: color("line") } } },
    series: [series(base, false, false), series(up, true, true), series(down, true, false)],
  };
}
