/* echarts - the parts of ECharts that the reports draw with, and the world with its countries by their two letters. */
import { HeatmapChart, LineChart, MapChart } from "echarts/charts";
import { GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as core from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { COUNTRY_BY_NUMBER } from "./countryCodes.ts";

core.use([LineChart, HeatmapChart, MapChart, GridComponent, TooltipComponent, VisualMapComponent, GeoComponent, LegendComponent, CanvasRenderer]);

export const init = core.init;
export type { EChartsType } from "echarts/core";

let world: ReadonlySet<string> | null = null;

/** A ring across the 180th meridian goes on beyond it; else it would be drawn around the world. */
function unwrapped(ring: number[][]): number[][] {
  const isAcross = ring.some(([x = 0], i) => i > 0 && Math.abs(x - (ring[i - 1]?.[0] ?? x)) > 180);
  return isAcross ? ring.map(([x = 0, y = 0]) => [x < 0 ? x + 360 : x, y]) : ring;
}

/** Makes the map "world" known; gives the countries that it has. */
export async function loadWorld(): Promise<ReadonlySet<string>> {
  if (world !== null) return world;
  const topology = (await import("world-atlas/countries-110m.json")).default as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const shapes = feature(topology, topology.objects.countries);
  const features = shapes.features.flatMap((one) => {
    const code = COUNTRY_BY_NUMBER.get(String(one.id).padStart(3, "0"));
    const { geometry } = one;
    if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(unwrapped);
    if (geometry.type === "MultiPolygon") geometry.coordinates = geometry.coordinates.map((part) => part.map(unwrapped));
    return code === "AQ" ? [] : [{ ...one, properties: { name: code ?? one.properties.name } }];
  });
  core.registerMap("world", { type: "FeatureCollection", features } as never);
  return (world = new Set(features.map((one) => one.properties.name)));
}
