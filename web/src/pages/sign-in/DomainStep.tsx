/* DomainStep - adds a domain and asks the name servers about it; what is to be set stands there to copy. May be skipped. */
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { get, type Schemas } from "../../api/client.ts";
import { useOne, useSave } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useDraft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useUrl } from "../../state/url.ts";
import classes from "./setup.module.css";
import { setupWords } from "./setupWords.ts";

type Check = Schemas["domain_check"];

function Result({ check }: { check: Check }): ReactElement {
  const t = useWords(setupWords);
  const found = [check.found.cname, ...check.found.a, ...check.found.aaaa].filter((one) => one !== null && one !== "");
  return (
    <Stack gap="sm">
      <Alert color={check.ok ? "green" : "yellow"} role="status">
        <Text size="sm" fw={600}>
          {check.ok ? "✓" : "⚠"} {t(check.ok ? "domain.ok" : "domain.not", { name: check.domain })}
        </Text>
        {!check.ok && <div>{check.message}</div>}
        {found.length > 0 && <div>{t("record.found", { found: found.join(", ") })}</div>}
      </Alert>
      {check.set.map((record) => (
        <section key={record.type + record.value} className={classes.record} aria-label={t("record.set", { type: record.type })}>
          <Text size="sm" fw={600}>
            {t("record.set", { type: record.type })}
          </Text>
          <CopyText label={t("record.name")} text={record.name} />
          <CopyText label={t("record.value")} text={record.value} />
        </section>
      ))}
    </Stack>
  );
}

function Checked({ id, goOn }: { id: string; goOn: () => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const domain = useOne("domains", id);
  const check = useQuery({ queryKey: ["domain-check", id], queryFn: () => get<Check>(`domains/${id}/check`), staleTime: Infinity, refetchOnWindowFocus: false });
  return (
    <Stack>
      <Text size="sm">{t("domain.intro")}</Text>
      <Text fw={600}>{domain.data?.name}</Text>
      {check.isFetching && <p role="status" className="muted">{t("checking")} ...</p>}
      {check.isError && <Alert color="red" role="alert">{errorText(check.error)}</Alert>}
      {check.data && !check.isFetching && <Result check={check.data} />}
      <Group>
        <Button variant="default" size="sm" loading={check.isFetching} onClick={() => void check.refetch()}>
          {t("domain.again")}
        </Button>
        <Button size="sm" onClick={goOn}>
          {t("continue")}
        </Button>
      </Group>
    </Stack>
  );
}

export function DomainStep({ goOn }: { goOn: () => void }): ReactElement {
  const t = useWords(setupWords);
  const errorText = useErrorText();
  const { params, set: setUrl } = useUrl();
  const save = useSave("domains");
  const { value, set, errorOf, formError, refuse } = useDraft({ name: "" }, ["name"]);
  const id = params.get("domain");
  if (id !== null) return <Checked id={id} goOn={goOn} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body: { name: value.name.trim() } }, { onSuccess: (domain) => setUrl({ domain: String(domain.id) }), onError: refuse });
      }}
    >
      <Stack>
        <Text size="sm">{t("domain.intro")}</Text>
        {formError !== null && (
          <Alert color="red" role="alert">
            {errorText(formError)}
          </Alert>
        )}
        <TextInput label={t("domain")} placeholder={t("domain.example")} required autoFocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <Group>
          <Button type="submit" size="sm" loading={save.isPending}>
            {t("domain.add")}
          </Button>
          <Button variant="default" size="sm" onClick={goOn}>
            {t("skip")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
