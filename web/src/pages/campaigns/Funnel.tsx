/* Funnel - a campaign drawn as a tree: source, campaign, rules with their shares, landers, offers. */
import type { ReactElement, ReactNode } from "react";
import { useOne } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useConditionText } from "../../forms/conditionText.ts";
import { useWords } from "../../i18n/words.ts";
import type { CampaignDraft, Path, Rule } from "./campaignDraft.ts";
import classes from "./funnel.module.css";
import { truthWords } from "./truthWords.ts";

function Name({ resource, id }: { resource: "offers" | "landers"; id: number }): ReactElement {
  const row = useOne(resource, id);
  return <>{row.data && Number(row.data.id) === id ? row.data.name : `#${id}`}</>;
}

function Share({ weight, of }: { weight: number; of: number }): ReactElement {
  const format = useFormat();
  const part = of > 0 ? (weight / of) * 100 : 0;
  return (
    <span className={classes.share}>
      <span aria-hidden className={classes.bar} style={{ width: `${part * 0.3}px` }} />
      {format.count(Math.round(part * 10) / 10)} %
    </span>
  );
}

const sumOf = (parts: readonly { weight: number }[]): number => parts.reduce((sum, { weight }) => sum + weight, 0);

function Group({ resource, parts }: { resource: "offers" | "landers"; parts: readonly { id: number; weight: number }[] }): ReactElement {
  return (
    <ul className={classes.group}>
      {parts.map((part, index) => (
        <li key={index} className={resource === "offers" ? classes.offer : classes.lander}>
          {parts.length > 1 && <Share weight={part.weight} of={sumOf(parts)} />} <Name resource={resource} id={part.id} />
        </li>
      ))}
    </ul>
  );
}

function Paths({ paths }: { paths: readonly Path[] }): ReactElement {
  const t = useWords(truthWords);
  const live = paths.filter((path) => path.status === "active");
  const ends = (path: Path): ReactNode =>
    path.url ? <code className={classes.url}>{path.url}</code> : path.offers.length > 0 ? <Group resource="offers" parts={path.offers} /> : <em className="warn">{t("funnel.nooffer")}</em>;
  if (paths.length === 0) return <p className="warn">{t("funnel.empty")}</p>;
  return (
    <ul>
      {paths.map((path, index) => (
        <li key={index} className={path.status === "paused" ? classes.paused : undefined}>
          <div className={classes.path}>
            {path.status === "paused" ? <span className="muted">{t("funnel.paused")}</span> : <Share weight={path.weight} of={sumOf(live)} />}
            {path.name && <b>{path.name}</b>}
            {path.landers.length > 0 ? <Group resource="landers" parts={path.landers} /> : <span className="muted">{t("funnel.direct")}</span>}
            <span aria-hidden>→</span>
            {ends(path)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function RuleNode({ rule, number }: { rule: Rule; number: number }): ReactElement {
  const t = useWords(truthWords);
  const text = useConditionText();
  const conditions = rule.conditions.map((one) => `${text.field(one.field)} ${t(one.op === "in" ? "funnel.in" : "funnel.not")} ${one.values.map((value) => text.value(one.field, value)).join(", ")}`).join(` ${t(rule.match === "all" ? "funnel.and" : "funnel.or")} `);
  return (
    <li className={rule.status === "paused" ? classes.paused : undefined}>
      <div>
        <b>{t("funnel.rule", { n: number })}</b> {rule.name} <span className="muted">{conditions}</span> {rule.status === "paused" && <span className="muted">({t("funnel.paused")})</span>}
      </div>
      <Paths paths={rule.paths} />
    </li>
  );
}

export function Funnel({ draft, campaignKey }: { draft: CampaignDraft; campaignKey: string | null }): ReactElement {
  const t = useWords(truthWords);
  const source = useOne("sources", draft.source_id);
  const flow = useOne("flows", draft.flow_id);
  const flowRow = draft.flow_id !== null ? flow.data : undefined;
  const rules = draft.flow_id !== null ? (flowRow?.rules ?? []) : draft.rules;
  const paths = draft.flow_id !== null ? (flowRow?.paths ?? []) : draft.paths.filter((path) => path.url || path.offers.length > 0 || path.landers.length > 0);
  const sourceName = draft.source_id !== null ? source.data?.name : undefined;
  return (
    <div className={classes.funnel} role="group" aria-label={t("funnel")}>
      <div>
        <span className="muted">{t("funnel.source")}</span> {sourceName !== undefined ? <b>{sourceName}</b> : draft.source_id === null ? <span className="warn">{t("funnel.nosource")}</span> : null}
      </div>
      <ul>
        <li>
          <div>
            <span className="muted">{t("funnel.campaign")}</span> <b>{draft.name}</b> {campaignKey && <code>{campaignKey}</code>} {flowRow && `· ${t("funnel.flow")} ${flowRow.name}`}
          </div>
          <ul>
            {rules.map((rule, index) => (
              <RuleNode key={index} rule={rule} number={index + 1} />
            ))}
            <li>
              <div>{t(rules.length > 0 ? "funnel.default" : "funnel.everyone")}</div>
              <Paths paths={paths} />
            </li>
          </ul>
        </li>
      </ul>
    </div>
  );
}
