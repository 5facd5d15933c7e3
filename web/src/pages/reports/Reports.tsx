/* Reports - any question over what was counted: grouped, filtered, compared, drawn; all of it in the address. */
import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { askedWith } from "../../table/metrics.ts";
import { useNarrow } from "../../table/useNarrow.ts";
import { useShownEvents } from "../../table/useShownEvents.ts";
import { ChartPanel } from "./ChartPanel.tsx";
import { readSpec, writeSpec } from "./chartSpec.ts";
import { Export } from "./Export.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { GroupingBar } from "./GroupingBar.tsx";
import { Options } from "./Options.tsx";
import { ReportTable, tableName } from "./ReportTable.tsx";
import classes from "./reports.module.css";
import { useReportState } from "./state.ts";
import { useReportRows } from "./useReportRows.ts";
import { useDimensionName, useTokenNames } from "./values.ts";
import { Views } from "./Views.tsx";
import { reportWords } from "./words.ts";

export default function Reports(): ReactElement {
  const t = useWords(areaWords);
  const r = useWords(reportWords);
  const state = useReportState();
  const isNarrow = useNarrow();
  /* On a phone the rows come first. */
  const hasChart = state.chart === null ? !isNarrow : state.chart !== "off";
  const nameOf = useDimensionName(useTokenNames(state.filters));
  const events = useShownEvents(tableName(state));
  const metrics = state.metrics === null ? askedWith(events) : [...new Set([...state.metrics, "visits", "conversions", "roi"])].join(",");
  const report = useReportRows({ base: state.base, groupings: state.groupings, isFlat: state.isFlat, sort: state.sort, metrics, opened: state.opened, setOpened: state.setOpened });
  return (
    <Page title={t("reports")} hasDates behindMs={report.answer?.behind_ms}>
      <div className={classes.bars}>
        <GroupingBar state={state} nameOf={nameOf} />
        <FilterBar state={state} nameOf={nameOf} />
        <div className={`${classes.bar} ${classes.end}`}>
          {!hasChart && (
            <Button size="compact-xs" variant="default" onClick={() => state.set({ chart: writeSpec(readSpec(null, state.span)) })}>
              {r("chart.show")}
            </Button>
          )}
          <Options state={state} answer={report.answer} />
          <Views />
          <Export state={state} currency={report.answer?.currency} />
        </div>
      </div>
      {hasChart && <ChartPanel state={state} nameOf={nameOf} />}
      <ReportTable state={state} report={report} nameOf={nameOf} />
    </Page>
  );
}
