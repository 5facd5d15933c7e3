/* Wizard - from nothing to a campaign that works, on one page: source, network, offer, lander, campaign, URLs, test. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useLocation } from "wouter";
import { useOne, type Resource } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { TestPanel } from "../campaigns/TestPanel.tsx";
import { CampaignStep } from "./CampaignStep.tsx";
import { LanderStep } from "./LanderStep.tsx";
import { LinksStep } from "./LinksStep.tsx";
import { NetworkStep } from "./NetworkStep.tsx";
import { OfferStep } from "./OfferStep.tsx";
import { SourceStep } from "./SourceStep.tsx";
import { Step } from "./Step.tsx";
import { useMade, type Made } from "./useMade.ts";
import classes from "./wizard.module.css";
import { idOf, STEPS, useWizard, type Choice, type Chosen } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

function Summary({ resource, choice, warnings }: { resource: Resource; choice: Choice; warnings: Made["warnings"][Chosen] }): ReactElement | null {
  const t = useWords(wizardWords);
  const id = idOf(choice);
  const row = useOne(resource, id);
  if (choice === "none") return <span className="muted">{t("skipped")}</span>;
  if (id === null) return null;
  return (
    <>
      {row.data && Number(row.data.id) === id ? row.data.name : `#${id}`}
      {warnings?.map((warning, index) => (
        <Text key={index} size="sm" className="warn">
          ⚠ {warning.message}
        </Text>
      ))}
    </>
  );
}

export default function Wizard(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(wizardWords);
  const wizard = useWizard();
  const made = useMade();
  const [, navigate] = useLocation();
  const { mayWrite } = useSession();
  const { choices } = wizard;
  const campaignId = idOf(choices.campaign);
  const source = useOne("sources", idOf(choices.source));
  const doneCount = STEPS.filter(wizard.isDone).length;
  const summary = (resource: Resource, what: Chosen): ReactElement => <Summary resource={resource} choice={choices[what]} warnings={made.warnings[what]} />;
  if (!mayWrite("campaigns"))
    return (
      <Page title={area("wizard")} isPadded>
        <Text>{t("no.right")}</Text>
      </Page>
    );
  return (
    <Page title={area("wizard")} isPadded>
      <div className={classes.layout}>
        <nav className={classes.nav} aria-label={t("steps")}>
          <Text size="xs" className="muted">
            {t("progress", { n: doneCount, all: STEPS.length })}
          </Text>
          <ol>
            {STEPS.map((name, index) => (
              <li key={name}>
                <button type="button" aria-current={wizard.step === name ? "step" : undefined} onClick={() => wizard.go(name)}>
                  <span aria-hidden className={`${classes.mark} ${wizard.isDone(name) ? classes.marked : ""}`}>
                    {wizard.isDone(name) ? "✓" : index + 1}
                  </span>
                  {t(name)}
                  {wizard.isDone(name) && <span className="sr-only">({t("done")})</span>}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <div>
          <Step name="source" wizard={wizard} summary={summary("sources", "source")}>
            <SourceStep wizard={wizard} made={made} />
          </Step>
          <Step name="network" wizard={wizard} isOptional summary={summary("networks", "network")}>
            <NetworkStep wizard={wizard} made={made} />
          </Step>
          <Step name="offer" wizard={wizard} summary={summary("offers", "offer")}>
            <OfferStep wizard={wizard} made={made} />
          </Step>
          <Step name="lander" wizard={wizard} isOptional summary={summary("landers", "lander")}>
            <LanderStep wizard={wizard} made={made} />
          </Step>
          <Step name="campaign" wizard={wizard} summary={summary("campaigns", "campaign")}>
            <CampaignStep wizard={wizard} made={made} />
          </Step>
          <Step name="links" wizard={wizard}>
            <LinksStep wizard={wizard} />
          </Step>
          <Step name="test" wizard={wizard}>
            {campaignId === null ? (
              <Text size="sm" className="warn">
                {t("links.needs")}
              </Text>
            ) : (
              <Stack gap="sm">
                {source.data?.template === "exoclick" && <p className={classes.tip}>{t("exo.test")}</p>}
                <TestPanel campaignId={campaignId} onEnd={(result) => result.ok && wizard.passed()} />
                {wizard.isDone("test") && (
                  <Alert color="green" role="status">
                    {t("finished")}
                  </Alert>
                )}
                <Group>
                  <Button variant="default" onClick={() => navigate(`/campaigns?edit=${campaignId}`)}>
                    {t("open")}
                  </Button>
                  <Button variant="subtle" onClick={wizard.restart}>
                    {t("again")}
                  </Button>
                </Group>
              </Stack>
            )}
          </Step>
        </div>
      </div>
    </Page>
  );
}
