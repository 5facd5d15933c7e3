/* SecretKey - the account's secret key below its goals: whoever names a price with a conversion (cpa=) sends it as skey=. */
import { Button, Group, Popover, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { CopyButtonOf } from "../../forms/CopyText.tsx";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import classes from "./network.module.css";
import { adWords } from "./words.ts";

/** mayWrite: others are not shown it. */
export function SecretKey({ mayWrite }: { mayWrite: boolean }): ReactElement | null {
  const t = useWords(adWords);
  const tell = useTellError();
  const renew = useRenew();
  const [isAsking, setAsking] = useState(false);
  const { data } = useGet<Schemas["skey"]>(mayWrite ? "goals/skey" : null);
  const rotating = useMutation({
    mutationFn: () => post<Schemas["skey_rotated"]>("goals/skey/rotate", {}),
    onSuccess: async ({ live }) => {
      setAsking(false);
      await renew("goals", "settings", "changes");
      notifications.show({ message: t(live ? "skey.rotated" : "skey.rotating") });
    },
    onError: tell,
  });
  if (!mayWrite || data === undefined) return null;
  return (
    <Group component="section" aria-label={t("skey")} className={classes.bar} gap="xs">
      <Text size="sm" fw={600}>
        {t("skey")}
      </Text>
      <code className="mono">{data.skey}</code>
      <CopyButtonOf text={data.skey} what={t("skey")} />
      <Popover opened={isAsking} onChange={setAsking} position="top-start" shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
        <Popover.Target>
          <Button variant="default" size="compact-xs" onClick={() => setAsking(!isAsking)}>
            {t("skey.new")} …
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("skey.new")} maw={360}>
          <Stack gap="xs">
            <Text size="sm">{t("skey.warning")}</Text>
            <Button loading={rotating.isPending} onClick={() => rotating.mutate()}>
              {t("skey.new")}
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <Text size="xs" className="muted">
        {t("skey.hint")}
      </Text>
    </Group>
  );
}
