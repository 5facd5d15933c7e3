/* Webhook - who is told when something goes wrong with the tracking, and a message to see whether they hear it. */
import { Anchor, Button, Group, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { post, type Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import classes from "./health.module.css";
import { serverWords } from "./serverWords.ts";

export function Webhook(): ReactElement | null {
  const t = useWords(serverWords);
  const tell = useTellError();
  const { mayRead, mayWrite } = useSession();
  const settings = useGet<Schemas["settings"]>(mayRead("settings") ? "settings" : null);
  const [isSending, setSending] = useState(false);
  const [answer, setAnswer] = useState<Schemas["webhook_test"] | null>(null);
  if (!settings.data) return null;
  const hook = settings.data.health_webhook;
  const test = async (): Promise<void> => {
    setSending(true);
    setAnswer(null);
    try {
      setAnswer(await post<Schemas["webhook_test"]>("health/webhook/test"));
    } catch (error) {
      tell(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2>{t("webhook")}</h2>
      </div>
      <Group gap="sm">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {hook ? t("webhook.to", { url: hook.url }) : t("webhook.none")}
        </Text>
        {mayWrite("settings") && (
          <Anchor component={Link} href="/settings" size="sm">
            {t("webhook.set")}
          </Anchor>
        )}
        {hook && mayWrite("settings") && (
          <Button variant="default" loading={isSending} onClick={() => void test()}>
            {t("webhook.test")}
          </Button>
        )}
        {answer && (
          <span role="status" className={answer.taken ? "gain" : "loss"}>
            {answer.taken ? t("webhook.taken", { code: String(answer.status_code ?? "") }) : t("webhook.refused", { why: [answer.status_code, answer.error].filter(Boolean).join(" ") })}
          </span>
        )}
      </Group>
    </section>
  );
}
