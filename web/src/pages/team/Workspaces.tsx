/* Workspaces - what stands apart: each with its clock, its currency and those who see it. */
import { Button, Group, Switch, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useList } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { RowButton, useRowActions } from "./rowActions.tsx";
import { teamWords } from "./words.ts";
import { WorkspaceEditor } from "./WorkspaceEditor.tsx";

export function Workspaces(): ReactElement {
  const t = useWords(teamWords);
  const errorText = useErrorText();
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const hasArchived = params.get("archived") === "1";
  const spaces = useList("workspaces", { status: hasArchived ? "all" : null, limit: 1000, sort: "name" });
  const actions = useRowActions("workspaces");
  const isWriter = mayWrite("workspaces");
  useShortcut("n", () => isWriter && set({ edit: "new" }));
  const edit = params.get("edit");
  return (
    <>
      <Group mb="sm">
        {isWriter && <Button onClick={() => set({ edit: "new" })}>{t("spaces.new")}</Button>}
        <Switch size="xs" label={t("show.archived")} checked={hasArchived} onChange={(event) => set({ archived: event.currentTarget.checked ? "1" : null }, { replace: true })} />
        {isWriter && (
          <Text size="sm" className="muted">
            {t("spaces.archive.hint")}
          </Text>
        )}
      </Group>
      {spaces.error ? <Text role="alert">{errorText(spaces.error)}</Text> : null}
      <Table.ScrollContainer minWidth={600} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} aria-label={t("workspaces")}>
          <Table.Thead>
            <Table.Tr>
              {(["name", "visibility", "zone", "currency", "status"] as const).map((word) => (
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
            {(spaces.data?.rows ?? []).map((one) => (
              <Table.Tr key={one.id} onDoubleClick={() => set({ edit: String(one.id) })}>
                <Table.Td>{one.name}</Table.Td>
                <Table.Td>{t(`visibility.short.${one.visibility}`)}</Table.Td>
                <Table.Td>{one.time_zone}</Table.Td>
                <Table.Td>{one.currency}</Table.Td>
                <Table.Td>{t(`status.${one.status}`)}</Table.Td>
                <Table.Td>
                  {isWriter && (
                    <Group gap={4} wrap="nowrap" justify="flex-end">
                      {one.status === "archived" ? (
                        <RowButton label={t("restore")} name={one.name} onClick={() => actions.restore(one.id, one.name)} />
                      ) : (
                        <>
                          <RowButton label={t("edit")} name={one.name} onClick={() => set({ edit: String(one.id) })} />
                          <RowButton label={t("archive")} name={one.name} onClick={() => actions.archive(one.id, one.name)} />
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
      {edit !== null && isWriter && <WorkspaceEditor key={edit} id={edit} close={() => set({ edit: null })} />}
    </>
  );
}
