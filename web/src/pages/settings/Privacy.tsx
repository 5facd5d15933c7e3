/* Privacy - what a workspace keeps of its visitors, for how long, and forgetting one of them. */
import { Alert, Button, Group, NumberInput, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { patch, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { ForgetButton } from "./Forget.tsx";
import { privacyWords } from "./privacyWords.ts";

type Kept = Schemas["settings"]["privacy"];

const ADDRESSES = ["full", "network", "hash"] as const;

function Form({ privacy }: { privacy: Kept }): ReactElement {
  const t = useWords(privacyWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const isOff = !mayWrite("settings");
  const draft = useDraft<{ privacy: Kept }>({ privacy }, ["privacy.address", "privacy.personal_days"]);
  const kept = draft.value.privacy;
  const save = useMutation({
    mutationFn: () => patch<Schemas["settings_written"]>("settings", draft.value),
    onError: draft.refuse,
    onSuccess: async ({ live }) => {
      notifications.show({ message: t(live ? "saved" : "saved.not.live") });
      await renew();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md" maw={760}>
        <Radio.Group label={t("address")} value={kept.address} error={draft.errorOf("privacy.address")} onChange={(address) => draft.set("privacy", { ...kept, address: address as Kept["address"] })}>
          <Stack gap={6} mt={6}>
            {ADDRESSES.map((one) => (
              <Radio key={one} value={one} label={t(one)} description={t(`${one}.hint`)} disabled={isOff} />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label={t("days")}
          description={t("days.hint")}
          maw={420}
          readOnly={isOff}
          allowDecimal={false}
          value={kept.personal_days ?? ""}
          error={draft.errorOf("privacy.personal_days")}
          onChange={(days) => draft.set("privacy", { ...kept, personal_days: days === "" ? null : Number(days) })}
        />
        {draft.formError ? (
          <Alert color="red" role="alert">
            {errorText(draft.formError)}
          </Alert>
        ) : null}
        {!isOff && (
          <Button type="submit" size="sm" w="fit-content" disabled={!draft.isChanged} loading={save.isPending}>
            {t("save")}
          </Button>
        )}
      </Stack>
    </form>
  );
}

function ByClickId(): ReactElement | null {
  const t = useWords(privacyWords);
  const { mayWrite } = useSession();
  const [cid, setCid] = useState("");
  if (!mayWrite("entries")) return null;
  return (
    <section>
      <Title order={2}>{t("forget.one")}</Title>
      <Text size="sm" className="muted" mb="xs" maw={760}>
        {t("forget.hint")}
      </Text>
      <Group align="flex-end" gap="xs">
        <TextInput label={t("cid")} w={300} value={cid} onChange={(event) => setCid(event.currentTarget.value)} />
        <ForgetButton cid={cid.trim()} done={() => setCid("")} />
      </Group>
    </section>
  );
}

export function Privacy(): ReactElement {
  const t = useWords(privacyWords);
  const errorText = useErrorText();
  const { workspace } = useSession();
  const settings = useGet<Schemas["settings"]>("settings");
  return (
    <Stack gap="lg">
      <Text maw={760}>{t("hint")}</Text>
      {settings.error ? <Text role="alert">{errorText(settings.error)}</Text> : null}
      {settings.data && <Form key={`${workspace?.id}-${settings.data.version}`} privacy={settings.data.privacy} />}
      <ByClickId />
    </Stack>
  );
}
