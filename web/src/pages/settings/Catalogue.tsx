/* Catalogue - all that is configured as one file: taken away, or brought in after one saw what it changes. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { postFile, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { FilePick } from "../../forms/FilePick.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { Differences } from "./Differences.tsx";
import { settingsWords } from "./words.ts";

interface Plan {
  file: string;
  text: string;
  differences: Schemas["config_imported"]["differences"];
}

export function Catalogue(): ReactElement {
  const t = useWords(settingsWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const look = useMutation({
    mutationFn: async ({ file, text }: { file: string; text: string }): Promise<Plan> => {
      const { differences } = await postFile<Schemas["config_imported"]>("import", text, "application/json");
      return { file, text, differences };
    },
  });
  const apply = useMutation({
    mutationFn: (plan: Plan) => postFile<Schemas["config_imported"]>("import", plan.text, "application/json", { plan: "false" }),
    onSuccess: async (done) => {
      notifications.show({ message: t("catalogue.applied", { n: done.differences.length }) });
      look.reset();
      await renew();
    },
  });
  const plan = look.data;
  const error = look.error ?? apply.error;
  return (
    <Stack gap="sm" maw={900}>
      <Text>{t("catalogue.hint")}</Text>
      <Group>
        <Button component="a" href="/api/v1/export" download="catalogue.json" variant="default">
          {t("catalogue.export")}
        </Button>
        {mayWrite("config") && (
          <>
            <Button component="a" href="/api/v1/export?secrets=true" download="catalogue-secrets.json" variant="default">
              {t("catalogue.export.secrets")}
            </Button>
            <FilePick
              label={t("catalogue.import")}
              accept=".json,application/json"
              isMain
              isBusy={look.isPending}
              onText={(text, file) => {
                apply.reset();
                look.mutate({ text, file });
              }}
            />
          </>
        )}
      </Group>
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      {plan && plan.differences.length === 0 && <Text role="status">{t("catalogue.none", { file: plan.file })}</Text>}
      {plan && plan.differences.length > 0 && (
        <>
          <Text role="status" fw={600}>
            {t("catalogue.plan", { file: plan.file, n: plan.differences.length })}
          </Text>
          <Differences differences={plan.differences} />
          <Group>
            <Button loading={apply.isPending} onClick={() => apply.mutate(plan)}>
              {t("catalogue.apply")}
            </Button>
            <Button variant="default" onClick={() => look.reset()}>
              {t("catalogue.drop")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
