/* NetworkCampaigns - the campaigns that a source has at its network: what they spent, how many of our visits came from each, and their start and stop. */
import { Alert, Button, Stack, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { post, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { ChangeList } from "../history/ChangeList.tsx";
import { costSyncWords } from "./costSyncWords.ts";

type Row = Schemas["network_campaign"];
type Told = Schemas["network_campaign_set"];

export function NetworkCampaigns({ id }: { id: number }): ReactElement {
  const t = useWords(costSyncWords);
  const format = useFormat();
  const errorText = useErrorText();
  const tell = useTellError();
  const renew = useRenew();
  const { mayRead, mayWrite } = useSession();
  const path = `sources/${id}/network-campaigns`;
  const list = useGet<Page<Row>>(path);
  const setting = useMutation({
    mutationFn: ({ row, action }: { row: Row; action: "play" | "pause" }) => post<Told>(`${path}/${row.id}/${action}`, {}),
    onSuccess: async (told) => {
      notifications.show({ message: t(`told.${told.status}`) });
      await renew("sources");
    },
    onError: async (error) => {
      tell(error);
      await renew("sources"); /* what it refused is in the history too */
    },
  });
  const rows = list.data?.rows ?? [];
  return (
    <Stack gap="xs">
      <Text fw={600}>{t("campaigns")}</Text>
      {list.error ? <Alert color="red">{errorText(list.error)}</Alert> : null}
      {list.data && rows.length === 0 && (
        <Text size="sm" className="muted">
          {t("campaigns.none")}
        </Text>
      )}
      {rows.length > 0 && (
        <Table aria-label={t("campaigns")} verticalSpacing={4} horizontalSpacing={6} style={{ fontSize: 13 }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("key")}</Table.Th>
              <Table.Th scope="col">{t("status")}</Table.Th>
              <Table.Th scope="col" className="number">{t("spent")}</Table.Th>
              <Table.Th scope="col" className="number">{t("visits")}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => {
              const name = row.name ?? row.id;
              const action = row.status === "running" ? "pause" : "play";
              return (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    {name}
                    <Text size="xs" className="muted">
                      {row.id}
                    </Text>
                  </Table.Td>
                  <Table.Td>{t(`status.${row.status}`)}</Table.Td>
                  <Table.Td className="number">{format.money(row.spent)}</Table.Td>
                  <Table.Td className="number">{format.count(row.visits)}</Table.Td>
                  <Table.Td>
                    {mayWrite("sources") && row.status !== "archived" && (
                      <Button variant="default" size="compact-xs" loading={setting.isPending && setting.variables.row.id === row.id} aria-label={t(`${action}.one`, { name })} onClick={() => setting.mutate({ row, action })}>
                        {t(action)}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
      {mayRead("history") && (
        <>
          <Text fw={600}>{t("told")}</Text>
          <ChangeList path={`sources/${id}/history`} query={{ event: "network_campaign" }} isOfOne empty={t("told.none")} />
        </>
      )}
    </Stack>
  );
}
