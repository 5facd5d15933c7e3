/* Costs - what clicks brought as their cost beside what the network's API told, by the network's day and campaign. */
import { Anchor, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import type { Format } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./reconcile.module.css";
import { signed } from "./Tables.tsx";
import { costCauseWords, reconcileWords } from "./words.ts";

type Found = NonNullable<Schemas["reconcile"]["costs"]>;

export function Costs({ costs, source, format }: { costs: Found; source: number; format: Format }): ReactElement {
  const t = useWords(reconcileWords);
  const causes = useWords(costCauseWords);
  const lines = [
    ...costs.rows.map((row) => ({ ...row, name: row.day, of: row.campaign?.name ?? t("costs.unmatched") })),
    { ...costs.totals, name: t("total"), of: "", sync_run: null },
  ];
  return (
    <>
      <h2 className={classes.heading}>{t("costs")}</h2>
      <Text size="xs" className="muted">
        {t("costs.help", { tz: costs.tz })}
      </Text>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("costs")}>
        <table className={classes.figures} aria-label={t("costs")}>
          <thead>
            <tr>
              <th scope="col">{t("day")}</th>
              <th scope="col">{t("campaign")}</th>
              <th scope="col" className="number">{t("costs.own")}</th>
              <th scope="col" className="number">{t("costs.network")}</th>
              <th scope="col" className="number">{t("gap")}</th>
              <th scope="col">{t("why")}</th>
              <th scope="col" className="number">{t("costs.counted")}</th>
              <th scope="col">{t("costs.run")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((row, index) => (
              <tr key={index}>
                <th scope="row">{row.name}</th>
                <td>{row.of}</td>
                <td className="number">{format.money(row.own)}</td>
                <td className="number">{format.money(row.network)}</td>
                <td className="number">{signed(format, "value", row.gap)}</td>
                <td>{row.causes.map((cause) => `${causes(cause.cause)} ${signed(format, "value", cause.cost)}`).join(", ")}</td>
                <td className="number">{format.money(row.counted)}</td>
                <td>
                  {row.sync_run === null ? null : (
                    <Anchor component={Link} href={`/sources?edit=${source}`} size="sm">
                      {`#${row.sync_run}`}
                    </Anchor>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
