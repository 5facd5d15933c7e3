/* Health - what is wrong with the tracking, in full, and how the server does. */
import { Button, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { get } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { Page } from "../../shell/Page.tsx";
import { isGathering, useGathering } from "../../state/gathering.ts";
import { AllMetrics } from "./AllMetrics.tsx";
import { Findings } from "./Findings.tsx";
import type { Health } from "./findings.ts";
import classes from "./health.module.css";
import { Server, useQueue } from "./Server.tsx";
import { serverWords } from "./serverWords.ts";
import { Troubles } from "./Troubles.tsx";
import { useMetrics, useReady } from "./useMetrics.ts";
import { Webhook } from "./Webhook.tsx";
import { healthWords } from "./words.ts";

function Tracking(): ReactElement {
  const t = useWords(healthWords);
  const format = useFormat();
  const errorText = useErrorText();
  const tell = useTellError();
  const client = useQueryClient();
  const health = useGet<Health>("health/tracking", undefined, { refetchInterval: 15_000 });
  useGathering(health.data?.behind_ms);
  const [isLooking, setLooking] = useState(false);
  const look = async (): Promise<void> => {
    setLooking(true);
    try {
      await get<Health>("health/tracking", { fresh: true });
      await client.invalidateQueries({ queryKey: ["health"] });
    } catch (error) {
      tell(error);
    } finally {
      setLooking(false);
    }
  };
  const findings = health.data?.findings ?? [];
  return (
    <section className={classes.section} aria-labelledby="hand">
      <div className={classes.head}>
        <h2 id="hand">{findings.length > 0 ? `${t("hand")} (${findings.length})` : t("hand")}</h2>
        {health.data && (
          <Text size="xs" className="muted">
            {t("looked.at", { ago: format.ago(health.data.looked_at) })}
          </Text>
        )}
        <Button size="compact-xs" variant="default" loading={isLooking} onClick={() => void look()}>
          {t("look.now")}
        </Button>
      </div>
      {health.isError && <p role="alert">{errorText(health.error)}</p>}
      {health.data && !health.data.is_whole && <p className="warn">{t("not.whole")}</p>}
      {health.data && !health.data.has_facts && <p className="warn">{t("no.facts")}</p>}
      {isGathering(health.data) ? (
        <p role="status">{t("hand.gathering")}</p>
      ) : (
        health.data && findings.length === 0 && <p className="gain">✓ {t("all.well")}</p>
      )}
      <Findings findings={findings} isFull />
    </section>
  );
}

export default function HealthPage(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(serverWords);
  const errorText = useErrorText();
  const ready = useReady();
  const metrics = useMetrics();
  const queue = useQueue();
  return (
    <Page
      title={areas("health")}
      isPadded
      controls={
        <Text size="xs" role="status" className={ready.data?.ready === true ? "gain" : ready.data || ready.isError ? "loss" : "muted"}>
          ● {ready.data ? (ready.data.ready ? t("ready") : t("not.ready", { parts: ready.data.not_ready.join(", ") })) : ready.isError ? errorText(ready.error) : "..."} <span className="muted">· {t("every.5")}</span>
        </Text>
      }
    >
      <Tracking />
      {metrics.query.isError && <p role="alert">{errorText(metrics.query.error)}</p>}
      {metrics.query.data && <Troubles reading={{ now: metrics.query.data.metrics, before: metrics.earlier?.metrics, held: queue?.rows.filter((row) => row.state === "held").length ?? 0 }} />}
      <div className={classes.section}>
        <Server metrics={metrics} queue={queue} />
      </div>
      <Webhook />
      {metrics.query.data && <AllMetrics metrics={metrics.query.data.metrics} />}
    </Page>
  );
}
