/* useUrlCheck - what the linter says of a URL while one types, and what the URL becomes for a sample visit. Both are the server's. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { post, type Schemas } from "../api/client.ts";
import { useSession } from "../state/session.ts";
import { verdictsOf, type Finding } from "./macroInk.ts";

export type UrlKind = "offer_url" | "lander_url" | "network_template" | "campaign_url" | "source_postback" | "incoming_postback" | "variation_url";

/** What a URL is about: its macros are theirs. */
export interface UrlContext {
  source_id?: number | null;
  network_id?: number | null;
  offer_id?: number | null;
  lander_id?: number | null;
  campaign_id?: number | null;
  adcampaign_id?: number | null;
  variation_id?: number | null;
  /** Not saved yet: instead of their ids. */
  source?: object | null;
  network?: object | null;
}

const PAUSE_MS = 250;
const KEPT = { staleTime: 60_000, gcTime: 60_000, retry: false, placeholderData: keepPreviousData } as const;

function useTools(): boolean {
  return useSession().mayWrite("tools");
}

export interface UrlLint {
  /** Of the text as it is; empty until it was judged. */
  findings: readonly Finding[];
  /** All that could be mended, mended; null: nothing. */
  fixed: string | null;
  /** Of every macro seen so far whether it was taken. */
  verdicts: ReadonlyMap<string, boolean>;
  /** What the text is judged as is still to come. */
  isBusy: boolean;
}

const NONE: readonly Finding[] = [];
const NONE_IGNORED: readonly string[] = [];

/** kind null: a text of no kind that the linter knows. An empty text is not judged: that it must be there is said when it is saved. */
export function useUrlLint(kind: UrlKind | null, text: string, context: UrlContext, ignored: readonly string[] = NONE_IGNORED): UrlLint {
  const mayAsk = useTools();
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const about = { source_id: context.source_id ?? null, network_id: context.network_id ?? null };
  const asked = { kind, text: settled, context: about };
  const isAsked = mayAsk && kind !== null && text !== "";
  const lint = useQuery({
    queryKey: ["lint", asked],
    queryFn: () => post<Schemas["lint"]>("lint", asked),
    enabled: mayAsk && kind !== null && settled !== "",
    ...KEPT,
  });
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, boolean>>(new Map());
  const report = lint.isPlaceholderData ? undefined : lint.data;
  useEffect(() => {
    if (report) setVerdicts((old) => new Map([...old, ...verdictsOf(settled, report.findings)]));
  }, [report, settled]);
  const isOfThis = report !== undefined && settled === text && text !== "";
  const findings = useMemo(() => report?.findings.filter((one) => !ignored.includes(one.code)) ?? NONE, [report, ignored]);
  return { findings: isOfThis ? findings : NONE, fixed: isOfThis ? report.fixed : null, verdicts, isBusy: isAsked && (settled !== text || lint.isFetching) };
}

export interface UrlPreview {
  /** null: there is nothing to show, or nobody who may ask. */
  sample: Schemas["preview"] | null;
  isBusy: boolean;
}

/** The finished URL. text null: the source's campaign URL. */
export function useUrlSample(kind: UrlKind | null, text: string | null, context: UrlContext): UrlPreview {
  const mayAsk = useTools();
  const now = JSON.stringify({ kind, text, context });
  const [asked] = useDebouncedValue(now, PAUSE_MS);
  const isAsked = mayAsk && kind !== null && text !== "";
  const sample = useQuery({
    queryKey: ["preview", asked],
    queryFn: () => post<Schemas["preview"]>("preview", JSON.parse(asked)),
    enabled: isAsked,
    ...KEPT,
  });
  return { sample: isAsked && !sample.error ? (sample.data ?? null) : null, isBusy: isAsked && (asked !== now || sample.isFetching) };
}
