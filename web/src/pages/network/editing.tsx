/* editing - what the three editors share: the entity is there before its form is, and what a save answers is told. */
import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement, ReactNode } from "react";
import { useOne, type Rows } from "../../api/hooks.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { formWords } from "../../forms/words.ts";
import { useWords } from "../../i18n/words.ts";
import type { Acts, AdEntity, AdResource } from "./useActs.tsx";
import { adWords } from "./words.ts";

/** The form once the entity was read; a new one's at once. */
export function Loaded<R extends AdResource>({ resource, id, title, close, children }: { resource: R; id: string; title: string; close: () => void; children: (entity: Rows[R] | null) => ReactNode }): ReactElement {
  const t = useWords(adWords);
  const isNew = id === "new";
  const one = useOne(resource, isNew ? null : id);
  if (isNew) return <>{children(null)}</>;
  if (one.data && String(one.data.id) === id) return <>{children(one.data)}</>;
  return (
    <EditorDrawer title={title} close={close} formError={one.error}>
      {one.error ? null : (
        <Text className="muted" role="status">
          {t("loading")}
        </Text>
      )}
    </EditorDrawer>
  );
}

export function useTellSaved(): (saved: { name: string; warnings?: { message: string }[]; live?: boolean }) => void {
  const t = useWords(formWords);
  return (saved) => {
    notifications.show({ message: t(saved.live === false ? "saved.not.live" : "saved", { name: saved.name }) });
    for (const { message } of saved.warnings ?? []) notifications.show({ color: "orange", message, autoClose: 12_000 });
  };
}

/** Clone, archive or restore, beside "Save". */
export function EditorActs({ entity, acts, close }: { entity: AdEntity; acts: Acts; close: () => void }): ReactElement {
  const t = useWords(adWords);
  return (
    <>
      <Button variant="default" size="sm" onClick={() => acts.clone(entity)}>
        {t("clone")}
      </Button>
      <Button
        variant="default"
        size="sm"
        onClick={() => {
          if (entity.status === "archived") acts.restore([entity]);
          else acts.archive([entity]);
          close();
        }}
      >
        {t(entity.status === "archived" ? "restore" : "archive")}
      </Button>
    </>
  );
}
