/* WeightedList - the landers or offers of a path, each with its weight and the share that comes of it. */
import { ActionIcon, NumberInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { EntitySelect } from "./EntitySelect.tsx";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";

export interface Weighted {
  id: number;
  weight: number;
}

/** A weight's part of all, in percent. */
export function shareOf(weight: number, all: number): number {
  return all === 0 ? 0 : Math.round((weight / all) * 1000) / 10;
}

export interface WeightedListProps {
  resource: "landers" | "offers";
  items: readonly Weighted[];
  onChange: (items: Weighted[]) => void;
  /** By the list's own fields: "[0].id". */
  errorOf: (field: string) => string | undefined;
}

export function WeightedList({ resource, items, onChange, errorOf }: WeightedListProps): ReactElement {
  const t = useWords(pathWords);
  const word = resource === "landers" ? "lander" : "offer";
  const all = items.reduce((sum, one) => sum + one.weight, 0);
  const change = (at: number, by: Partial<Weighted>): void => onChange(items.map((one, index) => (index === at ? { ...one, ...by } : one)));
  return (
    <fieldset className={classes.group}>
      <legend>{t(resource)}</legend>
      {items.map((item, at) => {
        const label = t(`${word}.n`, { n: at + 1 });
        return (
          <div className={classes.weighted} key={at}>
            <EntitySelect resource={resource} label={label} isLabelHidden isClearable={false} value={item.id} onChange={(id) => id !== null && change(at, { id })} error={errorOf(`[${at}].id`)} />
            {items.length > 1 && (
              <>
                <NumberInput
                  aria-label={t("weight.of", { name: label })}
                  className={classes.weight}
                  value={item.weight}
                  onChange={(weight) => change(at, { weight: Number(weight) || 0 })}
                  min={0}
                  allowDecimal={false}
                  error={errorOf(`[${at}].weight`)}
                />
                <span className={`number muted ${classes.share}`}>{t("share", { n: shareOf(item.weight, all) })}</span>
              </>
            )}
            <ActionIcon variant="subtle" color="gray" aria-label={t(`${word}.remove`, { n: at + 1 })} onClick={() => onChange(items.filter((_, index) => index !== at))}>
              ×
            </ActionIcon>
          </div>
        );
      })}
      <EntitySelect
        key={items.length}
        resource={resource}
        label={t(`${word}.add`)}
        placeholder={t(`${word}.add`)}
        isLabelHidden
        value={null}
        onChange={(id) => id !== null && onChange([...items, { id, weight: 100 }])}
        error={errorOf("")}
      />
      {items.length === 0 && <p className={classes.note}>{t(`${resource}.none`)}</p>}
    </fieldset>
  );
}
