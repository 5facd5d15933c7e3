/* StartStep - the ways on from a finished set-up. */
import { Anchor, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { DemoChoice } from "./DemoChoice.tsx";
import { setupWords } from "./setupWords.ts";

export function StartStep(): ReactElement {
  const t = useWords(setupWords);
  return (
    <Stack>
      <Text size="sm">{t("start.intro")}</Text>
      <div>
        <Anchor component={Link} href="/campaigns/new" fw={600}>
          {t("start.campaign")}
        </Anchor>
        <Text size="sm" className="muted">
          {t("start.campaign.why")}
        </Text>
      </div>
      <div>
        <Anchor component={Link} href="/" fw={600}>
          {t("start.look")}
        </Anchor>
        <Text size="sm" className="muted">
          {t("start.look.why")}
        </Text>
      </div>
      <DemoChoice />
    </Stack>
  );
}
