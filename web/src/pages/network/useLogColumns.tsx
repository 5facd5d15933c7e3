/* useLogColumns - the logs' columns. */
import { useMemo } from "react";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { Column } from "../../table/types.ts";
import { valueWords } from "../logs/words.ts";
import { Outcome, outcomeText, reasonText } from "./outcomes.tsx";
import { dimensionWords, reportWords } from "./reportWords.ts";
import type { LogName, LogRow } from "./useLog.ts";

type Named = { id: number | string; name: string | null } | null;
export const nameOf = (one: Named): string => (one === null ? NONE : (one.name ?? `#${one.id}`));

export function useLogColumns(log: LogName, timeZone: string): Column<LogRow>[] {
  const t = useWords(reportWords);
  const word = useWords(dimensionWords);
  const value = useWords(valueWords);
  const format = useFormat(timeZone);
  return useMemo(() => {
    const plain = (id: string, label: string, width: number, text: (row: LogRow) => string | number | null, isNumber = false): Column<LogRow> => {
      const shown = (row: LogRow): string => {
        const value = text(row);
        return value === null || value === "" ? NONE : String(value);
      };
      return { id, label, width, isNumber, cell: shown, text: shown };
    };
    const adcampaign = plain("adcampaign", word("adcampaign"), 150, (row) => nameOf(row.adcampaign));
    const variation = plain("variation", word("variation"), 150, (row) => nameOf(row.variation));
    const isSeen = log === "impressions";
    const site = isSeen ? plain("site", word("site"), 130, (row) => nameOf(row.site)) : plain("site", word("site"), 80, (row) => row.site_id || null, true);
    const zone = isSeen ? plain("zone", word("zone"), 130, (row) => nameOf(row.zone)) : plain("zone", word("zone"), 90, (row) => row.zone_id || null, true);
    const country = plain("country", word("country"), 80, (row) => row.country);
    const kind = plain("format", word("format"), 90, (row) => row.format);
    const address = plain("address", t("address"), 140, (row) => row.address);
    if (log !== "goal-calls")
      return [
        plain("at", t("at"), 172, (row) => format.time(isSeen ? row.seen_at : row.clicked_at)),
        adcampaign,
        variation,
        plain("cost", t("cost"), 90, (row) => format.money(row.cost, 6), true),
        site,
        zone,
        plain("category", word("category"), 90, (row) => row.category_id || null, true),
        country,
        kind,
        plain("src_hostname", word("src_hostname"), 150, (row) => row.src_hostname),
        plain("keyword", word("keyword"), 110, (row) => row.keyword),
        plain("sub", word("sub"), 90, (row) => row.sub),
        plain("language", word("language"), 90, (row) => row.language),
        plain("device_type", word("device_type"), 100, (row) => (row.device_type === null ? null : value(row.device_type))),
        plain("os", word("os"), 110, (row) => row.os),
        plain("browser", word("browser"), 140, (row) => row.browser),
        plain("is_bot", word("is_bot"), 70, (row) => t(row.is_bot ? "yes" : "no")),
        address,
        plain("user_agent", t("user_agent"), 320, (row) => row.user_agent),
      ];
    return [
      plain("at", t("at"), 172, (row) => format.time(row.called_at)),
      { id: "outcome", label: t("outcome"), width: 110, cell: (row) => <Outcome row={row} />, text: (row) => outcomeText(t, row) },
      plain("reason", t("reason"), 220, (row) => reasonText(t, row)),
      plain("goal", word("goal"), 150, (row) => (row.goal === null ? null : (row.goal.name ?? row.goal.id))),
      plain("value", t("value"), 90, (row) => format.money(row.value, 6), true),
      adcampaign,
      variation,
      site,
      zone,
      country,
      kind,
      plain("channel", t("channel"), 90, (row) => (row.channel === null ? null : value(row.channel))),
      address,
      plain("query", t("query"), 420, (row) => row.query),
    ];
  }, [log, t, word, value, format]);
}
