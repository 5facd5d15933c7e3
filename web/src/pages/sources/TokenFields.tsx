/* TokenFields - what else the campaign URL carries, by slot: {token1} is the first one's value. */
import { ActionIcon, Button, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import classes from "../../forms/forms.module.css";
import { Section } from "../../forms/Section.tsx";
import { useWords } from "../../i18n/words.ts";
import { sourceWords } from "./words.ts";

type Tokens = Rows["sources"]["tokens"];
const SLOTS_MAX = 30;

export function TokenFields({ tokens, onChange, error }: { tokens: Tokens; onChange: (tokens: Tokens) => void; error: string | undefined }): ReactElement {
  const t = useWords(sourceWords);
  const change = (at: number, next: Partial<Tokens[number]>): void => onChange(tokens.map((one, i) => (i === at ? { ...one, ...next } : one)));
  const free = Array.from({ length: SLOTS_MAX }, (_, i) => i + 1).find((slot) => !tokens.some((one) => one.slot === slot));
  return (
    <Section isWrong={error !== undefined} title={`${t("tokens")} (${tokens.length})`}>
      <Stack gap={4}>
        {tokens.map((token, i) => (
          <div key={token.slot} className={classes.token}>
            <Text span className="mono">
              {token.slot}
            </Text>
            <TextInput aria-label={`${t("token.param")} ${token.slot}`} placeholder={t("token.param")} value={token.param} onChange={(event) => change(i, { param: event.currentTarget.value })} />
            <TextInput aria-label={`${t("token.macro")} ${token.slot}`} placeholder={t("token.macro")} value={token.macro} onChange={(event) => change(i, { macro: event.currentTarget.value })} />
            <TextInput aria-label={`${t("token.name")} ${token.slot}`} placeholder={t("token.name")} value={token.name} onChange={(event) => change(i, { name: event.currentTarget.value })} />
            <ActionIcon aria-label={`${t("remove")} ${token.name || token.param}`} onClick={() => onChange(tokens.filter((_, at) => at !== i))}>
              ✕
            </ActionIcon>
          </div>
        ))}
        {error !== undefined && (
          <Text size="xs" className="loss" role="alert">
            {error}
          </Text>
        )}
        <div>
          <Button variant="default" disabled={free === undefined} onClick={() => free !== undefined && onChange([...tokens, { slot: free, param: "", macro: "", name: "" }])}>
            {t("token.add")}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
