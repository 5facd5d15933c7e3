/* echartsHeat - what the heat map needs beside the lines. */
import "echarts/lib/chart/heatmap";
import "echarts/lib/component/visualMapContinuous";
