/* Waterfall - the drawn bridge between the two totals; its library comes when the first one is shown. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, type ReactElement } from "react";
import { usePref } from "../../state/prefs.ts";
import { pageColors } from "../reports/chartOption.ts";
import classes from "./reconcile.module.css";
import type { Step } from "./steps.ts";
import { init, waterfallOption, type EChartsType } from "./waterfall.ts";

export default function Waterfall({ steps, label, minInterval }: { steps: readonly Step[]; label: string; /** Of the axis: 1 where there are no halves. */ minInterval: number }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");
  const [gain] = usePref<string>("gain", "green");
  useEffect(() => {
    if (!place.current) return undefined;
    const made = init(place.current);
    chart.current = made;
    const sized = new ResizeObserver(() => made.resize());
    sized.observe(place.current);
    return () => {
      sized.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(waterfallOption(steps, minInterval, pageColors), { notMerge: true });
  }, [steps, minInterval, scheme, gain]);
  return <div ref={place} className={classes.canvas} role="img" aria-label={label} />;
}
