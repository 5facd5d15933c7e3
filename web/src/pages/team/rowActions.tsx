/* rowActions - archiving with a way back, pausing, restoring: for the short lists of the team. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import { useArchive, useRestore, useSetStatus, type Resource } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { teamWords } from "./words.ts";

export interface RowActions {
  archive: (id: number, name: string) => void;
  restore: (id: number, name: string) => void;
  setStatus: (id: number, status: "active" | "paused") => void;
}

export function useRowActions(resource: Resource): RowActions {
  const t = useWords(teamWords);
  const tell = useTellError();
  const archive = useArchive(resource);
  const restore = useRestore(resource);
  const status = useSetStatus(resource);
  const bringBack = (id: number, name: string): void => restore.mutate(id, { onSuccess: () => notifications.show({ message: t("restored.done", { name }) }), onError: tell });
  return {
    archive: (id, name) =>
      archive.mutate(id, {
        onError: tell,
        onSuccess: () => {
          const shown = notifications.show({
            autoClose: 10_000,
            closeButtonProps: { "aria-label": t("done") },
            message: (
              <Group justify="space-between">
                <span>{t("archived.done", { name })}</span>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => {
                    notifications.hide(shown);
                    bringBack(id, name);
                  }}
                >
                  {t("undo")}
                </Button>
              </Group>
            ),
          });
        },
      }),
    restore: bringBack,
    setStatus: (id, next) => status.mutate({ ids: [id], status: next }, { onError: tell }),
  };
}

/** A small button of a row: what it does is said with the row's name. */
export function RowButton({ label, name, onClick }: { label: string; name: string; onClick: () => void }): ReactElement {
  return (
    <Button size="compact-xs" variant="default" aria-label={`${label}: ${name}`} onClick={onClick}>
      {label}
    </Button>
  );
}
