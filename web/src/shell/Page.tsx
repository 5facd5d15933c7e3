/* Page - what every area is made of: its title and dates in the bar above, its content below. */
import { Group, Text } from "@mantine/core";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { useFormat } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { isBehind, useGathering } from "../state/gathering.ts";
import { DateBar } from "./DateBar.tsx";
import classes from "./shell.module.css";
import { shellWords } from "./shellWords.ts";

export interface PageProps {
  title: string;
  /** Whether the page is about a span of days: then the bar asks for it. */
  hasDates?: boolean;
  /** Whether it can show another span beside that one. Without: yes. */
  hasCompare?: boolean;
  /** How far the figures are behind, as the answers say; far behind, they are asked for again until they are there. */
  behindMs?: number | null | undefined;
  /** Further controls of the bar. */
  controls?: ReactNode;
  /** Without: the content brings its own edges, as tables do. */
  isPadded?: boolean;
  children: ReactNode;
}

export function Page({ title, hasDates = false, hasCompare = true, behindMs, controls, isPadded = false, children }: PageProps): ReactElement {
  const t = useWords(shellWords);
  const format = useFormat();
  useGathering(behindMs);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  useEffect(() => setBar(document.getElementById("title")), []);
  useEffect(() => {
    document.title = `${title} · Rebond`;
  }, [title]);
  return (
    <>
      {bar &&
        createPortal(
          <Group gap="md" wrap="wrap">
            <h1 className={classes.title}>{title}</h1>
            {hasDates && <DateBar hasCompare={hasCompare} />}
            {behindMs !== null && behindMs !== undefined && (
              <Text size="xs" className={isBehind(behindMs) ? "warn" : "muted"} title={t("behind.title")}>
                ● {t("behind", { span: format.span(behindMs) })}
              </Text>
            )}
            {controls}
          </Group>,
          bar,
        )}
      {isPadded ? <div className={classes.padded}>{children}</div> : children}
    </>
  );
}
