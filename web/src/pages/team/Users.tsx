/* Users - who may sign in, with which role; their one-time links. */
import { Badge, Button, Group, Modal, Switch, Table, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, remove, type Schemas } from "../../api/client.ts";
import { useList, useRenew } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useFocusBack } from "../../forms/useFocusBack.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { RightsTable } from "./RightsTable.tsx";
import { RowButton, useRowActions } from "./rowActions.tsx";
import { UserEditor } from "./UserEditor.tsx";
import { teamWords } from "./words.ts";

type User = Schemas["user"];
interface Made {
  user: User;
  invitation: Schemas["invitation"];
}

function Access({ user }: { user: User }): ReactElement {
  const t = useWords(teamWords);
  const format = useFormat();
  if (user.has_password) return <>{t("users.password")}</>;
  return <span className={user.invited_until ? "" : "warn"}>{user.invited_until ? t("users.invited", { time: format.time(user.invited_until) }) : t("users.nothing")}</span>;
}

function LinkOnce({ made, close }: { made: Made; close: () => void }): ReactElement {
  useFocusBack();
  const t = useWords(teamWords);
  const format = useFormat();
  return (
    <Modal opened onClose={close} title={t("users.link", { name: made.user.name })} closeButtonProps={{ "aria-label": t("done") }} closeOnClickOutside={false}>
      <CopyText label={t("users.invite")} text={made.invitation.url} />
      <Text size="sm" my="sm">
        {t("users.link.text", { time: format.time(made.invitation.expires_at) })}
      </Text>
      <Button onClick={close}>{t("done")}</Button>
    </Modal>
  );
}

export function Users(): ReactElement {
  const t = useWords(teamWords);
  const tell = useTellError();
  const errorText = useErrorText();
  const renew = useRenew();
  const { params, set } = useUrl();
  const { user: own, workspaces, mayWrite } = useSession();
  const hasArchived = params.get("archived") === "1";
  const users = useList("users", { status: hasArchived ? "all" : null, limit: 1000, sort: "name" });
  const actions = useRowActions("users");
  const [made, setMade] = useState<Made | null>(null);
  const invite = useMutation({
    mutationFn: async (user: User): Promise<Made> => ({ user, invitation: await post<Schemas["invitation"]>(`users/${user.id}/invitation`) }),
    onSuccess: setMade,
    onError: tell,
    onSettled: () => renew("users"),
  });
  const endLink = useMutation({
    mutationFn: (user: User) => remove(`users/${user.id}/invitation`),
    onSuccess: () => notifications.show({ message: t("users.link.ended") }),
    onError: tell,
    onSettled: () => renew("users"),
  });
  const isWriter = mayWrite("users");
  useShortcut("n", () => isWriter && set({ edit: "new" }));
  const rows = users.data?.rows ?? [];
  const edit = params.get("edit");
  const places = (user: User): string => (user.role === "owner" ? t("everywhere") : user.workspaces.map(({ id }) => workspaces.find((one) => one.id === id)?.name ?? `#${id}`).join(", "));
  return (
    <>
      <Group mb="sm">
        {isWriter && <Button onClick={() => set({ edit: "new" })}>{t("users.new")}</Button>}
        <Switch size="xs" label={t("show.archived")} checked={hasArchived} onChange={(event) => set({ archived: event.currentTarget.checked ? "1" : null }, { replace: true })} />
      </Group>
      {users.error ? <Text role="alert">{errorText(users.error)}</Text> : null}
      {rows.length === 1 && !hasArchived && <Text mb="sm">{t("users.empty")}</Text>}
      <Table.ScrollContainer minWidth={820} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} aria-label={t("users")}>
          <Table.Thead>
            <Table.Tr>
              {(["name", "email", "role", "workspaces", "status", "users.access"] as const).map((word) => (
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
            {rows.map((user) => (
              <Table.Tr key={user.id} onDoubleClick={() => set({ edit: String(user.id) })}>
                <Table.Td>
                  {user.name} {user.id === own?.id && <Badge variant="light" size="sm">{t("you")}</Badge>}
                </Table.Td>
                <Table.Td>{user.email}</Table.Td>
                <Table.Td>{t(`role.${user.role}`)}</Table.Td>
                <Table.Td>{places(user)}</Table.Td>
                <Table.Td>{t(`status.${user.status}`)}</Table.Td>
                <Table.Td>
                  <Access user={user} />
                </Table.Td>
                <Table.Td>
                  {isWriter && (
                    <Group gap={4} wrap="nowrap" justify="flex-end">
                      {user.status === "archived" ? (
                        <RowButton label={t("restore")} name={user.name} onClick={() => actions.restore(user.id, user.name)} />
                      ) : (
                        <>
                          <RowButton label={t("edit")} name={user.name} onClick={() => set({ edit: String(user.id) })} />
                          <RowButton label={t("users.invite")} name={user.name} onClick={() => invite.mutate(user)} />
                          {user.invited_until && <RowButton label={t("users.invite.end")} name={user.name} onClick={() => endLink.mutate(user)} />}
                          {user.id !== own?.id && (
                            <>
                              <RowButton label={t(user.status === "paused" ? "resume" : "pause")} name={user.name} onClick={() => actions.setStatus(user.id, user.status === "paused" ? "active" : "paused")} />
                              <RowButton label={t("archive")} name={user.name} onClick={() => actions.archive(user.id, user.name)} />
                            </>
                          )}
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
      <Title order={2} mt="xl" mb="xs">
        {t("users.rights")}
      </Title>
      <RightsTable />
      {edit !== null && isWriter && <UserEditor key={edit} id={edit} close={() => set({ edit: null })} onCreated={(user) => invite.mutate(user)} />}
      {made && <LinkOnce made={made} close={() => setMade(null)} />}
    </>
  );
}
