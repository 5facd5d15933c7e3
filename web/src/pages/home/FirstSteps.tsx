/* FirstSteps - an empty installation: what to make first, each step with its page, what is there already ticked. */
import { Anchor, Button, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { useList } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import classes from "./home.module.css";
import { homeWords } from "./words.ts";

export function FirstSteps(): ReactElement {
  const t = useWords(homeWords);
  const { mayWrite, mayRead } = useSession();
  const one = { limit: 1 };
  const [sources, networks, offers, domains, users] = [useList("sources", one), useList("networks", one), useList("offers", one), useList("domains", one), useList("users", mayRead("users") ? { limit: 2 } : { limit: 1, ids: "0" })];
  const steps = [
    { word: "first.source", href: "/sources?edit=new", right: "sources", isDone: (sources.data?.rows.length ?? 0) > 0 },
    { word: "first.network", href: "/networks?edit=new", right: "networks", isDone: (networks.data?.rows.length ?? 0) > 0 },
    { word: "first.offer", href: "/offers?edit=new", right: "offers", isDone: (offers.data?.rows.length ?? 0) > 0 },
    { word: "first.domain", href: "/domains?edit=new", right: "domains", isDone: (domains.data?.rows.length ?? 0) > 0 },
    { word: "first.campaign", href: "/campaigns/new", right: "campaigns", isDone: false },
    { word: "first.team", href: "/team", right: "users", isDone: (users.data?.rows.length ?? 0) > 1 },
  ] as const;
  return (
    <section className={classes.first}>
      <h2>{t("first.title")}</h2>
      <Text size="sm" my={6}>
        {t("first.intro")}
      </Text>
      <Group gap="md" mb="sm">
        {mayWrite("campaigns") && (
          <Button component={Link} href="/campaigns/new" size="sm">
            {t("first.wizard")}
          </Button>
        )}
        <Anchor component={Link} href="/guide" size="sm">
          {t("first.guide")}
        </Anchor>
      </Group>
      <ol>
        {steps
          .filter((step) => mayWrite(step.right))
          .map((step) => (
            <li key={step.word}>
              <Anchor component={Link} href={step.href} size="sm">
                {t(step.word)}
              </Anchor>
              {step.isDone && <span className="gain"> ✓ {t("first.done")}</span>}
            </li>
          ))}
      </ol>
    </section>
  );
}
