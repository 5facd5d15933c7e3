/* GroupingBar - by what the report is grouped: added, taken out, put into another order by dragging or with the arrow keys. */
import { Button, Switch, UnstyledButton } from "@mantine/core";
import { useState, type KeyboardEvent, type ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { DimensionMenu } from "./DimensionMenu.tsx";
import { DIMENSION_GROUPS, GROUPINGS_MAX } from "./dimensions.ts";
import classes from "./reports.module.css";
import type { ReportState } from "./state.ts";
import { reportWords } from "./words.ts";

export function GroupingBar({ state, nameOf }: { state: ReportState; nameOf: (name: string) => string }): ReactElement {
  const t = useWords(reportWords);
  const [dragged, setDragged] = useState<string | null>(null);
  const { groupings } = state;
  const place = (name: string, at: number): void => {
    const others = groupings.filter((one) => one !== name);
    const next = [...others.slice(0, at), name, ...others.slice(at)];
    if (next.join() !== groupings.join()) state.setGroupings(next);
  };
  const onKey = (event: KeyboardEvent, name: string): void => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    place(name, Math.max(0, Math.min(groupings.length - 1, groupings.indexOf(name) + by)));
  };
  const groups = DIMENSION_GROUPS.map(([group, names]) => [group, names.filter((name) => !groupings.includes(name))] as const);
  return (
    <div className={classes.bar} role="group" aria-label={t("group.by")}>
      <span className={classes.label}>{t("group.by")}</span>
      {groupings.map((name, i) => (
        <span
          key={name}
          className={classes.chip}
          draggable
          data-drag={dragged === name || undefined}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            setDragged(name);
          }}
          onDragEnd={() => setDragged(null)}
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== null) place(dragged, i);
          }}
        >
          <UnstyledButton title={t("group.hint")} aria-label={t("group.move", { name: nameOf(name) })} onClick={() => place(name, 0)} onKeyDown={(event) => onKey(event, name)}>
            {nameOf(name)}
          </UnstyledButton>
          <UnstyledButton aria-label={t("group.remove", { name: nameOf(name) })} onClick={() => state.setGroupings(groupings.filter((one) => one !== name))}>
            ×
          </UnstyledButton>
        </span>
      ))}
      <DimensionMenu
        groups={groups}
        nameOf={nameOf}
        onPick={(name) => state.setGroupings([...groupings, name])}
        target={(toggle) => (
          <Button size="compact-xs" variant="default" aria-label={t("group.add")} disabled={groupings.length >= GROUPINGS_MAX} title={groupings.length >= GROUPINGS_MAX ? t("group.full") : t("group.add")} onClick={toggle}>
            +
          </Button>
        )}
      />
      {groupings.length > 1 && (
        <Switch size="xs" label={t("flat")} title={t("flat.hint")} checked={state.isFlat} onChange={(event) => state.set({ flat: event.currentTarget.checked ? "1" : null })} />
      )}
    </div>
  );
}
