/* BotRuns - the lists of bots applied to visits that are over: counted first, then applied, with how far it is and what was done before. */
import { Alert, Button, Group, Progress, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { ApiError, post, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { dayAt } from "../../state/span.ts";
import { useActorText } from "../history/actors.ts";
import { pastWords } from "./pastWords.ts";

type Run = Schemas["bot_run"];
const LOOK_MS = 700;

const isActive = (run: Run | undefined): boolean => run?.state === "running" || run?.state === "cancelling";

function Changes({ run }: { run: Run }): ReactElement {
  const t = useWords(pastWords);
  const format = useFormat();
  const rows = [...run.campaigns].filter((row) => row.bots + row.people > 0).sort((a, b) => b.bots + b.people - a.bots - a.people);
  if (rows.length === 0) return <Text>{t("nothing")}</Text>;
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={3} aria-label={t("campaign")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("campaign")}</Table.Th>
            {(["bots", "people", "conversions", "cost"] as const).map((word) => (
              <Table.Th key={word} scope="col" className="number">
                {t(word)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...rows, { ...run, campaign: null }].map((row, at) => (
            <Table.Tr key={row.campaign?.id ?? "all"} fw={at === rows.length ? 600 : undefined}>
              <Table.Td>{row.campaign === null ? t("all") : (row.campaign.name ?? row.campaign.id)}</Table.Td>
              <Table.Td className="number">{format.count(row.bots)}</Table.Td>
              <Table.Td className="number">{format.count(row.people)}</Table.Td>
              <Table.Td className="number">{format.count(row.conversions)}</Table.Td>
              <Table.Td className="number">{format.money(row.cost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Current({ run, mayCancel }: { run: Run; mayCancel: boolean }): ReactElement {
  const t = useWords(pastWords);
  const renew = useRenew();
  const cancel = useMutation({ mutationFn: () => post<Run>(`bots/runs/${run.id}/cancel`, {}), onSettled: () => renew("bots") });
  const share = run.phase === "judging" && run.visits > 0 ? (100 * run.passed) / run.visits : 100;
  return (
    <Stack gap="xs">
      {isActive(run) ? (
        <>
          <Text role="status">
            {t(`phase.${run.phase}`)} · {t("looked", { n: run.phase === "judging" ? run.passed : run.visits })}
          </Text>
          <Progress value={share} animated aria-label={t(`phase.${run.phase}`)} />
          {mayCancel && (
            <Button variant="default" w="fit-content" loading={cancel.isPending || run.state === "cancelling"} onClick={() => cancel.mutate()}>
              {t("cancel")}
            </Button>
          )}
        </>
      ) : (
        <Text role="status">
          {run.dry_run ? t("counted") : t(`state.${run.state}`)} · {t("looked", { n: run.visits })}
        </Text>
      )}
      {run.error !== null && <Alert color="red">{run.error}</Alert>}
      {!isActive(run) && <Changes run={run} />}
      {run.unknown > 0 && <Text size="sm">{t("unknown", { n: run.unknown })}</Text>}
      {run.cost_updates > 0 && <Text size="sm">{t("updates", { n: run.cost_updates })}</Text>}
      {run.skipped > 0 && <Text size="sm">{t("skipped", { n: run.skipped })}</Text>}
      {run.left > 0 && <Text size="sm">{t("left", { n: run.left })}</Text>}
      {run.unspread > 0 && <Text size="sm">{t("unspread", { n: run.unspread })}</Text>}
    </Stack>
  );
}

function History({ runs }: { runs: readonly Run[] }): ReactElement {
  const t = useWords(pastWords);
  const { workspace } = useSession();
  const format = useFormat(workspace?.time_zone);
  const actorText = useActorText();
  /* Where a range ends is not within it. */
  const lastDay = (to: string): string => format.date(new Date(Date.parse(to) - 1).toISOString());
  if (runs.length === 0) return <Text className="muted">{t("none")}</Text>;
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={3} aria-label={t("history")}>
        <Table.Thead>
          <Table.Tr>
            {(["when", "by", "range", "state"] as const).map((word) => (
              <Table.Th key={word} scope="col">
                {t(word)}
              </Table.Th>
            ))}
            {(["bots", "people", "cost"] as const).map((word) => (
              <Table.Th key={word} scope="col" className="number">
                {t(word)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>{format.time(run.created_at)}</Table.Td>
              <Table.Td>{actorText(run.by)}</Table.Td>
              <Table.Td>
                {format.date(run.from)} – {lastDay(run.to)}
              </Table.Td>
              <Table.Td>{run.dry_run && run.state === "done" ? t("counted") : t(`state.${run.state}`)}</Table.Td>
              <Table.Td className="number">{format.count(run.dry_run || isActive(run) ? run.bots : run.judged_bots)}</Table.Td>
              <Table.Td className="number">{format.count(run.dry_run || isActive(run) ? run.people : run.judged_people)}</Table.Td>
              <Table.Td className="number">{format.money(run.cost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** `version`: of the settings, and with them of the lists. */
export function BotRuns({ version }: { version: number | undefined }): ReactElement {
  const t = useWords(pastWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { mayWrite, workspace } = useSession();
  const isOff = !mayWrite("entries");
  const tz = workspace?.time_zone ?? "UTC";
  const [range, setRange] = useState({ from: dayAt(tz, -30), to: dayAt(tz, 0) });
  const [counted, setCounted] = useState<{ run: number; version: number | undefined } | null>(null); /* what counted these days by these lists */
  const [isWaiting, setWaiting] = useState(false);
  const runs = useGet<{ rows: Run[] }>("bots/runs", undefined, isWaiting ? { refetchInterval: LOOK_MS } : {});
  const rows = runs.data?.rows ?? [];
  const last = rows[0];
  const begin = useMutation({
    mutationFn: (dry: boolean) => post<Run>("bots/apply", { ...range, dry_run: dry }),
    onSuccess: (run, isDry) => {
      setCounted(isDry ? { run: run.id, version } : null);
      void renew("bots");
    },
  });
  const refused = begin.error instanceof ApiError ? begin.error : null;
  const errorAt = (field: string): string | undefined => (refused?.field === field ? refused.message : undefined);
  const isAtField = errorAt("from") !== undefined || errorAt("to") !== undefined;
  const wasActive = isActive(last);
  useEffect(() => {
    if (wasActive === isWaiting) return;
    setWaiting(wasActive);
    if (!wasActive) void renew();
  }, [wasActive, isWaiting, renew]);
  const found = last && last.id === counted?.run && version === counted.version && last.state === "done" ? last.bots + last.people : 0;
  return (
    <Stack gap="sm" maw={900}>
      <Title order={3}>{t("title")}</Title>
      <Text>{t("hint")}</Text>
      <Group align={isAtField ? "flex-start" : "flex-end"}>
        {(["from", "to"] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={t(name)}
            value={range[name]}
            readOnly={isOff}
            error={errorAt(name)}
            onChange={(event) => {
              const day = event.currentTarget.value;
              setCounted(null);
              if (isAtField) begin.reset();
              setRange((before) => ({ ...before, [name]: day }));
            }}
          />
        ))}
        {!isOff && (
          <>
            <Button variant={found > 0 ? "default" : "filled"} disabled={wasActive} loading={begin.isPending && begin.variables} onClick={() => begin.mutate(true)}>
              {t("count")}
            </Button>
            <Button variant={found > 0 ? "filled" : "default"} disabled={wasActive} loading={begin.isPending && !begin.variables} onClick={() => begin.mutate(false)}>
              {found > 0 ? t("apply.n", { n: found }) : t("apply")}
            </Button>
          </>
        )}
      </Group>
      {(begin.error && !isAtField) || runs.error ? (
        <Alert color="red" role="alert">
          {errorText(isAtField ? runs.error : (begin.error ?? runs.error))}
        </Alert>
      ) : null}
      {last && <Current run={last} mayCancel={!isOff} />}
      <Title order={4}>{t("history")}</Title>
      <History runs={rows} />
    </Stack>
  );
}
