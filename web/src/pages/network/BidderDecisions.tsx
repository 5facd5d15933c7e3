/* BidderDecisions - decisions of a bidder, each with the figures that led to it; those of the history can be undone. */
import { Button, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useMetricName } from "../../table/metrics.ts";
import { useActorText } from "../history/actors.ts";
import { bidderWords } from "./bidderWords.ts";

export type Decision = Schemas["bidder_decision"];

export function useDecisionText(): { what: (one: Decision) => string; why: (one: Decision) => string } {
  const t = useWords(bidderWords);
  const format = useFormat();
  const metricName = useMetricName();
  const price = (value: string | null): string => (value === null ? t("price.campaign") : format.money(value, 6));
  return {
    what: (one) => (one.action === "block" ? t("did.block", { dimension: t(`dimension.${one.dimension}`), value: one.value }) : t("did.price", { value: one.value, before: price(one.before), after: price(one.after) })),
    why: (one) =>
      one.rule === null
        ? one.reason_text
        : t("why.rule", {
            name: one.rule.name,
            conditions: one.rule.conditions.map(({ metric, op, value, found }) => `${metricName(metric)} ${found === null ? t("beyond") : format.number(Number(found))} ${t(`op.${op}`)} ${format.number(Number(value))}`).join(", "),
          }),
  };
}

export interface BidderDecisionsProps {
  label: string;
  rows: readonly Decision[];
  undo?: (one: Decision) => void;
  /** What is entered is not saved: undoing would lose it. */
  isOff?: boolean;
}

export function BidderDecisions({ label, rows, undo, isOff = false }: BidderDecisionsProps): ReactElement {
  const t = useWords(bidderWords);
  const format = useFormat();
  const text = useDecisionText();
  const actorText = useActorText();
  const isDry = rows.every((one) => one.id === null);
  return (
    <Table aria-label={label} verticalSpacing={4} horizontalSpacing={6} style={{ fontSize: 13 }}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("col.what")}</Table.Th>
          <Table.Th scope="col">{t("col.why")}</Table.Th>
          {!isDry && <Table.Th scope="col">{t("col.when")}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((one, i) => (
          <Table.Tr key={one.id ?? i}>
            <Table.Td>{text.what(one)}</Table.Td>
            <Table.Td>
              {text.why(one)}
              <Text size="xs" className="muted">
                {t("figures", { clicks: one.figures.clicks, cost: format.money(one.figures.cost, 4), conversions: one.figures.conversions, value: format.money(one.figures.value, 4) })}
              </Text>
            </Table.Td>
            {!isDry && (
              <Table.Td>
                {format.time(one.decided_at)}
                <Text size="xs" className="muted">
                  {t("by", { actor: actorText(one.actor) })}
                </Text>
                {one.undone_at !== null ? (
                  <Text size="xs">{t("undone", { when: format.time(one.undone_at) })}</Text>
                ) : (
                  undo && (
                    <Button variant="default" size="compact-sm" disabled={isOff} title={isOff ? t("save.first") : undefined} aria-label={t("undo.one", { what: text.what(one) })} onClick={() => undo(one)}>
                      {t("undo")}
                    </Button>
                  )
                )}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
