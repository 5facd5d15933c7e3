/* KeyOnce - a new key's text, shown this once, and how it is used. */
import { Button, Modal, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { CopyText } from "../../forms/CopyText.tsx";
import { useFocusBack } from "../../forms/useFocusBack.ts";
import { useWords } from "../../i18n/words.ts";
import { teamWords } from "./words.ts";

export function KeyOnce({ text, how, close }: { text: string; how: { label: string; text: string }; close: () => void }): ReactElement {
  useFocusBack();
  const t = useWords(teamWords);
  return (
    <Modal opened onClose={close} title={t("keys.made")} closeButtonProps={{ "aria-label": t("done") }} closeOnClickOutside={false}>
      <Stack gap="sm">
        <CopyText label={t("keys.made")} text={text} />
        <Text size="sm">{t("keys.made.text")}</Text>
        <CopyText label={how.label} text={how.text} />
        <Button w="fit-content" onClick={close}>
          {t("done")}
        </Button>
      </Stack>
    </Modal>
  );
}
