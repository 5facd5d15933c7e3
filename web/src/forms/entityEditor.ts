/* entityEditor - what every editor does: reads the entity, or begins a new one; saves what the form holds; shows what the server warned of. */
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import type { ApiError } from "../api/client.ts";
import { useOne, useSave, type Resource, type Rows } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { useUrl } from "../state/url.ts";
import { useDraft, type Draft } from "./draft.ts";
import type { Warning } from "./Warnings.tsx";
import { formWords } from "./words.ts";

export interface EntityEditor<R extends Resource, F extends object> {
  draft: Draft<F>;
  /** The entity as it is saved; undefined of a new one, and until it is read. */
  saved: Rows[R] | undefined;
  isNew: boolean;
  isLoading: boolean;
  loadError: unknown;
  /** Of what is saved, as the world around it is now. */
  warnings: readonly Warning[];
  save: () => void;
  isSaving: boolean;
}

export interface EntityEditorOptions<R extends Resource, F extends object> {
  resource: R;
  /** Of the entity; "new": a new one; "new-7": a new one that is filled from the entity 7, but for its name. */
  id: string;
  empty: F;
  /** The form's values of an entity. */
  read: (row: Rows[R]) => F;
  /** The body that saves them. */
  write: (form: F) => unknown;
  /** The fields that have an input of their own, by the API's paths. */
  shown: readonly (string | RegExp)[];
}

export function useEntityEditor<R extends Resource, F extends object>({ resource, id, empty, read, write, shown }: EntityEditorOptions<R, F>): EntityEditor<R, F> {
  const t = useWords(formWords);
  const { set } = useUrl();
  const isNew = id.startsWith("new");
  const copied = /^new-(\w+)$/.exec(id)?.[1] ?? null;
  const one = useOne(resource, isNew ? copied : id);
  const draft = useDraft<F>(empty, shown);
  const saving = useSave(resource);
  const [readVersion, setReadVersion] = useState<number | null>(null);
  const [warnings, setWarnings] = useState<readonly Warning[]>([]);
  const row = one.data as (Rows[R] & { version?: number; warnings?: Warning[] }) | undefined;
  const version = row?.version ?? null;
  const { setAll, isChanged } = draft;

  /* What is being typed stays: an entity that changes meanwhile is refused when it is saved. */
  useEffect(() => {
    if (copied !== null && row && readVersion === null) {
      setAll({ ...read(row), name: "" });
      setReadVersion(version);
    }
    if (!row || isNew || readVersion === version || (isChanged && readVersion !== null)) return;
    setAll(read(row));
    setReadVersion(version);
  }, [row, version, readVersion, isNew, copied, isChanged, read, setAll]);
  const told = row?.warnings;
  useEffect(() => {
    if (told && !isNew) setWarnings(told);
  }, [told, isNew]);

  const save = (): void => {
    const body = write(draft.value) as object;
    saving.mutate(
      { id: isNew ? null : id, body: isNew ? body : { ...body, ...(readVersion === null ? {} : { version: readVersion }) } },
      {
        onSuccess: (written) => {
          notifications.show({ message: t(written.live === false ? "saved.not.live" : "saved", { name: (written as { name: string }).name }) });
          setAll(read(written));
          setReadVersion((written as { version?: number }).version ?? null);
          setWarnings(written.warnings ?? []);
          if (isNew) set({ edit: String((written as { id: number | string }).id) }, { replace: true });
        },
        onError: (error: Error | ApiError) => draft.refuse(error),
      },
    );
  };
  /* Until the form holds what was read: what were typed into it before would be lost. */
  const isReading = (!isNew || copied !== null) && readVersion === null && !one.isError;
  return { draft, saved: isNew ? undefined : row, isNew, isLoading: isReading, loadError: one.error, warnings, save, isSaving: saving.isPending };
}
