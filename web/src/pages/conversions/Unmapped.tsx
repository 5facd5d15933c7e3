/* Unmapped - the status words that no list knows, by network, each with the button that gives it a meaning. */
import { Anchor, Button, Text } from "@mantine/core";
import { useMemo, useState, type ReactElement } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { DataTable } from "../../table/DataTable.tsx";
import type { Column } from "../../table/types.ts";
import { MapWord } from "../health/MapWord.tsx";
import { conversionWords } from "./words.ts";

type Word = Schemas["unmapped_word"];

export function Unmapped({ rows, isLoading, error }: { rows: readonly Word[]; isLoading: boolean; error: unknown }): ReactElement {
  const t = useWords(conversionWords);
  const { mayWrite, workspace } = useSession();
  const format = useFormat(workspace?.time_zone);
  const [mapped, setMapped] = useState<Word | null>(null);
  const mayMap = mayWrite("entries");
  const columns = useMemo<Column<Word>[]>(
    () => [
      { id: "word", label: t("word"), width: 220, cell: (row) => <strong>{row.word}</strong>, text: (row) => row.word },
      { id: "network", label: t("network"), width: 220, cell: (row) => row.network && <Anchor component={Link} size="sm" href={`/networks?edit=${row.network.id}`}>{row.network.name ?? row.network.id}</Anchor> },
      {
        id: "conversions",
        label: t("conversions"),
        width: 120,
        isNumber: true,
        cell: (row) => (
          <Anchor component={Link} size="sm" href={`/logs/conversions?dates=all&status=unmapped${row.network ? `&network=${row.network.id}` : ""}`}>
            {format.count(row.conversions)}
          </Anchor>
        ),
      },
      { id: "last", label: t("last"), width: 180, cell: (row) => format.time(row.last_at) },
      {
        id: "map",
        label: t("map"),
        width: 170,
        cell: (row) =>
          mayMap && (
            <Button size="compact-xs" variant="light" aria-label={`${t("map")}: ${row.word}, ${row.network?.name ?? ""}`} onClick={() => setMapped(row)}>
              {t("map")}
            </Button>
          ),
      },
    ],
    [t, format, mayMap],
  );
  return (
    <>
      {rows.length > 0 && (
        <Text size="sm" px={16} py={8} className="muted">
          {t("unmapped.intro")}
        </Text>
      )}
      <DataTable name="unmapped" label={t("unmapped")} columns={columns} rows={rows} keyOf={(row) => `${row.word} ${row.network?.id ?? ""}`} onOpen={(row) => mayMap && setMapped(row)} isLoading={isLoading} error={error} empty={<span className="gain">✓ {t("unmapped.none")}</span>} />
      {mapped && <MapWord word={mapped.word} network={mapped.network} close={() => setMapped(null)} />}
    </>
  );
}
