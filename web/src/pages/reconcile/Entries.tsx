/* Entries - what is behind one cause: each conversion, what the network was told and answered, and the call that it counted. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Page, Query, Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import classes from "./reconcile.module.css";
import { causeWords, reconcileWords, type CauseName } from "./words.ts";

const ROWS_MAX = 500;

export function Entries({ query, cause, tz, close }: { query: Query; cause: CauseName; tz: string; close: () => void }): ReactElement {
  const t = useWords(reconcileWords);
  const causes = useWords(causeWords);
  const errorText = useErrorText();
  const format = useFormat(tz);
  const found = useGet<Page<Schemas["reconcile_entry"]>>("reconcile/entries", { ...query, cause, limit: ROWS_MAX });
  const title = t("entries.of", { cause: causes(cause) });
  return (
    <Stack gap="xs">
      <Group gap="md">
        <h2 className={classes.heading}>{title}</h2>
        <Button size="compact-xs" variant="default" onClick={close}>
          {t("close")}
        </Button>
      </Group>
      {found.error ? <Alert color="red">{errorText(found.error)}</Alert> : null}
      {!found.data && !found.error && <Text className="muted">{t("loading")}</Text>}
      {found.data && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
          <table className={classes.figures}>
            <thead>
              <tr>
                <th scope="col">{t("conversion")}</th>
                <th scope="col">{t("campaign")}</th>
                <th scope="col">{t("goal")}</th>
                <th scope="col" className="number">{t("conversions")}</th>
                <th scope="col" className="number">{t("value")}</th>
                <th scope="col">{t("told")}</th>
                <th scope="col">{t("call")}</th>
              </tr>
            </thead>
            <tbody>
              {found.data.rows.map((row, index) => (
                <tr key={index}>
                  <th scope="row">
                    {row.conversion_id === null ? "–" : <Link href={`/conversions?row=${row.conversion_id}`}>{format.time(row.converted_at)}</Link>}
                  </th>
                  <td>{row.campaign?.name ?? "–"}</td>
                  <td>{row.goal?.name ?? row.goal?.id ?? "–"}</td>
                  <td className="number">{format.count(row.conversions)}</td>
                  <td className="number">{format.money(row.value)}</td>
                  <td className={classes.url}>
                    {[row.reason_text, row.body].filter(Boolean).join(" · ") || row.state || "–"}
                    {row.mend !== null && <div className="muted">{row.mend}</div>}
                    {row.url !== null && <div className="muted">{row.url}</div>}
                  </td>
                  <td>{row.statement_id !== null ? t("statement.line", { line: row.statement_line ?? 0, id: String(row.statement_id) }) : row.goal_call_id === null ? "–" : <Link href={`/network/calls?goal=${row.goal?.id ?? ""}&dates=${row.day}..${row.day}&entry=${row.goal_call_id}`}>{format.time(row.called_at)}</Link>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.data?.next && <Text className="muted">{t("entries.more", { n: ROWS_MAX })}</Text>}
    </Stack>
  );
}
