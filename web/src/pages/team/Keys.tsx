/* Keys - what programs call the API with: what each may do, when it was used last, revoking. */
import { Button, Group, Switch, Table, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useList } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { KeyEditor } from "./KeyEditor.tsx";
import { KeyOnce } from "./KeyOnce.tsx";
import { RowButton, useRowActions } from "./rowActions.tsx";
import { useScopeText } from "./ScopePicker.tsx";
import { teamWords } from "./words.ts";

export function Keys(): ReactElement {
  const t = useWords(teamWords);
  const format = useFormat();
  const errorText = useErrorText();
  const scopeText = useScopeText();
  const { params, set } = useUrl();
  const { workspaces, mayWrite } = useSession();
  const hasArchived = params.get("archived") === "1";
  const keys = useList("keys", { status: hasArchived ? "all" : null, limit: 1000, sort: "name" });
  const actions = useRowActions("keys");
  const [made, setMade] = useState<string | null>(null);
  const isWriter = mayWrite("keys");
  useShortcut("n", () => isWriter && set({ edit: "new" }));
  const rows = keys.data?.rows ?? [];
  const edit = params.get("edit");
  const places = (key: Schemas["key"]): string => (key.workspaces.length === 0 ? t("everywhere") : key.workspaces.map(({ id }) => workspaces.find((one) => one.id === id)?.name ?? `#${id}`).join(", "));
  return (
    <>
      <Group mb="sm">
        {isWriter && <Button onClick={() => set({ edit: "new" })}>{t("keys.new")}</Button>}
        <Switch size="xs" label={t("show.archived")} checked={hasArchived} onChange={(event) => set({ archived: event.currentTarget.checked ? "1" : null }, { replace: true })} />
      </Group>
      {keys.error ? <Text role="alert">{errorText(keys.error)}</Text> : null}
      {keys.data && rows.length === 0 ? (
        <Text>{t("keys.empty")}</Text>
      ) : (
        <Table.ScrollContainer minWidth={820} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing={4} aria-label={t("keys")}>
            <Table.Thead>
              <Table.Tr>
                {(["name", "keys.scopes", "workspaces", "keys.expires", "keys.used", "status"] as const).map((word) => (
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
              {rows.map((key) => (
                <Table.Tr key={key.id} onDoubleClick={() => set({ edit: String(key.id) })}>
                  <Table.Td>{key.name}</Table.Td>
                  <Table.Td maw={360}>{scopeText(key.scopes)}</Table.Td>
                  <Table.Td>{places(key)}</Table.Td>
                  <Table.Td className={key.expires_at && Date.parse(key.expires_at) < Date.now() ? "loss" : ""}>{key.expires_at ? format.date(key.expires_at) : t("never")}</Table.Td>
                  <Table.Td title={key.last_used_at ? format.time(key.last_used_at) : undefined}>{key.last_used_at ? format.ago(key.last_used_at) : t("never")}</Table.Td>
                  <Table.Td>{t(`status.${key.status}`)}</Table.Td>
                  <Table.Td>
                    {isWriter && (
                      <Group gap={4} wrap="nowrap" justify="flex-end">
                        {key.status === "archived" ? (
                          <RowButton label={t("restore")} name={key.name} onClick={() => actions.restore(key.id, key.name)} />
                        ) : (
                          <>
                            <RowButton label={t("edit")} name={key.name} onClick={() => set({ edit: String(key.id) })} />
                            <RowButton label={t("keys.revoke")} name={key.name} onClick={() => actions.archive(key.id, key.name)} />
                          </>
                        )}
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {edit !== null && isWriter && <KeyEditor key={edit} id={edit} close={() => set({ edit: null })} onCreated={setMade} />}
      {made !== null && <KeyOnce text={made} how={{ label: t("keys.how"), text: `Authorization: Bearer ${made}` }} close={() => setMade(null)} />}
    </>
  );
}
