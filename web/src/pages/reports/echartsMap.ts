/* echartsMap - what the map of the world needs beside the lines, and the world with its countries by their two letters. */
import { registerMap } from "echarts/core";
import "echarts/lib/chart/map";
import "echarts/lib/component/geo";
import "echarts/lib/component/visualMapContinuous";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import topology from "world-atlas/countries-110m.json";
import { COUNTRY_BY_NUMBER } from "./countryCodes.ts";

let isKnown = false;

/** A ring across the 180th meridian goes on beyond it; else it would be drawn around the world. */
function unwrapped(ring: number[][]): number[][] {
  const isAcross = ring.some(([x = 0], i) => i > 0 && Math.abs(x - (ring[i - 1]?.[0] ?? x)) > 180);
  return isAcross ? ring.map(([x = 0, y = 0]) => [x < 0 ? x + 360 : x, y]) : ring;
}

/** Makes the map "world" known. */
export function loadWorld(): void {
  if (isKnown) return;
  const world = topology as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const features = feature(world, world.objects.countries).features.flatMap((one) => {
    const code = COUNTRY_BY_NUMBER.get(String(one.id).padStart(3, "0"));
    const { geometry } = one;
    if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(unwrapped);
    if (geometry.type === "MultiPolygon") geometry.coordinates = geometry.coordinates.map((part) => part.map(unwrapped));
    return code === "AQ" ? [] : [{ ...one, properties: { name: code ?? one.properties.name } }];
  });
  registerMap("world", { type: "FeatureCollection", features } as never);
  isKnown = true;
}
