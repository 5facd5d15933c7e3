/* Api - the ad network's public API: where it is, how a program logs in, and the tokens that may. */
import { Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { ApiTokens } from "./ApiTokens.tsx";
import { apiWords } from "./apiWords.ts";

export default function Api(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(apiWords);
  const { workspace, mayRead } = useSession();
  const base = useGet<Schemas["addresses"]>("addresses").data?.api_url;
  const loginWith = (token: string): { label: string; text: string } => ({
    label: t("login"),
    text: `curl -X POST ${base ?? ""}/login -H 'Content-Type: application/json' -d '{"api_token":"${token}"}'`,
  });
  const login = loginWith("rbk_…");
  return (
    <Page title={area("network/api")} isPadded>
      <Stack gap="md" maw={900}>
        <Text size="sm">{t("intro")}</Text>
        {base !== undefined && (
          <>
            <CopyText label={t("address")} text={base} />
            <CopyText label={login.label} text={login.text} />
          </>
        )}
        {workspace && mayRead("keys") ? <ApiTokens workspace={workspace} loginWith={loginWith} /> : <Text size="sm">{t("tokens.others")}</Text>}
      </Stack>
    </Page>
  );
}
