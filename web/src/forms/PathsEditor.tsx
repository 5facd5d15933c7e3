/* PathsEditor - where visits go: the default paths, and rules that take some visits before them (docs/routing.md). */
import { Button } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import { useOne } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import type { Path } from "./PathCard.tsx";
import { PathList } from "./PathList.tsx";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";
import { newRule, RuleCard, type Rule } from "./RuleCard.tsx";

export type { Path, Rule };
export { newPath } from "./PathCard.tsx";

/** The refused fields that this editor shows: for useDraft's `shown`. */
export const PATH_FIELDS = /^(paths|rules)(\[|$)/;

export interface PathsEditorProps {
  paths: readonly Path[];
  rules: readonly Rule[];
  onPaths: (paths: Path[]) => void;
  onRules: (rules: Rule[]) => void;
  /** By the entity's fields: "rules[0].paths[1].offers[0].id". */
  errorOf: (field: string) => string | undefined;
  /** false: pages without a redirect, whose paths hold offers alone. */
  hasLanders?: boolean;
  /** Whose tokens conditions may name. */
  sourceId?: number | null;
}

function swapped<T>(items: readonly T[], at: number, by: 1 | -1): T[] {
  const next = [...items];
  const [moved] = next.splice(at, 1);
  if (moved !== undefined) next.splice(at + by, 0, moved);
  return next;
}

export function PathsEditor({ paths, rules, onPaths, onRules, errorOf, hasLanders = true, sourceId = null }: PathsEditorProps): ReactElement {
  const t = useWords(pathWords);
  const source = useOne("sources", sourceId);
  const tokenNames = useMemo(() => (sourceId === null ? {} : Object.fromEntries((source.data?.tokens ?? []).map((token) => [token.slot, token.name === "" ? token.param : token.name]))), [source.data, sourceId]);
  return (
    <>
      <h3 className={classes.heading}>{t("paths.default")}</h3>
      <p className={classes.note}>{t("paths.hint")}</p>
      <PathList paths={paths} onChange={onPaths} hasLanders={hasLanders} min={0} errorOf={(field) => errorOf(`paths${field}`)} />
      <h3 className={classes.heading}>{t("rules")}</h3>
      <p className={classes.note}>{t("rules.hint")}</p>
      {rules.map((rule, at) => (
        <RuleCard
          key={at}
          n={at + 1}
          rule={rule}
          tokenNames={tokenNames}
          hasLanders={hasLanders}
          onChange={(next) => onRules(rules.map((one, index) => (index === at ? next : one)))}
          onRemove={() => onRules(rules.filter((_, index) => index !== at))}
          onUp={at > 0 ? () => onRules(swapped(rules, at, -1)) : null}
          onDown={at < rules.length - 1 ? () => onRules(swapped(rules, at, 1)) : null}
          errorOf={(field) => errorOf(`rules[${at}].${field}`)}
        />
      ))}
      <Button variant="default" size="compact-sm" style={{ alignSelf: "flex-start" }} onClick={() => onRules([...rules, newRule(t("rule.name.of", { n: rules.length + 1 }))])}>
        {t("rule.add")}
      </Button>
    </>
  );
}
