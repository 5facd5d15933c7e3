/* SourceStep - where the traffic comes from: a preset, its name, and the id that the postback to it needs. */
import { Checkbox, Text, TextInput } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { TemplatePicker, useTemplates } from "../../forms/TemplatePicker.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { fromTemplate, sourceDraft } from "../sources/sourceForm.ts";
import { Choose } from "./Choose.tsx";
import type { Made } from "./useMade.ts";
import classes from "./wizard.module.css";
import type { Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

const SHOWN = ["name", "postback.url"];

export function SourceStep({ wizard, made }: { wizard: Wizard; made: Made }): ReactElement {
  const t = useWords(wizardWords);
  const templates = useTemplates("source");
  const save = useSave("sources");
  const { value, set, errorOf, formError, refuse } = useDraft({ template: undefined as string | null | undefined, name: "", postback: "", goal: "", isDynamic: false }, SHOWN);
  const isExo = value.template === "exoclick";
  const hasPlace = value.postback.split("REPLACE").length === 2;
  const goal = value.goal.trim();
  const url = (hasPlace && goal !== "" ? value.postback.replace("REPLACE", goal) : value.postback) + (isExo && value.isDynamic && !/[?&]value=/.test(value.postback) ? "&value={payout}" : "");
  const chosen = templates.find((one) => one.template === value.template);
  const context = useMemo(() => ({ source: sourceDraft(fromTemplate(chosen ?? null)) }), [chosen]);
  const create = async (): Promise<void> => {
    try {
      const row = await save.mutateAsync({ body: { name: value.name.trim(), ...(value.template ? { template: value.template } : {}), ...(url !== "" ? { postback: { url } } : {}) } });
      made.tell("source", row.warnings);
      wizard.choose("source", Number(row.id));
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <Choose what="source" choice={wizard.choices.source} onChoose={(choice) => wizard.choose("source", choice)} create={() => void create()} isCreating={save.isPending} canCreate={value.name.trim() !== ""} error={formError}>
      <TemplatePicker
        kind="source"
        picked={value.template}
        onAgain={() => set("template", undefined)}
        onPick={(template) => {
          const known = templates.some((one) => one.name === value.name);
          set("template", template?.template ?? null);
          set("postback", (template?.fields["postback"] as { url?: string | null } | null | undefined)?.url ?? "");
          if (value.name === "" || known) set("name", template?.name ?? "");
        }}
      />
      <TextInput label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
      {isExo && <p className={classes.tip}>{t("exo.source")}</p>}
      <UrlField label={t("postback.url")} hint={t("postback.hint")} kind="source_postback" context={context} value={value.postback} onChange={(next) => set("postback", next)} error={errorOf("postback.url")} />
      {hasPlace && <TextInput label={t(isExo ? "replace.goal" : "replace")} spellCheck={false} value={value.goal} onChange={(event) => set("goal", event.currentTarget.value)} />}
      {isExo && <Checkbox label={t("dynamic")} checked={value.isDynamic} onChange={(event) => set("isDynamic", event.currentTarget.checked)} />}
      {url.includes("REPLACE") && (
        <Text size="sm" className="warn">
          {t("replace.left")}
        </Text>
      )}
    </Choose>
  );
}
