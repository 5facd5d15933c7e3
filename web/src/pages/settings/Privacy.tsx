/* Privacy - what a workspace keeps of its visitors, for how long, and forgetting one of them. */
import { Group, NumberInput, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { ForgetButton } from "./Forget.tsx";
import { privacyWords } from "./privacyWords.ts";
import { SettingsForm, type SettingsDocument } from "./SettingsForm.tsx";

type Kept = SettingsDocument["privacy"];

const ADDRESSES = ["full", "network", "hash"] as const;
const SHOWN = ["privacy.address", "privacy.personal_days"];

function KeptForm(): ReactElement {
  const t = useWords(privacyWords);
  return (
    <SettingsForm part={({ privacy }) => ({ privacy })} shown={SHOWN}>
      {({ value: { privacy: kept }, set, errorOf }, isOff) => (
        <>
          <Radio.Group label={t("address")} value={kept.address} error={errorOf("privacy.address")} onChange={(address) => set("privacy", { ...kept, address: address as Kept["address"] })}>
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
            error={errorOf("privacy.personal_days")}
            onChange={(days) => set("privacy", { ...kept, personal_days: days === "" ? null : Number(days) })}
          />
        </>
      )}
    </SettingsForm>
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
  return (
    <Stack gap="lg">
      <Text maw={760}>{t("hint")}</Text>
      <KeptForm />
      <ByClickId />
    </Stack>
  );
}
