/* echartsHeat - what the heat map needs beside the lines. */
import { HeatmapChart } from "echarts/charts";
import { VisualMapContinuousComponent } from "echarts/components";
import { use } from "echarts/core";

use([HeatmapChart, VisualMapContinuousComponent]);
