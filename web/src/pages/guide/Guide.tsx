/* Guide - docs/guide.LANGUAGE.md: the six steps from a goal to a conversion on both sides, each with the pages where it is done. */
import { Anchor } from "@mantine/core";
import { use, type ReactElement } from "react";
import { Link } from "wouter";
import { useLocale, useWords, type Language } from "../../i18n/words.ts";
import { ALL_AREAS, areaWords, type AreaName } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { Blocks, Inlines } from "./Blocks.tsx";
import type { Block } from "./blocks.ts";
import classes from "./guide.module.css";
import { guideWords } from "./words.ts";

const TEXTS: Record<Language, () => Promise<{ default: readonly Block[] }>> = {
  en: () => import("../../../../docs/guide.en.md"),
  fr: () => import("../../../../docs/guide.fr.md"),
};
const begun = new Map<Language, Promise<{ default: readonly Block[] }>>();

function textIn(language: Language): Promise<{ default: readonly Block[] }> {
  const known = begun.get(language) ?? TEXTS[language]();
  begun.set(language, known);
  return known;
}

/* By step: the parts before and after the six have none. */
const LINKS: readonly (readonly (readonly [path: string, area: AreaName])[])[] = [
  [["/network/goals?edit=new", "network/goals"]],
  [["/sources?edit=new", "sources"]],
  [["/networks?edit=new", "networks"]],
  [["/offers?edit=new", "offers"]],
  [["/campaigns?edit=new", "campaigns"], ["/campaigns/new", "wizard"], ["/domains", "domains"]],
  [["/network/campaigns?edit=new", "network/campaigns"], ["/conversions", "conversions"], ["/network/statistics", "network/statistics"]],
];

/** The guide's parts: what stands before the first heading of the second level, and each such heading with what follows. */
function partsOf(blocks: readonly Block[]): { title: Block & { kind: "heading" }; blocks: Block[] }[] {
  const parts: { title: Block & { kind: "heading" }; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level <= 2) parts.push({ title: block, blocks: [] });
    else parts.at(-1)?.blocks.push(block);
  }
  return parts;
}

export default function Guide(): ReactElement {
  const t = useWords(guideWords);
  const areas = useWords(areaWords);
  const { language } = useLocale();
  const { mayRead } = useSession();
  const isOpen = (path: string): boolean => {
    const right = ALL_AREAS.find((area) => area.path === path.split("?")[0])?.right ?? null;
    return right === null || mayRead(right);
  };
  const parts = partsOf(use(textIn(language)).default);
  return (
    <Page title={t("title")} isPadded>
      <article className={classes.guide}>
        {parts.map((part, i) => (
          <section key={i} aria-labelledby={`guide-${i}`}>
            <h2 id={`guide-${i}`} style={i === 0 ? { marginTop: 0 } : undefined}>
              <Inlines all={part.title.inlines} />
            </h2>
            <div className={classes.links}>
              {(LINKS[i - 1] ?? [])
                .filter(([path]) => isOpen(path))
                .map(([path, area]) => (
                  <Anchor key={path} component={Link} href={path} fz="inherit">
                    {t("open", { area: areas(area) })}
                  </Anchor>
                ))}
            </div>
            <Blocks all={part.blocks} />
          </section>
        ))}
      </article>
    </Page>
  );
}
