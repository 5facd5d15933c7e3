/* ListToolbar - the buttons of a list, its status filter, its search. */
import { Button, NativeSelect } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useWords } from "../../i18n/words.ts";
import type { MenuItem } from "../../table/types.ts";
import { SearchBox } from "./SearchBox.tsx";
import { STATUSES, type StatusFilter } from "./useEntityRows.ts";
import { listWords } from "./words.ts";

export interface ListToolbarProps {
  /** Null: no right to. */
  onNew: (() => void) | null;
  items: readonly MenuItem[];
  /** Further buttons of the page. */
  actions: ReactNode;
  onCsv: () => void;
  isSaving: boolean;
  selectedCount: number;
  unselect: () => void;
  status: StatusFilter;
  hasTraffic: boolean;
  setStatus: (status: StatusFilter) => void;
  regexFault: string | null;
}

export function ListToolbar(props: ListToolbarProps): ReactElement {
  const t = useWords(listWords);
  return (
    <>
      {props.onNew && (
        <Button flex="none" onClick={props.onNew}>
          {t("new")}
        </Button>
      )}
      {props.actions}
      {props.items.map((item) => (
        <Button key={item.key ?? item.label} flex="none" variant="default" disabled={item.isOff ?? false} onClick={item.onClick}>
          {item.label}
        </Button>
      ))}
      <Button flex="none" variant="default" title={t("csv.title")} loading={props.isSaving} onClick={props.onCsv}>
        {t("csv")}
      </Button>
      {props.selectedCount > 0 && (
        <Button flex="none" variant="subtle" px={6} title={t("selected.none")} onClick={props.unselect}>
          {t("selected", { n: props.selectedCount })} ×
        </Button>
      )}
      <NativeSelect
        size="xs"
        flex="none"
        aria-label={t("filter")}
        value={props.status}
        onChange={(event) => props.setStatus(event.currentTarget.value as StatusFilter)}
        data={STATUSES.filter((one) => one !== "traffic" || props.hasTraffic).map((one) => ({ value: one, label: t(`status.${one}`) }))}
      />
      <SearchBox fault={props.regexFault} />
    </>
  );
}
