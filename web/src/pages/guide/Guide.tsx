/* Guide - the six steps from a goal to a conversion on both sides, each with the page where it is done. */
import { Badge, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { ALL_AREAS, areaWords, type AreaName } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { guideWords } from "./words.ts";

type Word = keyof typeof guideWords;
interface Step {
  title: Word;
  here: Word;
  there?: Word;
  thereLabel?: Word;
  isOptional?: boolean;
  links: readonly (readonly [path: string, area: AreaName])[];
}

const STEPS: readonly Step[] = [
  { title: "1.title", here: "1.here", there: "1.there", links: [["/network/goals?edit=new", "network/goals"]] },
  { title: "2.title", here: "2.here", there: "2.there", links: [["/sources?edit=new", "sources"]] },
  { title: "3.title", here: "3.here", there: "3.there", thereLabel: "there.affiliate", isOptional: true, links: [["/networks?edit=new", "networks"]] },
  { title: "4.title", here: "4.here", links: [["/offers?edit=new", "offers"]] },
  { title: "5.title", here: "5.here", links: [["/domains", "domains"], ["/campaigns?edit=new", "campaigns"]] },
  { title: "6.title", here: "6.here", there: "6.there", links: [["/network/variations?edit=new", "network/variations"], ["/live", "live"], ["/network/statistics", "network/statistics"]] },
];

export default function Guide(): ReactElement {
  const t = useWords(guideWords);
  const areas = useWords(areaWords);
  const { mayRead } = useSession();
  const isOpen = (path: string): boolean => {
    const right = ALL_AREAS.find((area) => area.path === path.split("?")[0])?.right ?? null;
    return right === null || mayRead(right);
  };
  return (
    <Page title={t("title")} isPadded>
      <Stack maw={760} gap="md">
        <Text>{t("intro")}</Text>
        <Link href="/campaigns/new">{t("wizard")}</Link>
        {STEPS.map((step, i) => (
          <Paper key={step.title} withBorder p="md" component="section" aria-labelledby={`step-${i + 1}`}>
            <Title order={2} id={`step-${i + 1}`} mb="xs">
              {i + 1}. {t(step.title)}{" "}
              {step.isOptional && (
                <Badge variant="default" size="sm">
                  {t("optional")}
                </Badge>
              )}
            </Title>
            <Text size="sm" fw={600}>
              {t("here")}
            </Text>
            <Text>{t(step.here)}</Text>
            <div style={{ display: "flex", flexWrap: "wrap", gap: "4px 16px", margin: "6px 0" }}>
              {step.links
                .filter(([path]) => isOpen(path))
                .map(([path, area]) => (
                  <Link key={path} href={path}>
                    {t("open", { area: areas(area) })}
                  </Link>
                ))}
            </div>
            {step.there && (
              <>
                <Text size="sm" fw={600} mt="xs">
                  {t(step.thereLabel ?? "there")}
                </Text>
                <Text>{t(step.there)}</Text>
              </>
            )}
          </Paper>
        ))}
      </Stack>
    </Page>
  );
}
