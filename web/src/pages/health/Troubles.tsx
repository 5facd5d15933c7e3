/* Troubles - what is wrong with the server itself, in words, each with what mends it. */
import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./health.module.css";
import { troublesOf, type Trouble, type TroubleReading } from "./serverTroubles.ts";
import { troubleWords } from "./troubleWords.ts";

const TONES = { error: "loss", warning: "warn" } as const;
const MARKS = { error: "●", warning: "▲" } as const;

function Line({ trouble }: { trouble: Trouble }): ReactElement {
  const t = useWords(troubleWords);
  const format = useFormat();
  const { code, severity, n = 0, bytes = 0, seconds = 0 } = trouble;
  return (
    <li className={classes.finding}>
      <span className={TONES[severity]} aria-hidden>
        {MARKS[severity]}
      </span>
      <div>
        <span className="sr-only">{t(severity)}: </span>
        {t(code, { n, bytes: format.bytes(bytes), ms: seconds * 1000, s: Math.round(seconds) })}
        <div className="muted">{t(`${code}.mend`)}</div>
      </div>
      <div className={classes.steps}>
        {code === "postbacks_held" && (
          <Button size="compact-xs" variant="light" component={Link} href="/logs/queue?state=held">
            {t("open")}
          </Button>
        )}
      </div>
    </li>
  );
}

export function Troubles({ reading }: { reading: TroubleReading }): ReactElement {
  const t = useWords(troubleWords);
  const troubles = troublesOf(reading);
  return (
    <section className={classes.section} aria-labelledby="server">
      <div className={classes.head}>
        <h2 id="server">{troubles.length > 0 ? `${t("server")} (${troubles.length})` : t("server")}</h2>
      </div>
      {troubles.length === 0 && <p className="gain">✓ {t("well")}</p>}
      <ul className={classes.findings}>
        {troubles.map((trouble) => (
          <Line key={trouble.code} trouble={trouble} />
        ))}
      </ul>
    </section>
  );
}
