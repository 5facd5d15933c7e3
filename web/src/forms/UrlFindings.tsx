/* UrlFindings - what the linter found in a URL, each with the mend that one press makes. */
import { Button, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import type { Finding } from "./macroInk.ts";
import classes from "./url.module.css";
import { urlWords } from "./urlWords.ts";

const SIGNS = { error: "✕", warning: "⚠", note: "ℹ" } as const;

export interface UrlFindingsProps {
  id: string;
  findings: readonly Finding[];
  /** Whether more than one mend can be made at once. */
  canRepairAll: boolean;
  repair: (finding: Finding) => void;
  repairAll: () => void;
}

export function UrlFindings({ id, findings, canRepairAll, repair, repairAll }: UrlFindingsProps): ReactElement | null {
  const t = useWords(urlWords);
  const isFirst = (finding: Finding): boolean => findings.find((one) => one.suggestion !== null) === finding;
  return (
    <div id={id} className={classes.findings} hidden={findings.length === 0}>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.at} ${finding.length}`} data-severity={finding.severity}>
            <span className={classes.sign} aria-label={t(finding.severity)} role="img">
              {SIGNS[finding.severity]}
            </span>
            <span className={classes.message}>{finding.message}</span>
            {finding.suggestion !== null && (
              <Button variant="default" size="compact-xs" type="button" className={classes.repair} title={isFirst(finding) ? t("repair.key") : undefined} onClick={() => repair(finding)}>
                {finding.suggestion === "" ? t("repair.remove") : t("repair.with", { text: finding.suggestion })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canRepairAll && (
        <Group mt={4}>
          <Button variant="light" size="compact-xs" type="button" onClick={repairAll}>
            {t("repair.all")}
          </Button>
        </Group>
      )}
    </div>
  );
}

/** Says in a few words what there is, for who does not see the list. */
export function FindingsSpoken({ findings }: { findings: readonly Finding[] }): ReactElement {
  const t = useWords(urlWords);
  return (
    <Text component="span" className="sr-only" role="status">
      {findings.length === 0 ? "" : t("found.n", { n: findings.length })}
    </Text>
  );
}
