/* Reconcile - a source's conversions beside what the ad network counts of them: a waterfall from one total to the other, and each cause opens its entries. */
import { Alert, Anchor, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useMemo, type ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { useErrorText } from "../../shell/errors.ts";
import { Page } from "../../shell/Page.tsx";
import { dayAt, useSpan } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";
import { Costs } from "./Costs.tsx";
import { Entries } from "./Entries.tsx";
import classes from "./reconcile.module.css";
import { Statements } from "./Statements.tsx";
import type { Step } from "./steps.ts";
import { DayTable, signed, TrafficTable, type Measure } from "./Tables.tsx";
import { causeHelp, causeWords, reconcileWords, type CauseName } from "./words.ts";

const Waterfall = lazy(() => import("./Waterfall.tsx"));
const MEASURES = ["conversions", "value"] as const;
/** "All time" is ten years: what the API compares at most. */
const DAYS_ALL = 3650;

export default function Reconcile(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(reconcileWords);
  const causes = useWords(causeWords);
  const help = useWords(causeHelp);
  const errorText = useErrorText();
  const { params, set } = useUrl();
  const { span } = useSpan();
  const format = useFormat(span.tz);
  const source = Number(params.get("source")) || null;
  const measure: Measure = MEASURES.find((one) => one === params.get("measure")) ?? "conversions";
  const query = { source, from: span.from ?? dayAt(span.tz, -DAYS_ALL), to: span.to, tz: span.tz };
  const found = useGet<Schemas["reconcile"]>(source === null ? null : "reconcile", query);
  const answer = source === null ? undefined : found.data;
  const totals = answer?.totals;
  const cause = totals?.causes.find((one) => one.cause === params.get("cause"))?.cause as CauseName | undefined;
  const show = (value: number | string): string => (measure === "conversions" ? format.count(Number(value)) : format.money(String(value)));
  const steps = useMemo<Step[]>(() => {
    if (!totals) return [];
    const of = (name: string, isTotal: boolean, value: number | string): Step => ({ name, isTotal, value: Number(value), text: isTotal ? show(value) : signed(format, measure, value) });
    return [
      of(t("tracker"), true, totals.tracker[measure]),
      ...totals.causes.filter((one) => Number(one[measure]) !== 0).map((one) => of(causes(one.cause), false, one[measure])),
      of(t("network"), true, totals.network[measure]),
    ];
    /* show() goes by format and measure. */
  }, [totals, measure, t, causes, format]);
  const isEmpty = totals !== undefined && totals.tracker.conversions === 0 && totals.network.conversions === 0 && totals.causes.length === 0;
  return (
    <Page title={area("reconcile")} hasDates hasCompare={false} behindMs={answer?.behind_ms} isPadded>
      <Stack gap="md">
        <Group gap="md" align="flex-end">
          <EntitySelect resource="sources" label={t("source")} value={source} onChange={(id) => set({ source: id === null ? null : String(id), cause: null })} />
          <SegmentedControl size="xs" aria-label={t("measure")} data={MEASURES.map((one) => ({ value: one, label: t(one) }))} value={measure} onChange={(next) => set({ measure: next === "conversions" ? null : next }, { replace: true })} />
          {answer && (
            <Text size="xs" className="muted">
              {answer.statements.length === 0 ? t("clocks", { tz: answer.tz, network: answer.network_tz }) : t("clocks.stated", { tz: answer.tz, names: answer.statements.map((one) => one.name || `#${one.id}`).join(", ") })}
            </Text>
          )}
        </Group>
        {source === null && <Text>{t("source.first")}</Text>}
        {source !== null && found.error ? <Alert color="red">{errorText(found.error)}</Alert> : null}
        {source !== null && !answer && !found.error && <Text className="muted">{t("loading")}</Text>}
        {isEmpty && <Text>{t("nothing")}</Text>}
        {totals && !isEmpty && (
          <div className={classes.bridge}>
            <Suspense fallback={<div className={classes.canvas} />}>
              <Waterfall steps={steps} minInterval={measure === "conversions" ? 1 : 0} label={t("bridge.label", { tracker: show(totals.tracker[measure]), network: show(totals.network[measure]) })} />
            </Suspense>
            <table className={classes.figures} aria-label={t("bridge")}>
              <thead>
                <tr>
                  <th scope="col">{t("cause")}</th>
                  <th scope="col" className="number">{t("conversions")}</th>
                  <th scope="col" className="number">{t("value")}{answer.currency === null ? "" : `, ${answer.currency}`}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{t("tracker")}</th>
                  <td className="number">{format.count(totals.tracker.conversions)}</td>
                  <td className="number">{format.money(totals.tracker.value)}</td>
                </tr>
                {totals.causes.map((one) => (
                  <tr key={one.cause}>
                    <th scope="row" title={help(one.cause)}>
                      <Anchor component="button" type="button" size="sm" aria-label={t("entries.open", { cause: causes(one.cause) })} onClick={() => set({ cause: one.cause })}>
                        {causes(one.cause)}
                      </Anchor>
                      <div className="muted" style={{ fontSize: 11, fontWeight: 400 }}>{help(one.cause)}</div>
                    </th>
                    <td className="number">{signed(format, "conversions", one.conversions)}</td>
                    <td className="number">{signed(format, "value", one.value)}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t("network")}</th>
                  <td className="number">{format.count(totals.network.conversions)}</td>
                  <td className="number">{format.money(totals.network.value)}</td>
                </tr>
              </tbody>
            </table>
          </div>
        )}
        {totals && !isEmpty && totals.causes.length === 0 && <Text role="status">{t("all.agree")}</Text>}
        {cause !== undefined && <Entries query={query} cause={cause} tz={span.tz} close={() => set({ cause: null })} />}
        {answer && !isEmpty && (
          <>
            <h2 className={classes.heading}>{t("days")}</h2>
            <DayTable answer={answer} measure={measure} format={format} />
          </>
        )}
        {source !== null && <Statements source={source} tz={span.tz} />}
        {answer && answer.traffic.rows.length > 0 && (
          <>
            <h2 className={classes.heading}>{t("traffic")}</h2>
            <TrafficTable traffic={answer.traffic} format={format} />
          </>
        )}
        {source !== null && answer?.costs && answer.costs.rows.length > 0 && <Costs costs={answer.costs} source={source} format={format} />}
      </Stack>
    </Page>
  );
}
