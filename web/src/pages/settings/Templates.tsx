/* Templates - the workspace's own, from which new sources and networks are filled. */
import { Button, Group, NativeSelect, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { post, remove, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";
import { settingsWords } from "./words.ts";

export type TemplateRow = Schemas["template_row"];

const ACTS = ["edit", "clone", "archive"] as const;
const ARCHIVED_ACTS = ["restore"] as const;

export function Templates(): ReactElement {
  const t = useWords(settingsWords);
  const tell = useTellError();
  const errorText = useErrorText();
  const renew = useRenew();
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const isOfArchive = params.get("status") === "archived";
  const templates = useGet<Page<TemplateRow>>("templates");
  const archived = useGet<Page<TemplateRow>>(isOfArchive ? "templates" : null, { status: "archived" });
  const isWriter = mayWrite("templates");
  useShortcut("n", () => isWriter && set({ edit: "new" }));
  const restore = useMutation({
    mutationFn: (row: TemplateRow) => post(`templates/${row.id}/restore`),
    onError: tell,
    onSuccess: (_, row) => {
      notifications.show({ message: t("restored", { name: row.name }) });
      return renew("templates");
    },
  });
  const clone = useMutation({
    mutationFn: (row: TemplateRow) => post<Schemas["template_written"]>(`templates/${row.id}/clone`),
    onError: tell,
    onSuccess: async (copy) => {
      notifications.show({ message: t("cloned", { name: copy.name }) });
      await renew("templates");
      set({ edit: String(copy.id) });
    },
  });
  const archive = useMutation({
    mutationFn: (row: TemplateRow) => remove(`templates/${row.id}`),
    onError: tell,
    onSuccess: async (_, row) => {
      const shown = notifications.show({
        autoClose: 10_000,
        message: (
          <Group justify="space-between">
            <span>{t("archived", { name: row.name })}</span>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                notifications.hide(shown);
                restore.mutate(row);
              }}
            >
              {t("undo")}
            </Button>
          </Group>
        ),
      });
      await renew("templates");
    },
  });
  const all = templates.data?.rows ?? [];
  const own = all.filter((row) => row.origin === "user");
  const shown = isOfArchive ? (archived.data?.rows ?? []) : own;
  const presets = all.filter((row) => row.origin === "builtin");
  const edit = params.get("edit");
  const edited = own.find((row) => String(row.id) === edit) ?? null;
  const acts: Record<(typeof ACTS)[number] | (typeof ARCHIVED_ACTS)[number], (row: TemplateRow) => void> = {
    edit: (row) => set({ edit: String(row.id) }),
    clone: (row) => clone.mutate(row),
    archive: (row) => archive.mutate(row),
    restore: (row) => restore.mutate(row),
  };
  return (
    <>
      <Text mb="sm" maw={760}>
        {t("templates.hint")}
      </Text>
      <Group mb="sm">
        {isWriter && <Button onClick={() => set({ edit: "new" })}>{t("templates.new")}</Button>}
        <NativeSelect
          size="xs"
          aria-label={t("templates.which")}
          value={isOfArchive ? "archived" : "active"}
          data={(["active", "archived"] as const).map((one) => ({ value: one, label: t(`templates.${one}`) }))}
          onChange={(event) => set({ status: event.currentTarget.value === "archived" ? "archived" : null, edit: null })}
        />
      </Group>
      {templates.error ? <Text role="alert">{errorText(templates.error)}</Text> : null}
      {templates.data && !isOfArchive && own.length === 0 && <Text>{t("templates.empty", { n: presets.length })}</Text>}
      {isOfArchive && archived.data && shown.length === 0 && <Text>{t("templates.archived.none")}</Text>}
      {shown.length > 0 && (
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing={4} aria-label={t("templates")}>
            <Table.Thead>
              <Table.Tr>
                {(["name", "templates.kind", "templates.word", "templates.notes"] as const).map((word) => (
                  <Table.Th key={word} scope="col">
                    {t(word)}
                  </Table.Th>
                ))}
                <Table.Th scope="col">
                  <span className="sr-only">{t("actions")}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((row) => (
                <Table.Tr key={String(row.id)} onDoubleClick={() => !isOfArchive && set({ edit: String(row.id) })}>
                  <Table.Td>{row.name}</Table.Td>
                  <Table.Td>{t(`kind.${row.kind}`)}</Table.Td>
                  <Table.Td className="mono">{row.template}</Table.Td>
                  <Table.Td maw={320}>{row.notes}</Table.Td>
                  <Table.Td>
                    {isWriter && (
                      <Group gap={4} wrap="nowrap" justify="flex-end">
                        {(isOfArchive ? ARCHIVED_ACTS : ACTS).map((word) => (
                          <Button key={word} size="compact-xs" variant="default" aria-label={`${t(word)}: ${row.name}`} onClick={() => acts[word](row)}>
                            {t(word)}
                          </Button>
                        ))}
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {isWriter && edit !== null && (edit === "new" || edited) && <TemplateEditor key={edit} row={edit === "new" ? null : edited} presets={presets} close={() => set({ edit: null })} />}
    </>
  );
}
