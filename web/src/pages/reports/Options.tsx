/* Options - what is counted and how: bots, tests, the day of a conversion, the currency, the figures asked for. */
import { Button, MultiSelect, Popover, Select, Stack, Switch, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { BOTS, botsOf } from "../../state/bots.ts";
import { useSession } from "../../state/session.ts";
import { METRICS, useMetricName } from "../../table/metrics.ts";
import type { ReportState } from "./state.ts";
import type { ReportRows } from "./useReportRows.ts";
import { reportWords } from "./words.ts";

const CURRENCIES = Intl.supportedValuesOf("currency");

export function Options({ state, answer }: { state: ReportState; answer: ReportRows["answer"] }): ReactElement {
  const t = useWords(reportWords);
  const m = useMetricName();
  const format = useFormat("UTC");
  const { workspace } = useSession();
  const { params, set, span } = state;
  const inPlace = { comboboxProps: { withinPortal: false }, size: "xs" } as const;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default">
          {t("options")} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={290}>
          <Select {...inPlace} label={t("bots")} allowDeselect={false} data={BOTS.map((value) => ({ value, label: t(`bots.${value}`) }))} value={botsOf(params)} onChange={(bots) => set({ bots: bots === "out" ? null : bots })} />
          <Select
            {...inPlace}
            label={t("time.of")}
            allowDeselect={false}
            data={(["default", "visit", "conversion"] as const).map((value) => ({ value, label: t(`time.${value}`) }))}
            value={span.time ?? "default"}
            onChange={(time) => set({ time: time === "default" ? null : time })}
          />
          <Select
            {...inPlace}
            label={t("currency")}
            searchable
            limit={60}
            allowDeselect={false}
            data={[{ value: "default", label: t("currency.default", { code: workspace?.currency ?? "" }) }, ...CURRENCIES]}
            value={params.get("currency") ?? "default"}
            onChange={(code) => set({ currency: code === "default" ? null : code })}
          />
          {answer?.rate && answer.rate !== "1" && (
            <Text size="xs" className="muted">
              {t("rate", { rate: answer.rate, date: format.date(answer.rate_date) })}
            </Text>
          )}
          <Switch size="xs" label={t("tests")} checked={params.get("tests") === "in"} onChange={(event) => set({ tests: event.currentTarget.checked ? "in" : null })} />
          <Switch size="xs" label={t("smart")} checked={params.get("denominator") === "smart"} onChange={(event) => set({ denominator: event.currentTarget.checked ? "smart" : null })} />
          <MultiSelect {...inPlace} label={t("metrics")} description={t("metrics.hint")} searchable clearable maxDropdownHeight={220} data={METRICS.map((one) => ({ value: one, label: m(one) }))} value={[...(state.metrics ?? [])]} onChange={(names) => set({ metrics: names.join(",") })} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
