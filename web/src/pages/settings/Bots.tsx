/* Bots - a workspace's own lists of machines: addresses, pieces of user agents and regular expressions of them, a line each. */
import { Alert, Anchor, Button, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { ApiError, patch, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { BotRuns } from "./BotRuns.tsx";
import { botWords } from "./botWords.ts";

type Lists = Schemas["settings"]["bots"];
const LISTS = ["addresses", "agents", "patterns"] as const;

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** "bots.addresses[3]": which list, and which of its lines. */
function placeOf(error: unknown): { list: string; line: number } | undefined {
  const found = error instanceof ApiError ? /^bots\.(\w+)(?:\[(\d+)\])?$/.exec(error.field ?? "") : null;
  return found ? { list: found[1] ?? "", line: Number(found[2] ?? 0) } : undefined;
}

function Form({ bots }: { bots: Lists }): ReactElement {
  const t = useWords(botWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const isOff = !mayWrite("settings");
  const [texts, setTexts] = useState({ addresses: bots.addresses.join("\n"), agents: bots.agents.join("\n"), patterns: bots.patterns.join("\n") });
  const lists = { addresses: linesOf(texts.addresses), agents: linesOf(texts.agents), patterns: linesOf(texts.patterns) };
  const save = useMutation({
    mutationFn: () => patch<Schemas["settings_written"]>("settings", { bots: lists }),
    onSuccess: async ({ live }) => {
      notifications.show({ message: t(live ? "saved" : "saved.not.live") });
      await renew();
    },
  });
  const place = placeOf(save.error);
  const errorOf = (list: (typeof LISTS)[number]): string | undefined =>
    place?.list === list ? t("line", { text: lists[list][place.line] ?? "", error: errorText(save.error) }) : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md" maw={760}>
        {LISTS.map((list) => (
          <Textarea
            key={list}
            label={t(list)}
            description={t(`${list}.hint`)}
            autosize
            minRows={5}
            maxRows={18}
            spellCheck={false}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            readOnly={isOff}
            value={texts[list]}
            error={errorOf(list)}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setTexts((before) => ({ ...before, [list]: text }));
            }}
          />
        ))}
        {save.error && !place ? (
          <Alert color="red" role="alert">
            {errorText(save.error)}
          </Alert>
        ) : null}
        {!isOff && (
          <Button type="submit" size="sm" w="fit-content" loading={save.isPending} disabled={JSON.stringify(lists) === JSON.stringify(bots)}>
            {t("save")}
          </Button>
        )}
      </Stack>
    </form>
  );
}

export function Bots(): ReactElement {
  const t = useWords(botWords);
  const errorText = useErrorText();
  const { workspace } = useSession();
  const settings = useGet<Schemas["settings"]>("settings");
  const rules = useGet<Schemas["device_rules"]>("devices/rules");
  return (
    <Stack gap="lg">
      <Text maw={760}>{t("hint")}</Text>
      <Text maw={760}>
        {t("signals")} <Anchor underline="always" component={Link} href="/logs/visits?bots=only">{t("log")}</Anchor>
      </Text>
      {settings.error ? <Text role="alert">{errorText(settings.error)}</Text> : null}
      {settings.data && <Form key={`${workspace?.id}-${settings.data.version}`} bots={settings.data.bots} />}
      {rules.data && (
        <Text size="sm" className="muted" maw={760}>
          {rules.data.crawlers > 0 ? t("crawlers", { n: rules.data.crawlers }) : t("crawlers.none")} {rules.data.crawlers_attribution ?? rules.data.crawlers_reason ?? ""}
        </Text>
      )}
      <BotRuns key={`runs-${workspace?.id}`} version={settings.data?.version} />
    </Stack>
  );
}
