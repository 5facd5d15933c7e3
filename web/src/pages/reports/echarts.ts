/* echarts - the parts of ECharts that the reports draw with: those of lines at once, those of the heat map and of the world when one is shown.
 * A chart takes its parts when it is made: loadParts() comes before init(). */
import { LineChart } from "echarts/charts";
import { GridSimpleComponent, LegendPlainComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { ChartData } from "./readChart.ts";

use([LineChart, GridSimpleComponent, TooltipComponent, LegendPlainComponent, CanvasRenderer]);

export { init };
export type { EChartsType } from "echarts/core";

export async function loadParts(kind: ChartData["kind"]): Promise<void> {
  if (kind === "heat") await import("./echartsHeat.ts");
  if (kind === "map") await (await import("./echartsMap.ts")).loadWorld();
}
