/* useAdSpan - the page's days as the ad network's questions take them: a conversion counts on its own day, or on its click's. */
import { useCallback, useMemo } from "react";
import { usePref } from "../../state/prefs.ts";
import { useSpan, type SpanState } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";

export type AdTime = "conversion" | "click";
export interface AdSpan {
  tz: string;
  time: AdTime;
  setTime: (time: AdTime) => void;
  query: SpanState["query"];
}

/** `view`: what remembers the choice of the day, until the address says another; none: the log. */
export function useAdSpan(view = "log"): AdSpan {
  const { span, query } = useSpan();
  const { params, set } = useUrl();
  const [kept, keep] = usePref<AdTime>(`network.time.${view}`, "conversion");
  const asked = params.get("time");
  const time = asked === "click" || asked === "conversion" ? asked : kept;
  const setTime = useCallback(
    (next: AdTime) => {
      keep(next);
      set({ time: next });
    },
    [keep, set],
  );
  return useMemo(() => ({ tz: span.tz, time, setTime, query: { ...query, time } }), [span.tz, query, time, setTime]);
}
