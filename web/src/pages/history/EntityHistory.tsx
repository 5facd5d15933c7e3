/* EntityHistory - the history of one entity, for its editor. */
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { ChangeList } from "./ChangeList.tsx";
import { historyWords } from "./words.ts";

export function EntityHistory({ resource, id }: { resource: string; id: number | string }): ReactElement {
  const t = useWords(historyWords);
  return <ChangeList path={`${resource}/${id}/history`} isOfOne empty={t("empty")} />;
}
