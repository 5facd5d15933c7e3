/* SplitsTab - which of a campaign's offers, landers or paths is the best, how sure that is, and how long it takes to know. */
import { Alert, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { DateBar } from "../../shell/DateBar.tsx";
import { useErrorText } from "../../shell/errors.ts";
import { useSpan } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";
import classes from "./campaigns.module.css";
import { splitWords } from "./splitWords.ts";

type Splits = Schemas["splits"];
type Arm = Splits["arms"][number];
const BYS = ["offer", "lander", "path"] as const;
const METRICS = ["epv", "cr"] as const;
type Metric = (typeof METRICS)[number];
const WIDE = 160;

/** The interval as a line from low to high with a dot at the value, on one scale for all arms. */
function Interval({ arm, metric, top }: { arm: Arm; metric: Metric; top: number }): ReactElement | null {
  const { low, value, high } = arm[metric];
  if (low === null || high === null || value === null || top <= 0) return null;
  const x = (at: number | string): number => 4 + (Number(at) / top) * (WIDE - 8);
  return (
    <svg width={WIDE} height={16} aria-hidden style={{ display: "block" }}>
      <line x1={4} x2={WIDE - 4} y1={8} y2={8} stroke="var(--line)" />
      <line x1={x(low)} x2={x(high)} y1={8} y2={8} stroke="var(--mantine-color-accent-5)" strokeWidth={3} />
      <circle cx={x(value)} cy={8} r={4} fill="var(--mantine-color-accent-5)" />
    </svg>
  );
}

export function SplitsTab({ campaignId }: { campaignId: number }): ReactElement {
  const t = useWords(splitWords);
  const errorText = useErrorText();
  const { params, set } = useUrl();
  const { span, query } = useSpan();
  const format = useFormat(span.tz);
  const by = BYS.find((one) => one === params.get("by")) ?? "offer";
  const metric = METRICS.find((one) => one === params.get("metric")) ?? "epv";
  const { compare: _none, ...asked } = query;
  const splits = useGet<Splits>(`campaigns/${campaignId}/splits`, { ...asked, by });
  const arms = splits.data?.by === by ? splits.data.arms : [];
  const verdict = splits.data?.verdicts[metric];
  const top = Math.max(0, ...arms.map((arm) => Number(arm[metric].high ?? 0)));
  const show = (value: number | string | null): string => (metric === "cr" ? format.percent(value as number | null) : format.money(value as string | null, 4));
  const nameOf = (arm: Arm): string => {
    if (by === "offer") return arm.offer?.name ?? `#${arm.offer?.id ?? ""}`;
    if (by === "lander") return arm.lander ? (arm.lander.name ?? `#${arm.lander.id}`) : t("direct");
    const path = arm.path;
    if (!path) return "";
    const rule = path.rule ? `${t("rule", { n: path.rule.number })}${path.rule.name ? ` ${path.rule.name}` : ""}` : t("default");
    return [path.flow?.name, rule, `${t("path", { n: path.number })}${path.name ? ` ${path.name}` : ""}`].filter(Boolean).join(" · ");
  };
  return (
    <Stack gap="sm">
      <Group gap="md" wrap="wrap">
        <SegmentedControl size="xs" aria-label={t("by")} data={BYS.map((one) => ({ value: one, label: t(`by.${one}`) }))} value={by} onChange={(next) => set({ by: next === "offer" ? null : next }, { replace: true })} />
        <SegmentedControl size="xs" aria-label={t("metric")} data={METRICS.map((one) => ({ value: one, label: t(`metric.${one}`) }))} value={metric} onChange={(next) => set({ metric: next === "epv" ? null : next }, { replace: true })} />
        <DateBar hasCompare={false} />
      </Group>
      {splits.error ? <Alert color="red">{errorText(splits.error)}</Alert> : null}
      {!splits.data && splits.isFetching && <Text className="muted">{t("loading")}</Text>}
      {splits.data && arms.length === 0 && !splits.isFetching && <Text className="muted">{t("none")}</Text>}
      {verdict && arms.length > 0 && (
        <Alert color={verdict.word === "leads" ? "green" : "gray"} title={t("verdict")} role="status">
          {verdict.text}
        </Alert>
      )}
      {arms.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t(`by.${by}`)}>
          <table className={classes.figures}>
            <thead>
              <tr>
                <th scope="col">{t(`by.${by}`)}</th>
                <th scope="col" className="number" title={t("trials.title")}>{t("trials")}</th>
                <th scope="col" className="number">{t("converted")}</th>
                <th scope="col" className="number">{t("revenue")}</th>
                <th scope="col" className="number">{t("profit")}</th>
                <th scope="col" className="number">{t(`metric.${metric}`)}{metric === "cr" ? ", %" : ""}</th>
                <th scope="col">{t("interval")}</th>
                <th scope="col" className="number">{t("chance")}</th>
                <th scope="col" className="number" title={t("needed.title")}>{t("needed")}</th>
                <th scope="col"><span className="sr-only">{t("verdict")}</span></th>
              </tr>
            </thead>
            <tbody>
              {arms.map((arm, index) => (
                <tr key={index}>
                  <th scope="row">{nameOf(arm)}</th>
                  <td className="number">{format.count(arm.trials)}</td>
                  <td className="number">{format.count(arm.converted)}</td>
                  <td className="number">{format.money(arm.revenue)}</td>
                  <td className={`number ${Number(arm.profit) > 0 ? "gain" : Number(arm.profit) < 0 ? "loss" : ""}`}>
                    {Number(arm.profit) > 0 ? "▲" : Number(arm.profit) < 0 ? "▼" : ""} {format.money(arm.profit)}
                  </td>
                  <td className="number">{show(arm[metric].value)}</td>
                  <td>
                    <Interval arm={arm} metric={metric} top={top} />
                    <span className="muted" style={{ fontSize: 11 }}>
                      {arm[metric].low === null && arm[metric].high === null ? NONE : `${show(arm[metric].low)} … ${show(arm[metric].high)}`}
                    </span>
                  </td>
                  <td className="number">{format.percent(arm[metric].chance)}</td>
                  <td className="number">{format.count(arm[metric].needed)}</td>
                  <td className={arm[metric].word === "leads" ? "gain" : arm[metric].word === "trails" ? "loss" : "muted"}>{t(`word.${arm[metric].word}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}
