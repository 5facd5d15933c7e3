/* Logs - all that was recorded, newest first: visits, clicks, conversions, postbacks in and out, and what waits to be sent. */
import { Tabs } from "@mantine/core";
import { useEffect, useRef, type ReactElement } from "react";
import { useLocation, useParams } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useUrl } from "../../state/url.ts";
import classes from "./logs.module.css";
import { LOG_NAMES, LOGS, type LogName } from "./logs.ts";
import { LogView } from "./LogView.tsx";
import { logWords } from "./words.ts";

/** What may stay in the address when another log is opened. */
const KEPT = ["dates", "tz", "time", "filter", "bots", "tests", "test"];

export default function Logs(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(logWords);
  const { log } = useParams<{ log?: string }>();
  const { params } = useUrl();
  const [, navigate] = useLocation();
  const name: LogName = LOG_NAMES.find((one) => one === log) ?? "visits";
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    /* Newer browsers answer with a promise, which is nothing to clean up. */
    void list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [name]);
  const go = (next: LogName): void => {
    const kept = new URLSearchParams();
    for (const [key, value] of params) if (KEPT.includes(key) || (LOGS[next].entities as readonly string[]).includes(key) || (key === "cid" && LOGS[next].hasCid)) kept.append(key, value);
    const text = kept.toString();
    navigate(`/logs/${next}${text === "" ? "" : `?${text}`}`);
  };
  return (
    <Page title={areas("logs")} hasDates={name !== "queue"} hasCompare={false}>
      <Tabs value={name} onChange={(next) => next !== null && go(next as LogName)} className={classes.tabs} activateTabWithKeyboard={false}>
        <Tabs.List aria-label={areas("logs")} ref={list}>
          {LOG_NAMES.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={name} className={classes.panel}>
          <LogView key={name} name={name} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
