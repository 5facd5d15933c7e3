/* ConversionSettings - the workspace's settings as docs/api.md "Settings" has them: words, types, window, time, keys. */
import { NumberInput, SegmentedControl, Stack, TagsInput, Text, TextInput, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { ConversionTypes } from "./ConversionTypes.tsx";
import { HealthWebhook } from "./HealthWebhook.tsx";
import { SettingsForm, type SettingsDocument } from "./SettingsForm.tsx";
import { settingsWords } from "./words.ts";

const STATUSES = ["lead", "sale", "rebill", "rejected"] as const;

const WORDS_MAX = 64;
const TYPES_MAX = 64;
const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);
const listPaths = (path: string): string[] => [path, ...numbers(WORDS_MAX).map((i) => `${path}[${i}]`)];
const SHOWN = [
  "conversion_window_days",
  "registration_time",
  "click_update_key",
  "health_webhook",
  "health_webhook.url",
  "health_webhook.secret",
  ...STATUSES.map((status) => `outgoing_status_words.${status}`),
  ...STATUSES.flatMap((status) => listPaths(`status_words.${status}`)),
  ...numbers(TYPES_MAX).flatMap((i) => [`conversion_types[${i}].name`, ...listPaths(`conversion_types[${i}].words`)]),
];

export function ConversionSettings(): ReactElement {
  const t = useWords(settingsWords);
  const { workspace } = useSession();
  return (
    <SettingsForm part={(document) => document} shown={SHOWN}>
      {({ value, set, errorOf, isChanged }, isOff) => {
        const errorUnder = (path: string): string | undefined => listPaths(path).map(errorOf).find((text) => text !== undefined);
        return (
          <>
            {workspace && <Text className="muted">{t("of.workspace", { name: workspace.name })}</Text>}
            <section>
              <Title order={2}>{t("words")}</Title>
              <Text size="sm" className="muted" mb="xs">
                {t("words.hint")}
              </Text>
              <Stack gap="xs">
                {STATUSES.map((status) => (
                  <TagsInput key={status} label={t(status)} readOnly={isOff} value={value.status_words[status]} error={errorUnder(`status_words.${status}`)} onChange={(words) => set("status_words", { ...value.status_words, [status]: words })} />
                ))}
              </Stack>
            </section>
            <section>
              <Title order={2}>{t("outgoing")}</Title>
              <Text size="sm" className="muted" mb="xs">
                {t("outgoing.hint")}
              </Text>
              <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))", gap: 10 }}>
                {STATUSES.map((status) => (
                  <TextInput
                    key={status}
                    label={t(status)}
                    readOnly={isOff}
                    value={value.outgoing_status_words[status]}
                    error={errorOf(`outgoing_status_words.${status}`)}
                    onChange={(event) => set("outgoing_status_words", { ...value.outgoing_status_words, [status]: event.currentTarget.value })}
                  />
                ))}
              </div>
            </section>
            <ConversionTypes value={value.conversion_types} isOff={isOff} onChange={(types) => set("conversion_types", types)} errorOf={errorUnder} />
            <NumberInput
              label={t("window")}
              description={t("window.hint")}
              maw={420}
              readOnly={isOff}
              allowDecimal={false}
              value={value.conversion_window_days ?? ""}
              error={errorOf("conversion_window_days")}
              onChange={(days) => set("conversion_window_days", days === "" ? null : Number(days))}
            />
            <div>
              <Text size="sm" fw={500}>
                {t("time")}
              </Text>
              <Text size="xs" className="muted" mb={4}>
                {t("time.hint")}
              </Text>
              <SegmentedControl
                aria-label={t("time")}
                readOnly={isOff}
                value={value.registration_time}
                data={(["visit", "postback"] as const).map((one) => ({ value: one, label: t(`time.${one}`) }))}
                onChange={(next) => set("registration_time", next as SettingsDocument["registration_time"])}
              />
            </div>
            <TextInput label={t("key")} description={t("key.hint")} maw={420} readOnly={isOff} autoComplete="off" value={value.click_update_key ?? ""} error={errorOf("click_update_key")} onChange={(event) => set("click_update_key", event.currentTarget.value || null)} />
            <HealthWebhook value={value.health_webhook} isOff={isOff} isSaved={!isChanged} onChange={(next) => set("health_webhook", next)} errorOf={errorOf} />
          </>
        );
      }}
    </SettingsForm>
  );
}
