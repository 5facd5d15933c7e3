/* resend - sends a postback again, or drops one that waits; what may count twice is explained first, and sent only when the person says so. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { ApiError, post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { logWords, valueWords } from "./words.ts";

type Resent = Partial<Schemas["conversion_resent"]>;

/** One press, one key: a repeated request does it once. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function useResend(path: string, done?: () => void): { send: (force: boolean) => Promise<void>; isSending: boolean; conflict: string | null; forget: () => void } {
  const t = useWords(logWords);
  const values = useWords(valueWords);
  const renew = useRenew();
  const tell = useTellError();
  const [isSending, setSending] = useState(false);
  const [conflict, setConflict] = useState<string | null>(null);
  const told = (answer: Resent): void => {
    const skipped = (answer.forwards ?? []).filter((forward) => forward.decision === "skip");
    for (const forward of skipped) notifications.show({ color: "yellow", message: t("resend.skipped", { destination: values(forward.destination), reason: forward.reason }), autoClose: 8000 });
    if (answer.forwards === undefined || skipped.length < answer.forwards.length) notifications.show({ message: t("resend.done") });
  };
  const send = async (force: boolean): Promise<void> => {
    setSending(true);
    try {
      told(await post<Resent>(path, force ? { force: true } : {}, undefined, newKey()));
      setConflict(null);
      done?.();
      await renew("postbacks", "conversions", "health");
    } catch (error) {
      if (error instanceof ApiError && error.status === 409 && !force) setConflict(error.message);
      else tell(error);
    } finally {
      setSending(false);
    }
  };
  return { send, isSending, conflict, forget: () => setConflict(null) };
}

/** `path`: "conversions/ID/resend" decides anew, "postbacks/out/ID/resend" sends the same URL. */
export function ResendButton({ path, isAnew = false, done }: { path: string; isAnew?: boolean; done?: () => void }): ReactElement | null {
  const t = useWords(logWords);
  const { mayWrite } = useSession();
  const { send, isSending, conflict, forget } = useResend(path, done);
  if (!mayWrite("entries")) return null;
  return (
    <>
      <Button variant="default" loading={isSending} title={isAnew ? t("resend.hint") : undefined} onClick={() => void send(false)}>
        {t(isAnew ? "resend.decide" : "resend")}
      </Button>
      <Modal opened={conflict !== null} onClose={forget} title={t("resend.title")} closeButtonProps={{ "aria-label": t("close") }}>
        <Text size="sm">{t("resend.why")}</Text>
        <Text size="xs" className="muted" mt={6}>
          {conflict}
        </Text>
        <Group mt="md">
          <Button color="red" loading={isSending} onClick={() => void send(true)}>
            {t("resend.force")}
          </Button>
          <Button variant="default" data-autofocus onClick={forget}>
            {t("close")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

export function DropButton({ forwardId, done }: { forwardId: string; done?: () => void }): ReactElement | null {
  const t = useWords(logWords);
  const { mayWrite } = useSession();
  const renew = useRenew();
  const tell = useTellError();
  const [isSending, setSending] = useState(false);
  if (!mayWrite("entries")) return null;
  const drop = async (): Promise<void> => {
    setSending(true);
    try {
      await post(`postbacks/out/${forwardId}/drop`, {}, undefined, newKey());
      notifications.show({ message: t("drop.done"), autoClose: 8000 });
      done?.();
      await renew("postbacks", "conversions", "health");
    } catch (error) {
      tell(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <Button variant="default" loading={isSending} onClick={() => void drop()}>
      {t("drop")}
    </Button>
  );
}
