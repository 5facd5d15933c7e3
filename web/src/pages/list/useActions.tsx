/* useActions - what is done with entities of a list: paused, archived with a way back, restored, cloned. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { post, remove, type Schemas } from "../../api/client.ts";
import { useRenew, type Resource } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import type { Entity } from "./entity.ts";
import { listWords } from "./words.ts";

/** The API gives this many a status at once. */
const AT_ONCE = 1000;

export interface Actions {
  setStatus: (rows: readonly Entity[], status: "active" | "paused") => void;
  archive: (rows: readonly Entity[]) => void;
  restore: (rows: readonly Entity[]) => void;
  /** Answers with the copies' ids. */
  clone: (rows: readonly Entity[]) => Promise<string[]>;
}

export function useActions(resource: Resource): Actions {
  const t = useWords(listWords);
  const renew = useRenew();
  const tellError = useTellError();

  const send = async (rows: readonly Entity[], status: Entity["status"]): Promise<void> => {
    if (rows.length === 1 && rows[0] && status === "archived") await remove(`${resource}/${rows[0].id}`);
    else for (let i = 0; i < rows.length; i += AT_ONCE) await post(`${resource}/status`, { ids: rows.slice(i, i + AT_ONCE).map((row) => row.id), status });
  };
  const bringBack = async (rows: readonly Entity[]): Promise<void> => {
    for (const row of rows) await post(`${resource}/${row.id}/restore`);
  };
  const told = (one: "archived.1" | "restored.1" | "cloned.1", many: "archived.n" | "restored.n" | "cloned.n", rows: readonly { name: string }[]): string =>
    rows.length === 1 ? t(one, { name: rows[0]?.name ?? "" }) : t(many, { n: rows.length });
  const run = (work: () => Promise<void>): void => {
    work()
      .catch(tellError)
      .finally(() => void renew(resource));
  };
  return {
    setStatus: (rows, status) => run(() => send(rows, status)),
    restore: (rows) =>
      run(async () => {
        await bringBack(rows);
        notifications.show({ message: told("restored.1", "restored.n", rows), autoClose: 4000 });
      }),
    archive: (rows) =>
      run(async () => {
        await send(rows, "archived");
        const id = notifications.show({
          autoClose: 12_000,
          message: (
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm" style={{ overflowWrap: "anywhere" }} lineClamp={3}>
                {told("archived.1", "archived.n", rows)}
              </Text>
              <Button
                variant="light"
                flex="none"
                onClick={() => {
                  notifications.hide(id);
                  run(() => bringBack(rows));
                }}
              >
                {t("undo")}
              </Button>
            </Group>
          ),
        });
      }),
    clone: async (rows) => {
      const copies: { id: number | string; name: string; warnings?: { message: string }[] }[] = [];
      try {
        for (const row of rows) copies.push(await post<Schemas["campaign"]>(`${resource}/${row.id}/clone`));
        notifications.show({ message: told("cloned.1", "cloned.n", copies), autoClose: 4000 });
      } catch (error) {
        tellError(error);
      }
      for (const { message } of copies.flatMap((copy) => copy.warnings ?? [])) notifications.show({ color: "yellow", message, autoClose: 8000 });
      await renew(resource);
      return copies.map((copy) => String(copy.id));
    },
  };
}
