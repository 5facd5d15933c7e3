/* SignIn - address and password; what is wrong stands by the form. */
import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { post } from "../../api/client.ts";
import { LANGUAGES, useLocale, useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { signInWords } from "./words.ts";

export function SignIn({ onDone }: { onDone: () => void }): ReactElement {
  const t = useWords(signInWords);
  const { language, setLanguage } = useLocale();
  const errorText = useErrorText();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await post("session", { email, password });
      onDone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main style={{ maxWidth: 360, margin: "12vh auto 0", padding: 16 }}>
      <Paper withBorder p="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Stack>
            <Title order={1}>{t("title")} · rebond</Title>
            {error !== null && (
              <Alert color="red" role="alert">
                {errorText(error)}
              </Alert>
            )}
            <TextInput label={t("email")} type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <PasswordInput label={t("password")} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            <Button type="submit" loading={isBusy} size="sm">
              {t("send")}
            </Button>
            <Text size="xs" className="muted">
              {t("forgotten")} {t("first")}
            </Text>
          </Stack>
        </form>
      </Paper>
      <Text size="xs" mt="sm" ta="center">
        {LANGUAGES.map((one) => (
          <Button key={one} variant="subtle" aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one.toUpperCase()}
          </Button>
        ))}
      </Text>
    </main>
  );
}
