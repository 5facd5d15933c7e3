/* ColumnsPanel - the choice of columns: presets, which ones, in what order, how wide; own formulas. */
import { ActionIcon, Button, CloseButton, Group, NumberInput, Text, TextInput } from "@mantine/core";
import { useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { EMPTY_LAYOUT, applyPreset, isShown, moved, WIDTH_MAX, WIDTH_MIN } from "./layout.ts";
import { FormulaEditor } from "./FormulaEditor.tsx";
import classes from "./columns.module.css";
import { PRESETS } from "./metrics.ts";
import type { Column } from "./types.ts";
import type { UserColumns } from "./useLayout.tsx";
import { tableWords } from "./words.ts";

const NAMES = ["essentials", "money", "rates", "all"] as const;

function Presets({ user }: { user: UserColumns<unknown> }): ReactElement {
  const t = useWords(tableWords);
  const { layout, setLayout, all } = user;
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const side = all.find((column) => column.figures)?.figures?.source.side;
  const metrics = all.filter((column) => column.metric !== undefined).map((column) => column.id);
  const rest = all.slice(1).map((column) => column.id);
  const save = (): void => {
    const trimmed = name.trim();
    if (trimmed === "") return;
    const columns = all.slice(1).filter((column) => isShown(column, layout)).map((column) => column.id);
    setLayout({ ...layout, presets: [...layout.presets.filter((one) => one.name !== trimmed), { name: trimmed, columns }] });
    setName("");
    input.current?.focus(); /* the button that had the focus is off now */
  };
  return (
    <>
      <Group gap={4} role="group" aria-label={t("presets")}>
        {side !== undefined &&
          NAMES.map((one) => (
            <Button key={one} variant="light" px={8} onClick={() => setLayout(applyPreset(layout, PRESETS[one](side), metrics))}>
              {t(one)}
            </Button>
          ))}
        {layout.presets.map((preset) => (
          <Group key={preset.name} gap={0} wrap="nowrap">
            <Button variant="light" px={8} onClick={() => setLayout(applyPreset(layout, preset.columns, rest))}>
              <span className={classes.own}>{preset.name}</span>
            </Button>
            <CloseButton
              size="xs"
              aria-label={t("preset.remove", { name: preset.name })}
              onClick={() => {
                setLayout({ ...layout, presets: layout.presets.filter((one) => one !== preset) });
                input.current?.focus();
              }}
            />
          </Group>
        ))}
        <Button variant="subtle" px={8} onClick={() => setLayout({ ...EMPTY_LAYOUT, formulas: layout.formulas, presets: layout.presets })}>
          {t("reset")}
        </Button>
      </Group>
      <Group gap={4} mt={6} wrap="nowrap">
        <TextInput
          ref={input}
          size="xs"
          flex={1}
          aria-label={t("preset.name")}
          placeholder={t("preset.name")}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && save()}
        />
        <Button variant="default" disabled={name.trim() === ""} onClick={save}>
          {t("preset.save")}
        </Button>
      </Group>
    </>
  );
}

function OneColumn({ column, user }: { column: Column<unknown>; user: UserColumns<unknown> }): ReactElement {
  const t = useWords(tableWords);
  const { layout, setLayout, all } = user;
  const [isOver, setOver] = useState(false);
  const ids = all.map((one) => one.id);
  const label = column.group === undefined ? column.label : `${column.group} · ${column.label}`;
  const at = ids.indexOf(column.id);
  const is = isShown(column, layout);
  const put = (id: string, to: string | undefined): void => {
    if (to !== undefined && to !== ids[0]) setLayout({ ...layout, order: moved(ids, id, to) });
  };
  const show = (on: boolean): void =>
    setLayout({
      ...layout,
      shown: on ? [...layout.shown.filter((id) => id !== column.id), column.id] : layout.shown.filter((id) => id !== column.id),
      hidden: on ? layout.hidden.filter((id) => id !== column.id) : [...layout.hidden.filter((id) => id !== column.id), column.id],
    });
  const onKey = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    put(column.id, ids[at + (event.key === "ArrowUp" ? -1 : 1)]);
  };
  return (
    <li
      className={classes.column}
      data-over={isOver || undefined}
      draggable
      onKeyDown={onKey}
      onDragStart={(event) => event.dataTransfer.setData("text/x-column", column.id)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        put(event.dataTransfer.getData("text/x-column"), column.id);
      }}
    >
      <span aria-hidden className={classes.grip}>
        ⠿
      </span>
      <label className={classes.label}>
        <input type="checkbox" checked={is} onChange={(event) => show(event.currentTarget.checked)} aria-label={t("show.column", { name: label })} />
        <span className={classes.text} title={column.hint}>{label}</span>
      </label>
      {is && (
        <NumberInput
          size="xs"
          w={62}
          hideControls
          aria-label={t("width.of", { name: label })}
          min={WIDTH_MIN}
          max={WIDTH_MAX}
          step={10}
          suffix=" px"
          value={layout.widths[column.id] ?? column.width}
          onChange={(value) => typeof value === "number" && value >= WIDTH_MIN && user.setWidth(column.id, value)}
        />
      )}
      <ActionIcon size="sm" aria-label={t("earlier", { name: label })} disabled={at <= 1} onClick={() => put(column.id, ids[at - 1])}>
        ↑
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t("later", { name: label })} disabled={at >= ids.length - 1} onClick={() => put(column.id, ids[at + 1])}>
        ↓
      </ActionIcon>
    </li>
  );
}

function Formulas({ user, focus }: { user: UserColumns<unknown>; focus: () => void }): ReactElement {
  const t = useWords(tableWords);
  const { layout, setLayout, all } = user;
  const [edited, setEdited] = useState<string | null>(null);
  const source = all.find((column) => column.figures)?.figures?.source;
  const leave = (): void => {
    setEdited(null);
    focus();
  };
  if (source === undefined) return <></>;
  if (edited !== null)
    return (
      <FormulaEditor
        side={source.side}
        totals={source.totals}
        formula={layout.formulas.find((one) => one.id === edited) ?? null}
        close={leave}
        save={(formula) => {
          const isNew = !layout.formulas.some((one) => one.id === formula.id);
          setLayout({ ...layout, formulas: isNew ? [...layout.formulas, formula] : layout.formulas.map((one) => (one.id === formula.id ? formula : one)) });
          leave();
        }}
      />
    );
  return (
    <div className={classes.formulas}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {t("formulas")}
        </Text>
        <Button variant="subtle" onClick={() => setEdited("")}>
          {t("formula.new")}
        </Button>
      </Group>
      {layout.formulas.map((formula) => (
        <Group key={formula.id} gap={4} wrap="nowrap">
          <Text size="sm" className={classes.text}>
            {formula.name}
          </Text>
          <span className={`mono muted ${classes.text}`} style={{ flex: 1 }} title={formula.text}>
            {formula.text}
          </span>
          <ActionIcon size="sm" aria-label={t("formula.edit", { name: formula.name })} onClick={() => setEdited(formula.id)}>
            ✎
          </ActionIcon>
          <CloseButton size="sm" aria-label={t("formula.remove", { name: formula.name })} onClick={() => setLayout({ ...layout, formulas: layout.formulas.filter((one) => one !== formula) })} />
        </Group>
      ))}
    </div>
  );
}

export default function ColumnsPanel({ user }: { user: UserColumns<unknown> }): ReactElement {
  const t = useWords(tableWords);
  const root = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const sought = search.trim().toLocaleLowerCase();
  const found = user.all.slice(1).filter((column) => sought === "" || `${column.group ?? ""} ${column.label} ${column.id}`.toLocaleLowerCase().includes(sought));
  return (
    <div ref={root} tabIndex={-1} className={classes.panel}>
      <Presets user={user} />
      <TextInput size="xs" mt={6} data-autofocus aria-label={t("find")} placeholder={t("find")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      <ul className={classes.columns}>
        {found.map((column) => (
          <OneColumn key={column.id} column={column} user={user} />
        ))}
      </ul>
      <Formulas user={user} focus={() => root.current?.focus()} />
    </div>
  );
}
