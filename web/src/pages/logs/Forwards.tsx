/* Forwards - what became of telling a conversion's destinations: each decision with its reason, what to do, and every attempt with its answer. */
import { Anchor, Group, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { CopyText } from "../../forms/CopyText.tsx";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { Conversion } from "./logs.ts";
import { DropButton, ResendButton } from "./resend.tsx";
import { WordValue } from "./Value.tsx";
import classes from "./logs.module.css";
import { fieldWords, logWords } from "./words.ts";

type Forward = NonNullable<Conversion["forwards"]>[number];
const MAY_RESEND: readonly (string | null)[] = ["delivered", "duplicate", "refused", "failed", "dropped", "held"];
const MAY_DROP: readonly (string | null)[] = ["due", "held"];

function Attempts({ attempts, tz }: { attempts: Forward["attempts"]; tz: string }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const format = useFormat(tz);
  return (
    <Table.ScrollContainer minWidth={340} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={3} fz="xs" mt={6} aria-label={t("attempts")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{fields("attempt")}</Table.Th>
            <Table.Th>{fields("outcome")}</Table.Th>
            <Table.Th>{fields("status_code")}</Table.Th>
            <Table.Th>{t("answer")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attempts.map((attempt) => (
            <Table.Tr key={attempt.id}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>
                {attempt.attempt === 0 ? t("attempt.ended") : attempt.attempt}
                <br />
                <span className="muted">{format.time(attempt.created_at)}</span>
              </Table.Td>
              <Table.Td>
                <WordValue word={attempt.outcome} />
                {attempt.next_at ? <div className="muted">{`${fields("next_at")} ${format.time(attempt.next_at)}`}</div> : null}
              </Table.Td>
              <Table.Td className="number">
                {attempt.status_code ?? NONE}
                <div className="muted">{format.count(attempt.duration_ms)} ms</div>
              </Table.Td>
              <Table.Td>
                {attempt.body ? <div className="mono">{attempt.body}</div> : null}
                {attempt.error ? <div className="loss">{attempt.error}</div> : null}
                {attempt.reason_text ? <div>{attempt.reason_text}</div> : null}
                {attempt.mend ? <div className="warn">{attempt.mend}</div> : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
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
          {t("to.do")}: {forward.mend}
        </Text>
      )}
      {forward.next_at && (
        <Text size="xs" className="muted">
          {fields("next_at")} {format.time(forward.next_at)}
        </Text>
      )}
      {forward.url && <CopyText label={`${forward.method ?? ""} ${fields("url")}`.trim()} text={forward.url} />}
      {forward.attempts.length > 0 && <Attempts attempts={forward.attempts} tz={tz} />}
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
