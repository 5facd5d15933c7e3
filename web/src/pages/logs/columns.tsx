/* columns - a log's fields as a table's columns; the first opens the entry. */
import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { useWords } from "../../i18n/words.ts";
import type { Column } from "../../table/types.ts";
import type { Log, LogRow } from "./logs.ts";
import { textOfValue, Value } from "./Value.tsx";
import { fieldWords, logWords, type FieldName } from "./words.ts";

const NUMBERS: readonly unknown[] = ["money", "unit", "count", "milliseconds"];

export function useLogColumns(log: Log, tz: string, open: (row: LogRow) => void): Column<LogRow>[] {
  const t = useWords(fieldWords);
  const say = useWords(logWords);
  return useMemo(
    () =>
      log.fields
        .filter((field) => field.width !== undefined)
        .map((field, i) => ({
          id: field.name,
          label: t(field.name as FieldName),
          width: field.width ?? 120,
          isNumber: NUMBERS.includes(field.kind),
          isShown: !field.isHidden,
          cell: (row: LogRow) =>
            i === 0 ? (
              <Anchor component="button" type="button" size="sm" title={say("details")} onClick={() => open(row)}>
                <Value field={field} value={row[field.name]} tz={tz} />
              </Anchor>
            ) : (
              <Value field={field} value={row[field.name]} tz={tz} />
            ),
          text: (row: LogRow) => textOfValue(row[field.name]),
        })),
    [log, tz, t, say, open],
  );
}
