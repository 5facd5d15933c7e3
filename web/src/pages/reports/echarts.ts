/* echarts - the parts of ECharts that the reports draw with: those of lines at once, those of the heat map and of the world when one is shown.
 * A chart takes its parts when it is made: loadParts() comes before init(). */
import { init, use } from "echarts/core";
/* Each by its own file: a file that names them all would bring the parts of all shapes. */
import "echarts/lib/chart/line";
import "echarts/lib/component/gridSimple";
import "echarts/lib/component/legendPlain";
import "echarts/lib/component/tooltip";
import { CanvasRenderer } from "echarts/renderers";
import type { ChartData } from "./readChart.ts";

use(CanvasRenderer);

export { init };
export type { EChartsType } from "echarts/core";

export async function loadParts(kind: ChartData["kind"]): Promise<void> {
  if (kind === "heat") await import("./echartsHeat.ts");
  if (kind === "map") await (await import("./echartsMap.ts")).loadWorld();
}
