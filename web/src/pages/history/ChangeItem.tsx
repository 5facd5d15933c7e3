/* ChangeItem - one change: who, when, what, and each field before and after. */
import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./history.module.css";
import { editorOf, textOf, valueAt } from "./paths.ts";
import { historyWords } from "./words.ts";

export type Change = Schemas["change"];

function Fields({ change }: { change: Change }): ReactElement | null {
  const t = useWords(historyWords);
  if (change.before === null || change.changed.length === 0) return null;
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t("field")}</th>
          <th scope="col">{t("before")}</th>
          <th scope="col">{t("after")}</th>
        </tr>
      </thead>
      <tbody>
        {change.changed.map((path) => (
          <tr key={path}>
            <th scope="row" className="mono">
              {path}
            </th>
            <td>
              <del>{textOf(valueAt(change.before, path))}</del>
            </td>
            <td>
              <ins>{textOf(valueAt(change.after, path))}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Told {
  network_campaign_id: string;
  asked: "running" | "paused";
  error: string | null;
  answer: string | null;
}

/** What a network was told of one of its campaigns, and what it answered. */
function NetworkTold({ told }: { told: Told }): ReactElement {
  const t = useWords(historyWords);
  return (
    <div>
      {t(`told.${told.asked}`, { id: told.network_campaign_id })}: <strong>{t(told.error === null ? "told.done" : "told.failed")}</strong>
      {told.answer ? <span className="muted"> · {t("told.answer", { text: told.answer })}</span> : null}
    </div>
  );
}

export function ChangeItem({ change, actor, kind }: { change: Change; actor: string; /** The resource in words; null where all are of one entity. */ kind: string | null }): ReactElement {
  const t = useWords(historyWords);
  const format = useFormat();
  const editor = editorOf(change.resource, change.resource_id);
  const isTold = change.action === "told";
  const name = change.name ?? `#${change.resource_id}`;
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <time dateTime={change.changed_at} title={format.ago(change.changed_at)} className="number">
          {format.time(change.changed_at)}
        </time>
        <strong>{actor}</strong>
        {isTold && kind === null ? null : <span>{t(`action.${change.action}`)}</span>}
        {kind !== null && (
          <span>
            {change.resource === "settings" && editor ? <Link href={editor}>{kind}</Link> : kind} {change.resource === "settings" ? null : editor ? <Link href={editor}>{name}</Link> : name}
          </span>
        )}
        {!isTold && (
          <Text span size="xs" className="muted">
            {t("version", { n: change.version })}
          </Text>
        )}
        {change.before === null && !isTold && (
          <details className={classes.details}>
            <summary className="muted">{t("document")}</summary>
            <pre className={`mono ${classes.document}`}>{JSON.stringify(change.after, null, 2)}</pre>
          </details>
        )}
      </div>
      {isTold ? <NetworkTold told={change.after as unknown as Told} /> : <Fields change={change} />}
    </li>
  );
}
