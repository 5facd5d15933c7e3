/* TestPanel - plays a campaign's conversion test and draws what came of it. */
import { Alert, Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useOne } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { HopDiagram } from "./HopDiagram.tsx";
import type { TestResult } from "./hopSteps.ts";
import { testWords } from "./testWords.ts";

export interface TestPanelProps {
  campaignId: number;
  /** Plays it at once, and says that it began. */
  isDue?: boolean;
  onStart?: () => void;
  onEnd?: (result: TestResult) => void;
}

export function TestPanel({ campaignId, isDue = false, onStart, onEnd }: TestPanelProps): ReactElement {
  const t = useWords(testWords);
  const errorText = useErrorText();
  const { mayWrite } = useSession();
  const campaign = useOne("campaigns", campaignId);
  const source = useOne("sources", campaign.data?.source_id ?? null);
  const [payout, setPayout] = useState("");
  const [status, setStatus] = useState("");
  const [external, setExternal] = useState("");
  const [isForwarded, setForwarded] = useState(true);
  const test = useMutation({
    mutationFn: (body: Schemas["conversion_test_new"]) => post<TestResult>(`campaigns/${campaignId}/test`, body),
    onSuccess: (result) => onEnd?.(result),
  });
  const param = source.data?.external_id?.param ?? null;
  const play = (): void => {
    onStart?.();
    test.mutate({
      payout: payout.trim() || null,
      status: status.trim() || null,
      forward: isForwarded,
      tokens: param !== null && external.trim() !== "" ? { [param]: external.trim() } : null,
    });
  };
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!isDue || hasBegun.current) return;
    hasBegun.current = true;
    play();
  });

  if (!mayWrite("tools")) return <Text c="dimmed">{t("no.right")}</Text>;
  const steps = test.data?.steps ?? [];
  const failedAt = steps.findIndex((step) => !step.ok);
  const failed = steps[failedAt];
  return (
    <Stack gap="sm">
      <Text size="sm" className="muted">
        {t("intro")}
      </Text>
      <Group align="flex-end" gap="sm" wrap="wrap">
        <TextInput label={t("payout")} description={t("payout.hint")} inputMode="decimal" w={190} value={payout} onChange={(event) => setPayout(event.currentTarget.value)} />
        <TextInput label={t("status")} description={t("status.hint")} w={190} value={status} onChange={(event) => setStatus(event.currentTarget.value)} />
        {param !== null && (
          <TextInput label={t("external")} description={t("external.hint", { param })} style={{ flex: "1 1 240px" }} value={external} onChange={(event) => setExternal(event.currentTarget.value)} />
        )}
      </Group>
      <Group>
        <Button onClick={play} loading={test.isPending}>
          {t(test.data ? "run.again" : "run")}
        </Button>
        <Switch label={t("forward")} checked={isForwarded} onChange={(event) => setForwarded(event.currentTarget.checked)} />
      </Group>
      <div role="status" aria-live="polite">
        {test.isPending && <Text size="sm">{t("running")}</Text>}
        {!test.isPending && test.data && (
          <Text size="sm" fw={600} className={test.data.ok ? "gain" : "loss"}>
            {test.data.ok || !failed ? `✓ ${t("all.well", { n: steps.length })}` : `✗ ${t("not.well", { n: failedAt + 1, step: t(`step.${failed.step}`) })}`}
          </Text>
        )}
      </div>
      {test.error ? (
        <Alert color="red" role="alert">
          {errorText(test.error)}
        </Alert>
      ) : null}
      {test.data && <HopDiagram key={test.submittedAt} steps={test.data.steps} />}
    </Stack>
  );
}
