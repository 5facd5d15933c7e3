/* TokenButtons - the ad network's tokens, each put into the URL by a click. */
import { Group, Text, UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import classes from "./network.module.css";
import { TOKENS, type Token } from "./sampleClick.ts";
import { adWords } from "./words.ts";

export function TokenButtons({ onInsert }: { onInsert: (token: Token) => void }): ReactElement {
  const t = useWords(adWords);
  return (
    <div role="group" aria-label={t("tokens")}>
      <Text size="xs" fw={600} mb={4}>
        {t("tokens")}
      </Text>
      <Group gap={4}>
        {TOKENS.map((token) => (
          <UnstyledButton key={token} className={classes.token} title={t(`token.${token}`)} aria-label={t("token.insert", { token: `{${token}}`, meaning: t(`token.${token}`) })} onClick={() => onInsert(token)}>
            {`{${token}}`}
          </UnstyledButton>
        ))}
      </Group>
    </div>
  );
}
