/* History - every change of what is configured: who, when, what, before and after. */
import { Button, Group, Select, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useUrl } from "../../state/url.ts";
import { useActors, useActorText } from "./actors.ts";
import { ChangeList, useResourceText } from "./ChangeList.tsx";
import { RESOURCES } from "./paths.ts";
import { historyWords } from "./words.ts";

/** A day's begin on the browser's clock, on which times are shown too. */
function instantOf(day: string | null, daysLater = 0): string | null {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}

export default function History(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(historyWords);
  const { params, set } = useUrl();
  const resourceText = useResourceText();
  const actorText = useActorText();
  const actors = useActors();
  const resource = params.get("resource");
  const actor = params.get("actor");
  const from = params.get("from");
  const to = params.get("to");
  const isFiltered = [resource, actor, from, to].some((one) => one !== null);
  const choices = actor !== null && !actors.includes(actor) ? [actor, ...actors] : actors;
  return (
    <Page title={areas("history")} isPadded>
      <Group mb="sm" align="flex-end" gap="sm">
        <Select label={t("resource")} placeholder={t("all")} clearable searchable w={210} clearButtonProps={{ "aria-label": t("clear") }} data={RESOURCES.map((one) => ({ value: one, label: resourceText(one) }))} value={resource} onChange={(value) => set({ resource: value }, { replace: true })} />
        <Select label={t("actor")} placeholder={t("all")} clearable searchable w={210} clearButtonProps={{ "aria-label": t("clear") }} data={choices.map((one) => ({ value: one, label: actorText(one) }))} value={actor} onChange={(value) => set({ actor: value }, { replace: true })} />
        <TextInput type="date" label={t("from")} value={from ?? ""} onChange={(event) => set({ from: event.currentTarget.value }, { replace: true })} />
        <TextInput type="date" label={t("to")} value={to ?? ""} onChange={(event) => set({ to: event.currentTarget.value }, { replace: true })} />
        {isFiltered && (
          <Button variant="default" onClick={() => set({ resource: null, actor: null, from: null, to: null }, { replace: true })}>
            {t("clear")}
          </Button>
        )}
      </Group>
      <ChangeList path="changes" query={{ resource, actor, from: instantOf(from), to: instantOf(to, 1) }} empty={t(isFiltered ? "empty.filtered" : "empty")} />
    </Page>
  );
}
