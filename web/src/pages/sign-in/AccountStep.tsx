/* AccountStep - sets the password by the link's token, of the first owner also name and address, and signs in with it. */
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useDraft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { setupWords } from "./setupWords.ts";

/** over: the link opens nothing any more. */
export type LinkKind = "owner" | "invited" | "over";

export function AccountStep({ token, kind, goOn }: { token: string; kind: LinkKind; goOn: (isOwner: boolean) => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const isOwner = kind === "owner";
  const { value, set, errorOf, formError, refuse } = useDraft({ name: "", email: "", password: "" }, isOwner ? ["name", "email", "password"] : ["password"]);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    refuse(null);
    try {
      const { password } = value;
      const { email } = await post<Schemas["invitation_accepted"]>("invitation", isOwner ? { token, ...value } : { token, password });
      /* The link is used up: whoever cannot be signed in now finds the way in at "/". */
      await post("session", { email, password }).then(
        () => goOn(isOwner),
        () => window.location.replace("/"),
      );
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <Text size="sm">{t(isOwner ? "owner.intro" : "invited.intro")}</Text>
        {formError !== null && (
          <Alert color="red" role="alert">
            {errorText(formError)}
          </Alert>
        )}
        {isOwner && (
          <>
            <TextInput label={t("name")} autoComplete="name" required autoFocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
            <TextInput label={t("email")} type="email" autoComplete="username" required value={value.email} error={errorOf("email")} onChange={(event) => set("email", event.currentTarget.value)} />
          </>
        )}
        <PasswordInput
          label={t("password")}
          description={t("password.rule")}
          autoComplete="new-password"
          required
          minLength={10}
          autoFocus={!isOwner}
          value={value.password}
          error={errorOf("password")}
          onChange={(event) => set("password", event.currentTarget.value)}
        />
        <Button type="submit" loading={isBusy} size="sm">
          {t(isOwner ? "account.send" : "password.send")}
        </Button>
      </Stack>
    </form>
  );
}
