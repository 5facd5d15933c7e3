/* Costs - what visits cost, told afterwards as CSV: looked at first, then applied. */
import { Alert, Button, Group, Stack, Table, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { FilePick } from "../../forms/FilePick.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { settingsWords } from "./words.ts";

type Imported = Schemas["costs_imported"];

const COLUMNS = ["costs.line", "costs.result", "costs.campaign", "costs.visits", "costs.old", "costs.new", "costs.message"] as const;
const NUMBERS: readonly string[] = ["costs.line", "costs.visits", "costs.old", "costs.new"];

function Outcome({ done }: { done: Imported }): ReactElement {
  const t = useWords(settingsWords);
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={3} aria-label={t("costs")}>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((word) => (
              <Table.Th key={word} scope="col" className={NUMBERS.includes(word) ? "number" : ""}>
                {t(word)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {done.rows.map((row) => (
            <Table.Tr key={row.line}>
              <Table.Td className="number">{row.line}</Table.Td>
              <Table.Td className={row.result === "refused" ? "loss" : ""}>{t(`result.${row.result}`)}</Table.Td>
              <Table.Td>{row.campaign === null ? "–" : <Link href={`/campaigns?edit=${row.campaign}`}>{row.campaign}</Link>}</Table.Td>
              <Table.Td className="number">{format.count(row.visits)}</Table.Td>
              <Table.Td className="number">{format.money(row.old_cost)}</Table.Td>
              <Table.Td className="number">{format.money(row.new_cost)}</Table.Td>
              <Table.Td>{[row.field, row.message].filter((one) => one !== null).join(": ")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function Costs(): ReactElement {
  const t = useWords(settingsWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const [text, setText] = useState("");
  const send = useMutation({
    mutationFn: (preview: boolean) => post<Imported>("costs/import", { text, preview }),
    onSuccess: (_, preview) => (preview ? undefined : renew()),
  });
  const change = (next: string): void => {
    setText(next);
    send.reset();
  };
  const wasPreview = send.variables === true;
  const waiting = send.data?.rows.filter((row) => row.result === (wasPreview ? "new" : "left")).length ?? 0;
  return (
    <Stack gap="sm" maw={900}>
      <Text>{t("costs.hint")}</Text>
      <Textarea label={t("costs.text")} placeholder={"date_from,date_to,campaign,cost\n2026-11-20,2026-11-20,15GFcZ,12.50"} autosize minRows={6} maxRows={16} spellCheck={false} className="mono" value={text} onChange={(event) => change(event.currentTarget.value)} />
      <Group>
        <FilePick label={t("costs.file")} accept=".csv,text/csv,text/plain" onText={change} />
        <Button variant={waiting > 0 ? "default" : "filled"} disabled={text.trim() === ""} loading={send.isPending && wasPreview} onClick={() => send.mutate(true)}>
          {t("costs.preview")}
        </Button>
        {waiting > 0 && (
          <Button loading={send.isPending && !wasPreview} onClick={() => send.mutate(false)}>
            {t("costs.apply", { n: waiting })}
          </Button>
        )}
      </Group>
      {send.error ? (
        <Alert color="red" role="alert">
          {errorText(send.error)}
        </Alert>
      ) : null}
      {send.data && (
        <>
          {!wasPreview && <Text role="status">{t("costs.sum", { applied: send.data.applied, unchanged: send.data.unchanged, refused: send.data.refused, left: send.data.left })}</Text>}
          <Outcome done={send.data} />
        </>
      )}
    </Stack>
  );
}
