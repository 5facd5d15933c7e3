/* ChartPicture - the drawn chart; its library comes when the first one is shown. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, type ReactElement } from "react";
import { usePref } from "../../state/prefs.ts";
import { chartOption, pageColors, type ChartWords } from "./chartOption.ts";
import type { ChartSpec } from "./chartSpec.ts";
import { init, loadWorld, type EChartsType } from "./echarts.ts";
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
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");
  const [gain] = usePref<string>("gain", "green");
  const told = useRef(onCountry);
  told.current = onCountry;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = init(element);
    chart.current = made;
    made.on("click", (event) => {
      if (event.seriesType === "map" && /^[A-Z]{2}$/.test(event.name)) told.current(event.name);
    });
    const sized = new ResizeObserver(() => made.resize());
    sized.observe(element);
    return () => {
      sized.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    let isGone = false;
    const draw = (): void => {
      if (!isGone) chart.current?.setOption(chartOption(spec, data, words, pageColors), { notMerge: true });
    };
    if (data.kind === "map") void loadWorld().then(draw);
    else draw();
    return () => {
      isGone = true;
    };
  }, [spec, data, words, scheme, gain]);
  return <div ref={place} className={classes.canvas} data-tall={data.kind === "map" || undefined} role="img" aria-label={label} />;
}
