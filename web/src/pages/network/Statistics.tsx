/* Statistics - the ad network's report: any groups, filters and days, and the columns of the goals that are switched on. */
import { Button, Group, MultiSelect, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type { Page as PageOf } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { botsOf, botsQuery } from "../../state/bots.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { toneOf, useMetricColumns } from "../../table/metricColumns.tsx";
import type { Figures } from "../../table/metrics.ts";
import type { Column, MenuItem } from "../../table/types.ts";
import { DimensionCell, filterOfValue, textOfValue, valueOf } from "./DimensionCell.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { DEEPER, pageOfEntries } from "./filters.ts";
import { GoalPanel } from "./GoalPanel.tsx";
import classes from "./network.module.css";
import { DIMENSIONS, dimensionWords, reportWords, type Dimension } from "./reportWords.ts";
import { useAdSpan } from "./useAdSpan.ts";
import { useGoalChoice, useGoalColumns, type AdRow } from "./useGoalColumns.tsx";
import { TimeSelect } from "./TimeSelect.tsx";
import { usePages } from "./usePages.ts";

interface Answer extends PageOf<AdRow> {
  totals: Figures & { goals: AdRow["goals"] };
  row_count: number;
  behind_ms: number;
  currency: string;
}

/* The figures before the goals' own; the rest is of all goals together. */
const FIRST: readonly string[] = ["impressions", "clicks", "ctr", "cost"];

const goalsOf = (row: AdRow): AdRow["goals"] => row.goals;
const figuresOf = (row: AdRow): Figures => row as Figures;

export default function Statistics(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(reportWords);
  const word = useWords(dimensionWords);
  const { params, set } = useUrl();
  const groups = (params.get("group") ?? "adcampaign").split(",").filter((one): one is Dimension => (DIMENSIONS as string[]).includes(one));
  const view = `statistics.${groups.join(",")}`;
  const { tz, time, setTime, query: span } = useAdSpan(view);
  const choice = useGoalChoice(view);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const filters = params.getAll("filter");
  const sort = (params.get("sort") ?? "").split(",").filter((one) => one !== "");
  const query = { ...span, bots: botsQuery(botsOf(params)), group_by: groups.join(","), filter: filters, sort: sort.join(","), goals: choice.on.join(",") };
  const report = usePages<AdRow, Answer>("adreport", { ...query, limit: 500 });
  const { answer } = report;

  const pick = (row: AdRow, dimension: Dimension, isOut: boolean): void => {
    const filter = filterOfValue(dimension, valueOf(row, dimension), isOut);
    const others = groups.filter((one) => one !== dimension);
    const deeper = others.length > 0 ? others : [DEEPER.find((one, i) => i > DEEPER.indexOf(dimension) && !filters.some((asked) => asked.startsWith(`${one}:`))) ?? "day"];
    set({ filter: [...filters.filter((one) => one !== filter), filter], ...(isOut ? {} : { group: deeper.join(","), sort: null }) });
  };
  const figures = useMetricColumns<AdRow>(figuresOf, answer?.totals, tz, { currency: answer?.currency, side: "ad" });
  const goalColumns = useGoalColumns(choice, goalsOf, figuresOf, { goals: answer?.totals.goals, all: answer?.totals }, tz, answer?.currency);
  const columns: Column<AdRow>[] = [
    ...groups.map((dimension, i) => ({
      id: dimension,
      label: word(dimension),
      width: i === 0 ? 200 : 150,
      sort: dimension,
      cell: (row: AdRow) => <DimensionCell row={row} dimension={dimension} onPick={(isOut) => pick(row, dimension, isOut)} />,
      text: (row: AdRow) => textOfValue(t, dimension, valueOf(row, dimension)),
    })),
    {
      id: "entries",
      label: t("entries"),
      width: 210,
      cell: (row) => <Entries entries={row.entries} hasViews={(row.impressions ?? 0) > 0} />,
    },
    ...figures.filter((column) => FIRST.includes(column.id)),
    ...goalColumns,
    ...figures.filter((column) => !FIRST.includes(column.id)),
  ];
  const menu = (row: AdRow): MenuItem[] => [
    ...groups.flatMap((dimension) => {
      const value = textOfValue(t, dimension, valueOf(row, dimension));
      return [
        { key: `only ${dimension}`, label: t("only", { value }), onClick: () => pick(row, dimension, false) },
        { key: `not ${dimension}`, label: t("exclude", { value }), onClick: () => pick(row, dimension, true) },
      ];
    }),
  ];
  return (
    <Page title={area("network/statistics")} hasDates behindMs={answer?.behind_ms}>
      {choice.isRead && choice.goals.length > 0 && choice.on.length === 0 && (
        <Group className={`${classes.bar} ${classes.hint}`} gap="xs">
          <Text size="sm" className="muted">
            {t("columns.off")}
          </Text>
          <Button variant="default" size="compact-xs" onClick={() => setPanelOpen(true)}>
            {t("columns.open")}
          </Button>
        </Group>
      )}
      <DataTable
        name="network.statistics"
        label={area("network/statistics")}
        columns={columns}
        toolbar={
          <Group className={classes.tools} gap="xs" align="center">
            <MultiSelect
              size="xs"
              aria-label={t("group.by")}
              placeholder={groups.length === 0 ? t("group.by") : ""}
              searchable
              maxValues={8}
              miw={190}
              data={DIMENSIONS.map((one) => ({ value: one, label: word(one) }))}
              value={groups}
              onChange={(next) => set({ group: next.length === 0 ? "none" : next.join(","), sort: null, goals: null, time: null })}
            />
            <FilterBar hasMetrics />
            <Group gap="xs" ml="auto">
              <TimeSelect time={time} setTime={setTime} />
              <GoalPanel choice={choice} isOpen={isPanelOpen} setOpen={setPanelOpen} />
              <ExportButton path="adreport" query={query} name="statistics" />
            </Group>
          </Group>
        }
        rows={report.rows}
        keyOf={(row) => row.filter?.join(" ") ?? ""}
        sort={sort}
        onSort={(next) => set({ sort: next.join(",") })}
        menu={menu}
        tone={(row) => toneOf(figuresOf(row))}
        hasTotals
        totalLabel={t("stats.total", { n: answer?.row_count ?? report.rows.length })}
        isLoading={report.isLoading}
        error={report.error}
        onEnd={report.more}
        empty={t("stats.empty")}
      />
    </Page>
  );
}

function Entries({ entries, hasViews }: { entries: AdRow["entries"]; hasViews: boolean }): ReactElement {
  const t = useWords(reportWords);
  return (
    <Group gap={8} wrap="nowrap">
      {entries.ad_clicks && (
        <Link href={pageOfEntries(entries.ad_clicks)} className={classes.link} aria-label={t("entries.of.clicks")}>
          {t("entries.clicks")}
        </Link>
      )}
      {hasViews && entries.impressions && (
        <Link href={pageOfEntries(entries.impressions)} className={classes.link} aria-label={t("entries.of.views")}>
          {t("entries.views")}
        </Link>
      )}
      {entries.goal_calls && (
        <Link href={pageOfEntries(entries.goal_calls)} className={classes.link} aria-label={t("entries.of.calls")}>
          {t("entries.calls")}
        </Link>
      )}
    </Group>
  );
}
