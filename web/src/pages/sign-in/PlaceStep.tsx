/* PlaceStep - where the workspace's days begin and what its money is counted in. The browser's own zone is proposed. */
import { Alert, Autocomplete, Button, Select, Stack, Text } from "@mantine/core";
import { useMemo, useState, type ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet, useOne, useSave, type Rows } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { setupWords } from "./setupWords.ts";

/* What sources and networks are mostly billed in; any other code may be written. */
const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "BRL", "INR", "JPY", "MXN", "PLN", "SEK", "TRY", "UAH", "ZAR"];

function zones(): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes("UTC") ? all : ["UTC", ...all];
}

function Form({ workspace, goOn }: { workspace: Rows["workspaces"]; goOn: () => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const save = useSave("workspaces");
  const [own] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const known = useMemo(() => [...new Set([own, workspace.time_zone, ...zones()])].filter((zone) => zone !== ""), [own, workspace.time_zone]);
  const { value, set, errorOf, formError, refuse } = useDraft({ time_zone: own || workspace.time_zone, currency: workspace.currency }, ["time_zone", "currency"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: workspace.id, body: { ...value, version: workspace.version } }, { onSuccess: goOn, onError: refuse });
      }}
    >
      <Stack>
        <Text size="sm">{t("place.intro")}</Text>
        {formError !== null && (
          <Alert color="red" role="alert">
            {errorText(formError)}
          </Alert>
        )}
        <Select label={t("zone")} data={known} searchable allowDeselect={false} value={value.time_zone} error={errorOf("time_zone")} onChange={(zone) => zone !== null && set("time_zone", zone)} />
        <Autocomplete
          label={t("currency")}
          description={t("currency.rule")}
          data={CURRENCIES}
          required
          maxLength={3}
          value={value.currency}
          error={errorOf("currency")}
          onChange={(code) => set("currency", code.toUpperCase())}
        />
        <Button type="submit" loading={save.isPending} size="sm">
          {t("next")}
        </Button>
      </Stack>
    </form>
  );
}

export function PlaceStep({ goOn }: { goOn: () => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const session = useGet<Schemas["session"]>("session");
  const workspace = useOne("workspaces", session.data?.home ?? null);
  const error = session.error ?? workspace.error;
  if (error)
    return (
      <Alert color="red" role="alert">
        {errorText(error)} <a href="/">{t("sign.in")}</a>
      </Alert>
    );
  if (!workspace.data) return <p role="status" className="muted">{t("looking")} ...</p>;
  return <Form workspace={workspace.data} goOn={goOn} />;
}
