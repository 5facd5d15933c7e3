/* SourceMore - what most sources leave as the template has it: how answers are read, which part is told, money. */
import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Draft } from "../../forms/draft.ts";
import classes from "../../forms/forms.module.css";
import { Section } from "../../forms/Section.tsx";
import { useWords } from "../../i18n/words.ts";
import type { Postback, SourceForm } from "./sourceForm.ts";
import { sourceWords } from "./words.ts";

export function SourceMore({ draft }: { draft: Draft<SourceForm> }): ReactElement {
  const t = useWords(sourceWords);
  const { value, set, errorOf } = draft;
  const { postback } = value;
  const change = (next: Partial<Postback>): void => set("postback", { ...postback, ...next });
  const isWrong = (...names: string[]): boolean => names.some((name) => errorOf(`postback.${name}`) !== undefined);
  const text = (name: "success_match" | "duplicate_match" | "failure_match", label: string): ReactElement => (
    <TextInput label={label} classNames={{ input: "mono" }} value={postback[name]} onChange={(event) => change({ [name]: event.currentTarget.value })} error={errorOf(`postback.${name}`)} />
  );
  return (
    <>
      <Section isWrong={isWrong("success_match", "duplicate_match", "failure_match", "dedup_hours")} title={t("answers")} isSet={postback.success_match !== "" || postback.duplicate_match !== ""}>
        {text("success_match", t("success"))}
        {text("duplicate_match", t("duplicate"))}
        {text("failure_match", t("failure"))}
        <NumberInput label={t("dedup")} description={t("dedup.hint")} min={0} allowDecimal={false} value={postback.dedup_hours} onChange={(hours) => change({ dedup_hours: Number(hours) })} error={errorOf("postback.dedup_hours")} />
        <Select label={t("method")} allowDeselect={false} data={["GET", "POST"]} value={postback.method} onChange={(method) => change({ method: method === "POST" ? "POST" : "GET" })} />
      </Section>
      <Section isWrong={isWrong("payout_percent", "postback_percent")} title={t("conditions")} isSet={postback.only_first || postback.include_bots || !postback.enabled || postback.paused || postback.payout_percent !== "100" || postback.postback_percent !== "100"}>
        <div className={classes.fields}>
          <TextInput label={t("payout.percent")} inputMode="decimal" value={postback.payout_percent} onChange={(event) => change({ payout_percent: event.currentTarget.value })} error={errorOf("postback.payout_percent")} />
          <TextInput label={t("postback.percent")} inputMode="decimal" value={postback.postback_percent} onChange={(event) => change({ postback_percent: event.currentTarget.value })} error={errorOf("postback.postback_percent")} />
        </div>
        <Switch size="xs" label={t("first")} checked={postback.only_first} onChange={(event) => change({ only_first: event.currentTarget.checked })} />
        <Switch size="xs" label={t("bots")} checked={postback.include_bots} onChange={(event) => change({ include_bots: event.currentTarget.checked })} />
        <Switch size="xs" label={t("enabled")} checked={postback.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
        <Switch size="xs" label={t("paused")} checked={postback.paused} onChange={(event) => change({ paused: event.currentTarget.checked })} />
      </Section>
      <Section isWrong={["currency", "traffic_loss_percent", "pixel_url"].some((name) => errorOf(name) !== undefined)} title={t("money")} isSet={value.pixel_url !== null || value.traffic_loss_percent !== "0"}>
        <div className={classes.fields}>
          <TextInput label={t("currency")} maxLength={3} value={value.currency ?? ""} onChange={(event) => set("currency", event.currentTarget.value.toUpperCase() || null)} error={errorOf("currency")} />
          <TextInput label={t("loss")} inputMode="decimal" value={value.traffic_loss_percent} onChange={(event) => set("traffic_loss_percent", event.currentTarget.value)} error={errorOf("traffic_loss_percent")} />
        </div>
        <TextInput label={t("pixel")} value={value.pixel_url ?? ""} onChange={(event) => set("pixel_url", event.currentTarget.value || null)} error={errorOf("pixel_url")} />
      </Section>
    </>
  );
}
