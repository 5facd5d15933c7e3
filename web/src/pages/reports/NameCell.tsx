/* NameCell - what a row is: it opens what is under it, a click on the value keeps only it, an alt-click leaves it out. */
import { UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import classes from "./reports.module.css";
import type { TreeRow } from "./useReportRows.ts";
import type { ValueText } from "./values.ts";
import { reportWords } from "./words.ts";

export interface NameCellProps {
  row: TreeRow;
  /** Which of the row's groupings. */
  at: number;
  canOpen: boolean;
  /** Others beside it open: its name stands where theirs do. */
  isLeaf: boolean;
  valueText: ValueText;
  onToggle: () => void;
  onMore: () => void;
  onRetry: () => void;
  onDrill: (filter: string) => void;
  onExclude: (filter: string) => void;
}

export function NameCell({ row, at, canOpen, isLeaf, valueText, onToggle, onMore, onRetry, onDrill, onExclude }: NameCellProps): ReactElement {
  const t = useWords(reportWords);
  const indent = { paddingLeft: row.depth * 18 + (isLeaf ? 20 : 0) };
  if (row.kind !== "group")
    return (
      <span style={{ paddingLeft: row.depth * 18 + 20 }}>
        {row.kind === "reading" ? (
          <span className="muted">{t("reading")} ...</span>
        ) : (
          <UnstyledButton className={classes.more} onClick={row.kind === "more" ? onMore : onRetry}>
            {row.kind === "more" ? t("more", { n: row.shown, all: row.all }) : t("failed")}
          </UnstyledButton>
        )}
      </span>
    );
  const name = row.names[at] ?? "";
  const text = valueText(name, row.dimensions[name]);
  const own = row.filters.slice(row.depth)[at];
  return (
    <span className={classes.name} style={at === 0 ? indent : undefined}>
      {at === 0 && canOpen && (
        <UnstyledButton className={classes.expander} tabIndex={-1} aria-expanded={row.isOpen} aria-label={t(row.isOpen ? "close" : "open", { name: text })} onClick={onToggle}>
          {row.isOpen ? "▾" : "▸"}
        </UnstyledButton>
      )}
      {own === undefined ? (
        <span className={classes.value}>{text}</span>
      ) : (
        <UnstyledButton
          className={classes.value}
          tabIndex={-1}
          title={`${text}\n${t("value.hint")}`}
          onClick={(event) => (event.altKey ? onExclude : onDrill)(own)}
        >
          <bdi>{text}</bdi>
        </UnstyledButton>
      )}
    </span>
  );
}
