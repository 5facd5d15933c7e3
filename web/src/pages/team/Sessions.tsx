/* Sessions - where one is signed in; an owner sees and ends everyone's. */
import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { remove, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { teamWords } from "./words.ts";

type Row = Schemas["session_row"];

/** The browser and its system as far as they are told; the whole stands in the title. */
function browserOf(agent: string | null): string {
  if (!agent) return "–";
  const browser = /(Firefox|Edg|OPR|HeadlessChrome|Chrome|Version)\/(\d+)/.exec(agent);
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent);
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", Version: "Safari", HeadlessChrome: "Chrome" };
  return browser ? [`${names[browser[1] ?? ""] ?? browser[1]} ${browser[2]}`, system?.[1]].filter(Boolean).join(", ") : agent.slice(0, 40);
}

export function Sessions(): ReactElement {
  const t = useWords(teamWords);
  const format = useFormat();
  const tell = useTellError();
  const errorText = useErrorText();
  const renew = useRenew();
  const { user, mayRead } = useSession();
  const sessions = useGet<Page<Row>>("sessions");
  const users = useGet<Page<Schemas["user"]>>(mayRead("users") ? "users" : null, { status: "all", limit: 1000 });
  const end = useMutation({
    mutationFn: async (ids: number[]) => {
      for (const id of ids) await remove(`sessions/${id}`);
    },
    onSuccess: () => notifications.show({ message: t("sessions.ended") }),
    onError: tell,
    onSettled: () => renew("sessions"),
  });
  const rows = sessions.data?.rows ?? [];
  const others = rows.filter((row) => row.user_id === user?.id && !row.is_current);
  const nameOf = (id: number): string => (id === user?.id ? user.name : (users.data?.rows.find((one) => one.id === id)?.name ?? `#${id}`));
  if (sessions.error) return <Text role="alert">{errorText(sessions.error)}</Text>;
  return (
    <>
      <Group mb="sm">
        <Button variant="default" disabled={others.length === 0} loading={end.isPending} onClick={() => end.mutate(others.map((row) => row.id))}>
          {t("sessions.others")}
        </Button>
        <Text size="sm" className="muted">
          {t("sessions.text")}
        </Text>
      </Group>
      <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} aria-label={t("sessions")}>
          <Table.Thead>
            <Table.Tr>
              {mayRead("users") && <Table.Th scope="col">{t("sessions.user")}</Table.Th>}
              <Table.Th scope="col">{t("sessions.browser")}</Table.Th>
              <Table.Th scope="col">{t("sessions.from")}</Table.Th>
              <Table.Th scope="col">{t("sessions.begun")}</Table.Th>
              <Table.Th scope="col">{t("sessions.seen")}</Table.Th>
              <Table.Th scope="col">
                <span className="sr-only">{t("actions")}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.id}>
                {mayRead("users") && <Table.Td>{nameOf(row.user_id)}</Table.Td>}
                <Table.Td title={row.user_agent ?? undefined}>
                  {browserOf(row.user_agent)} {row.is_current && <Badge variant="light" size="sm">{t("sessions.this")}</Badge>}
                </Table.Td>
                <Table.Td>{row.address ?? "–"}</Table.Td>
                <Table.Td>{format.time(row.created_at)}</Table.Td>
                <Table.Td title={format.time(row.seen_at)}>{format.ago(row.seen_at)}</Table.Td>
                <Table.Td>
                  {!row.is_current && (
                    <Button size="compact-xs" variant="default" aria-label={t("sessions.end.of", { address: row.address ?? "–", time: format.time(row.created_at) })} onClick={() => end.mutate([row.id])}>
                      {t("sessions.end")}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
