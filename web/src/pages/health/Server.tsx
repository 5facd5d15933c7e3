/* Server - how the server itself does: what waits, what was told, how far the figures are behind, what the disk holds. */
import { Anchor } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Page, Schemas } from "../../api/client.ts";
import { useGet, useList } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { AnswerTimes } from "./AnswerTimes.tsx";
import { Gauges, type Gauge } from "./Gauges.tsx";
import classes from "./health.module.css";
import { latencyOf } from "./latency.ts";
import { serverWords } from "./serverWords.ts";
import type { MetricsState } from "./useMetrics.ts";

const QUEUE_STATES = ["due", "sending", "held"] as const;
const QUEUE_ROWS = 1000;
const PROCESSES = ["edge", "desk"] as const;
const TOLD = ["delivered", "duplicate", "refused", "retrying", "failed"] as const;
const RATES = ["visits", "clicks", "postbacks", "pixels", "ad_clicks", "goal_calls", "http_requests", "desk_requests"] as const;
const LOSSES = ["visits_unrecorded", "clicks_unrecorded", "clicks_lost", "pixels_unrecorded", "postbacks_unavailable", "ledger_failed_batches", "http_connections_refused", "facts_failures", "health_look_failures"] as const;

type Queued = Page<Schemas["postback_queued"]>;

/** What waits to be told, as far as the user may read it. */
export function useQueue(): Queued | undefined {
  const { mayRead } = useSession();
  return useGet<Queued>(mayRead("logs") ? "postbacks/queue" : null, { limit: QUEUE_ROWS }, { refetchInterval: 5000 }).data;
}

function Queue({ data }: { data: Queued | undefined }): ReactElement {
  const t = useWords(serverWords);
  const format = useFormat();
  const isMore = data?.next !== null && data !== undefined;
  return (
    <Gauges
      title={t("queue")}
      hasBars
      rows={QUEUE_STATES.map((state) => {
        const count = data ? data.rows.filter((row) => row.state === state).length : null;
        return {
          key: state,
          label: (
            <Anchor component={Link} size="sm" href={`/logs/queue?state=${state}`}>
              {t(state)}
            </Anchor>
          ),
          value: count,
          text: `${format.count(count)}${isMore ? "+" : ""}`,
          isBad: state === "held" && (count ?? 0) > 0,
        };
      })}
    />
  );
}

function LastPostbacks({ metrics }: { metrics: MetricsState }): ReactElement | null {
  const t = useWords(serverWords);
  const format = useFormat();
  const networks = useList("networks", { limit: 1000 });
  const samples = metrics.query.data?.metrics.get("rebond_last_postback_age_seconds")?.samples ?? [];
  const named = samples.flatMap((sample) => {
    const network = networks.data?.rows.find((row) => String(row.id) === sample.labels["network"]);
    return network ? [{ network, age: sample.value }] : [];
  });
  if (named.length === 0) return null;
  const rows: Gauge[] = named
    .sort((a, b) => b.age - a.age)
    .slice(0, 30)
    .map(({ network, age }) => ({
      key: String(network.id),
      label: (
        <Anchor component={Link} size="sm" href={`/networks?edit=${network.id}`}>
          {network.name}
        </Anchor>
      ),
      value: age,
      text: format.ago(new Date(Date.now() - age * 1000).toISOString()),
    }));
  return <Gauges title={t("last.postback")} rows={rows} hasBars />;
}

export function Server({ metrics, queue }: { metrics: MetricsState; queue: Queued | undefined }): ReactElement {
  const t = useWords(serverWords);
  const format = useFormat();
  const { mayRead } = useSession();
  const { value, rate } = metrics;
  const count = (name: string, isBadAbove = Infinity): Gauge => {
    const found = value(`rebond_${name}`);
    return { key: name, label: t(name as keyof typeof serverWords), value: found, text: format.count(found), isBad: found !== null && found > isBadAbove };
  };
  const bytes = (name: string): Gauge => ({ ...count(name), text: format.bytes(value(`rebond_${name}`)) });
  const started = (name: string): Gauge => {
    const age = value(`rebond_${name}_uptime_seconds`);
    return { key: `${name}_started`, label: t(`${name}_started` as keyof typeof serverWords), value: age, text: format.ago(new Date(Date.now() - (age ?? 0) * 1000).toISOString()) };
  };
  const behind = value("rebond_facts_behind_seconds");
  return (
    <div className={classes.grid}>
      {mayRead("logs") && <Queue data={queue} />}
      <AnswerTimes title={t("click_times")} latency={latencyOf(metrics.query.data?.metrics, "rebond_click_seconds")} />
      <Gauges title={t("told")} note={t("since.start")} hasBars rows={[...TOLD.map((name) => ({ ...count(`courier_${name}_total`), label: t(name), isBad: (name === "refused" || name === "failed") && (value(`rebond_courier_${name}_total`) ?? 0) > 0 })), count("courier_running")]} />
      <Gauges title={t("rates")} note={t("per.second")} hasBars rows={RATES.map((name) => ({ key: name, label: t(name), value: rate(`rebond_${name}_total`), text: format.count(Math.round((rate(`rebond_${name}_total`) ?? 0) * 10) / 10) }))} />
      <Gauges
        title={t("facts")}
        rows={[
          { key: "behind", label: t("behind"), value: behind, text: t("seconds", { n: Math.round((behind ?? 0) * 10) / 10 }), isBad: (behind ?? 0) > 5 },
          count("facts_statements_running"),
          count("facts_statements_waiting"),
          count("facts_rebuilding", 0),
          count("facts_rows_total"),
        ]}
      />
      <Gauges title={t("disk")} rows={[bytes("disk_free_bytes"), bytes("disk_size_bytes"), bytes("ledger_file_bytes"), bytes("ledger_wal_bytes"), bytes("facts_file_bytes"), count("ledger_entries_total"), count("ledger_queue"), count("ledger_failing", 0), count("clicks_kept", 0)]} />
      <AnswerTimes title={t("postback_times")} latency={latencyOf(metrics.query.data?.metrics, "rebond_postback_seconds")} />
      <Gauges title={t("losses")} note={t("since.start")} rows={LOSSES.map((name) => ({ ...count(`${name}_total`, 0), label: t(name) }))} />
      <Gauges title={t("memory")} rows={[...PROCESSES.flatMap((name) => [bytes(`${name}_private_bytes`), bytes(`${name}_resident_bytes`), started(name)]), count("visitors_known"), count("http_connections"), count("desk_connections"), count("catalog_version")]} />
      <LastPostbacks metrics={metrics} />
    </div>
  );
}
