/* RowDrawer - one entry in full: why it was decided so, what to do, what else happened around it, every field in words. */
import { Alert, Anchor, Drawer, Group } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import type { Page } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useSettled } from "../../forms/useSettled.ts";
import { useFocusBack } from "../../forms/useFocusBack.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { Forwards } from "./Forwards.tsx";
import classes from "./logs.module.css";
import { LOGS, type Conversion, type Field, type LogName, type LogRow } from "./logs.ts";
import { Related } from "./Related.tsx";
import { ForgetButton } from "../settings/Forget.tsx";
import { DropButton, ResendButton } from "./resend.tsx";
import { Value } from "./Value.tsx";
import { fieldWords, logWords, type FieldName } from "./words.ts";

const COPIED = ["url", "query", "referrer", "user_agent", "body"];
const RESENDABLE = ["delivered", "duplicate", "refused", "failed", "dropped"];

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

/** The entry itself: from the rows that are there, else asked for by its id. */
function useRow(name: LogName, id: string, rows: readonly LogRow[]): { row: LogRow | null; isPending: boolean; error: unknown } {
  const known = rows.find((row) => row.id === id);
  const isId = /^\d{1,19}$/.test(id);
  const single = useGet<LogRow>(isId && name === "conversions" ? `conversions/${id}` : null);
  const paged = useGet<Page<LogRow>>(isId && known === undefined && name !== "conversions" ? LOGS[name].path : null, { after: isId ? String(BigInt(id) - 1n) : "", limit: 1 });
  const answer = name === "conversions" ? single.data : paged.data?.rows[0];
  const found = answer?.id === id ? answer : known;
  return { row: found ?? null, isPending: isId && (single.isFetching || paged.isFetching), error: single.error ?? paged.error };
}

function Fields({ fields, row, tz }: { fields: readonly Field[]; row: LogRow; tz: string }): ReactElement {
  const t = useWords(fieldWords);
  return (
    <dl className={classes.fields}>
      {fields.map((field) => (
        <FieldPair key={field.name} label={t(field.name as FieldName)}>
          {typeof row[field.name] === "object" && row[field.name] !== null && field.kind === "map" ? (
            <ul className={classes.pairs}>
              {Object.entries(row[field.name] as Record<string, string | null>).map(([name, value]) => (
                <li key={name} className="mono">
                  {name} = {value ?? "–"}
                </li>
              ))}
            </ul>
          ) : field.name === "conversion_id" && /^\d{10,19}$/.test(String(row[field.name])) ? (
            <Anchor component={Link} size="sm" href={`/logs/conversions?dates=all&row=${String(row[field.name])}`}>
              {String(row[field.name])}
            </Anchor>
          ) : (
            <Value field={field} value={row[field.name]} tz={tz} isLinked />
          )}
        </FieldPair>
      ))}
    </dl>
  );
}

function FieldPair({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Why({ row }: { row: LogRow }): ReactElement | null {
  const t = useWords(logWords);
  const { reason_text: reason, mend } = row as { reason_text?: string | null; mend?: string | null };
  if (!reason && !mend) return null;
  return (
    <div className={classes.why}>
      {reason && (
        <div>
          {t("why", { text: reason })}
        </div>
      )}
      {mend && (
        <div>
          {t("to.do", { text: mend })}
        </div>
      )}
    </div>
  );
}

/** Of a postback that was sent or waits: its conversion knows the click. */
function RelatedOfConversion({ id, self, tz }: { id: string; self: string; tz: string }): ReactElement | null {
  const { data } = useGet<Conversion>(`conversions/${id}`);
  return data?.cid ? <Related cid={data.cid} self={self} tz={tz} /> : null;
}

function Body({ name, row, tz, close }: { name: LogName; row: LogRow; tz: string; close: () => void }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const log = LOGS[name];
  const copied = COPIED.filter((field) => typeof row[field] === "string" && row[field] !== "");
  const shown = log.fields.filter((field) => !isBlank(row[field.name]) && !copied.includes(field.name) && !["reason_text", "mend", "forward"].includes(field.name));
  const cid = typeof row["cid"] === "string" ? row["cid"] : null;
  return (
    <>
      <Why row={row} />
      {(name === "queue" || (name === "postbacks-out" && RESENDABLE.includes(String(row["outcome"])))) && (
        <Group gap="xs" mb="sm">
          {(name === "postbacks-out" || row["state"] === "held") && <ResendButton path={`postbacks/out/${row.id}/resend`} done={close} />}
          {name === "queue" && row["state"] !== "sending" && <DropButton forwardId={row.id} done={close} />}
        </Group>
      )}
      {name === "visits" && cid !== null && row["address"] !== null && (
        <Group gap="xs" mb="sm">
          <ForgetButton cid={cid} />
        </Group>
      )}
      <div style={{ display: "grid", gap: 8 }}>
        {copied.map((field) => (
          <CopyText key={field} label={fields(field as FieldName)} text={String(row[field])} />
        ))}
      </div>
      {name === "conversions" && <Forwards conversion={row as unknown as Conversion} tz={tz} />}
      {cid !== null ? <Related cid={cid} self={row.id} tz={tz} /> : typeof row["conversion_id"] === "string" && <RelatedOfConversion id={row["conversion_id"]} self={row.id} tz={tz} />}
      <section aria-label={t("fields")}>
        <h3 className={classes.heading} style={{ marginTop: 16 }}>
          {t("fields")}
        </h3>
        <Fields fields={shown} row={row} tz={tz} />
      </section>
    </>
  );
}

export function RowDrawer({ name, id, rows, tz, close }: { name: LogName; id: string; rows: readonly LogRow[]; tz: string; close: () => void }): ReactElement {
  const t = useWords(logWords);
  const errorText = useErrorText();
  const { row, isPending, error } = useRow(name, id, rows);
  const isSettled = useSettled();
  useFocusBack();
  return (
    <Drawer opened onClose={close} closeOnClickOutside={isSettled} position="right" size="min(640px, 100vw)" title={`${t(name)} · ${t("details")}`} closeButtonProps={{ "aria-label": t("close") }} transitionProps={{ duration: 0 }}>
      {row ? (
        <Body name={name} row={row} tz={tz} close={close} />
      ) : isPending ? (
        <p className="muted" role="status">
          {t("reading")}
        </p>
      ) : (
        <Alert color="yellow" role="alert">
          {error ? errorText(error) : t("row.gone")}
        </Alert>
      )}
    </Drawer>
  );
}
