/* Forget - deletes what is known of one visitor, by their click id, after a question: it cannot be taken back. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { privacyWords } from "./privacyWords.ts";

export function ForgetButton({ cid, done }: { cid: string; done?: () => void }): ReactElement | null {
  const t = useWords(privacyWords);
  const tell = useTellError();
  const renew = useRenew();
  const { mayWrite } = useSession();
  const [isAsking, setAsking] = useState(false);
  const forget = useMutation({
    mutationFn: () => post<Schemas["forgotten"]>("visits/forget", { cid }),
    onError: tell,
    onSuccess: async ({ forgotten }) => {
      setAsking(false);
      notifications.show({ message: forgotten > 0 ? t("forget.done", { n: forgotten }) : t("forget.none") });
      await renew("visits", "postbacks");
      done?.();
    },
  });
  if (!mayWrite("entries")) return null;
  return (
    <>
      <Button variant="default" disabled={cid === ""} onClick={() => setAsking(true)}>
        {t("forget")}
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t("forget.sure")} closeButtonProps={{ "aria-label": t("close") }}>
        <Text size="sm">{t("forget.hint")}</Text>
        <Text size="sm" className="mono" mt={6}>
          {cid}
        </Text>
        <Group mt="md">
          <Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t("forget.do")}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t("close")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
