/* Related - what else happened to the same click: its visit, clicks, conversions and the postbacks that came for it, in order of time. */
import { Anchor, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useGet } from "../../api/hooks.ts";
import type { Page } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./logs.module.css";
import { LOGS, type LogName, type LogRow } from "./logs.ts";
import { textOfValue, WordValue } from "./Value.tsx";
import { fieldWords, logWords } from "./words.ts";

const LOOKED_AT = ["visits", "clicks", "conversions", "postbacks-in"] as const satisfies readonly LogName[];
const TIME_OF: Record<(typeof LOOKED_AT)[number], string> = { visits: "visited_at", clicks: "clicked_at", conversions: "created_at", "postbacks-in": "received_at" };

function summary(log: LogName, row: LogRow): string[] {
  const names = log === "visits" ? ["campaign", "source"] : log === "clicks" ? ["lander", "offer"] : log === "conversions" ? ["offer", "revenue", "txid"] : ["network", "reason_text"];
  return names.map((name) => textOfValue(row[name])).filter((text) => text !== "");
}

export function Related({ cid, self, tz }: { cid: string; self: string; tz: string }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const format = useFormat(tz);
  const found = LOOKED_AT.map((log) => ({ log, answer: useGet<Page<LogRow>>(LOGS[log].path, { cid, limit: 50 }) }));
  const rows = found
    .flatMap(({ log, answer }) => (answer.data?.rows ?? []).map((row) => ({ log, row, at: String(row[TIME_OF[log]] ?? "") })))
    .filter(({ row }) => row.id !== self && row["cid"] === cid)
    .sort((a, b) => a.at.localeCompare(b.at));
  const isReading = found.some(({ answer }) => answer.isPending);
  return (
    <section aria-label={t("related")}>
      <h3 className={classes.heading} style={{ marginTop: 16 }}>
        {t("related")}
      </h3>
      {rows.length === 0 && (
        <Text size="sm" className="muted">
          {isReading ? t("reading") : t("related.none")}
        </Text>
      )}
      <ul className={classes.pairs}>
        {rows.map(({ log, row, at }) => (
          <li key={`${log} ${row.id}`}>
            <Text size="sm">
              <span className="muted">{format.time(at)}</span>{" "}
              <Anchor component={Link} size="sm" underline="always" href={`/logs/${log}?cid=${encodeURIComponent(cid)}&dates=all&row=${row.id}`}>
                {t(log)}
              </Anchor>{" "}
              {typeof row["outcome"] === "string" || typeof row["status"] === "string" ? <WordValue word={String(row["outcome"] ?? row["status"])} /> : null} {summary(log, row).join(" · ")}
            </Text>
          </li>
        ))}
      </ul>
      <Anchor component={Link} size="sm" underline="always" href={`/logs/visits?cid=${encodeURIComponent(cid)}&dates=all`}>
        {fields("cid")} {cid}
      </Anchor>
    </section>
  );
}
