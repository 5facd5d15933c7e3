/* SourceCampaignUrl - what the campaign URLs of a source look like: with its macros, and as its clicks bring them. */
import { Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import classes from "../../forms/forms.module.css";
import { UrlSample } from "../../forms/UrlSample.tsx";
import { useUrlSample, type UrlContext } from "../../forms/useUrlCheck.ts";
import { useWords } from "../../i18n/words.ts";
import { sourceWords } from "./words.ts";

export function SourceCampaignUrl({ context }: { context: UrlContext }): ReactElement {
  const t = useWords(sourceWords);
  const template = useUrlSample("campaign_url", null, context).sample?.template;
  return (
    <Stack gap="sm">
      <Text fw={600}>{t("campaign.url")}</Text>
      <Text size="sm" className="muted">
        {t("campaign.url.hint")}
      </Text>
      {template && (
        <div className={classes.copy}>
          <code>{template}</code>
        </div>
      )}
      <UrlSample kind="campaign_url" text={null} context={context} label={t("campaign.url.sample")} />
    </Stack>
  );
}
