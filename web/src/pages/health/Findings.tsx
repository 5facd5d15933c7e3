/* Findings - worst first, each one line: the sentence, since when, and the one step that mends it. */
import { Anchor, Button, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { pageOf } from "./addresses.ts";
import { keyOf, stepOf, type Finding } from "./findings.ts";
import classes from "./health.module.css";
import { MapWord } from "./MapWord.tsx";
import { healthWords } from "./words.ts";

const SHOWN = 6;
const TONES = { error: "loss", warning: "warn", note: "muted" } as const;
const MARKS = { error: "●", warning: "▲", note: "○" } as const;

function Step({ finding, map }: { finding: Finding; map: () => void }): ReactElement | null {
  const t = useWords(healthWords);
  const { mayWrite } = useSession();
  const { action, text } = finding.mend;
  if (action === "map")
    return mayWrite("entries") ? (
      <Button size="compact-xs" variant="light" title={text} onClick={map}>
        {t("map")}
      </Button>
    ) : null;
  const href = stepOf(finding);
  return href === null ? null : (
    <Button size="compact-xs" variant="light" component={Link} href={href} title={text}>
      {t(action)}
    </Button>
  );
}

/** `isFull`: all of them, with what to do written out. */
export function Findings({ findings, isFull = false }: { findings: readonly Finding[]; isFull?: boolean }): ReactElement {
  const t = useWords(healthWords);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [mapped, setMapped] = useState<Finding | null>(null);
  const shown = isFull || isOpen ? findings : findings.slice(0, SHOWN);
  return (
    <>
      <ul className={classes.findings}>
        {shown.map((finding) => {
          const entries = pageOf(finding.entries);
          return (
            <li key={keyOf(finding)} className={classes.finding}>
              <span className={TONES[finding.severity]} title={t(finding.severity)} aria-hidden>
                {MARKS[finding.severity]}
              </span>
              <div>
                <span className="sr-only">{t(finding.severity)}: </span>
                {finding.sentence}{" "}
                <Text span size="xs" className="muted" title={format.time(finding.since)}>
                  {t("since", { ago: format.ago(finding.since) })}
                  {isFull && finding.last_seen_at ? ` · ${t("last", { ago: format.ago(finding.last_seen_at) })}` : ""}
                </Text>
                {isFull && <div className="muted">{finding.mend.text}</div>}
              </div>
              <div className={classes.steps}>
                {entries !== null && (
                  <Anchor component={Link} href={entries} size="xs">
                    {t("entries")}
                  </Anchor>
                )}
                <Step finding={finding} map={() => setMapped(finding)} />
              </div>
            </li>
          );
        })}
      </ul>
      {!isFull && findings.length > SHOWN && (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(!isOpen)}>
          {isOpen ? t("less") : t("more", { n: findings.length - SHOWN })}
        </Button>
      )}
      {mapped !== null && <MapWord word={mapped.detail ?? ""} network={mapped.entity?.kind === "network" ? mapped.entity : null} proposal={mapped.proposal} close={() => setMapped(null)} />}
    </>
  );
}
