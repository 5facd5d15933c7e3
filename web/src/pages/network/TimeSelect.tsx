/* TimeSelect - whether a conversion counts on its own day or on that of its click. */
import { Select } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { reportWords } from "./reportWords.ts";
import type { AdSpan } from "./useAdSpan.ts";

export function TimeSelect({ time, setTime }: Pick<AdSpan, "time" | "setTime">): ReactElement {
  const t = useWords(reportWords);
  return (
    <Select
      size="xs"
      w={200}
      aria-label={t("time")}
      allowDeselect={false}
      data={(["conversion", "click"] as const).map((value) => ({ value, label: t(`time.${value}`) }))}
      value={time}
      onChange={(next) => setTime(next === "click" ? "click" : "conversion")}
    />
  );
}
