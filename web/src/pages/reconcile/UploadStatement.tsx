/* UploadStatement - a network's statement from a CSV file: which column is what, its clock and currency; seen anew with each change, kept when nothing is wrong. */
import { Alert, Button, Group, Input, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRef, useState, type ReactElement } from "react";
import { ApiError, post } from "../../api/client.ts";
import { useOne, useRenew } from "../../api/hooks.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { FilePick } from "../../forms/FilePick.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import classes from "./reconcile.module.css";
import { StatementSeen, type Seen } from "./StatementSeen.tsx";
import { statementWords } from "./statementWords.ts";

const COLUMNS = ["day", "campaign", "goal", "conversions", "value", "external_id", "txid"] as const;
const DATES = ["ymd", "dmy", "mdy"] as const;
const ZONES = Intl.supportedValuesOf("timeZone");
const withOwn = (all: readonly string[], own: string): string[] => (all.includes(own) ? [...all] : [own, ...all]);

interface Form {
  text: string;
  name: string;
  columns: Record<string, string | null>;
  dates: (typeof DATES)[number];
  tz: string | null;
  currency: string | null;
  from: string;
  to: string;
  campaign_token: number | null;
}

const bodyOf = (form: Form, source: number): object => ({ ...form, source, from: form.from || null, to: form.to || null });

export function UploadStatement({ source, close }: { source: number; close: () => void }): ReactElement {
  const t = useWords(statementWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { workspace } = useSession();
  const own = useOne("sources", source).data;
  const [form, setForm] = useState<Form>({ text: "", name: "", columns: {}, dates: "ymd", tz: null, currency: null, from: "", to: "", campaign_token: null });
  const [seen, setSeen] = useState<Seen | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isKeeping, setKeeping] = useState(false);
  const newest = useRef(0);

  const look = async (next: Form): Promise<void> => {
    const turn = ++newest.current;
    setForm(next);
    if (next.text === "" || Boolean(next.from) !== Boolean(next.to)) return;
    try {
      const answer = await post<Seen>("reconcile/statements", { ...bodyOf(next, source), preview: true });
      if (turn !== newest.current) return;
      setSeen(answer);
      setError(null);
    } catch (refused) {
      if (turn !== newest.current) return;
      setError(refused);
      setSeen((before) => (before && { ...before, lines: 0 }));
    }
  };
  const set = (change: Partial<Form>): void => void look({ ...form, ...change });
  const keep = async (): Promise<void> => {
    setKeeping(true);
    try {
      await post<Seen>("reconcile/statements", bodyOf(form, source));
      await renew("reconcile");
      notifications.show({ message: t("kept") });
      close();
    } catch (refused) {
      setError(refused);
    } finally {
      setKeeping(false);
    }
  };
  const field = error instanceof ApiError ? error.field : null;
  const wrong = (name: string): string | undefined => (field === name ? errorText(error) : undefined);
  const isShown = ["tz", "currency", "from", "to"].includes(field ?? "");
  const tokens = own?.tokens ?? [];
  return (
    <EditorDrawer
      title={t("upload")}
      close={close}
      isWide
      aside={<StatementSeen seen={seen} />}
      actions={
        <Button size="sm" loading={isKeeping} disabled={!seen || seen.lines === 0 || seen.fault_count > 0 || error !== null} onClick={() => void keep()}>
          {t("keep")}
        </Button>
      }
    >
      <Stack gap="sm">
        <Group gap="sm">
          <FilePick label={t("file")} accept=".csv,.tsv,.txt,text/csv,text/plain" isMain={form.text === ""} onText={(text, name) => set({ text, name: name.slice(0, 100), columns: {} })} />
          {form.name !== "" && <Text size="sm">{t("chosen", { name: form.name, n: seen?.lines ?? 0 })}</Text>}
        </Group>
        {error !== null && !isShown ? <Alert color="red" role="alert">{errorText(error)}</Alert> : null}
        {seen && (
          <>
            <h3 className={classes.heading}>{t("columns")}</h3>
            <Text size="xs" className="muted">{t("columns.hint")}</Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              {COLUMNS.map((column) => (
                <Select key={column} label={t(`column.${column}`)} placeholder={t("column.none")} allowDeselect={false} clearable clearButtonProps={{ "aria-label": t("column.none"), tabIndex: 0 }} data={[...new Set(seen.header)].filter((name) => name !== "")} value={seen.columns[column] ?? null} onChange={(name) => set({ columns: { ...form.columns, [column]: name } })} />
              ))}
            </SimpleGrid>
          </>
        )}
        <Input.Wrapper label={t("dates")}>
          <SegmentedControl fullWidth mt={4} aria-label={t("dates")} data={DATES.map((one) => ({ value: one, label: t(`dates.${one}`) }))} value={form.dates} onChange={(next) => set({ dates: DATES.find((one) => one === next) ?? "ymd" })} />
        </Input.Wrapper>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          <Select label={t("tz")} searchable allowDeselect={false} limit={50} data={withOwn(ZONES, form.tz ?? workspace?.time_zone ?? "UTC")} value={form.tz ?? workspace?.time_zone ?? "UTC"} error={wrong("tz")} onChange={(tz) => set({ tz })} />
          <TextInput label={t("currency")} maxLength={3} value={form.currency ?? own?.currency ?? ""} error={wrong("currency")} onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })} />
          <TextInput type="date" label={t("from")} value={form.from} error={wrong("from")} onChange={(event) => set({ from: event.currentTarget.value })} />
          <TextInput type="date" label={t("to")} value={form.to} error={wrong("to")} onChange={(event) => set({ to: event.currentTarget.value })} />
        </SimpleGrid>
        <Text size="xs" className="muted">{t("range.hint")}</Text>
        <Select label={t("token")} allowDeselect={false} data={[{ value: "0", label: t("token.none") }, ...tokens.map(({ slot, name, param }) => ({ value: String(slot), label: t("token.slot", { slot, name: name || param }) }))]} value={String(form.campaign_token ?? seen?.campaign_token ?? 0)} onChange={(slot) => set({ campaign_token: Number(slot) })} />
      </Stack>
    </EditorDrawer>
  );
}
