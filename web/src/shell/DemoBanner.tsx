/* DemoBanner - says of the workspace of the demo data that they are that, and takes them away by one click. */
import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { remove } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import { useSession } from "../state/session.ts";
import { useTellError } from "./errors.ts";
import classes from "./shell.module.css";
import { shellWords } from "./shellWords.ts";

export function DemoBanner(): ReactElement | null {
  const t = useWords(shellWords);
  const tell = useTellError();
  const client = useQueryClient();
  const { workspace, workspaces, setWorkspace, mayWrite } = useSession();
  const [isRemoving, setRemoving] = useState(false);
  if (workspace?.demo !== "loaded") return null;
  const takeAway = (): void => {
    const own = workspaces.find((one) => one.id !== workspace.id);
    setRemoving(true);
    remove("demo")
      .then(async () => {
        if (own) setWorkspace(own.id);
        await client.invalidateQueries();
      })
      .catch(tell)
      .finally(() => setRemoving(false));
  };
  return (
    <Group className={classes.demo} gap="sm" role="note" aria-label={t("demo")}>
      <Text size="sm">
        <strong>{t("demo")}</strong> {t("demo.what")}
      </Text>
      {mayWrite("workspaces") && (
        <Button size="compact-xs" variant="default" loading={isRemoving} onClick={takeAway}>
          {t("demo.remove")}
        </Button>
      )}
    </Group>
  );
}
