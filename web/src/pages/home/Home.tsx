/* Home - what needs a hand, worst first; below it today beside yesterday, what comes in, and the campaigns that earn and lose. */
import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useGet, useList } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { useErrorText } from "../../shell/errors.ts";
import { Page } from "../../shell/Page.tsx";
import { isGathering, useGathering } from "../../state/gathering.ts";
import { useSession } from "../../state/session.ts";
import { Findings } from "../health/Findings.tsx";
import type { Health } from "../health/findings.ts";
import { healthWords } from "../health/words.ts";
import { BestWorst } from "./BestWorst.tsx";
import { FirstSteps } from "./FirstSteps.tsx";
import classes from "./home.module.css";
import { HourChart } from "./HourChart.tsx";
import { LiveStrip } from "./LiveStrip.tsx";
import { TodayFigures } from "./TodayFigures.tsx";
import { useToday } from "./today.ts";
import { homeWords } from "./words.ts";

function NeedsHand(): ReactElement {
  const t = useWords(healthWords);
  const format = useFormat();
  const errorText = useErrorText();
  const health = useGet<Health>("health/tracking", undefined, { refetchInterval: 30_000 });
  useGathering(health.data?.behind_ms);
  const findings = health.data?.findings ?? [];
  return (
    <section aria-labelledby="hand">
      <div className={classes.head}>
        <h2 id="hand">{findings.length > 0 ? `${t("hand")} (${findings.length})` : t("hand")}</h2>
        {health.data && (
          <Text size="xs" className="muted">
            {t("looked.at", { ago: format.ago(health.data.looked_at) })}
          </Text>
        )}
      </div>
      {health.isError && <p role="alert">{errorText(health.error)}</p>}
      {isGathering(health.data) ? (
        <p role="status">{t("hand.gathering")}</p>
      ) : (
        health.data && findings.length === 0 && <p className="gain">✓ {t("all.well")}</p>
      )}
      <Findings findings={findings} />
    </section>
  );
}

function TodayAndLive(): ReactElement {
  const t = useWords(homeWords);
  const { mayRead } = useSession();
  const { tz, day, totals, byHour } = useToday();
  useGathering(totals.data?.behind_ms);
  return (
    <>
      <section aria-labelledby="today">
        <div className={classes.head}>
          <h2 id="today">{t("today")}</h2>
          <Text size="xs" className="muted">
            {t("till.now")} · {tz}
            {totals.data ? ` · ${totals.data.currency}` : ""}
          </Text>
        </div>
        {isGathering(totals.data) && (
          <Text size="sm" mb={6} className="warn" role="status">
            {t("gathering")}
          </Text>
        )}
        <TodayFigures totals={totals.data?.totals} tz={tz} />
      </section>
      <div className={classes.halves}>
        <HourChart rows={byHour.data?.rows ?? []} tz={tz} />
        {mayRead("logs") && <LiveStrip tz={tz} />}
      </div>
      <BestWorst day={day} tz={tz} />
    </>
  );
}

export default function Home(): ReactElement {
  const areas = useWords(areaWords);
  const { mayRead } = useSession();
  const campaigns = useList("campaigns", { limit: 1 });
  const isEmpty = campaigns.data !== undefined && campaigns.data.rows.length === 0;
  return (
    <Page title={areas("home")} isPadded>
      <div className={classes.page}>
        {isEmpty && <FirstSteps />}
        {!isEmpty && mayRead("reports") && <NeedsHand />}
        {!isEmpty && mayRead("reports") && <TodayAndLive />}
      </div>
    </Page>
  );
}
