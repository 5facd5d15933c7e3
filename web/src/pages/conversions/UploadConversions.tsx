/* UploadConversions - many conversions from a file: first what would become of each row, then they are registered. */
import { Alert, Anchor, Button, Checkbox, Group, SegmentedControl, Stack, Table, Text, Textarea } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { FilePick } from "../../forms/FilePick.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { WordValue } from "../logs/Value.tsx";
import { conversionWords } from "./words.ts";

type Uploaded = Omit<Schemas["uploaded"], "counts"> & { counts: Record<string, number> };
const ROWS_SHOWN = 500;
const TAKEN = ["recorded", "updated"];

function Outcome({ answer }: { answer: Uploaded }): ReactElement {
  const t = useWords(conversionWords);
  const format = useFormat();
  /* What went wrong stands first. */
  const rows = [...answer.rows].sort((a, b) => Number(TAKEN.includes(a.outcome)) - Number(TAKEN.includes(b.outcome)) || a.line - b.line);
  return (
    <Stack gap={6}>
      <Alert role="status" py={6} color={answer.preview ? "yellow" : "green"}>
        {t(answer.preview ? "preview.is" : "applied.is")}
      </Alert>
      <Group gap="md">
        {Object.entries(answer.counts).map(([outcome, count]) => (
          <Text key={outcome} size="sm">
            <WordValue word={outcome} />: <strong className="number">{format.count(count)}</strong>
          </Text>
        ))}
      </Group>
      <Table.ScrollContainer minWidth={420} mah={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={2} fz="xs" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("line")}</Table.Th>
              <Table.Th>{t("cid")}</Table.Th>
              <Table.Th>{t("outcome")}</Table.Th>
              <Table.Th>{t("reason")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, ROWS_SHOWN).map((row) => (
              <Table.Tr key={row.line}>
                <Table.Td className="number">{row.line}</Table.Td>
                <Table.Td className="mono">
                  {row.conversion_id !== null && !answer.preview ? (
                    <Anchor component={Link} size="xs" href={`/logs/conversions?dates=all&row=${row.conversion_id}`}>
                      {row.cid}
                    </Anchor>
                  ) : (
                    row.cid
                  )}
                </Table.Td>
                <Table.Td>
                  <WordValue word={row.outcome} />
                </Table.Td>
                <Table.Td>{[row.field, row.reason].filter(Boolean).join(": ")}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

export function UploadConversions({ close }: { close: () => void }): ReactElement {
  const t = useWords(conversionWords);
  const renew = useRenew();
  const errorText = useErrorText();
  const [format, setFormat] = useState<"csv" | "lines">("csv");
  const [text, setText] = useState("");
  const [isTold, setTold] = useState(true);
  const [isReplacing, setReplacing] = useState(false);
  const [answer, setAnswer] = useState<Uploaded | null>(null);
  const [busy, setBusy] = useState<"preview" | "apply" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const changed = <T,>(apply: (value: T) => void): ((value: T) => void) => (value) => {
    apply(value);
    setAnswer(null);
    setError(null);
  };
  const send = async (isPreview: boolean): Promise<void> => {
    setBusy(isPreview ? "preview" : "apply");
    setError(null);
    try {
      setAnswer(await post<Uploaded>("conversions/upload", { format, text, preview: isPreview, forward: isTold, replace: isReplacing }));
      if (!isPreview) await renew();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(null);
    }
  };
  const taken = answer ? TAKEN.reduce((sum, outcome) => sum + (answer.counts[outcome] ?? 0), 0) : 0;
  return (
    <EditorDrawer
      title={t("upload.title")}
      close={close}
      aside={answer && <Outcome answer={answer} />}
      actions={
        <>
          <Button variant={answer ? "default" : "filled"} size="sm" loading={busy === "preview"} disabled={text.trim() === ""} onClick={() => void send(true)}>
            {t("preview")}
          </Button>
          {answer?.preview && (
            <Button size="sm" loading={busy === "apply"} disabled={taken === 0} onClick={() => void send(false)}>
              {t("apply", { n: taken })}
            </Button>
          )}
        </>
      }
    >
      <Stack gap="sm">
        <SegmentedControl aria-label={t("format")} value={format} onChange={changed((next: string) => setFormat(next === "lines" ? "lines" : "csv"))} data={[{ value: "csv", label: t("format.csv") }, { value: "lines", label: t("format.lines") }]} />
        <FilePick label={t("file")} accept=".csv,.txt,.tsv,text/csv,text/plain" onText={changed(setText)} />
        <Textarea
          label={t("text")}
          description={t("text.hint")}
          placeholder={t(`text.${format}`)}
          autosize
          minRows={8}
          maxRows={18}
          value={text}
          error={error === null ? undefined : errorText(error)}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
          onChange={(event) => changed(setText)(event.currentTarget.value)}
        />
        <Checkbox label={t("forward")} checked={isTold} onChange={(event) => changed(setTold)(event.currentTarget.checked)} />
        <Checkbox label={t("replace")} checked={isReplacing} onChange={(event) => changed(setReplacing)(event.currentTarget.checked)} />
      </Stack>
    </EditorDrawer>
  );
}
