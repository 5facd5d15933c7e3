/* Setup - the page behind a one-time link: account, time and money, domain, start. The token stands behind the #, so only
 * the bodies of requests carry it; from the second step on the page is the signed-in owner's, and its step is in the address. */
import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { ApiError, post } from "../../api/client.ts";
import { LANGUAGES, useLocale, useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useUrl } from "../../state/url.ts";
import { AccountStep, type LinkKind } from "./AccountStep.tsx";
import { DomainStep } from "./DomainStep.tsx";
import { PlaceStep } from "./PlaceStep.tsx";
import classes from "./setup.module.css";
import { setupWords } from "./setupWords.ts";
import { StartStep } from "./StartStep.tsx";

const STEPS = ["account", "place", "domain", "start"] as const;

/** Whose link it is: without a password nothing happens yet, but the refusal names what is missing first. */
async function readKind(token: string): Promise<LinkKind> {
  try {
    await post("invitation", { token, password: "" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404 || error.status === 409) return "over";
    if (error.status === 422) return error.field === "name" ? "owner" : "invited";
    throw error;
  }
  return "over";
}

function Account({ token, goOn }: { token: string; goOn: (isOwner: boolean) => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const kind = useQuery({ queryKey: ["link", token], queryFn: () => readKind(token), enabled: token !== "", staleTime: Infinity, refetchOnWindowFocus: false });
  const out = (
    <Anchor href="/" size="sm">
      {t("sign.in")}
    </Anchor>
  );
  if (token === "" || kind.data === "over")
    return (
      <Stack>
        <Alert role="status">{t(token === "" ? "link.none" : "link.over")}</Alert>
        {out}
      </Stack>
    );
  if (kind.isError) return <Alert color="red" role="alert">{errorText(kind.error)}</Alert>;
  if (!kind.data) return <p role="status" className="muted">{t("looking")} ...</p>;
  return <AccountStep token={token} kind={kind.data} goOn={goOn} />;
}

export default function Setup(): ReactElement {
  const t = useWords(setupWords);
  const { language, setLanguage } = useLocale();
  const { params, set } = useUrl();
  const [token, setToken] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    const read = (): void => setToken((old) => window.location.hash.slice(1) || old);
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const step = STEPS.find((one) => one === params.get("step")) ?? "account";
  const goTo = (next: (typeof STEPS)[number]): void => set({ step: next }, { replace: next === "place" });
  const goIn = (isOwner: boolean): void => (isOwner ? goTo("place") : window.location.replace("/"));
  const at = STEPS.indexOf(step);
  return (
    <main className={classes.frame}>
      <Title order={1} mb="sm">
        rebond · {t("title")}
      </Title>
      <ol className={classes.steps} aria-label={t("steps")}>
        {STEPS.map((one, index) => (
          <li key={one} aria-current={one === step ? "step" : undefined} className={one === step ? undefined : "muted"}>
            {index < at ? "✓" : index + 1} {t(`step.${one}`)}
          </li>
        ))}
      </ol>
      <Paper withBorder p="lg">
        {step === "account" && <Account token={token} goOn={goIn} />}
        {step === "place" && <PlaceStep goOn={() => goTo("domain")} />}
        {step === "domain" && <DomainStep goOn={() => goTo("start")} />}
        {step === "start" && <StartStep />}
      </Paper>
      <Group gap={4} mt="sm" justify="center" role="group" aria-label={t("language")}>
        <Text size="xs" className="muted">
          {t("language")}
        </Text>
        {LANGUAGES.map((one) => (
          <Button key={one} variant={one === language ? "light" : "subtle"} lang={one} aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one === "en" ? "English" : "Français"}
          </Button>
        ))}
      </Group>
    </main>
  );
}
