/* useActs - what is done to goals, ad campaigns and variations besides editing them; each act says what it did, and archiving can be undone. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClone, useRestore, useSetStatus } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useUrl } from "../../state/url.ts";
import { adWords } from "./words.ts";

export type AdResource = "goals" | "adcampaigns" | "variations";
export interface AdEntity {
  id: number | string;
  name: string;
  status: "active" | "paused" | "archived";
}
export interface Acts {
  clone: (row: AdEntity) => void;
  archive: (rows: readonly AdEntity[]) => void;
  restore: (rows: readonly AdEntity[]) => void;
  setRunning: (rows: readonly AdEntity[], isRunning: boolean) => void;
}

/** `unselect`: those that leave the list are no longer chosen. */
export function useActs(resource: AdResource, unselect: () => void = () => undefined): Acts {
  const t = useWords(adWords);
  const tell = useTellError();
  const { set } = useUrl();
  const copying = useClone(resource);
  const restoring = useRestore(resource);
  const changing = useSetStatus(resource);
  const nameOf = (rows: readonly AdEntity[]): string => (rows.length === 1 ? (rows[0]?.name ?? "") : t("several", { n: rows.length }));

  const restore = async (rows: readonly AdEntity[]): Promise<void> => {
    unselect();
    try {
      for (const row of rows) await restoring.mutateAsync(row.id);
      notifications.show({ message: t("restored", { name: nameOf(rows) }) });
    } catch (error) {
      tell(error);
    }
  };
  return {
    clone: (row) =>
      copying.mutate(row.id, {
        onSuccess: (copy) => {
          notifications.show({ message: t("cloned", { name: copy.name }) });
          set({ edit: String(copy.id) });
        },
        onError: tell,
      }),
    restore: (rows) => void restore(rows),
    archive: (rows) => {
      unselect();
      changing.mutate(
        { ids: rows.map((row) => row.id), status: "archived" },
        {
          onSuccess: () => {
            const id = notifications.show({
              autoClose: 10_000,
              message: (
                <Group justify="space-between" wrap="nowrap">
                  {t("archived", { name: nameOf(rows) })}
                  <Button
                    variant="default"
                    size="compact-xs"
                    onClick={() => {
                      notifications.hide(id);
                      void restore(rows);
                    }}
                  >
                    {t("undo")}
                  </Button>
                </Group>
              ),
            });
          },
          onError: tell,
        },
      );
    },
    setRunning: (rows, isRunning) =>
      changing.mutate(
        { ids: rows.map((row) => row.id), status: isRunning ? "active" : "paused" },
        { onSuccess: () => notifications.show({ message: t(isRunning ? "started" : "paused", { name: nameOf(rows) }) }), onError: tell },
      ),
  };
}
