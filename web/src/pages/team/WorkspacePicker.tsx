/* WorkspacePicker - some of the workspaces, as the API takes them: [{"id": 1}]. */
import { MultiSelect } from "@mantine/core";
import type { ReactElement } from "react";
import { useSession } from "../../state/session.ts";

export interface WorkspacePickerProps {
  label: string;
  hint: string;
  value: readonly { id: number }[];
  onChange: (value: { id: number }[]) => void;
  error?: string | undefined;
  isOff?: boolean;
}

export function WorkspacePicker({ label, hint, value, onChange, error, isOff = false }: WorkspacePickerProps): ReactElement {
  const { workspaces } = useSession();
  const known = workspaces.map((one) => ({ value: String(one.id), label: one.name }));
  const unknown = value.filter(({ id }) => !workspaces.some((one) => one.id === id)).map(({ id }) => ({ value: String(id), label: `#${id}` }));
  return <MultiSelect label={label} description={hint} error={error} disabled={isOff} data={[...known, ...unknown]} value={value.map(({ id }) => String(id))} onChange={(ids) => onChange(ids.map((id) => ({ id: Number(id) })))} />;
}
