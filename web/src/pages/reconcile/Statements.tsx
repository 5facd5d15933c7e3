/* Statements - what the source's network says that it counted, as it was uploaded: listed, deleted and brought back, and a new one over the page. */
import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { post, remove, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import classes from "./reconcile.module.css";
import { statementWords } from "./statementWords.ts";
import { UploadStatement } from "./UploadStatement.tsx";

type Statement = Schemas["statement"];
const PATH = "reconcile/statements";

export function Statements({ source, tz }: { source: number; tz: string }): ReactElement {
  const t = useWords(statementWords);
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const mayChange = mayWrite("entries");
  const rows = useGet<Page<Statement>>(PATH, { source }).data?.rows ?? [];
  return (
    <Stack gap="xs">
      <Group gap="md">
        <h2 className={classes.heading}>{t("statements")}</h2>
        {mayChange && (
          <Button size="compact-xs" variant="default" onClick={() => set({ statement: "new" })}>
            {t("upload")}
          </Button>
        )}
      </Group>
      <Text size="xs" className="muted">{t("hint")}</Text>
      {rows.length === 0 ? <Text size="sm">{t("none")}</Text> : <List rows={rows} tz={tz} mayChange={mayChange} />}
      {mayChange && params.get("statement") === "new" && <UploadStatement source={source} close={() => set({ statement: null }, { replace: true })} />}
    </Stack>
  );
}

function List({ rows, tz, mayChange }: { rows: readonly Statement[]; tz: string; mayChange: boolean }): ReactElement {
  const t = useWords(statementWords);
  const format = useFormat(tz);
  const renew = useRenew();
  const tell = useTellError();
  const change = (row: Statement): void => {
    const done = row.state === "deleted" ? post(`${PATH}/${row.id}/restore`, {}) : remove(`${PATH}/${row.id}`);
    done.then(() => renew("reconcile"), tell);
  };
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("statements")}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            <th scope="col">{t("days")}</th>
            <th scope="col" className="number">{t("lines")}</th>
            <th scope="col" className="number">{t("conversions")}</th>
            <th scope="col" className="number">{t("amount")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("brought")}</th>
            {mayChange && <th aria-hidden />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name || `#${row.id}`}</th>
              <td>{`${row.from} – ${row.to}, ${row.tz}`}</td>
              <td className="number">{format.count(row.lines)}</td>
              <td className="number">{format.count(row.conversions)}</td>
              <td className="number">{`${format.money(row.amount)} ${row.currency}`}</td>
              <td className={row.state === "active" ? "" : "muted"}>{t(row.state)}</td>
              <td>{format.time(row.created_at)}</td>
              {mayChange && (
                <td>
                  <Button size="compact-xs" variant="subtle" aria-label={t(row.state === "deleted" ? "restore.of" : "delete.of", { name: row.name || `#${row.id}` })} onClick={() => change(row)}>
                    {t(row.state === "deleted" ? "restore" : "delete")}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
