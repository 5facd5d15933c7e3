/* PathsFields - a campaign's default paths: each with its weight, its landers and its offers. */
import { ActionIcon, Button, Group, NumberInput, Stack, Switch } from "@mantine/core";
import type { ReactElement } from "react";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { EMPTY_PATH, type Path } from "./campaignDraft.ts";
import classes from "./campaigns.module.css";
import { pathWords } from "./pathWords.ts";

type Part = Path["offers"][number];

function Parts({ kind, parts, onChange }: { kind: "offers" | "landers"; parts: readonly Part[]; onChange: (parts: Part[]) => void }): ReactElement {
  const t = useWords(pathWords);
  const word = kind === "offers" ? "offer" : "lander";
  const put = (index: number, part: Part | null): void => onChange(parts.flatMap((one, at) => (at === index ? (part ? [part] : []) : [one])));
  return (
    <Stack gap={6}>
      {parts.map((part, index) => {
        const what = t(word, { n: index + 1 });
        return (
          <Group key={`${part.id}.${index}`} gap={6} align="flex-end" wrap="nowrap">
            <div style={{ flex: 1 }}>
              <EntitySelect resource={kind} label={what} value={part.id} isClearable={false} onChange={(id) => id !== null && put(index, { ...part, id })} />
            </div>
            {parts.length > 1 && <NumberInput aria-label={t("weight.of", { what })} title={t("weight")} w={80} min={0} allowDecimal={false} value={part.weight} onChange={(next) => put(index, { ...part, weight: Number(next) || 0 })} />}
            <ActionIcon aria-label={t("remove", { what })} mb={4} onClick={() => put(index, null)}>
              <span aria-hidden>×</span>
            </ActionIcon>
          </Group>
        );
      })}
      <EntitySelect key={parts.length} resource={kind} label={t(kind === "offers" ? "offers.add" : "landers.add")} value={null} onChange={(id) => id !== null && onChange([...parts, { id, weight: 100 }])} />
    </Stack>
  );
}

export function PathsFields({ paths, onChange, errorOf }: { paths: readonly Path[]; onChange: (paths: Path[]) => void; errorOf: (field: string) => string | undefined }): ReactElement {
  const t = useWords(pathWords);
  const put = (index: number, change: Partial<Path> | null): void => onChange(paths.flatMap((one, at) => (at === index ? (change ? [{ ...one, ...change }] : []) : [one])));
  return (
    <Stack gap="sm">
      {paths.map((path, index) => {
        const what = t("path", { n: index + 1 });
        return (
          <fieldset key={index} className={classes.path}>
            <legend>{path.name ?? what}</legend>
            <Stack gap="sm">
              {paths.length > 1 && (
                <Group gap="sm" align="flex-end">
                  <NumberInput label={t("weight")} w={100} min={0} allowDecimal={false} value={path.weight} onChange={(next) => put(index, { weight: Number(next) || 0 })} />
                  <Switch label={t("paused")} mb={8} checked={path.status === "paused"} onChange={(event) => put(index, { status: event.currentTarget.checked ? "paused" : "active" })} />
                  <Button variant="subtle" onClick={() => put(index, null)}>
                    {t("remove", { what })}
                  </Button>
                </Group>
              )}
              <Parts kind="landers" parts={path.landers} onChange={(landers) => put(index, { landers })} />
              {path.url === null && <Parts kind="offers" parts={path.offers} onChange={(offers) => put(index, { offers })} />}
              {path.offers.length === 0 && <UrlField label={t("url")} kind="offer_url" value={path.url ?? ""} onChange={(url) => put(index, { url: url === "" ? null : url })} error={errorOf(`paths[${index}].url`)} />}
            </Stack>
          </fieldset>
        );
      })}
      <div>
        <Button variant="default" onClick={() => onChange([...paths, EMPTY_PATH])}>
          {t("add")}
        </Button>
      </div>
    </Stack>
  );
}
