/* LanderStep - a page before the offer, for those who have one. */
import { Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { Choose } from "./Choose.tsx";
import type { Made } from "./useMade.ts";
import type { Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

export function LanderStep({ wizard, made }: { wizard: Wizard; made: Made }): ReactElement {
  const t = useWords(wizardWords);
  const save = useSave("landers");
  const { value, set, errorOf, formError, refuse } = useDraft({ name: "", url: "" }, ["name", "url"]);
  const create = async (): Promise<void> => {
    try {
      const row = await save.mutateAsync({ body: { name: value.name.trim(), url: value.url.trim() } });
      made.tell("lander", row.warnings);
      wizard.choose("lander", Number(row.id));
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <>
      <Text size="sm" className="muted" mb="sm">
        {t("lander.intro")}
      </Text>
      <Choose what="lander" mayGoWithout choice={wizard.choices.lander ?? "none"} onChoose={(choice) => wizard.choose("lander", choice)} create={() => void create()} isCreating={save.isPending} canCreate={value.name.trim() !== "" && value.url.trim() !== ""} error={formError}>
        <TextInput label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <UrlField label={t("lander.url")} isRequired kind="lander_url" value={value.url} onChange={(url) => set("url", url)} error={errorOf("url")} />
      </Choose>
    </>
  );
}
