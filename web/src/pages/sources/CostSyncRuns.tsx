/* CostSyncRuns - runs of a source's cost sync, and one of them day by day with the keys that fit no visit. */
import { Alert, Button, Paper, Stack, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { costSyncWords } from "./costSyncWords.ts";

export type Run = Schemas["cost_sync_run"];
const SMALL = { verticalSpacing: 4, horizontalSpacing: 6, style: { fontSize: 13 } } as const;

export function RunTable({ rows, open }: { rows: readonly Run[]; open: (id: number | null) => void }): ReactElement {
  const t = useWords(costSyncWords);
  const format = useFormat();
  return (
    <Table aria-label={t("runs")} {...SMALL}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("col.when")}</Table.Th>
          <Table.Th scope="col">{t("col.outcome")}</Table.Th>
          <Table.Th scope="col" className="number">{t("col.applied")}</Table.Th>
          <Table.Th scope="col" className="number">{t("col.changed")}</Table.Th>
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td>{format.time(run.started_at)}</Table.Td>
            <Table.Td>{t(`outcome.${run.outcome}`)}</Table.Td>
            <Table.Td className="number">{format.count(run.applied)}</Table.Td>
            <Table.Td className="number">{format.money(run.changed)}</Table.Td>
            <Table.Td>
              <Button variant="subtle" size="compact-xs" aria-label={t("run.details", { when: format.time(run.started_at) })} onClick={() => open(run.id)}>
                {t("details")}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function RunDetails({ title, run }: { title: string; run: Run }): ReactElement {
  const t = useWords(costSyncWords);
  const format = useFormat();
  const keys = run.unmatched_keys ?? [];
  return (
    <Paper withBorder p="xs" role="status" aria-label={title}>
      <Stack gap="xs">
        <Text fw={600}>{title}</Text>
        {run.message !== null && <Alert color="red">{run.message}</Alert>}
        <Table aria-label={t("days")} {...SMALL}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("day")}</Table.Th>
              <Table.Th scope="col">{t("col.outcome")}</Table.Th>
              <Table.Th scope="col" className="number">{t("col.cost", { currency: run.currency })}</Table.Th>
              <Table.Th scope="col" className="number">{t("col.applied")}</Table.Th>
              <Table.Th scope="col" className="number">{t("col.changed")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(run.days ?? []).map((day) => (
              <Table.Tr key={day.day}>
                <Table.Td style={{ whiteSpace: "nowrap" }}>{day.day}</Table.Td>
                <Table.Td>
                  {t(`day.${day.outcome}`)}
                  {day.message !== null && (
                    <Text size="xs" className="muted">
                      {day.message}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className="number">{format.money(day.cost)}</Table.Td>
                <Table.Td className="number">{format.count(day.applied)}</Table.Td>
                <Table.Td className="number">{format.money(day.changed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {keys.length > 0 && (
          <>
            <Text size="sm">{t("unmatched", { cost: format.money(run.unmatched_cost) })}</Text>
            <Table aria-label={t("unmatched", { cost: format.money(run.unmatched_cost) })} {...SMALL}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("day")}</Table.Th>
                  <Table.Th scope="col">{t("key")}</Table.Th>
                  <Table.Th scope="col" className="number">{t("cost")}</Table.Th>
                  <Table.Th scope="col">{t("why")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {keys.map((key, i) => (
                  <Table.Tr key={i}>
                    <Table.Td>{key.day}</Table.Td>
                    <Table.Td>
                      {[key.network_campaign_name, key.network_campaign_id, key.key].filter(Boolean).join(" · ")}
                    </Table.Td>
                    <Table.Td className="number">{format.money(key.cost)}</Table.Td>
                    <Table.Td>{key.message}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
      </Stack>
    </Paper>
  );
}
