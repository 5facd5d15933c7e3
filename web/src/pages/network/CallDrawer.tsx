/* CallDrawer - all that was recorded of one call, click or impression. */
import { Drawer, Stack } from "@mantine/core";
import { Fragment, type ReactElement } from "react";
import { CopyText } from "../../forms/CopyText.tsx";
import { useSettled } from "../../forms/useSettled.ts";
import { useFocusBack } from "../../forms/useFocusBack.ts";
import { formWords } from "../../forms/words.ts";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSignalsText } from "../../i18n/signals.ts";
import { valueWords } from "../logs/words.ts";
import classes from "./network.module.css";
import { Outcome, reasonText } from "./outcomes.tsx";
import { dimensionWords, reportWords } from "./reportWords.ts";
import type { LogName, LogRow } from "./useLog.ts";
import { nameOf } from "./useLogColumns.tsx";

export function CallDrawer({ log, row, tz, close }: { log: LogName; row: LogRow; tz: string; close: () => void }): ReactElement {
  const t = useWords(reportWords);
  const word = useWords(dimensionWords);
  const value = useWords(valueWords);
  const signals = useSignalsText();
  useFocusBack();
  const form = useWords(formWords);
  const format = useFormat(tz);
  const isSettled = useSettled();
  const isCall = log === "goal-calls";
  const isSeen = log === "impressions";
  const place: [string, string | number | null][] = [
    [word("adcampaign"), nameOf(row.adcampaign)],
    [word("variation"), nameOf(row.variation)],
    [word("site"), isSeen ? nameOf(row.site) : row.site_id],
    [word("zone"), isSeen ? nameOf(row.zone) : row.zone_id],
    [word("country"), row.country],
    [word("format"), row.format],
  ];
  const facts: [string, string | number | ReactElement | null][] = isCall
    ? [
        [t("at"), `${format.time(row.called_at)} ${tz}`],
        [t("outcome"), <Outcome key="outcome" row={row} />],
        [t("reason"), reasonText(t, row)],
        [word("goal"), row.goal === null ? null : (row.goal.name ?? row.goal.id)],
        [t("value"), format.money(row.value, 6)],
        [t("cpa"), Number(row.cpa) === 0 ? null : format.money(row.cpa, 6)],
        ...place,
        [t("ad_click_id"), row.ad_click_id],
        [t("channel"), value(row.channel)],
        [t("address"), row.address],
        [t("id"), row.id],
      ]
    : [
        [t("at"), `${format.time(isSeen ? row.seen_at : row.clicked_at)} ${tz}`],
        ...place,
        [word("category"), row.category_id],
        [word("src_hostname"), row.src_hostname],
        [word("keyword"), row.keyword],
        [word("sub"), row.sub],
        [word("language"), row.language],
        [word("device_type"), row.device_type === null ? null : value(row.device_type)],
        [word("os"), row.os],
        [word("browser"), row.browser],
        [t("cost"), `${format.money(row.cost, 6)} ${row.currency ?? ""}`],
        [word("is_bot"), t(row.is_bot ? "yes" : "no")],
        [t("signals"), signals(row.signals) || null],
        [t("address"), row.address],
        [t("user_agent"), row.user_agent],
        [t("referrer"), row.referrer],
        [t("id"), row.id],
      ];
  return (
    <Drawer opened onClose={close} closeOnClickOutside={isSettled} position="right" size="min(560px, 100vw)" title={t(log)} closeButtonProps={{ "aria-label": form("close") }} transitionProps={{ duration: 0 }}>
      <Stack gap="md">
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{value === null || value === "" || value === 0 ? NONE : value}</dd>
            </Fragment>
          ))}
        </dl>
        {isCall && row.query && <CopyText label={t("query")} text={row.query} />}
      </Stack>
    </Drawer>
  );
}
