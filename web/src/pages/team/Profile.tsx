/* Profile - oneself: name and address, password, language and look. */
import { Button, PasswordInput, SegmentedControl, Stack, Text, TextInput, Title, useMantineColorScheme } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { patch, post } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { LANGUAGES, useLocale, useWords, type Language } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { shellWords } from "../../shell/shellWords.ts";
import { usePref, type DoubleClick } from "../../state/prefs.ts";
import { useSession } from "../../state/session.ts";
import { teamWords } from "./words.ts";

const LANGUAGE_NAMES: Record<Language, string> = { en: "English", fr: "Français" };
const WIDTH = 420;

function Account(): ReactElement | null {
  const t = useWords(teamWords);
  const errorText = useErrorText();
  const { user, mayWrite } = useSession();
  const renew = useRenew();
  const isOwn = mayWrite("users");
  /* Everyone changes their name; an address is what one signs in with, and an owner's to change. */
  const save = useMutation({
    mutationFn: ({ id, body }: { id: number; body: { name: string; email: string } }) => (isOwn ? patch<unknown>(`users/${id}`, body) : patch<unknown>("profile", { name: body.name })),
    onSuccess: () => renew("users", "session"),
  });
  const draft = useDraft({ name: user?.name ?? "", email: user?.email ?? "" }, ["name", "email"]);
  if (!user) return null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: user.id, body: draft.value }, { onSuccess: () => notifications.show({ message: t("saved") }), onError: draft.refuse });
      }}
    >
      <Stack gap="sm" maw={WIDTH}>
        <Title order={2}>{t("profile.account")}</Title>
        <TextInput label={t("name")} value={draft.value.name} error={draft.errorOf("name")} onChange={(event) => draft.set("name", event.currentTarget.value)} />
        <TextInput label={t("email")} type="email" readOnly={!isOwn} value={draft.value.email} error={draft.errorOf("email")} onChange={(event) => draft.set("email", event.currentTarget.value)} />
        <Text size="sm">
          {t("role.is")} <strong>{t(`role.${user.role}`)}</strong>
        </Text>
        {draft.formError ? <Text role="alert" className="loss">{errorText(draft.formError)}</Text> : null}
        {!isOwn && (
          <Text size="sm" className="muted">
            {t("profile.owner.only")}
          </Text>
        )}
        <Button type="submit" size="sm" w="fit-content" disabled={!draft.isChanged} loading={save.isPending}>
          {t("save")}
        </Button>
      </Stack>
    </form>
  );
}

function Password(): ReactElement {
  const t = useWords(teamWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const { user } = useSession();
  const [isBusy, setBusy] = useState(false);
  const draft = useDraft({ password: "", new_password: "" }, ["password", "new_password"]);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await post("password", draft.value);
      draft.setAll({ password: "", new_password: "" });
      notifications.show({ message: t("password.changed") });
      await renew("sessions");
    } catch (error) {
      draft.refuse(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm" maw={WIDTH}>
        <Title order={2}>{t("password")}</Title>
        <input type="text" hidden readOnly autoComplete="username" value={user?.email ?? ""} />
        <PasswordInput label={t("password.now")} autoComplete="current-password" value={draft.value.password} error={draft.errorOf("password")} onChange={(event) => draft.set("password", event.currentTarget.value)} />
        <PasswordInput label={t("password.new")} description={t("password.hint")} autoComplete="new-password" value={draft.value.new_password} error={draft.errorOf("new_password")} onChange={(event) => draft.set("new_password", event.currentTarget.value)} />
        {draft.formError ? <Text role="alert" className="loss">{errorText(draft.formError)}</Text> : null}
        <Button type="submit" size="sm" w="fit-content" disabled={draft.value.password === "" || draft.value.new_password === ""} loading={isBusy}>
          {t("password.change")}
        </Button>
        <Link href="/team/sessions">{t("sessions")}</Link>
      </Stack>
    </form>
  );
}

function Look(): ReactElement {
  const t = useWords(teamWords);
  const shell = useWords(shellWords);
  const { language, setLanguage } = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [gain, setGain] = usePref<"green" | "blue">("gain", "green");
  const [double, setDouble] = usePref<DoubleClick>("double", "edit");
  const choice = (label: string, value: string, data: { value: string; label: string }[], set: (value: string) => void): ReactElement => (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-label={label} value={value} data={data} onChange={set} />
    </div>
  );
  return (
    <Stack gap="sm" maw={WIDTH}>
      <Title order={2}>{t("profile.look")}</Title>
      {choice(t("language"), language, LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] })), (one) => setLanguage(one as Language))}
      {choice(t("theme"), colorScheme, (["auto", "light", "dark"] as const).map((one) => ({ value: one, label: shell(`theme.${one}`) })), (one) => setColorScheme(one as typeof colorScheme))}
      {choice(t("gain"), gain, (["green", "blue"] as const).map((one) => ({ value: one, label: shell(`gain.${one}`) })), (one) => setGain(one as typeof gain))}
      {choice(t("double"), double, (["edit", "report"] as const).map((one) => ({ value: one, label: t(`double.${one}`) })), (one) => setDouble(one as DoubleClick))}
    </Stack>
  );
}

export function Profile(): ReactElement {
  return (
    <Stack gap="xl">
      <Account />
      <Password />
      <Look />
    </Stack>
  );
}
