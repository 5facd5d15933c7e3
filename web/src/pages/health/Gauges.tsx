/* Gauges - figures one below the other, each with a bar that compares it with its neighbours. */
import type { ReactElement, ReactNode } from "react";
import { NONE } from "../../i18n/format.ts";
import classes from "./health.module.css";

export interface Gauge {
  label: ReactNode;
  key: string;
  value: number | null;
  text: string;
  /** Such as should not be there. */
  isBad?: boolean;
}

/** `hasBars`: where the rows are of one kind, so that their lengths say something. */
export function Gauges({ title, rows, hasBars = false, note }: { title: string; rows: readonly Gauge[]; hasBars?: boolean; note?: string }): ReactElement {
  const most = Math.max(...rows.map((row) => row.value ?? 0), 0);
  return (
    <section aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
      <table className={classes.gauges}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {hasBars && (
                <td className={classes.track} aria-hidden>
                  {row.value !== null && row.value > 0 && <span className={classes.bar} data-tone={row.isBad ? "loss" : undefined} style={{ width: `${Math.max(1, (row.value / most) * 100)}%` }} />}
                </td>
              )}
              <td className={`number ${row.isBad ? "loss" : ""}`}>{row.value === null ? NONE : row.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
