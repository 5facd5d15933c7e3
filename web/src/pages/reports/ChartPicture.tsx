/* ChartPicture - the drawn chart; its library comes when the first one is shown, and what a heat map or a map needs beside it with the first of those. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { usePref } from "../../state/prefs.ts";
import { chartOption, pageColors, type ChartWords } from "./chartOption.ts";
import type { ChartSpec } from "./chartSpec.ts";
import { init, loadParts, type EChartsType } from "./echarts.ts";
import type { ChartData } from "./readChart.ts";
import classes from "./reports.module.css";

export interface ChartPictureProps {
  spec: ChartSpec;
  data: ChartData;
  words: ChartWords;
  label: string;
  /** A click on a country. */
  onCountry: (code: string) => void;
}

export default function ChartPicture({ spec, data, words, label, onCountry }: ChartPictureProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");
  const [gain] = usePref<string>("gain", "green");
  const told = useRef(onCountry);
  told.current = onCountry;
  const { kind } = data;
  useEffect(() => {
    let made: EChartsType | null = null;
    let isGone = false;
    const sized = new ResizeObserver(() => made?.resize());
    void loadParts(kind).then(() => {
      if (isGone || !place.current) return;
      made = init(place.current);
      made.on("click", (event) => {
        if (event.seriesType === "map" && /^[A-Z]{2}$/.test(event.name)) told.current(event.name);
      });
      sized.observe(place.current);
      setChart(made);
    });
    return () => {
      isGone = true;
      sized.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, [kind]);
  useEffect(() => {
    /* The one of another kind may have gone a moment ago. */
    if (chart !== null && !chart.isDisposed()) chart.setOption(chartOption(spec, data, words, pageColors), { notMerge: true });
  }, [chart, spec, data, words, scheme, gain]);
  return <div ref={place} className={classes.canvas} data-tall={data.kind === "map" || undefined} role="img" aria-label={label} />;
}
