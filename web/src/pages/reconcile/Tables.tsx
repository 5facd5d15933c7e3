/* Tables - the rows behind the bridge: conversions by day, campaign and goal; clicks and cost by day and campaign. */
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import type { Format } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import classes from "./reconcile.module.css";
import { causeWords, reconcileWords } from "./words.ts";

type Answer = Schemas["reconcile"];
export type Measure = "conversions" | "value";

export function signed(format: Format, measure: Measure, value: number | string): string {
  const text = measure === "conversions" ? format.count(Number(value)) : format.money(String(value));
  return Number(value) > 0 ? `+${text}` : text;
}

export function DayTable({ answer, measure, format }: { answer: Answer; measure: Measure; format: Format }): ReactElement {
  const t = useWords(reconcileWords);
  const causes = useWords(causeWords);
  const show = (value: number | string): string => (measure === "conversions" ? format.count(Number(value)) : format.money(String(value)));
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("days")}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            <th scope="col">{t("campaign")}</th>
            <th scope="col">{t("goal")}</th>
            <th scope="col" className="number">{t("tracker")}</th>
            <th scope="col" className="number">{t("network")}</th>
            <th scope="col" className="number">{t("gap")}</th>
            <th scope="col">{t("why")}</th>
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">{row.day}</th>
              <td>{row.campaign?.name ?? "–"}</td>
              <td>{row.goal?.name ?? row.goal?.id ?? "–"}</td>
              <td className="number">{show(row.tracker[measure])}</td>
              <td className="number">{show(row.network[measure])}</td>
              <td className="number">{signed(format, measure, row.gap[measure])}</td>
              <td>{row.causes.map((cause) => `${causes(cause.cause)} ${signed(format, measure, cause[measure])}`).join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function TrafficTable({ traffic, format }: { traffic: Answer["traffic"]; format: Format }): ReactElement {
  const t = useWords(reconcileWords);
  const causes = useWords(causeWords);
  const lines = [...traffic.rows.map((row) => ({ ...row, name: row.day, of: row.campaign?.name ?? "–" })), { ...traffic.totals, name: t("total"), of: "" }];
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("traffic")}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            <th scope="col">{t("campaign")}</th>
            <th scope="col" className="number">{`${t("clicks")}, ${t("tracker")}`}</th>
            <th scope="col" className="number">{`${t("clicks")}, ${t("network")}`}</th>
            <th scope="col" className="number">{`${t("cost")}, ${t("tracker")}`}</th>
            <th scope="col" className="number">{`${t("cost")}, ${t("network")}`}</th>
            <th scope="col">{t("why")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((row, index) => (
            <tr key={index}>
              <th scope="row">{row.name}</th>
              <td>{row.of}</td>
              <td className="number">{format.count(row.tracker.clicks)}</td>
              <td className="number">{format.count(row.network.clicks)}</td>
              <td className="number">{format.money(row.tracker.cost)}</td>
              <td className="number">{format.money(row.network.cost)}</td>
              <td>{row.causes.map((cause) => `${causes(cause.cause)} ${signed(format, "conversions", cause.clicks)}`).join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
