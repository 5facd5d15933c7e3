/* DemoChoice - loads the demo data into a workspace of their own, shows how far that is, and goes there. */
import { Alert, Button, Progress, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { get, post, type Schemas } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { usePref } from "../../state/prefs.ts";
import { setupWords } from "./setupWords.ts";

const LOOK_MS = 500;

export function DemoChoice(): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const client = useQueryClient();
  const [, keepWorkspace] = usePref<number | null>("workspace", null);
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const demo = useQuery({
    queryKey: ["demo"],
    queryFn: ({ signal }) => get<Schemas["demo"]>("demo", undefined, signal),
    refetchInterval: (query) => (query.state.data?.state === "loading" ? LOOK_MS : false),
  });
  const state = demo.data?.state;
  const workspace = demo.data?.workspace ?? null;
  const goThere = (): void => {
    keepWorkspace(workspace as number);
    window.location.assign("/");
  };
  useEffect(() => {
    if (isAsked && state === "loaded" && workspace !== null) goThere();
  });
  const load = (): void => {
    setRefusal(null);
    post<Schemas["demo"]>("demo")
      .then((answer) => {
        setAsked(true);
        client.setQueryData(["demo"], answer);
      })
      .catch(setRefusal);
  };
  const percent = demo.data ? Math.min(99, Math.round((100 * demo.data.entries) / demo.data.entries_expected)) : 0;
  return (
    <Stack gap={4} align="flex-start">
      {state === "loading" ? (
        <>
          <Text size="sm" fw={600} role="status">
            {t("demo.loading", { percent })}
          </Text>
          <Progress w="100%" value={percent} aria-label={t("demo.load")} />
        </>
      ) : state === "loaded" ? (
        <Button variant="default" onClick={goThere}>
          {t("demo.open")}
        </Button>
      ) : (
        <Button variant="default" onClick={load} disabled={demo.data?.may_load !== true}>
          {t("demo.load")}
        </Button>
      )}
      <Text size="sm" className="muted">
        {t(demo.data?.reason === "ledger_not_empty" ? "demo.too.late" : "demo.why")}
      </Text>
      {(refusal !== null || demo.data?.error) && (
        <Alert color="red" role="alert" w="100%">
          {refusal !== null ? errorText(refusal) : demo.data?.error}
        </Alert>
      )}
    </Stack>
  );
}
