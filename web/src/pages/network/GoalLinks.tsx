/* GoalLinks - what a goal gives to take elsewhere, as the guide's first step shows it: its id, the postback URL, the pixel. */
import { Alert, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useWords } from "../../i18n/words.ts";
import { adWords } from "./words.ts";

export function GoalLinks({ goal, isCreated }: { goal: Rows["goals"] | null; isCreated: boolean }): ReactElement {
  const t = useWords(adWords);
  if (goal === null)
    return (
      <Text size="sm" className="muted">
        {t("goal.after")}
      </Text>
    );
  return (
    <Stack gap="sm">
      {isCreated && (
        <Alert color="green" role="status">
          {t("goal.created")}
        </Alert>
      )}
      <CopyText label={t("goal.id")} text={goal.id} />
      <CopyText label={t("goal.postback")} text={goal.links.postback_url} />
      <CopyText label={t("goal.tracker")} text={`${goal.links.postback_url}{external_id}${goal.value.type === "dynamic" ? "&value={payout}" : ""}`} />
      <CopyText label={t("goal.pixel")} text={goal.links.pixel} />
      <CopyText label={t("goal.pixel.script")} text={goal.links.pixel_script} />
      <Text size="xs" className="muted">
        {t("goal.pixel.hint")} {goal.value.type === "dynamic" && t("goal.pixel.value")}
      </Text>
      <CopyText label={t("goal.cpa")} text={goal.links.cpa_postback_url} />
    </Stack>
  );
}
