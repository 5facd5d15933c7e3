/* HealthWebhook - who is told when the tracking goes wrong, and a message to try it. */
import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import type { SettingsDocument } from "./SettingsForm.tsx";
import { settingsWords } from "./words.ts";

type Webhook = SettingsDocument["health_webhook"];

export interface HealthWebhookProps {
  value: Webhook;
  isOff: boolean;
  /** Whether what is shown is what the server has: the test goes to that. */
  isSaved: boolean;
  onChange: (value: Webhook) => void;
  errorOf: (path: string) => string | undefined;
}

export function HealthWebhook({ value, isOff, isSaved, onChange, errorOf }: HealthWebhookProps): ReactElement {
  const t = useWords(settingsWords);
  const tell = useTellError();
  const test = useMutation({ mutationFn: () => post<Schemas["webhook_test"]>("health/webhook/test"), onError: tell });
  const set = (url: string, secret: string | null): void => onChange(url === "" && secret === null ? null : { url, secret });
  return (
    <section>
      <Title order={2}>{t("webhook")}</Title>
      <Text size="sm" className="muted" mb="xs">
        {t("webhook.hint")}
      </Text>
      <Stack gap="xs" maw={560}>
        <TextInput label={t("webhook.url")} type="url" readOnly={isOff} value={value?.url ?? ""} error={errorOf("health_webhook.url") ?? errorOf("health_webhook")} onChange={(event) => set(event.currentTarget.value, value?.secret ?? null)} />
        <TextInput label={t("webhook.secret")} description={t("webhook.secret.hint")} readOnly={isOff} autoComplete="off" value={value?.secret ?? ""} error={errorOf("health_webhook.secret")} onChange={(event) => set(value?.url ?? "", event.currentTarget.value || null)} />
        {!isOff && value !== null && (
          <Group>
            <Button variant="default" disabled={!isSaved} loading={test.isPending} onClick={() => test.mutate()}>
              {t("webhook.test")}
            </Button>
            <Text size="sm" role="status" className={test.data && !test.data.taken ? "loss" : "muted"}>
              {!isSaved ? t("webhook.first") : test.data ? (test.data.taken ? t("webhook.taken", { code: String(test.data.status_code) }) : t("webhook.refused", { why: test.data.error ?? String(test.data.status_code) })) : ""}
            </Text>
          </Group>
        )}
      </Stack>
    </section>
  );
}
