/* RateDay - one day's exchange rates by hand. */
import { Stack, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { ApiError, post, type Schemas } from "../../api/client.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { settingsWords } from "./words.ts";

/** The rates of "USD 1.08" lines, or the number of the first line that is none. */
function ratesOf(text: string): { rates: Record<string, string>; badLine: number | null } {
  const rates: Record<string, string> = {};
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const match = /^\s*([A-Za-z]{3})\s*[\s=:;]\s*(\d+(?:[.,]\d+)?)\s*$/.exec(line);
    if (!match) return { rates, badLine: i + 1 };
    rates[(match[1] ?? "").toUpperCase()] = (match[2] ?? "").replace(",", ".");
  }
  return { rates, badLine: null };
}

export function RateDay({ close, onSaved }: { close: () => void; onSaved: (done: Schemas["rates_imported"]) => void }): ReactElement {
  const t = useWords(settingsWords);
  const [date, setDate] = useState(new Date().toISOString().slice(0, 10));
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { rates, badLine } = ratesOf(text);
  const field = error instanceof ApiError ? error.field : "";
  const save = async (): Promise<void> => {
    if (badLine !== null) return;
    setBusy(true);
    setError(null);
    try {
      onSaved(await post<Schemas["rates_imported"]>("rates", { date, base: "EUR", rates }));
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const message = error instanceof ApiError ? error.message : undefined;
  const isOfRates = field.startsWith("rates");
  return (
    <EditorDrawer title={t("rates.enter")} close={close} save={() => void save()} isSaving={isBusy} formError={error !== null && field !== "date" && !isOfRates ? error : null}>
      <Stack gap="sm">
        <TextInput type="date" label={t("rates.day")} required value={date} error={field === "date" ? message : undefined} onChange={(event) => setDate(event.currentTarget.value)} />
        <Textarea
          label={t("rates.lines")}
          description={t("rates.lines.hint")}
          autosize
          minRows={5}
          spellCheck={false}
          value={text}
          error={badLine !== null ? t("rates.line.bad", { n: badLine }) : isOfRates ? message : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Stack>
    </EditorDrawer>
  );
}
