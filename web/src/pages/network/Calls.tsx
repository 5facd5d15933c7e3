/* Calls - what happened at the ad network, entry by entry: the calls of tag.php with their outcome, the ad clicks, and the impressions of publishers' pages. */
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

const EMPTY = {
  "goal-calls": { says: "calls.empty", way: "to.goals", path: "/network/goals" },
  "ad-clicks": { says: "clicks.empty", way: "to.variations", path: "/network/variations" },
  impressions: { says: "impressions.empty", way: "to.zones", path: "/network/zones" },
} as const;

export default function Calls(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(reportWords);
  const { params, set } = useUrl();
  const log = useLog();
  const columns = useLogColumns(log.name, log.tz);
  const entry = log.rows.find((row) => row.id === params.get("entry"));
  const empty = EMPTY[log.name];
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
            <Text>{t(empty.says)}</Text>
            <Link href={empty.path}>{t(empty.way)}</Link>
          </Stack>
        }
      />
      {entry && <CallDrawer log={log.name} row={entry} tz={log.tz} close={() => set({ entry: null })} />}
    </Page>
  );
}
