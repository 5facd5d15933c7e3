/* SaveAsTemplate - what a source or a network is made of, kept under a name for the next one. */
import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, type Schemas } from "../api/client.ts";
import { useRenew } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { useErrorText } from "../shell/errors.ts";
import { useSession } from "../state/session.ts";
import { useDraft } from "./draft.ts";
import type { TemplateKind } from "./TemplatePicker.tsx";
import { templateWords } from "./templateWords.ts";

export interface SaveAsTemplateProps {
  kind: TemplateKind;
  /** What it is made of: the template is called after it at first. */
  name: string;
  /** The fields that it fills. */
  fieldsOf: () => object;
}

function Form({ kind, name, fieldsOf, close }: SaveAsTemplateProps & { close: () => void }): ReactElement {
  const t = useWords(templateWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { value, set, errorOf, formError, refuse } = useDraft({ name: name.trim() === "" ? "" : t("name.first", { name: name.trim() }), notes: "" }, ["name", "template", "notes"]);
  const save = useMutation({
    mutationFn: () => post<Schemas["template_written"]>("templates", { name: value.name.trim(), kind, notes: value.notes.trim() || null, fields: fieldsOf() }),
    onError: refuse,
    onSuccess: async (made) => {
      notifications.show({ message: t("made", { name: made.name }) });
      close();
      await renew("templates");
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation(); /* React hands it on to the form that this dialog was opened from */
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("save.hint")}</Text>
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name") ?? errorOf("template")} />
        <Textarea label={t("notes")} autosize minRows={2} value={value.notes} onChange={(event) => set("notes", event.currentTarget.value)} error={errorOf("notes")} />
        {formError ? (
          <Alert color="red" role="alert">
            {errorText(formError)}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" size="sm" loading={save.isPending} disabled={value.name.trim() === ""}>
            {t("make")}
          </Button>
          <Button variant="default" size="sm" onClick={close}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function SaveAsTemplate(props: SaveAsTemplateProps): ReactElement | null {
  const t = useWords(templateWords);
  const [isOpen, setOpen] = useState(false);
  const { mayWrite } = useSession();
  if (!mayWrite("templates")) return null;
  return (
    <>
      <Button variant="light" size="sm" onClick={() => setOpen(true)}>
        {t("save")}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("save.title")} closeButtonProps={{ "aria-label": t("close") }} transitionProps={{ duration: 0 }}>
        <Form {...props} close={() => setOpen(false)} />
      </Modal>
    </>
  );
}
