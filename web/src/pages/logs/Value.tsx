/* Value - one field of an entry as people read it; what is not there is a dash. */
import { Anchor } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { Field } from "./logs.ts";
import { useSignalsText } from "../../i18n/signals.ts";
import { logWords, toneOfWord, valueWords } from "./words.ts";

export function WordValue({ word }: { word: string | null | undefined }): ReactElement {
  const t = useWords(valueWords);
  if (!word) return <>{NONE}</>;
  return <span className={toneOfWord(word)}>{word in valueWords ? t(word as keyof typeof valueWords) : word}</span>;
}

type Named = { id: number | string; name: string | null };
const isNamed = (value: unknown): value is Named => typeof value === "object" && value !== null && "id" in value;

/** The same as plain text, for copying and titles. */
export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (isNamed(value)) return value.name ?? String(value.id);
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object")
    return Object.entries(value as Record<string, unknown>)
      .filter(([, one]) => one !== null && one !== "" && typeof one !== "object")
      .map(([name, one]) => `${name}=${String(one)}`)
      .join(" ");
  return String(value);
}

export function Value({ field, value, tz, isLinked = false }: { field: Field; value: unknown; tz: string; isLinked?: boolean }): ReactNode {
  const t = useWords(logWords);
  const format = useFormat(tz);
  const signals = useSignalsText();
  if (value === null || value === undefined || value === "") return NONE;
  if (typeof field.kind === "object") {
    if (!isNamed(value)) return NONE;
    const name = value.name ?? String(value.id);
    return isLinked ? (
      <Anchor component={Link} href={`/${field.kind.entity}?edit=${value.id}`} size="sm" title={t("edit", { name })}>
        {name}
      </Anchor>
    ) : (
      name
    );
  }
  switch (field.kind) {
    case "time":
      return format.time(String(value));
    case "word":
      return <WordValue word={String(value)} />;
    case "reason": {
      const told = value as { outcome: string | null; reason_text: string | null };
      return (
        <>
          <WordValue word={told.outcome} />
          {told.reason_text ? <span className="muted"> · {told.reason_text}</span> : null}
        </>
      );
    }
    case "flag":
      return value === true ? t("yes") : <span className="muted">{t("no")}</span>;
    case "money":
      return format.money(String(value));
    case "unit":
      return format.money(String(value), 6);
    case "count":
    case "milliseconds":
      return format.count(Number(value));
    case "signals":
      return signals(value as string[]) || NONE;
    case "list":
    case "map": {
      const text = textOfValue(value);
      return text === "" ? NONE : <span className="mono">{text}</span>;
    }
    case "mono":
      return <span className="mono">{String(value)}</span>;
    case "text":
      return String(value);
  }
}
