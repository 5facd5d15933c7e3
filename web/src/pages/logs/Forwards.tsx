/* Forwards - what became of telling a conversion's destinations: each decision with its reason, what to do, and every attempt with its answer. */
import { Anchor, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { CopyText } from "../../forms/CopyText.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { Conversion } from "./logs.ts";
import { DropButton, ResendButton } from "./resend.tsx";
import { WordValue } from "./Value.tsx";
import classes from "./logs.module.css";
import { fieldWords, logWords } from "./words.ts";

type Forward = NonNullable<Conversion["forwards"]>[number];
const MAY_RESEND: readonly (string | null)[] = ["delivered", "duplicate", "refused", "failed", "dropped", "held"];
const MAY_DROP: readonly (string | null)[] = ["due", "held"];

/** What the forward says of itself already is not said again of its attempts. */
function Attempts({ forward, tz }: { forward: Forward; tz: string }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const format = useFormat(tz);
  return (
    <ol className={classes.attempts} aria-label={t("attempts")}>
      {forward.attempts.map((attempt) => (
        <li key={attempt.id}>
          <div>
            <b>{attempt.attempt === 0 ? t("attempt.ended") : t("attempt.n", { n: attempt.attempt })}</b> <span className="muted">{format.time(attempt.created_at)}</span> · <WordValue word={attempt.outcome} /> ·{" "}
            {attempt.status_code === null ? t("answer.none") : t("answer.code", { code: String(attempt.status_code) })} · <span className="muted">{`${format.count(attempt.duration_ms)}\u00a0ms`}</span>
          </div>
          {attempt.next_at ? <div className="muted">{`${fields("next_at")} ${format.time(attempt.next_at)}`}</div> : null}
          {attempt.body ? <div className="mono">{attempt.body}</div> : null}
          {attempt.error ? <div className="loss">{attempt.error}</div> : null}
          {attempt.reason_text && attempt.reason_text !== forward.reason_text ? <div>{attempt.reason_text}</div> : null}
          {attempt.mend && attempt.mend !== forward.mend ? <div className="warn">{attempt.mend}</div> : null}
        </li>
      ))}
    </ol>
  );
}

function ForwardCard({ forward, tz }: { forward: Forward; tz: string }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const format = useFormat(tz);
  const target = forward.destination === "campaign" ? forward.campaign : forward.source;
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          <WordValue word={forward.state ?? forward.decision} />
          {" · "}
          {target ? (
            <Anchor component={Link} size="sm" href={`/${forward.destination === "campaign" ? "campaigns" : "sources"}?edit=${target.id}`}>
              {target.name ?? target.id}
            </Anchor>
          ) : (
            <WordValue word={forward.destination} />
          )}
          {" · "}
          <WordValue word={forward.status} />
        </Text>
        <Text size="xs" className="muted">
          {format.time(forward.decided_at)}
        </Text>
      </Group>
      {forward.reason_text && <Text size="sm">{forward.reason_text}</Text>}
      {forward.mend && (
        <Text size="sm" className="warn">
          {t("to.do", { text: forward.mend })}
        </Text>
      )}
      {forward.next_at && (
        <Text size="xs" className="muted">
          {fields("next_at")} {format.time(forward.next_at)}
        </Text>
      )}
      {forward.url && <CopyText label={`${forward.method ?? ""} ${fields("url")}`.trim()} text={forward.url} />}
      {forward.attempts.length > 0 && <Attempts forward={forward} tz={tz} />}
      <Group gap="xs" mt={6}>
        {MAY_RESEND.includes(forward.state) && <ResendButton path={`postbacks/out/${forward.forward_id}/resend`} />}
        {MAY_DROP.includes(forward.state) && <DropButton forwardId={forward.forward_id} />}
      </Group>
    </li>
  );
}

export function Forwards({ conversion, tz }: { conversion: Conversion; tz: string }): ReactElement {
  const t = useWords(logWords);
  const forwards = conversion.forwards ?? [];
  return (
    <section aria-label={t("forwards")}>
      <Group justify="space-between" mt="md" mb={6}>
        <h3 className={classes.heading}>{t("forwards")}</h3>
        <ResendButton path={`conversions/${conversion.id}/resend`} isAnew />
      </Group>
      {forwards.length === 0 ? (
        <Text size="sm" className="muted">
          {t("forwards.none")}
        </Text>
      ) : (
        <ul className={classes.cards}>
          {forwards.map((forward) => (
            <ForwardCard key={forward.forward_id} forward={forward} tz={tz} />
          ))}
        </ul>
      )}
    </section>
  );
}
