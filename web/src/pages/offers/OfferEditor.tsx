/* OfferEditor - where the money comes from: the offer's address, its network, what a conversion pays, and the postback to give to the network. */
import { NumberInput, Radio, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { CommonFields, COMMON_FIELDS, commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import { CopyText } from "../../forms/CopyText.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import classes from "../../forms/forms.module.css";
import { Section } from "../../forms/Section.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { CountryPayouts } from "./CountryPayouts.tsx";
import { offerWords } from "./words.ts";

interface Form extends Common {
  name: string;
  url: string;
  network_id: number | null;
  country: string | null;
  payout: Rows["offers"]["payout"];
  cap: Rows["offers"]["cap"];
  further_conversions: boolean;
  window_days: number | null;
}
const EMPTY: Form = {
  ...NO_COMMON,
  name: "",
  url: "",
  network_id: null,
  country: null,
  payout: { mode: "auto", amount: "0", currency: null, countries: [] },
  cap: null,
  further_conversions: true,
  window_days: null,
};
const SHOWN = ["name", "url", "network_id", "country", "payout.mode", "payout.amount", "payout.currency", "cap.limit", "cap.fallback_offer_id", "window_days", ...COMMON_FIELDS];
const readForm = (row: Rows["offers"]): Form => ({
  ...commonOf(row),
  name: row.name,
  url: row.url,
  network_id: row.network_id,
  country: row.country,
  payout: row.payout,
  cap: row.cap,
  further_conversions: row.further_conversions,
  window_days: row.window_days,
});

function Links({ offer }: { offer: Rows["offers"] | undefined }): ReactElement {
  const t = useWords(offerWords);
  if (!offer) return <Text className="muted">{t("postback.later")}</Text>;
  return (
    <Stack gap="sm">
      <CopyText label={t("postback.title")} text={offer.links.postback_url} />
      <CopyText label={t("postback.secure")} text={offer.links.secure_postback_url} />
    </Stack>
  );
}

export function OfferEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(offerWords);
  const { mayWrite } = useSession();
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "offers", id, empty: EMPTY, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  const setPayout = (change: Partial<Form["payout"]>): void => set("payout", { ...value.payout, ...change });
  return (
    <EditorDrawer title={isNew ? t("new") : (saved?.name ?? "")} close={close} save={mayWrite("offers") ? save : undefined} isSaving={isSaving} isLoading={isLoading} isNew={isNew} formError={draft.formError ?? loadError} aside={<Links offer={saved} />}>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <UrlField label={t("url")} hint={t("url.hint")} kind="offer_url" context={{ network_id: value.network_id, offer_id: isNew ? null : Number(id) }} isRequired value={value.url} onChange={(url) => set("url", url)} error={errorOf("url")} />
        <EntitySelect resource="networks" label={t("network")} hint={t("network.hint")} value={value.network_id} onChange={(network) => set("network_id", network)} error={errorOf("network_id")} />
        <Radio.Group label={t("payout")} value={value.payout.mode} onChange={(mode) => setPayout({ mode: mode === "manual" ? "manual" : "auto", ...(mode === "manual" ? {} : { countries: [] }) })} error={errorOf("payout.mode")}>
          <Stack gap={8} mt={4}>
            <Radio size="sm" value="auto" label={t("auto")} />
            <Radio size="sm" value="manual" label={t("manual")} />
          </Stack>
        </Radio.Group>
        <div className={classes.fields}>
          <TextInput label={t(value.payout.mode === "auto" ? "amount.auto" : "amount")} inputMode="decimal" value={value.payout.amount} onChange={(event) => setPayout({ amount: event.currentTarget.value })} error={errorOf("payout.amount")} />
          <TextInput label={t("currency")} placeholder={t("currency.none")} maxLength={3} value={value.payout.currency ?? ""} onChange={(event) => setPayout({ currency: event.currentTarget.value.toUpperCase() || null })} error={errorOf("payout.currency")} />
        </div>
        {value.payout.mode === "manual" && <CountryPayouts payouts={value.payout.countries} onChange={(countries) => setPayout({ countries })} />}
        <Warnings warnings={warnings} linted={["url"]} />
        <Section isWrong={["cap.limit", "cap.fallback_offer_id", "window_days", "country"].some((name) => errorOf(name) !== undefined)} title={t("limits")} isSet={value.cap !== null || value.window_days !== null || !value.further_conversions}>
          <NumberInput label={t("cap")} description={t("cap.hint")} min={1} allowDecimal={false} value={value.cap?.limit ?? ""} onChange={(limit) => set("cap", limit === "" ? null : { limit: Number(limit), fallback_offer_id: value.cap?.fallback_offer_id ?? null })} error={errorOf("cap.limit")} />
          {value.cap !== null && <EntitySelect resource="offers" label={t("fallback")} value={value.cap.fallback_offer_id} onChange={(offer) => value.cap && set("cap", { ...value.cap, fallback_offer_id: offer })} error={errorOf("cap.fallback_offer_id")} />}
          <NumberInput label={t("window")} description={t("window.hint")} min={1} allowDecimal={false} value={value.window_days ?? ""} onChange={(days) => set("window_days", days === "" ? null : Number(days))} error={errorOf("window_days")} />
          <TextInput label={t("meant")} maxLength={2} value={value.country ?? ""} onChange={(event) => set("country", event.currentTarget.value.toUpperCase() || null)} error={errorOf("country")} />
          <Switch size="xs" label={t("further")} checked={value.further_conversions} onChange={(event) => set("further_conversions", event.currentTarget.checked)} />
        </Section>
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
