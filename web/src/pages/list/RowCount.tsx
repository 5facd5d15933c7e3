/* RowCount - how many rows a list shows, and what is wrong with its search. */
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import type { EntityRows } from "./useEntityRows.ts";
import { listWords } from "./words.ts";

export function RowCount<Row>({ list }: { list: EntityRows<Row> }): ReactElement {
  const t = useWords(listWords);
  const count = list.rows.length;
  const text = (): string => {
    if (list.isLoading && count === 0) return "";
    if (list.regexFault !== null) return t("search.bad", { text: list.regexFault });
    if (list.isRegex) return t("rows.matching", { n: count, all: list.loaded });
    if (list.hasMore) return t("rows.more", { n: count });
    return t("rows", { n: count });
  };
  return (
    <span role={list.regexFault === null ? "status" : "alert"} className={list.regexFault === null ? undefined : "loss"}>
      {text()} {list.isBusy && t("loading")}
    </span>
  );
}
