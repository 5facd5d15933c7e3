/* CostSyncFields - how a source's costs are fetched from its network's API: where, by which of its tokens, how often. The token is never shown: its mask stands for it. */
import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Draft } from "../../forms/draft.ts";
import classes from "../../forms/forms.module.css";
import { Section } from "../../forms/Section.tsx";
import { useWords } from "../../i18n/words.ts";
import { costSyncWords } from "./costSyncWords.ts";
import { EMPTY_SYNC, SYNC_FIELDS, TOKEN_MASK, type CostSync, type SourceForm } from "./sourceForm.ts";

const GRAINS = ["campaign", "variation", "zone", "site"] as const;
const PARAMS = ["campaign_param", "variation_param", "zone_param", "site_param"] as const;

export function CostSyncFields({ draft }: { draft: Draft<SourceForm> }): ReactElement {
  const t = useWords(costSyncWords);
  const { value, set, errorOf } = draft;
  const sync = value.cost_sync;
  const change = (next: Partial<CostSync>): void => set("cost_sync", { ...(sync ?? EMPTY_SYNC), ...next });
  const isWrong = SYNC_FIELDS.some((name) => errorOf(name) !== undefined);
  const isKept = sync?.api_token === TOKEN_MASK;
  return (
    <Section title={t("title")} isWrong={isWrong} isSet={sync?.enabled === true || (sync?.api_token ?? null) !== null}>
      {sync === null ? (
        <Button variant="default" size="compact-sm" onClick={() => change({})}>
          {t("set.up")}
        </Button>
      ) : (
        <>
          <Switch size="xs" label={t("enabled")} checked={sync.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
          <TextInput label={t("url")} value={sync.url} onChange={(event) => change({ url: event.currentTarget.value })} error={errorOf("cost_sync.url")} />
          <PasswordInput
            label={t("token")}
            description={isKept ? t("token.kept") : t("token.hint")}
            autoComplete="off"
            value={isKept ? "" : (sync.api_token ?? "")}
            placeholder={isKept ? "••••••••" : ""}
            onChange={(event) => change({ api_token: event.currentTarget.value || null })}
            error={errorOf("cost_sync.api_token") ?? errorOf("api_token")}
          />
          <div className={classes.fields}>
            <Select label={t("grain")} allowDeselect={false} data={GRAINS.map((one) => ({ value: one, label: t(`grain.${one}`) }))} value={sync.grain} onChange={(grain) => change({ grain: GRAINS.find((one) => one === grain) ?? "campaign" })} error={errorOf("cost_sync.grain")} />
            <TextInput label={t("zone")} value={sync.time_zone} onChange={(event) => change({ time_zone: event.currentTarget.value })} error={errorOf("cost_sync.time_zone")} />
          </div>
          {[PARAMS.slice(0, 2), PARAMS.slice(2)].map((pair) => (
            <div className={classes.fields} key={pair.join()}>
              {pair.map((name) => (
                <TextInput key={name} label={t(name)} value={sync[name] ?? ""} onChange={(event) => change({ [name]: event.currentTarget.value || null })} error={errorOf(`cost_sync.${name}`)} />
              ))}
            </div>
          ))}
          <div className={classes.fields}>
            <NumberInput label={t("interval")} min={15} max={1440} allowDecimal={false} value={sync.interval_minutes} onChange={(minutes) => change({ interval_minutes: Number(minutes) })} error={errorOf("cost_sync.interval_minutes")} />
            <NumberInput label={t("lookback")} min={1} max={31} allowDecimal={false} value={sync.lookback_days} onChange={(days) => change({ lookback_days: Number(days) })} error={errorOf("cost_sync.lookback_days")} />
          </div>
        </>
      )}
    </Section>
  );
}
