/* PathCard - one path: its weight among its neighbours, and where its visits go: landers and offers, or a plain address. */
import { ActionIcon, NumberInput, Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";
import { UrlField } from "./UrlField.tsx";
import { WeightedList } from "./WeightedList.tsx";

export type Path = Schemas["flow"]["paths"][number];

/* A plain address leads nowhere that would ask for the click id. */
const NO_LANDER = ["cookie_only"];

export const newPath = (): Path => ({ name: null, status: "active", weight: 100, landers: [], offers: [], url: null });

export interface PathCardProps {
  n: number;
  path: Path;
  /** Of its neighbours' visits, in percent; null: it is alone. */
  share: number | null;
  onChange: (path: Path) => void;
  onRemove?: (() => void) | undefined;
  /** Pages without a redirect take offers alone. */
  hasLanders: boolean;
  /** By the path's own fields: "offers[0].id". */
  errorOf: (field: string) => string | undefined;
}

export function PathCard({ n, path, share, onChange, onRemove, hasLanders, errorOf }: PathCardProps): ReactElement {
  const t = useWords(pathWords);
  const name = path.name ?? t("path.n", { n });
  return (
    <div role="group" className={classes.card} aria-label={name} data-off={path.status === "paused" || undefined}>
      <div className={classes.head}>
        <TextInput
          aria-label={t("path.name", { n })}
          placeholder={t("path.n", { n })}
          value={path.name ?? ""}
          onChange={(event) => onChange({ ...path, name: event.currentTarget.value === "" ? null : event.currentTarget.value })}
          error={errorOf("name")}
          className={classes.grow}
        />
        <NumberInput
          aria-label={t("weight.of", { name })}
          title={t("weight")}
          className={classes.weight}
          value={path.weight}
          onChange={(weight) => onChange({ ...path, weight: Number(weight) || 0 })}
          min={0}
          allowDecimal={false}
          error={errorOf("weight")}
        />
        {share !== null && <span className={`number muted ${classes.share}`}>{t("share", { n: share })}</span>}
        <Switch
          size="xs"
          label={t("active")}
          aria-label={t("active.of", { name })}
          checked={path.status === "active"}
          onChange={(event) => onChange({ ...path, status: event.currentTarget.checked ? "active" : "paused" })}
        />
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" aria-label={t("path.remove", { n })} onClick={onRemove}>
            ×
          </ActionIcon>
        )}
      </div>
      <Switch
        size="xs"
        label={t("path.to.url")}
        checked={path.url !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...path, url: "", landers: [], offers: [] } : { ...path, url: null })}
      />
      {path.url !== null ? (
        <UrlField label={t("path.url")} hint={t("path.url.hint")} kind="lander_url" ignored={NO_LANDER} value={path.url} onChange={(url) => onChange({ ...path, url })} error={errorOf("url")} />
      ) : (
        <>
          {(hasLanders || path.landers.length > 0) && <WeightedList resource="landers" items={path.landers} onChange={(landers) => onChange({ ...path, landers })} errorOf={(field) => errorOf(`landers${field}`)} />}
          <WeightedList resource="offers" items={path.offers} onChange={(offers) => onChange({ ...path, offers })} errorOf={(field) => errorOf(`offers${field}`)} />
        </>
      )}
    </div>
  );
}
