/* LogView - one log: its filters, its rows page after page while one scrolls, the entry that is open. */
import { ActionIcon, Button, Group } from "@mantine/core";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useSpan } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { BulkActions } from "./BulkActions.tsx";
import { useLogColumns } from "./columns.tsx";
import { ExportMenu } from "./ExportMenu.tsx";
import { LogFilters } from "./LogFilters.tsx";
import classes from "./logs.module.css";
import { logQuery } from "./logQuery.ts";
import { LOGS, type LogName, type LogRow } from "./logs.ts";
import { RowDrawer } from "./RowDrawer.tsx";
import { textOfValue } from "./Value.tsx";
import { useLog } from "./useLog.ts";
import { fieldWords, logWords } from "./words.ts";

export function LogView({ name, actions }: { name: LogName; actions?: ReactElement }): ReactElement {
  const t = useWords(logWords);
  const fields = useWords(fieldWords);
  const { params, set } = useUrl();
  const { span } = useSpan();
  const log = LOGS[name];
  const query = useMemo(() => logQuery(log, params, span), [log, params, span]);
  const { rows, error, isLoading, isEmpty, hasMore, more, renew } = useLog(log, query);
  const open = useCallback((row: LogRow) => set({ row: row.id }), [set]);
  const columns = useLogColumns(log, span.tz, open);
  const { mayWrite } = useSession();
  const hasSelection = (name === "postbacks-out" || name === "queue") && mayWrite("entries");
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const id = params.get("row");
  return (
    <>
      <div className={classes.bar}>
        {actions}
        <LogFilters log={log} />
        {selected.size > 0 && <BulkActions name={name} ids={[...selected]} done={() => setSelected(new Set())} />}
        <Group gap={6} ml="auto">
          <ActionIcon variant="default" size={30} aria-label={t("refresh")} title={t("refresh")} onClick={renew} loading={isLoading}>
            ↻
          </ActionIcon>
          <ExportMenu path={log.path} query={query} name={name} />
        </Group>
      </div>
      <DataTable
        key={name}
        name={`log.${name}`}
        label={t(name)}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.id}
        onOpen={open}
        {...(hasSelection ? { selected, onSelect: setSelected } : {})}
        menu={(row) => [
          { label: t("details"), onClick: () => open(row) },
          ...log.entities.flatMap((entity) => {
            const value = row[entity] as { id: number } | null | undefined;
            return value ? [{ key: entity, label: `${fields(entity)}: ${textOfValue(value)}`, onClick: () => set({ [entity]: String(value.id), row: null }) }] : [];
          }),
          ...(typeof row["cid"] === "string" ? [{ key: "cid", label: `${fields("cid")}: ${row["cid"]}`, onClick: () => set({ cid: String(row["cid"]), row: null }) }] : []),
        ]}
        isLoading={isLoading && rows.length === 0}
        error={error}
        onEnd={more}
        status={
          <Group gap="sm" role="status">
            <span>{t(hasMore ? "rows.more" : "rows", { n: rows.length })}</span>
            {hasMore && rows.length < 30 && !isLoading && (
              <Button size="compact-xs" variant="light" onClick={more}>
                {t("further")}
              </Button>
            )}
            {isLoading && !isEmpty && <span>{t("reading")}</span>}
          </Group>
        }
        empty={
          <Group gap="sm">
            {t(name === "queue" ? "none.queue" : "none")}
            {span.from !== null && name !== "queue" && (
              <Button variant="light" onClick={() => set({ dates: "all" })}>
                {t("none.all")}
              </Button>
            )}
          </Group>
        }
      />
      {id !== null && <RowDrawer name={name} id={id} rows={rows} tz={span.tz} close={() => set({ row: null })} />}
    </>
  );
}
