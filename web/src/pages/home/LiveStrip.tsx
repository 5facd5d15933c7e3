/* LiveStrip - the last visits and conversions, as they come. */
import { Anchor, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Page } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { amountOf, nameOf, outcomeOf, timeOf } from "../live/liveRows.tsx";
import type { LogRow } from "../logs/logs.ts";
import { LOG_OF, useLive, type LiveKind, type LiveRow } from "../live/useLive.ts";
import { liveWords } from "../live/words.ts";
import classes from "./home.module.css";
import { homeWords } from "./words.ts";

const KINDS: readonly LiveKind[] = ["visit", "conversion"];
const SHOWN = 10;

/** The newest there are when the page opens; what comes later stands before them. */
function useNewest(kind: LiveKind): LiveRow[] {
  const { data } = useGet<Page<LogRow>>(LOG_OF[kind], { limit: SHOWN / KINDS.length }, { staleTime: Infinity });
  return (data?.rows ?? []).map((row) => ({ key: `${kind} ${row.id}`, kind, row }));
}

export function LiveStrip({ tz }: { tz: string }): ReactElement {
  const t = useWords(homeWords);
  const live = useWords(liveWords);
  const format = useFormat(tz);
  const { rows: fresh, state, perSecond } = useLive(KINDS, {}, SHOWN);
  const older = [...useNewest("visit"), ...useNewest("conversion")].sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
  const rows = [...fresh, ...older.filter((entry) => !fresh.some(({ key }) => key === entry.key))].slice(0, SHOWN);
  return (
    <section>
      <div className={classes.head}>
        <h2>{t("live")}</h2>
        <Text size="xs" className={state === "lost" ? "warn" : "muted"}>
          {state === "open" ? KINDS.map((kind) => `${live(kind)} ${live("per.second", { n: format.count(Math.round((perSecond[kind] ?? 0) * 10) / 10) })}`).join(" · ") : live(state)}
        </Text>
        <Anchor component={Link} href="/live" size="xs">
          {t("live.all")}
        </Anchor>
      </div>
      {rows.length === 0 && (
        <Text size="sm" className="muted">
          {t("live.none")}
        </Text>
      )}
      <ol className={classes.strip}>
        {rows.map((entry) => (
          <li key={entry.key}>
            <Anchor component={Link} size="sm" underline="always" href={`/logs/${LOG_OF[entry.kind]}?dates=today&row=${entry.row.id}`}>
              {format.time(timeOf(entry))}
            </Anchor>{" "}
            {live(`one.${entry.kind}`)} {outcomeOf(entry)} · {nameOf(entry.row, "campaign")} <span className="number">{format.money(amountOf(entry), entry.kind === "visit" ? 6 : 2)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
