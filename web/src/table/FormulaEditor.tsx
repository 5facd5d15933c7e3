/* FormulaEditor - a figure of one's own: its name, its formula, and what it gives for the totals while one types. */
import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type ReactElement } from "react";
import { useFormat } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { parseFormula, valueOf, type Fault, type Formula } from "./formula.ts";
import { textOfKind } from "./figureText.ts";
import { metricsOf, useMetricName, type Figures, type Side } from "./metrics.ts";
import type { Sums } from "./totals.ts";
import { tableWords } from "./words.ts";

export interface FormulaEditorProps {
  side: Side;
  totals: Figures | null | undefined;
  /** Null: a new one. */
  formula: Formula | null;
  save: (formula: Formula) => void;
  close: () => void;
}

export function FormulaEditor({ side, totals, formula, save, close }: FormulaEditorProps): ReactElement {
  const t = useWords(tableWords);
  const metric = useMetricName();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(formula?.name ?? "");
  const [text, setText] = useState(formula?.text ?? "");
  const [kind, setKind] = useState<Formula["kind"]>(formula?.kind ?? "number");
  const [wasTried, setTried] = useState(false);
  const known = metricsOf(side);
  const parsed = parseFormula(text, (one) => (known as readonly string[]).includes(one));
  const say = (fault: Fault): string => (fault.code === "expected" && fault.word === "" ? t("fault.expected.end") : t(`fault.${fault.code}`, { word: fault.word, at: fault.at + 1 }));
  const fault = "fault" in parsed && (wasTried || text !== "") ? say(parsed.fault) : null;
  const value = valueOf(parsed, totals as Sums | null | undefined);
  const submit = (): void => {
    setTried(true);
    if ("fault" in parsed || name.trim() === "") return;
    save({ id: formula?.id ?? `formula.${Date.now().toString(36)}`, name: name.trim(), text: text.trim(), kind });
  };
  const insert = (one: string | null): void => {
    if (one === null) return;
    const at = input.current?.selectionStart ?? text.length;
    setText(`${text.slice(0, at)}${one}${text.slice(at)}`);
    input.current?.focus();
  };
  return (
    <Stack gap={6} component="section" aria-label={t("formulas")}>
      <TextInput size="xs" label={t("formula.name")} value={name} maxLength={60} autoFocus error={wasTried && name.trim() === "" ? t("name.empty") : null} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput
        size="xs"
        ref={input}
        label={t("formula.text")}
        placeholder={t("formula.hint")}
        value={text}
        maxLength={400}
        spellCheck={false}
        autoComplete="off"
        error={fault}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && submit()}
      />
      <Group gap={6} align="flex-end" wrap="wrap">
        <Select
          size="xs"
          w={190}
          searchable
          label={t("formula.insert")}
          value={null}
          comboboxProps={{ withinPortal: false }}
          data={known.map((one) => ({ value: one, label: `${metric(one)} · ${one}` }))}
          onChange={insert}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("formula.kind")}
          value={kind}
          onChange={(next) => setKind(next as Formula["kind"])}
          data={(["number", "money", "percent"] as const).map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
      </Group>
      {"node" in parsed && (
        <Text size="sm" className="muted">
          {t("formula.total", { value: textOfKind(format, kind === "number" ? "unit" : kind, value) })}
        </Text>
      )}
      <Group gap={6}>
        <Button onClick={submit}>{t("formula.save")}</Button>
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
