/* ConversionTypes - the workspace's own types of conversions. */
import { ActionIcon, Button, Group, Paper, Select, Stack, Switch, TagsInput, Text, TextInput, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import type { SettingsDocument } from "./SettingsForm.tsx";
import { settingsWords } from "./words.ts";

type Types = SettingsDocument["conversion_types"];
type Type = Types[number];

export interface ConversionTypesProps {
  value: Types;
  isOff: boolean;
  onChange: (value: Types) => void;
  errorOf: (path: string) => string | undefined;
}

export function ConversionTypes({ value, isOff, onChange, errorOf }: ConversionTypesProps): ReactElement {
  const t = useWords(settingsWords);
  const change = (at: number, part: Partial<Type>): void => onChange(value.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <section>
      <Title order={2}>{t("types")}</Title>
      <Text size="sm" className="muted" mb="xs">
        {t("types.hint")}
      </Text>
      <Stack gap="sm">
        {value.map((type, i) => (
          <Paper key={i} withBorder p="sm" role="group" aria-label={t("types.of", { n: i + 1 })}>
            <Group align="flex-start" grow preventGrowOverflow={false}>
              <TextInput label={t("name")} readOnly={isOff} value={type.name} error={errorOf(`conversion_types[${i}].name`)} onChange={(event) => change(i, { name: event.currentTarget.value })} />
              <TagsInput label={t("types.words")} readOnly={isOff} value={type.words} error={errorOf(`conversion_types[${i}].words`)} onChange={(words) => change(i, { words })} />
              <Select label={t("types.status")} readOnly={isOff} allowDeselect={false} data={(["lead", "sale", "rebill"] as const).map((one) => ({ value: one, label: t(one) }))} value={type.status} onChange={(status) => status !== null && change(i, { status: status as Type["status"] })} />
            </Group>
            <Group mt="xs">
              {(["counts", "revenue", "forward"] as const).map((one) => (
                <Switch key={one} size="xs" disabled={isOff} label={t(`types.${one}`)} checked={type[one]} onChange={(event) => change(i, { [one]: event.currentTarget.checked })} />
              ))}
              {!isOff && (
                <ActionIcon ml="auto" aria-label={`${t("remove")}: ${type.name || t("types.of", { n: i + 1 })}`} onClick={() => onChange(value.filter((_, at) => at !== i))}>
                  ✕
                </ActionIcon>
              )}
            </Group>
          </Paper>
        ))}
        {!isOff && (
          <Button variant="default" w="fit-content" onClick={() => onChange([...value, { name: "", words: [], status: "sale", counts: true, revenue: true, forward: true }])}>
            {t("types.add")}
          </Button>
        )}
      </Stack>
    </section>
  );
}
