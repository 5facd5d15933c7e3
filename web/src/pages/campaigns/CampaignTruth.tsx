/* CampaignTruth - the right side of the campaign's editor: the URLs to take elsewhere, the funnel, a visit that was really played. */
import { Alert, Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { post } from "../../api/client.ts";
import { useOne } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { UrlSample } from "../../forms/UrlSample.tsx";
import { Warnings, type Warning } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import type { Campaign, CampaignDraft, Path } from "./campaignDraft.ts";
import classes from "./campaigns.module.css";
import { Funnel } from "./Funnel.tsx";
import type { TestResult } from "./hopSteps.ts";
import { testWords } from "./testWords.ts";
import { truthWords } from "./truthWords.ts";

function SampleVisit({ id }: { id: number }): ReactElement {
  const t = useWords(truthWords);
  const steps = useWords(testWords);
  const errorText = useErrorText();
  const sample = useMutation({ mutationFn: () => post<TestResult>(`campaigns/${id}/test`, { forward: false }) });
  const failed = sample.data?.steps.find((step) => !step.ok);
  return (
    <div>
      <Button variant="default" type="button" loading={sample.isPending} onClick={() => sample.mutate()}>
        {t(sample.data ? "sample.again" : "sample.play")}
      </Button>
      <Text size="xs" className="muted" mt={4}>
        {t("sample.hint")}
      </Text>
      {sample.error ? <Alert color="red" role="alert">{errorText(sample.error)}</Alert> : null}
      {sample.data && (
        <ol className={classes.trail} aria-label={t("sample")}>
          {sample.data.steps
            .filter((step) => step.url !== null)
            .map((step, index) => (
              <li key={index}>
                {steps(`step.${step.step}`)} <span className="mono">{step.url}</span>
              </li>
            ))}
        </ol>
      )}
      {failed && (
        <Alert color="red" mt="xs" title={t("sample.ended", { step: steps(`step.${failed.step}`) })}>
          {failed.what_to_change}
        </Alert>
      )}
    </div>
  );
}

export function SourcePostback({ id }: { id: number }): ReactElement | null {
  const t = useWords(truthWords);
  const source = useOne("sources", id);
  const row = source.data;
  if (!row || Number(row.id) !== id) return null;
  const url = row.postback?.url ?? null;
  return (
    <>
      {url !== null ? (
        <div>
          <CopyText label={t("source.postback", { name: row.name })} text={url} />
          <UrlSample kind="source_postback" label={t("sample.sale")} text={url} context={{ source_id: id }} />
        </div>
      ) : ( row.pixel_url === null && <Text size="sm">{t("source.nothing", { name: row.name })}</Text>
      )}
      {url?.includes("REPLACE") && (
        <Text size="sm" className="warn">
          {t("source.replace")}
        </Text>
      )}
      {row.pixel_url !== null && <CopyText label={t("source.pixel", { name: row.name })} text={row.pixel_url} />}
    </>
  );
}

/** The postback of an offer's network; offers of one network say it once. */
export function NetworkPostbacks({ offerIds }: { offerIds: readonly number[] }): ReactElement {
  return (
    <>
      {offerIds.map((id, index) => (
        <NetworkPostback key={id} offerId={id} before={offerIds.slice(0, index)} />
      ))}
    </>
  );
}
function NetworkPostback({ offerId, before }: { offerId: number; before: readonly number[] }): ReactElement | null {
  const t = useWords(truthWords);
  const offer = useOne("offers", offerId);
  const network = useOne("networks", offer.data?.network_id ?? null);
  const first = useOne("offers", before[0] ?? null);
  const row = offer.data;
  if (!row || Number(row.id) !== offerId) return null;
  if (before.length > 0 && first.data?.network_id === row.network_id) return null;
  const url = row.links.postback_url;
  if (!url) return null;
  const label = row.network_id !== null && network.data ? t("network.postback", { name: network.data.name }) : t("network.none", { name: row.name });
  return (
    <div>
      <CopyText label={label} text={url} />
      {url.includes("REPLACE") && (
        <Text size="xs" className="muted">
          {t("network.hint")}
        </Text>
      )}
    </div>
  );
}

/** Where a sample visit arrives, before anything is saved or played. */
function OfferSample({ id, sourceId, campaignId }: { id: number; sourceId: number | null; campaignId: number | null }): ReactElement | null {
  const t = useWords(truthWords);
  const offer = useOne("offers", id).data;
  if (!offer || Number(offer.id) !== id) return null;
  return <UrlSample kind="offer_url" label={t("sample.offer", { name: offer.name })} text={offer.url} context={{ offer_id: id, source_id: sourceId, campaign_id: campaignId }} />;
}

function offersOf(paths: readonly Path[]): number[] {
  return paths.flatMap((path) => path.offers.map((offer) => offer.id));
}

/* Of a campaign with many offers the first ones say enough. */
const SAMPLES_MAX = 4;

export interface CampaignTruthProps {
  draft: CampaignDraft;
  saved: Campaign | null;
  isChanged: boolean;
  warnings: readonly Warning[];
}

export function CampaignTruth({ draft, saved, isChanged, warnings }: CampaignTruthProps): ReactElement {
  const t = useWords(truthWords);
  const { mayWrite } = useSession();
  const flow = useOne("flows", draft.flow_id);
  const parts = draft.flow_id !== null ? flow.data : draft;
  const offerIds = [...new Set(parts ? [...offersOf(parts.paths), ...parts.rules.flatMap((rule) => offersOf(rule.paths))] : [])];
  const links = saved?.links;
  return (
    <div className={classes.truth}>
      <h2>{t("title")}</h2>
      <Warnings warnings={warnings} linted={["postback.url"]} />
      {links ? (
        <>
          {links.campaign_url && (
            <div>
              <CopyText label={t("url.campaign")} text={links.campaign_url} />
              <UrlSample kind="campaign_url" label={t("sample.click")} text={links.campaign_url} context={{ campaign_id: saved.id }} />
            </div>
          )}
          {links.script && <CopyText label={t("url.script")} text={links.script} />}
          {links.pixel && <CopyText label={t("url.pixel")} text={links.pixel} />}
          {links.page_query && <CopyText label={t("url.query")} text={links.page_query} />}
          {isChanged && (
            <Text size="xs" className="warn">
              {t("stale")}
            </Text>
          )}
        </>
      ) : (
        <Text size="sm" className="muted">
          {t("url.later")}
        </Text>
      )}
      <div>
        <h3>{t("funnel")}</h3>
        <Funnel draft={draft} campaignKey={saved?.key ?? null} />
      </div>
      {offerIds.slice(0, SAMPLES_MAX).map((id) => (
        <OfferSample key={id} id={id} sourceId={draft.source_id} campaignId={saved?.id ?? null} />
      ))}
      {mayWrite("tools") && saved !== null && (
        <div>
          <h3>{t("sample")}</h3>
          {isChanged ? (
            <Text size="sm" className="muted">
              {t("sample.later")}
            </Text>
          ) : (
            <SampleVisit id={saved.id} />
          )}
        </div>
      )}
      <NetworkPostbacks offerIds={offerIds.slice(0, 12)} />
      {draft.source_id !== null && <SourcePostback id={draft.source_id} />}
      {draft.postback?.url && <CopyText label={t("campaign.postback")} text={draft.postback.url} />}
      {links && (parts?.paths.some((path) => path.landers.length > 0) ?? false) && <CopyText label={t("url.click")} text={links.click_url} />}
    </div>
  );
}
