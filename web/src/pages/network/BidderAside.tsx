/* BidderAside - beside the bidder's settings: the dry run of what is entered, and the history with undo. */
import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, remove, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { fieldsOf, type Bidder, type BidderDraft } from "./bidderDraft.ts";
import { BidderDecisions, type Decision } from "./BidderDecisions.tsx";
import { bidderWords } from "./bidderWords.ts";

type Decided = Schemas["bidder_decided"];
const KEPT = ["testing", "same_price", "no_worth", "no_rule", "blocked", "held"] as const;
const PAGE = 50;

export interface BidderAsideProps {
  bidder: Bidder;
  draft: BidderDraft;
  isChanged: boolean;
  isOurs: boolean;
  /** A decision or its undoing changed the document, which is read anew by now. */
  renewed: () => void;
  refuse: (error: unknown) => void;
}

export function BidderAside({ bidder, draft, isChanged, isOurs, renewed, refuse }: BidderAsideProps): ReactElement {
  const t = useWords(bidderWords);
  const format = useFormat();
  const renew = useRenew();
  const tell = useTellError();
  const [dry, setDry] = useState<Decided | null>(null);
  const path = `bidders/${bidder.id}/decisions`;
  const trying = useMutation({ mutationFn: () => post<Decided>(path, { dry_run: true, changes: fieldsOf(draft) }), onSuccess: setDry, onError: refuse });
  const after = async (): Promise<void> => {
    setDry(null);
    await renew("bidders");
    renewed();
  };
  const running = useMutation({
    mutationFn: () => post<Decided>(path, {}),
    onSuccess: async (done) => {
      notifications.show({ message: done.outcome === "done" ? t("run.done", { n: done.decisions.length }) : t(`outcome.${done.outcome}`) });
      await after();
    },
    onError: tell,
  });
  const undoing = useMutation({
    mutationFn: (one: Decision) => remove<Decision>(`${path}/${one.id}`),
    onSuccess: async () => {
      notifications.show({ message: t("undone.told") });
      await after();
    },
    onError: tell,
  });
  const last = bidder.last_run;
  return (
    <Stack gap="sm">
      <Text size="sm">{last ? t("last.run", { ago: format.ago(last.at), looked: last.looked, decided: last.decided }) : t("last.never")}</Text>
      <Group gap="xs">
        <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
          {t("dry.run")}
        </Button>
        {isOurs && (
          <Button variant="default" loading={running.isPending} disabled={isChanged} title={isChanged ? t("save.first") : undefined} onClick={() => running.mutate()}>
            {t("run.now")}
          </Button>
        )}
      </Group>
      <Text size="xs" className="muted">
        {t("dry.hint")}
      </Text>
      {dry && <DryRun dry={dry} />}
      <History path={path} isChanged={isChanged} {...(isOurs ? { undo: (one: Decision) => undoing.mutate(one) } : {})} />
    </Stack>
  );
}

function DryRun({ dry }: { dry: Decided }): ReactElement {
  const t = useWords(bidderWords);
  const kept = KEPT.filter((why) => dry.kept[why] > 0).map((why) => t(`kept.${why}`, { n: dry.kept[why] }));
  return (
    <Paper withBorder p="xs" role="status">
      <Text fw={600}>{t("dry.title")}</Text>
      <Text size="sm">{dry.outcome === "done" ? [t("looked", { n: dry.looked }), ...kept].join(" · ") : t(`outcome.${dry.outcome}`)}</Text>
      {dry.decisions.length > 0 ? <BidderDecisions label={t("dry.title")} rows={dry.decisions} /> : <Text size="sm">{t("dry.none")}</Text>}
    </Paper>
  );
}

function History({ path, isChanged, undo }: { path: string; isChanged: boolean; undo?: (one: Decision) => void }): ReactElement {
  const t = useWords(bidderWords);
  const [limit, setLimit] = useState(PAGE);
  const list = useGet<Page<Decision>>(path, { limit });
  const rows = list.data?.rows ?? [];
  return (
    <section aria-label={t("history")}>
      <Text fw={600}>{t("history")}</Text>
      {list.data && rows.length === 0 && (
        <Text size="sm" className="muted">
          {t("history.none")}
        </Text>
      )}
      {rows.length > 0 && <BidderDecisions label={t("history")} rows={rows} isOff={isChanged} {...(undo ? { undo } : {})} />}
      {list.data?.next && limit < 1000 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setLimit(Math.min(1000, limit * 4))}>
          {t("history.more")}
        </Button>
      )}
    </section>
  );
}
