/* SettingsForm - a part of the workspace's settings: read, typed over, saved by one button. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import { patch, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useDraft, type Draft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { settingsWords } from "./words.ts";

export type SettingsDocument = Schemas["settings"];

interface SettingsFormProps<Part extends object> {
  /** What of the settings the form holds, as PATCH takes it. */
  part: (document: SettingsDocument) => Part;
  /** The fields that show their own refusal. */
  shown: readonly string[];
  /** The inputs; isOff: they are only read. */
  children: (draft: Draft<Part>, isOff: boolean) => ReactNode;
}

function Form<Part extends object>({ part, shown, children, document }: SettingsFormProps<Part> & { document: SettingsDocument }): ReactElement {
  const t = useWords(settingsWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const isOff = !mayWrite("settings");
  const draft = useDraft<Part>(part(document), shown);
  const save = useMutation({
    mutationFn: () => patch<Schemas["settings_written"]>("settings", draft.value),
    onError: draft.refuse,
    onSuccess: async ({ live }) => {
      notifications.show({ message: t(live ? "saved" : "saved.not.live") });
      await renew();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="lg" maw={760}>
        {children(draft, isOff)}
        {draft.formError ? (
          <Alert color="red" role="alert">
            {errorText(draft.formError)}
          </Alert>
        ) : null}
        {!isOff && (
          <Button type="submit" size="sm" w="fit-content" disabled={!draft.isChanged} loading={save.isPending}>
            {t("save")}
          </Button>
        )}
      </Stack>
    </form>
  );
}

export function SettingsForm<Part extends object>(props: SettingsFormProps<Part>): ReactElement | null {
  const errorText = useErrorText();
  const { workspace } = useSession();
  const settings = useGet<SettingsDocument>("settings");
  if (settings.error) return <Text role="alert">{errorText(settings.error)}</Text>;
  /* Another version or workspace is another form: what was typed belongs to the old one. */
  return settings.data ? <Form key={`${workspace?.id}-${settings.data.version}`} {...props} document={settings.data} /> : null;
}
