/* CountryPayouts - what a conversion pays where the visitor's country has an amount of its own. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { offerWords } from "./words.ts";

type Payouts = Rows["offers"]["payout"]["countries"];

export function CountryPayouts({ payouts, onChange }: { payouts: Payouts; onChange: (payouts: Payouts) => void }): ReactElement {
  const t = useWords(offerWords);
  const change = (at: number, next: Partial<Payouts[number]>): void => onChange(payouts.map((one, i) => (i === at ? { ...one, ...next } : one)));
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        {t("countries")}
      </Text>
      {payouts.map((one, i) => (
        <Group key={i} gap={6} wrap="nowrap">
          <TextInput aria-label={t("country")} placeholder="FR" w={70} maxLength={2} value={one.country} onChange={(event) => change(i, { country: event.currentTarget.value.toUpperCase() })} />
          <TextInput aria-label={t("amount")} inputMode="decimal" w={110} value={one.amount} onChange={(event) => change(i, { amount: event.currentTarget.value })} />
          <TextInput aria-label={t("currency")} placeholder="USD" w={80} maxLength={3} value={one.currency ?? ""} onChange={(event) => change(i, { currency: event.currentTarget.value.toUpperCase() || null })} />
          <ActionIcon aria-label={`${t("remove")} ${one.country}`} onClick={() => onChange(payouts.filter((_, at) => at !== i))}>
            ✕
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button variant="default" onClick={() => onChange([...payouts, { country: "", amount: "0", currency: null }])}>
          {t("country.add")}
        </Button>
      </div>
    </Stack>
  );
}
