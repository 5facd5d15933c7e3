/* ApiTokens - the keys that log in to the public API for this workspace: what each may do, when it was used last, revoking. */
import { Button, Group, Table, Text, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useList, type Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { KeyOnce } from "../team/KeyOnce.tsx";
import { RowButton, useRowActions } from "../team/rowActions.tsx";
import { useScopeText } from "../team/ScopePicker.tsx";
import { teamWords } from "../team/words.ts";
import { ApiTokenEditor } from "./ApiTokenEditor.tsx";
import { apiWords } from "./apiWords.ts";

type Key = Schemas["key"];
const OF_THE_API = /^(read|write|(ads|goals|reports):\w+)$/;

/** Whether that key's account at the public API is the workspace: the first that it names, else the first of all. */
const isOf = (key: Key, workspaceId: number, firstId: number | undefined): boolean => (key.workspaces[0]?.id ?? firstId) === workspaceId && key.scopes.some((scope) => OF_THE_API.test(scope));

export function ApiTokens({ workspace, loginWith }: { workspace: Rows["workspaces"]; loginWith: (token: string) => { label: string; text: string } }): ReactElement {
  const t = useWords(apiWords);
  const team = useWords(teamWords);
  const format = useFormat();
  const errorText = useErrorText();
  const scopeText = useScopeText();
  const { params, set } = useUrl();
  const { workspaces, mayWrite } = useSession();
  const keys = useList("keys", { limit: 1000, sort: "name" });
  const actions = useRowActions("keys");
  const [made, setMade] = useState<string | null>(null);
  const isWriter = mayWrite("keys");
  useShortcut("n", () => isWriter && set({ edit: "new" }));
  const rows = (keys.data?.rows ?? []).filter((key) => isOf(key, workspace.id, workspaces[0]?.id));
  return (
    <section>
      <Group mb="sm" justify="space-between">
        <Title order={2} size="h4">
          {t("tokens", { workspace: workspace.name })}
        </Title>
        {isWriter && <Button onClick={() => set({ edit: "new" })}>{t("tokens.new")}</Button>}
      </Group>
      {keys.error ? <Text role="alert">{errorText(keys.error)}</Text> : null}
      {keys.data && rows.length === 0 ? (
        <Text>{t("tokens.empty")}</Text>
      ) : (
        <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing={4} aria-label={t("tokens", { workspace: workspace.name })}>
            <Table.Thead>
              <Table.Tr>
                {(["name", "keys.scopes", "keys.expires", "keys.used"] as const).map((word) => (
                  <Table.Th key={word} scope="col">
                    {team(word)}
                  </Table.Th>
                ))}
                <Table.Th scope="col">
                  <span className="sr-only">{team("actions")}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((key) => (
                <Table.Tr key={key.id}>
                  <Table.Td>{key.name}</Table.Td>
                  <Table.Td maw={360}>{scopeText(key.scopes)}</Table.Td>
                  <Table.Td>{key.expires_at ? format.date(key.expires_at) : team("never")}</Table.Td>
                  <Table.Td title={key.last_used_at ? format.time(key.last_used_at) : undefined}>{key.last_used_at ? format.ago(key.last_used_at) : team("never")}</Table.Td>
                  <Table.Td align="right">{isWriter && <RowButton label={team("keys.revoke")} name={key.name} onClick={() => actions.archive(key.id, key.name)} />}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {params.get("edit") === "new" && isWriter && <ApiTokenEditor workspaceId={workspace.id} close={() => set({ edit: null })} onCreated={setMade} />}
      {made !== null && <KeyOnce text={made} how={loginWith(made)} close={() => setMade(null)} />}
    </section>
  );
}
