/* Calls - what happened at the ad network, entry by entry: the calls of tag.php with their outcome, and the ad clicks. */
import { Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { CallDrawer } from "./CallDrawer.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { LogFilters } from "./LogFilters.tsx";
import classes from "./network.module.css";
import { reportWords } from "./reportWords.ts";
import { useLog } from "./useLog.ts";
import { useLogColumns } from "./useLogColumns.tsx";

export default function Calls(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(reportWords);
  const { params, set } = useUrl();
  const log = useLog();
  const columns = useLogColumns(log.name, log.tz);
  const entry = log.rows.find((row) => row.id === params.get("entry"));
  const isCalls = log.name === "goal-calls";
  return (
    <Page title={area("network/calls")} hasDates hasCompare={false} behindMs={log.answer?.behind_ms}>
      {log.isFiltered && (
        <Text size="xs" className="muted" px="xs" py={4}>
          {t("facts.only")}
        </Text>
      )}
      <DataTable
        key={log.name}
        name={`network.${log.name}`}
        label={t(log.name)}
        columns={columns}
        toolbar={
          <Group className={classes.tools} gap="xs">
            <LogFilters log={log.name} />
            <FilterBar hasMetrics={false} />
            <Group gap="xs" ml="auto">
              <Text size="xs" className="muted" role="status">
                {t(log.hasMore ? "rows.more" : "rows.loaded", { n: log.rows.length })}
              </Text>
              <ExportButton path={log.name} query={log.query} name={log.name} />
            </Group>
          </Group>
        }
        rows={log.rows}
        keyOf={(row) => row.id}
        onOpen={(row) => set({ entry: row.id })}
        isLoading={log.isLoading}
        error={log.error}
        onEnd={log.more}
        empty={
          <Stack gap="xs" align="flex-start" p="md">
            <Text>{t(isCalls ? "calls.empty" : "clicks.empty")}</Text>
            <Link href={isCalls ? "/network/goals" : "/network/variations"}>{t(isCalls ? "to.goals" : "to.variations")}</Link>
          </Stack>
        }
      />
      {entry && <CallDrawer log={log.name} row={entry} tz={log.tz} close={() => set({ entry: null })} />}
    </Page>
  );
}
