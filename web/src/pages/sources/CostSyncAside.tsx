/* CostSyncAside - beside a source's settings: whether its network's API lets us in, runs that fetched its costs and what they came to, and the network's campaigns with their start and stop. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { NetworkCampaigns } from "./NetworkCampaigns.tsx";
import { RunDetails, RunTable, type Run } from "./CostSyncRuns.tsx";
import { costSyncWords } from "./costSyncWords.ts";

type Tested = Schemas["cost_sync_test"];

export function CostSyncAside({ id }: { id: number }): ReactElement {
  const t = useWords(costSyncWords);
  const { mayWrite } = useSession();
  const renew = useRenew();
  const tell = useTellError();
  const [dry, setDry] = useState<Run | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const [hasCampaigns, setCampaigns] = useState(false);
  const path = `sources/${id}/cost-sync`;
  const runs = useGet<Page<Run>>(path, { limit: 20 });
  const one = useGet<Run>(opened === null ? null : `${path}/${opened}`);
  const testing = useMutation({ mutationFn: () => post<Tested>(`${path}/test`, {}), onError: tell });
  const trying = useMutation({ mutationFn: () => post<Run>(path, { dry_run: true }), onSuccess: setDry, onError: tell });
  const running = useMutation({
    mutationFn: () => post<Run>(path, {}),
    onSuccess: async (run) => {
      setDry(null);
      setOpened(run.id);
      notifications.show({ color: run.error === null ? "green" : "red", message: run.message ?? t(`outcome.${run.outcome}`) });
      await renew("sources", "campaigns");
    },
    onError: tell,
  });
  const tested = testing.data;
  return (
    <Stack gap="sm" component="section" aria-label={t("title")}>
      <Text fw={600}>{t("title")}</Text>
      <Group gap="xs">
        {mayWrite("sources") && (
          <Button variant="default" size="compact-sm" loading={testing.isPending} onClick={() => testing.mutate()}>
            {t("test")}
          </Button>
        )}
        {mayWrite("entries") && (
          <>
            <Button variant="default" size="compact-sm" loading={trying.isPending} onClick={() => trying.mutate()}>
              {t("dry")}
            </Button>
            <Button variant="default" size="compact-sm" loading={running.isPending} onClick={() => running.mutate()}>
              {t("run")}
            </Button>
          </>
        )}
      </Group>
      {tested && (
        <Alert color={tested.ok ? "green" : "red"} role="status">
          {tested.ok ? (tested.currency === null ? t("test.good") : t("test.currency", { currency: tested.currency })) : tested.message}
        </Alert>
      )}
      {dry && <RunDetails title={t("dry.title")} run={dry} />}
      <Text fw={600}>{t("runs")}</Text>
      {runs.data && runs.data.rows.length === 0 && (
        <Text size="sm" className="muted">
          {t("runs.none")}
        </Text>
      )}
      {runs.data && runs.data.rows.length > 0 && <RunTable rows={runs.data.rows} open={setOpened} />}
      {opened !== null && one.data?.id === opened && <RunDetails title={t("details")} run={one.data} />}
      {hasCampaigns ? (
        <NetworkCampaigns id={id} />
      ) : (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => setCampaigns(true)}>
            {t("campaigns.show")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
