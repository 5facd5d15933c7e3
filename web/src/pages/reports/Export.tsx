/* Export - all the report's rows as a file; every grouping is a column. */
import { Button, Menu } from "@mantine/core";
import type { ReactElement } from "react";
import { linkOf } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { isMetric } from "../../table/metrics.ts";
import type { ReportState } from "./state.ts";
import { reportWords } from "./words.ts";

const FORMATS = ["csv", "jsonl", "parquet"] as const;

export function Export({ state, currency }: { state: ReportState; currency: string | undefined }): ReactElement {
  const t = useWords(reportWords);
  const { span, groupings } = state;
  const days = span.from === null ? span.name : span.from === span.to ? span.from : `${span.from}-${span.to}`;
  const sort = state.sort.filter((one) => groupings.includes(one.replace(/^-/, "")) || isMetric(one.replace(/^-/, "")));
  const hrefOf = (format: (typeof FORMATS)[number]): string =>
    linkOf("report", {
      ...state.base,
      currency: state.params.get("currency") ?? currency,
      group_by: groupings.join(","),
      metrics: state.metrics?.join(","),
      sort: sort.join(","),
      export: "all",
      format,
      download: `${["report", ...groupings].join("-")}-${days}.${format}`,
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button size="compact-xs" variant="default">
          {t("export")} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} component="a" href={hrefOf(format)} download>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
