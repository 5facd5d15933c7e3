/* LogFilters - what narrows a log: its entities, words, the click id, tests; a report's filters that came along, each removable. */
import { Button, Group, Pill, Popover, Select, Stack, TextInput } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { useWords } from "../../i18n/words.ts";
import { useUrl } from "../../state/url.ts";
import { ENTITY_RESOURCES, type Log } from "./logs.ts";
import { fieldWords, logWords, valueWords, type FieldName } from "./words.ts";

/** Asked for seldom: it stands among the further filters. */
const SELDOM = ["reversed"];

function WordSelect({ name, words, isInside = false }: { name: string; words: readonly string[]; isInside?: boolean }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const values = useWords(valueWords);
  const { params, set } = useUrl();
  const own = (word: string): string => (name === "reversed" ? t("reversed.true") : values(word as keyof typeof valueWords));
  const label = name === "reversed" ? t("reversed") : fields(name as FieldName);
  return (
    <Select
      {...(isInside ? { label, comboboxProps: { withinPortal: false } } : { size: "xs", w: 140, "aria-label": label, placeholder: label, comboboxProps: { width: "max-content", position: "bottom-start" } })}
      clearable
      data={words.map((word) => ({ value: word, label: own(word) }))}
      value={params.get(name)}
      onChange={(word) => set({ [name]: word, row: null }, { replace: true })}
    />
  );
}

function CidInput(): ReactElement {
  const t = useWords(logWords);
  const { params, set } = useUrl();
  const asked = params.get("cid") ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set({ cid: text.trim() });
      }}
    >
      <TextInput size="xs" w={190} aria-label={t("cid.filter")} placeholder={t("cid.filter")} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => text.trim() !== asked && set({ cid: text.trim() })} />
    </form>
  );
}

const CHIPS = ["filter", "bots", "tests", "time", "txid", "conversion_id"] as const;

function Chips(): ReactElement | null {
  const t = useWords(logWords);
  const { params, set } = useUrl();
  const chips = CHIPS.flatMap((name) => params.getAll(name).map((value) => ({ name, value })));
  if (chips.length === 0) return null;
  return (
    <Group gap={4}>
      {chips.map(({ name, value }) => (
        <Pill
          key={`${name} ${value}`}
          withRemoveButton
          removeButtonProps={{ "aria-label": t("filter.remove", { name: value }), "aria-hidden": false, tabIndex: 0 }}
          onRemove={() => set({ [name]: params.getAll(name).filter((one) => one !== value) })}
        >
          {name === "filter" ? value : `${name}: ${value}`}
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => set(Object.fromEntries(CHIPS.map((name) => [name, null])))}>
        {t("filter.clear")}
      </Button>
    </Group>
  );
}

export function LogFilters({ log }: { log: Log }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const { params, set } = useUrl();
  const seldom = Object.entries(log.words).filter(([name]) => SELDOM.includes(name));
  const chosen = [...log.entities, ...seldom.map(([name]) => name), "test"].filter((name) => params.has(name)).length;
  return (
    <Group gap={6}>
      {Object.entries(log.words)
        .filter(([name]) => !SELDOM.includes(name))
        .map(([name, words]) => (
          <WordSelect key={name} name={name} words={words} />
        ))}
      {log.hasCid && <CidInput />}
      <Popover position="bottom-start" shadow="md" trapFocus width={280}>
        <Popover.Target>
          <Button variant={chosen > 0 ? "light" : "default"}>
            {t("more.filters")}
            {chosen > 0 ? ` (${chosen})` : ""} ▾
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            {log.entities.map((name) => (
              <EntitySelect key={name} resource={ENTITY_RESOURCES[name]} label={fields(name)} value={params.has(name) ? Number(params.get(name)) : null} onChange={(id) => set({ [name]: id === null ? null : String(id) }, { replace: true })} />
            ))}
            {seldom.map(([name, words]) => (
              <WordSelect key={name} name={name} words={words} isInside />
            ))}
            <Select label={t("test")} clearable data={[{ value: "true", label: t("test.true") }, { value: "false", label: t("test.false") }]} value={params.get("test")} placeholder={t("any")} comboboxProps={{ withinPortal: false }} onChange={(test) => set({ test }, { replace: true })} />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <Chips />
    </Group>
  );
}
