/* CreativeFields - in which zones a variation fits, and what these show of it. */
import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import type { Draft } from "../../forms/draft.ts";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { FORMATS, useFormatName } from "../sites/formats.ts";
import { siteWords } from "../sites/words.ts";

export type Creative = Pick<Rows["variations"], "format" | "weight" | "image_url" | "title" | "description">;
export const CREATIVE_FIELDS = ["format", "weight", "image_url", "title", "description"] as const;
export const creativeOf = (row: Rows["variations"] | null): Creative => ({
  format: row?.format ?? "popunder", weight: row?.weight ?? 100, image_url: row?.image_url ?? null, title: row?.title ?? null, description: row?.description ?? null,
});

export function CreativeFields({ draft, isReadOnly }: { draft: Draft<Creative>; isReadOnly: boolean }): ReactElement {
  const t = useWords(siteWords);
  const formatName = useFormatName();
  const { value, set, errorOf } = draft;
  const isSeen = value.format !== "popunder";
  return (
    <>
      <Select label={t("format")} description={t("creative.format.hint")} allowDeselect={false} searchable data={FORMATS.map((format) => ({ value: format, label: formatName(format) }))} value={value.format} onChange={(format) => format && set("format", format)} error={errorOf("format")} readOnly={isReadOnly} />
      {isSeen && <UrlField label={t("creative.image")} kind={null} isRequired={value.format !== "native"} value={value.image_url ?? ""} onChange={(url) => set("image_url", url || null)} error={errorOf("image_url")} />}
      {isSeen && <TextInput label={t("creative.title")} required={value.format === "native"} maxLength={100} value={value.title ?? ""} onChange={(event) => set("title", event.currentTarget.value || null)} error={errorOf("title")} readOnly={isReadOnly} />}
      {value.format === "native" && <Textarea label={t("creative.description")} maxLength={300} autosize value={value.description ?? ""} onChange={(event) => set("description", event.currentTarget.value || null)} error={errorOf("description")} readOnly={isReadOnly} />}
      <NumberInput label={t("creative.weight")} description={t("creative.weight.hint")} min={0} max={10000} allowDecimal={false} value={value.weight} onChange={(weight) => set("weight", weight === "" ? 100 : Number(weight))} error={errorOf("weight")} readOnly={isReadOnly} />
    </>
  );
}
