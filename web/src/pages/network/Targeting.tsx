/* Targeting - whom an ad campaign is for: allow and block lists that zones ask. */
import { Button, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { ConditionRow, type Condition } from "../../forms/ConditionRow.tsx";
import { useWords } from "../../i18n/words.ts";
import { siteWords } from "../sites/words.ts";

const NO_TOKENS = {};

export interface TargetingProps {
  conditions: Condition[];
  onChange: (conditions: Condition[]) => void;
  errorOf: (field: string) => string | undefined;
}

export function Targeting({ conditions, onChange, errorOf }: TargetingProps): ReactElement {
  const t = useWords(siteWords);
  return (
    <Stack gap="xs" role="group" aria-label={t("targeting")}>
      <Text fw={600}>{t("targeting")}</Text>
      <Text size="sm" className="muted">
        {t("targeting.hint")}
      </Text>
      {conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          n={at + 1}
          isOfAd
          condition={condition}
          tokenNames={NO_TOKENS}
          onChange={(next) => onChange(conditions.map((one, index) => (index === at ? next : one)))}
          onRemove={() => onChange(conditions.filter((_, index) => index !== at))}
          errorOf={(field) => errorOf(`targeting[${at}].${field}`)}
        />
      ))}
      <Button variant="default" size="xs" style={{ alignSelf: "flex-start" }} onClick={() => onChange([...conditions, { field: "country", op: "in", values: [], tz: null }])}>
        {t("targeting.add")}
      </Button>
    </Stack>
  );
}
