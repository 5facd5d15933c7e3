/* NameCell - an entity's name with the marks it has: colour, paused, note. */
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import type { Entity } from "./entity.ts";
import classes from "./list.module.css";
import { listWords } from "./words.ts";

export function NameCell({ entity }: { entity: Entity }): ReactElement {
  const t = useWords(listWords);
  return (
    <>
      {entity.color && <span aria-hidden className={classes.dot} style={{ background: entity.color }} />}
      {entity.status === "paused" && (
        <span role="img" aria-label={t("paused")} title={t("paused")} className={`warn ${classes.mark}`}>
          ⏸&#xfe0e;
        </span>
      )}
      {entity.status === "archived" && (
        <span role="img" aria-label={t("is.archived")} title={t("is.archived")} className={`muted ${classes.mark}`}>
          ▣
        </span>
      )}
      <span className={entity.status === "active" ? undefined : "muted"}>
        <bdi>{entity.name}</bdi>
      </span>
      {entity.note && (
        <span role="img" aria-label={t("note", { text: entity.note })} title={entity.note} className={`muted ${classes.mark}`}>
          {" "}
          ✎
        </span>
      )}
    </>
  );
}
