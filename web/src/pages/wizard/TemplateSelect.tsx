/* TemplateSelect - which preset a new source or network is filled from. */
import { Select, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Page, Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { wizardWords } from "./words.ts";

export type Template = Omit<Schemas["template_row"], "fields"> & { fields: { postback?: { url?: string | null } | null } };

export function useTemplates(kind: "source" | "network"): Template[] {
  return useGet<Page<Template>>("templates", { kind }, { staleTime: 60_000 }).data?.rows ?? [];
}

export function TemplateSelect({ templates, value, onChange }: { templates: readonly Template[]; value: string | null; onChange: (template: Template | null) => void }): ReactElement {
  const t = useWords(wizardWords);
  const chosen = templates.find((one) => one.template === value);
  const markOf = (one: Template): string => (one.verified === false ? ` (${t("template.unverified")})` : "");
  const seen = new Set<string>();
  const data = templates.flatMap((one) => {
    if (seen.has(one.template)) return [];
    seen.add(one.template);
    return [{ value: one.template, label: `${one.name}${markOf(one)}` }];
  });
  return (
    <div>
      <Select
        label={t("template")}
        description={t("template.hint")}
        placeholder={t("template.none")}
        searchable
        clearable
        data={data}
        value={value}
        onChange={(next) => onChange(templates.find((one) => one.template === next) ?? null)}
      />
      {chosen?.notes && (
        <Text size="xs" className="muted" mt={4}>
          {chosen.notes}
        </Text>
      )}
    </div>
  );
}
