/* CostsTab - what a campaign's traffic cost by the bill: told afterwards, listed, taken back. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { remove, type Page, type Schemas } from "../../api/client.ts";
import { useGet, useOne, useRenew } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { useSpan } from "../../state/span.ts";
import type { Campaign } from "./campaignDraft.ts";
import classes from "./campaigns.module.css";
import { CostForm } from "./CostForm.tsx";
import { costWords } from "./costWords.ts";

type Cost = Schemas["cost"];
const PAGE = 100;

export function CostsTab({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useWords(costWords);
  const errorText = useErrorText();
  const tellError = useTellError();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const { span } = useSpan();
  const format = useFormat(span.tz);
  const [limit, setLimit] = useState(PAGE);
  const costs = useGet<Page<Cost>>(`campaigns/${campaign.id}/costs`, { limit });
  const source = useOne("sources", campaign.source_id);
  const takeBack = useMutation({
    mutationFn: (id: string) => remove<unknown>(`campaigns/${campaign.id}/costs/${id}`),
    onSuccess: () => {
      notifications.show({ message: t("taken") });
      void renew();
    },
    onError: tellError,
  });
  const rows = costs.data?.rows ?? [];
  const mayEdit = mayWrite("entries");
  const spanOf = (cost: Cost): string => `${format.time(cost.from)} – ${format.time(cost.to)}`;
  const filterOf = ({ filter }: Cost): string => {
    if (filter === null) return t("token.all");
    const token = source.data?.tokens.find((one) => one.slot === filter.token);
    return `${token?.name ?? token?.param ?? filter.token} = ${filter.value}`;
  };
  return (
    <Stack gap="lg">
      {mayEdit && <CostForm campaign={campaign} />}
      <div>
        <Text fw={600} size="sm" mb={6}>
          {t("list")}
        </Text>
        {costs.error ? <Alert color="red">{errorText(costs.error)}</Alert> : null}
        {costs.data && rows.length === 0 && <Text className="muted">{t("none")}</Text>}
        {rows.length > 0 && (
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("list")}>
            <table className={classes.figures}>
              <thead>
                <tr>
                  <th scope="col">{t("span")}</th>
                  <th scope="col">{t("filter")}</th>
                  <th scope="col" className="number">{t("cost")}</th>
                  <th scope="col" className="number">{t("visits")}</th>
                  <th scope="col" className="number">{t("changed")}</th>
                  <th scope="col">{t("by")}</th>
                  <th scope="col">{t("when")}</th>
                  {mayEdit && <th scope="col"><span className="sr-only">{t("actions")}</span></th>}
                </tr>
              </thead>
              <tbody>
                {rows.map((cost) => (
                  <tr key={cost.id}>
                    <td className={cost.undone_at ? classes.struck : undefined}>{spanOf(cost)}</td>
                    <td>{filterOf(cost)}</td>
                    <td className="number">{format.money(cost.amount)} {cost.currency}</td>
                    <td className="number">{format.count(cost.visits)}</td>
                    <td className="number">{Number(cost.changed) > 0 ? "+" : ""}{format.money(cost.changed)}</td>
                    <td>{cost.by ?? t(`method.${cost.method}`)}</td>
                    <td>{format.time(cost.created_at)}</td>
                    {mayEdit && (
                      <td>
                        {cost.undone_at ? (
                          <span className="muted">{t("back.done")}</span>
                        ) : (
                          <Button variant="subtle" size="compact-xs" loading={takeBack.isPending && takeBack.variables === cost.id} aria-label={t("back.label", { span: spanOf(cost) })} onClick={() => takeBack.mutate(cost.id)}>
                            {t("back")}
                          </Button>
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {costs.data?.next && (
          <Button variant="default" mt="xs" onClick={() => setLimit(Math.min(1000, limit + PAGE))} loading={costs.isFetching} disabled={limit >= 1000}>
            {t("more")}
          </Button>
        )}
      </div>
    </Stack>
  );
}
