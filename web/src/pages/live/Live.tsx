/* Live - visits, clicks, conversions and postbacks as they happen; each opens its details. */
import { Alert, Anchor, Button, Chip, Group } from "@mantine/core";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import type { Column } from "../../table/types.ts";
import { RowDrawer } from "../logs/RowDrawer.tsx";
import classes from "./live.module.css";
import { amountOf, nameOf, outcomeOf, textOf, timeOf } from "./liveRows.tsx";
import { LIVE_KINDS, LOG_OF, useLive, type LiveKind, type LiveRow } from "./useLive.ts";
import { liveWords } from "./words.ts";

const ROWS_MAX = 200;

function useColumns(tz: string | undefined, open: (row: LiveRow) => void): Column<LiveRow>[] {
  const t = useWords(liveWords);
  const format = useFormat(tz);
  return useMemo(
    () => [
      {
        id: "time",
        label: t("time"),
        width: 172,
        cell: (row) => (
          <Anchor component="button" type="button" size="sm" onClick={() => open(row)}>
            {format.time(timeOf(row))}
          </Anchor>
        ),
        text: (row) => timeOf(row),
      },
      {
        id: "kind",
        label: t("kind"),
        width: 170,
        cell: (row) => (
          <>
            {t(`one.${row.kind}`)} {outcomeOf(row)}
          </>
        ),
      },
      { id: "campaign", label: t("campaign"), width: 200, cell: ({ row }) => nameOf(row, "campaign") },
      { id: "source", label: t("source"), width: 140, cell: ({ row }) => nameOf(row, "source") },
      { id: "amount", label: t("amount"), width: 96, isNumber: true, cell: (row) => format.money(amountOf(row), row.kind === "visit" ? 6 : 2) },
      { id: "what", label: t("what"), width: 560, cell: (row) => <span className="mono">{textOf(row)}</span>, text: textOf },
    ],
    [t, format, open],
  );
}

export default function LivePage(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(liveWords);
  const format = useFormat();
  const { params, set } = useUrl();
  const { workspace } = useSession();
  const [isPaused, setPaused] = useState(false);
  const asked = params.get("kinds");
  const kinds = useMemo(() => (asked === null ? LIVE_KINDS : LIVE_KINDS.filter((kind) => asked.split(",").includes(kind))), [asked]);
  const [campaign, source] = [params.get("campaign"), params.get("source")];
  const live = useLive(kinds, { campaign, source }, ROWS_MAX, isPaused);
  const open = useCallback((row: LiveRow) => set({ row: row.row.id, log: row.kind }), [set]);
  const columns = useColumns(workspace?.time_zone, open);
  const kindOpen = LIVE_KINDS.find((kind) => kind === params.get("log"));
  const id = params.get("row");
  const skipped = Object.values(live.skipped).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const choose = (next: string[]): void => set({ kinds: next.length === LIVE_KINDS.length ? null : next.length === 0 ? "none" : next.join(",") }, { replace: true });
  return (
    <Page
      title={areas("live")}
      controls={
        <span className={live.state === "open" ? "gain" : "warn"} role="status" style={{ fontSize: 12 }}>
          ● {t(live.state)}
        </span>
      }
    >
      <div className={classes.bar}>
        <Chip.Group multiple value={[...kinds]} onChange={choose}>
          <Group gap={6} role="group" aria-label={t("kinds")}>
            {LIVE_KINDS.map((kind: LiveKind) => (
              <Chip key={kind} value={kind} size="xs">
                {t(kind)} <span className="number">{t("per.second", { n: format.count(Math.round((live.perSecond[kind] ?? 0) * 10) / 10) })}</span>
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Button variant={isPaused ? "filled" : "default"} aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? (live.waiting > 0 ? t("resume.n", { n: live.waiting }) : t("resume")) : t("pause")}
        </Button>
        <Group gap={6} ml="auto" align="flex-end">
          <EntitySelect resource="campaigns" label={t("campaign")} value={campaign === null ? null : Number(campaign)} onChange={(next) => set({ campaign: next === null ? null : String(next) }, { replace: true })} />
          <EntitySelect resource="sources" label={t("source")} value={source === null ? null : Number(source)} onChange={(next) => set({ source: next === null ? null : String(next) }, { replace: true })} />
        </Group>
      </div>
      {(skipped > 0 || live.gaps > 0) && (
        <Alert color="yellow" py={4} px="md">
          {skipped > 0 ? t("skipped", { n: skipped }) : null} {live.gaps > 0 ? t("gap") : null}
        </Alert>
      )}
      <DataTable name="live" label={areas("live")} columns={columns} rows={live.rows} keyOf={(row) => row.key} onOpen={open} empty={t(kinds.length === 0 ? "none" : "waiting")} />
      {id !== null && kindOpen !== undefined && (
        <RowDrawer name={LOG_OF[kindOpen]} id={id} rows={live.rows.filter((row) => row.kind === kindOpen).map(({ row }) => row)} tz={workspace?.time_zone ?? "UTC"} close={() => set({ row: null, log: null })} />
      )}
    </Page>
  );
}
