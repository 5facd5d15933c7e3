/* StatementSeen - how a statement was understood, before it is kept: its sums, what is wrong by line and column, and whose campaigns it speaks of. */
import { Alert, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./reconcile.module.css";
import { statementWords } from "./statementWords.ts";

export type Seen = Schemas["statement_made"];

export function StatementSeen({ seen }: { seen: Seen | null }): ReactElement {
  const t = useWords(statementWords);
  const format = useFormat();
  if (seen === null) return <Text className="muted">{t("first")}</Text>;
  return (
    <Stack gap="sm">
      {seen.from !== null && seen.to !== null && seen.lines > 0 && (
        <Text size="sm" role="status">
          {t("sums", { from: seen.from, to: seen.to, n: seen.conversions, amount: format.money(seen.amount), currency: seen.currency })}
        </Text>
      )}
      {seen.replaces.length > 0 && <Alert color="yellow" py={6}>{t("replaces")}</Alert>}
      {seen.fault_count > 0 && <Faults seen={seen} />}
      {seen.campaigns.length > 0 && <Texts title={t("campaigns")} rows={seen.campaigns} isCampaign />}
      {seen.goals.length > 0 && <Texts title={t("goals")} rows={seen.goals} />}
    </Stack>
  );
}

function Faults({ seen }: { seen: Seen }): ReactElement {
  const t = useWords(statementWords);
  return (
    <>
      <Alert color="red" py={6} role="alert">
        {t("faults", { n: seen.fault_count })}
      </Alert>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("wrong")}>
        <table className={classes.figures}>
          <thead>
            <tr>
              <th scope="col" className="number">{t("line")}</th>
              <th scope="col">{t("column")}</th>
              <th scope="col">{t("wrong")}</th>
            </tr>
          </thead>
          <tbody>
            {seen.faults.map((fault, index) => (
              <tr key={index}>
                <td className="number">{fault.line}</td>
                <td>{fault.column ?? "–"}</td>
                <td>{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Texts({ title, rows, isCampaign = false }: { title: string; rows: Seen["campaigns"]; isCampaign?: boolean }): ReactElement {
  const t = useWords(statementWords);
  const format = useFormat();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
      <table className={classes.figures}>
        <caption className={classes.heading}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t("there")}</th>
            {isCampaign && <th scope="col">{t("here")}</th>}
            <th scope="col" className="number">{t("lines")}</th>
            <th scope="col" className="number">{t("conversions")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.text}>
              <th scope="row">{row.text || "–"}</th>
              {isCampaign && <td className={row.campaign === null ? "warn" : ""}>{row.campaign?.name ?? t("unknown")}</td>}
              <td className="number">{format.count(row.lines)}</td>
              <td className="number">{format.count(row.conversions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
