/* BestWorst - the campaigns that earn and lose most today, each opening its report. */
import { Anchor, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useGet } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { isGathering } from "../../state/gathering.ts";
import { metricCell } from "../../table/metricColumns.tsx";
import { metricWords } from "../../table/metrics.ts";
import classes from "./home.module.css";
import type { Answer } from "./today.ts";
import { homeWords } from "./words.ts";

const SHOWN = ["visits", "conversions", "profit", "roi"] as const;

function Ranking({ title, sort, day, tz }: { title: string; sort: string; day: string; tz: string }): ReactElement {
  const t = useWords(homeWords);
  const metrics = useWords(metricWords);
  const format = useFormat(tz);
  const { data } = useGet<Answer>("report", { group_by: "campaign", from: day, to: day, tz, metrics: SHOWN.join(","), sort, limit: 5 }, { refetchInterval: 60_000 });
  return (
    <section>
      <div className={classes.head}>
        <h2>{title}</h2>
        <Anchor component={Link} href={`/reports?group_by=campaign&dates=today&sort=${sort}`} size="xs">
          {t("report")}
        </Anchor>
      </div>
      {data && data.rows.length === 0 ? (
        <Text size="sm" className="muted">
          {t(isGathering(data) ? "gathering.short" : "none.today")}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing={3} horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("campaign")}</Table.Th>
                {SHOWN.map((metric) => (
                  <Table.Th key={metric} className="number">
                    {metrics(metric)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(data?.rows ?? []).map((row) => (
                <Table.Tr key={row.campaign?.id ?? 0}>
                  <Table.Td>
                    <Anchor component={Link} href={`/reports?group_by=source,offer&dates=today&filter=campaign:${row.campaign?.id ?? "empty"}`} size="sm">
                      {row.campaign?.name ?? row.campaign?.id ?? "–"}
                    </Anchor>
                  </Table.Td>
                  {SHOWN.map((metric) => (
                    <Table.Td key={metric} className="number" style={{ whiteSpace: "nowrap" }}>
                      {metricCell(format, metric, row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

export function BestWorst({ day, tz }: { day: string; tz: string }): ReactElement {
  const t = useWords(homeWords);
  return (
    <div className={classes.halves}>
      <Ranking title={t("best")} sort="-profit" day={day} tz={tz} />
      <Ranking title={t("worst")} sort="profit" day={day} tz={tz} />
    </div>
  );
}
