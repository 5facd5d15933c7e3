/* LinksStep - what goes where: the campaign URL to the source, the postback to the network. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useOne, useSave } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { NetworkPostbacks, SourcePostback } from "../campaigns/CampaignTruth.tsx";
import { truthWords } from "../campaigns/truthWords.ts";
import { joinOf } from "./CampaignStep.tsx";
import classes from "./wizard.module.css";
import { idOf, type Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

/** Says when the campaign leads elsewhere than what is chosen above, and mends it. */
function Differs({ wizard }: { wizard: Wizard }): ReactElement | null {
  const t = useWords(wizardWords);
  const tellError = useTellError();
  const campaign = useOne("campaigns", idOf(wizard.choices.campaign));
  const save = useSave("campaigns");
  const join = joinOf(wizard);
  const row = campaign.data;
  if (!row || join === null || row.id !== idOf(wizard.choices.campaign)) return null;
  const flat = (ids: readonly { id: number }[]): string => ids.map((one) => one.id).join();
  const [path] = join.paths;
  const isSame = row.source_id === join.source_id && row.flow_id === null && row.paths.some((one) => path && flat(one.offers).split(",").includes(flat(path.offers)) && (path.landers.length === 0 ? one.landers.length === 0 : flat(one.landers).split(",").includes(flat(path.landers))));
  if (isSame) return null;
  return (
    <Alert color="orange">
      <Text size="sm">{t("differs")}</Text>
      <Button variant="default" mt="xs" loading={save.isPending} onClick={() => save.mutate({ id: row.id, body: { ...join, flow_id: null, version: row.version } }, { onError: tellError })}>
        {t("adopt")}
      </Button>
    </Alert>
  );
}

export function LinksStep({ wizard }: { wizard: Wizard }): ReactElement {
  const t = useWords(wizardWords);
  const truth = useWords(truthWords);
  const campaign = useOne("campaigns", idOf(wizard.choices.campaign));
  const source = useOne("sources", campaign.data?.source_id ?? null);
  const row = campaign.data;
  if (idOf(wizard.choices.campaign) === null || !row)
    return (
      <Text size="sm" className="warn">
        {t("links.needs")}
      </Text>
    );
  const url = row.links.campaign_url;
  const isExo = source.data?.template === "exoclick";
  const offerIds = [...new Set(row.paths.flatMap((path) => path.offers.map((offer) => offer.id)))];
  return (
    <Stack gap="sm">
      <Differs wizard={wizard} />
      {url && <CopyText label={truth("url.campaign")} text={url} />}
      {isExo && <p className={classes.tip}>{t("exo.links")}</p>}
      {isExo && url && !url.includes("{conversions_tracking}") && (
        <Text size="sm" className="warn">
          {t("exo.missing")}
        </Text>
      )}
      {row.links.script && <CopyText label={truth("url.script")} text={row.links.script} />}
      <NetworkPostbacks offerIds={offerIds.slice(0, 12)} />
      <SourcePostback id={row.source_id} />
      {row.paths.some((path) => path.landers.length > 0) && <CopyText label={truth("url.click")} text={row.links.click_url} />}
      <div>
        <Button onClick={() => wizard.go("test")}>{t("next")}</Button>
      </div>
    </Stack>
  );
}
