/* NetworkStep - the affiliate network that the offer comes from, if it comes from one. */
import { Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { TemplatePicker, useTemplates } from "../../forms/TemplatePicker.tsx";
import { useWords } from "../../i18n/words.ts";
import { Choose } from "./Choose.tsx";
import type { Made } from "./useMade.ts";
import type { Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

export function NetworkStep({ wizard, made }: { wizard: Wizard; made: Made }): ReactElement {
  const t = useWords(wizardWords);
  const templates = useTemplates("network");
  const save = useSave("networks");
  const { value, set, errorOf, formError, refuse } = useDraft({ template: undefined as string | null | undefined, name: "" }, ["name"]);
  const create = async (): Promise<void> => {
    try {
      const row = await save.mutateAsync({ body: { name: value.name.trim(), ...(value.template ? { template: value.template } : {}) } });
      made.tell("network", row.warnings);
      wizard.choose("network", Number(row.id));
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <Choose what="network" mayGoWithout choice={wizard.choices.network} onChoose={(choice) => wizard.choose("network", choice)} create={() => void create()} isCreating={save.isPending} canCreate={value.name.trim() !== ""} error={formError}>
      <Text size="sm" className="muted">
        {t("network.intro")}
      </Text>
      <TemplatePicker
        kind="network"
        picked={value.template}
        onAgain={() => set("template", undefined)}
        onPick={(template) => {
          const known = templates.some((one) => one.name === value.name);
          set("template", template?.template ?? null);
          if (value.name === "" || known) set("name", template?.name ?? "");
        }}
      />
      <TextInput label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
    </Choose>
  );
}
