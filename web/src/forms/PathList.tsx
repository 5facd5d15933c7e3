/* PathList - paths that share visits by weight: the default ones, or those of a rule. */
import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { newPath, PathCard, type Path } from "./PathCard.tsx";
import { pathWords } from "./pathWords.ts";
import { shareOf } from "./WeightedList.tsx";

export interface PathListProps {
  paths: readonly Path[];
  onChange: (paths: Path[]) => void;
  hasLanders: boolean;
  /** The least that may be left. */
  min: number;
  /** By the list's own fields: "[0].weight". */
  errorOf: (field: string) => string | undefined;
}

export function PathList({ paths, onChange, hasLanders, min, errorOf }: PathListProps): ReactElement {
  const t = useWords(pathWords);
  const all = paths.reduce((sum, path) => sum + (path.status === "active" ? path.weight : 0), 0);
  return (
    <>
      {paths.map((path, at) => (
        <PathCard
          key={at}
          n={at + 1}
          path={path}
          share={paths.length > 1 ? shareOf(path.status === "active" ? path.weight : 0, all) : null}
          hasLanders={hasLanders}
          onChange={(next) => onChange(paths.map((one, index) => (index === at ? next : one)))}
          onRemove={paths.length > min ? () => onChange(paths.filter((_, index) => index !== at)) : undefined}
          errorOf={(field) => errorOf(`[${at}].${field}`)}
        />
      ))}
      {paths.length === 0 && <p className="muted">{t("path.none")}</p>}
      {errorOf("") && (
        <p role="alert" className="loss">
          {errorOf("")}
        </p>
      )}
      <Button variant="default" size="compact-sm" style={{ alignSelf: "flex-start" }} onClick={() => onChange([...paths, newPath()])}>
        {t("path.add")}
      </Button>
    </>
  );
}
