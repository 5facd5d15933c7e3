/* UrlField - a URL with macros: what stands in it is looked at while one types. */
import { Textarea } from "@mantine/core";
import type { ReactElement } from "react";

export type UrlKind = "offer_url" | "lander_url" | "network_template" | "campaign_url" | "source_postback" | "incoming_postback" | "variation_url";

export interface UrlFieldProps {
  label: string;
  kind: UrlKind;
  value: string;
  onChange: (value: string) => void;
  /** Whose macros must stand in it. */
  context?: { source_id?: number | null; network_id?: number | null };
  error?: string | undefined;
  hint?: string;
  isRequired?: boolean;
}

export function UrlField({ label, value, onChange, error, hint, isRequired = false }: UrlFieldProps): ReactElement {
  return <Textarea label={label} description={hint} error={error} required={isRequired} autosize minRows={1} spellCheck={false} value={value} onChange={(event) => onChange(event.currentTarget.value.replace(/\s*\n\s*/g, ""))} />;
}
