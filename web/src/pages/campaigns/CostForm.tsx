/* CostForm - tells what a span of visits cost: dates, amount, at will only those with one value of a token. */
import { Alert, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useOne, useRenew } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSpan } from "../../state/span.ts";
import type { Campaign } from "./campaignDraft.ts";
import { costWords } from "./costWords.ts";

type Cost = Schemas["cost"];
const SHOWN = ["from", "to", "amount", "currency", "filter", "filter.token", "filter.value"];

export function CostForm({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useWords(costWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { span } = useSpan();
  const source = useOne("sources", campaign.source_id);
  const day = span.to ?? "";
  const { value, set, errorOf, formError, refuse } = useDraft({ from: day, fromTime: "", to: day, toTime: "", amount: "", currency: "", token: "", filtered: "" }, SHOWN);
  const add = useMutation({
    mutationFn: () =>
      post<Cost>(`campaigns/${campaign.id}/costs`, {
        from: `${value.from} ${value.fromTime}`.trim(),
        to: `${value.to} ${value.toTime}`.trim(),
        tz: span.tz,
        amount: value.amount.trim(),
        currency: value.currency.trim().toUpperCase() || null,
        filter: value.token === "" ? null : { token: value.token, value: value.filtered },
      }),
    onSuccess: (cost) => {
      notifications.show({ message: t("added", { n: cost.visits }) });
      set("amount", "");
      void renew();
    },
    onError: refuse,
  });
  const input = (name: "from" | "fromTime" | "to" | "toTime", label: string, type: "date" | "time", error?: string): ReactElement => (
    <TextInput label={label} type={type} value={value[name]} onChange={(event) => set(name, event.currentTarget.value)} error={error} />
  );
  return (
    <Stack gap="sm">
      <Text size="sm" className="muted">
        {t("intro")}
      </Text>
      <Group align="flex-start" gap="sm" wrap="wrap">
        {input("from", t("from.day"), "date", errorOf("from"))}
        {input("fromTime", t("from.time"), "time")}
        {input("to", t("to.day"), "date", errorOf("to"))}
        {input("toTime", t("to.time"), "time")}
        <TextInput label={t("amount")} required inputMode="decimal" w={110} value={value.amount} onChange={(event) => set("amount", event.currentTarget.value)} error={errorOf("amount")} />
        <TextInput label={t("currency")} placeholder={source.data?.currency ?? ""} maxLength={3} w={90} value={value.currency} onChange={(event) => set("currency", event.currentTarget.value)} error={errorOf("currency")} />
      </Group>
      <Group align="flex-start" gap="sm" wrap="wrap">
        <Select
          label={t("token")}
          allowDeselect={false}
          data={[{ value: "", label: t("token.all") }, ...(source.data?.tokens ?? []).map((token) => ({ value: token.param, label: token.name ?? token.param }))]}
          value={value.token}
          onChange={(token) => set("token", token ?? "")}
          error={errorOf("filter") ?? errorOf("filter.token")}
        />
        {value.token !== "" && <TextInput label={t("value")} value={value.filtered} onChange={(event) => set("filtered", event.currentTarget.value)} error={errorOf("filter.value")} />}
      </Group>
      <Text size="xs" className="muted">
        {t("to.hint")} · {t("clock", { tz: span.tz })}
      </Text>
      {formError ? (
        <Alert color="red" role="alert">
          {errorText(formError)}
        </Alert>
      ) : null}
      <div>
        <Button loading={add.isPending} onClick={() => add.mutate()} disabled={value.amount.trim() === "" || value.from === "" || value.to === ""}>
          {t("add")}
        </Button>
      </div>
    </Stack>
  );
}
