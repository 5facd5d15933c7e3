/* DimensionCell - a group's value: a click filters by it and goes a step deeper, with Alt it is left out. */
import { UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords, type Say } from "../../i18n/words.ts";
import { valueText } from "./filters.ts";
import classes from "./network.module.css";
import { reportWords, type Dimension } from "./reportWords.ts";
import type { AdRow } from "./useGoalColumns.tsx";

type Value = { id: number | string; name: string | null; hostname?: string | null } | string | number | boolean | null | undefined;
export const valueOf = (row: AdRow, dimension: Dimension): Value => (row as unknown as Record<string, Value>)[dimension];

export function textOfValue(t: Say<typeof reportWords>, dimension: Dimension, value: Value): string {
  if (value === null || value === undefined || value === "") return t("none");
  if (typeof value === "object") {
    const name = value.name ?? `#${value.id}`;
    return value.hostname && value.hostname !== name ? `${name} · ${value.hostname}` : name;
  }
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (dimension === "weekday") return t(`weekday.${value}` as "weekday.1");
  return value === "unknown" ? t("unknown") : String(value);
}

/** The filter that opens, or closes out, one value. */
export function filterOfValue(dimension: Dimension, value: Value, isOut: boolean): string {
  if (value === null || value === undefined || value === "") return `${dimension}:${isOut ? "!" : ""}empty`;
  return `${dimension}:${isOut ? "!" : ""}${valueText(typeof value === "object" ? String(value.id) : String(value))}`;
}

export function DimensionCell({ row, dimension, onPick }: { row: AdRow; dimension: Dimension; onPick: (isOut: boolean) => void }): ReactElement {
  const t = useWords(reportWords);
  return (
    <UnstyledButton className={classes.link} fz="sm" title={t("drill.hint")} onClick={(event) => onPick(event.altKey)}>
      {textOfValue(t, dimension, valueOf(row, dimension))}
    </UnstyledButton>
  );
}
