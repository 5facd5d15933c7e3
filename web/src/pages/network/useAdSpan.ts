/* useAdSpan - the page's days as the ad network's questions take them: a conversion counts on its own day, or on its click's. */
import { useMemo } from "react";
import { useSpan, type SpanState } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";

export interface AdSpan {
  tz: string;
  time: "conversion" | "click";
  query: SpanState["query"];
}

export function useAdSpan(): AdSpan {
  const { span, query } = useSpan();
  const { params } = useUrl();
  const time = params.get("time") === "click" ? "click" : "conversion";
  return useMemo(() => ({ tz: span.tz, time, query: { ...query, time } }), [span.tz, query, time]);
}
