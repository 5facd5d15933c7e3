/* Places - what visitors are known by: the databases of places and networks and the rules of user agents, how old, whose, in use or not; and what the databases say of an address. */
import { Alert, Anchor, Button, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet } from "../../api/hooks.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { placeWords } from "./placeWords.ts";

type Databases = Schemas["place_databases"];
type Database = Databases["databases"][number];
type Rules = Schemas["device_rules"];
type Found = Schemas["place_found"];

const MIB = 1024 * 1024;
const KNOWN = ["country", "region", "city", "continent", "time_zone", "isp", "asn", "connection_type", "proxy"] as const;

function State({ one }: { one: Database }): ReactElement {
  const t = useWords(placeWords);
  if (one.reason === null) return <>{t("state.open")}</>;
  return (
    <Text size="sm" c="red">
      {one.reason}
      {" · "}
      {t(one.is_open ? "state.stays" : "state.shut")}
    </Text>
  );
}

function Source({ one }: { one: Pick<Database, "attribution" | "source" | "licence" | "url"> }): ReactElement {
  const text = [one.attribution ?? one.source ?? "–", one.licence].filter(Boolean).join(", ");
  return one.url === null ? (
    <>{text}</>
  ) : (
    <Anchor href={one.url} size="sm" target="_blank" rel="noreferrer">
      {text}
    </Anchor>
  );
}

/** The file's name, and whether it came with the program. */
function File({ path, own }: { path: string; own: string | null }): ReactElement {
  return (
    <>
      <span className="mono" title={path}>
        {path.slice(path.lastIndexOf("/") + 1)}
      </span>
      {own !== null && (
        <Text size="xs" className="muted">
          {own}
        </Text>
      )}
    </>
  );
}

function Built({ one }: { one: Pick<Database, "built_at" | "age_days"> }): ReactElement {
  const t = useWords(placeWords);
  const { language } = useLocale();
  return (
    <>
      {one.built_at === null ? "–" : new Date(one.built_at).toLocaleDateString(language, { timeZone: "UTC" })}
      {one.age_days !== null && (
        <Text size="xs" className="muted">
          {t("age", { n: one.age_days })}
        </Text>
      )}
    </>
  );
}

function DatabaseRow({ one }: { one: Database }): ReactElement {
  const t = useWords(placeWords);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {t(one.kind)}
      </Table.Th>
      <Table.Td>
        <File path={one.path} own={one.is_own ? t("own") : null} />
      </Table.Td>
      <Table.Td>
        <Built one={one} />
      </Table.Td>
      <Table.Td className="number">{one.bytes === null ? "–" : t("mebibytes", { n: Math.ceil(one.bytes / MIB) })}</Table.Td>
      <Table.Td>
        <Source one={one} />
      </Table.Td>
      <Table.Td>
        <State one={one} />
      </Table.Td>
    </Table.Tr>
  );
}

function RulesRow({ rules }: { rules: Rules }): ReactElement | null {
  const t = useWords(placeWords);
  if (rules.path === null) return null;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {t("device")}
      </Table.Th>
      <Table.Td>
        <File path={rules.path} own={rules.is_own ? t("own.rules") : null} />
      </Table.Td>
      <Table.Td>
        <Built one={rules} />
      </Table.Td>
      <Table.Td className="number">{rules.is_open ? t("rules", { n: rules.rules }) : "–"}</Table.Td>
      <Table.Td>
        <Source one={{ ...rules, attribution: rules.version ?? rules.attribution }} />
      </Table.Td>
      <Table.Td>
        {rules.reason === null ? (
          t("state.open.rules")
        ) : (
          <Text size="sm" c="red">
            {`${rules.reason} · ${t("state.shut.rules")}`}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Finder(): ReactElement {
  const t = useWords(placeWords);
  const errorText = useErrorText();
  const [address, setAddress] = useState("");
  const [asked, setAsked] = useState<string | null>(null);
  const found = useGet<Found>(asked === null ? null : "places/find", asked === "" ? {} : { address: asked });
  const textOf = (name: (typeof KNOWN)[number]): string => {
    const value = found.data?.[name];
    const text = Array.isArray(value) ? value.join(", ") : String(value ?? "");
    return text === "" ? t("unknown") : text;
  };
  return (
    <section>
      <Title order={2}>{t("find")}</Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(address.trim());
        }}
      >
        <Group align="flex-end" gap="xs" my="xs">
          <TextInput label={t("address")} description={t("find.hint")} w={280} value={address} onChange={(event) => setAddress(event.currentTarget.value)} error={found.error ? errorText(found.error) : undefined} />
          <Button type="submit" variant="default" loading={found.isFetching}>
            {t("find.go")}
          </Button>
        </Group>
      </form>
      {asked !== null && found.data && !found.error && (
        <Table w="fit-content" verticalSpacing={3} aria-label={t("find")}>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row" fw={500}>
                {t("address")}
              </Table.Th>
              <Table.Td className="mono">{found.data.address}</Table.Td>
            </Table.Tr>
            {KNOWN.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {t(name)}
                </Table.Th>
                <Table.Td>{textOf(name)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}

export function Places(): ReactElement {
  const t = useWords(placeWords);
  const errorText = useErrorText();
  const state = useGet<Databases>("places/databases", undefined, { refetchInterval: 10_000 });
  const rules = useGet<Rules>("devices/rules", undefined, { refetchInterval: 10_000 });
  return (
    <Stack gap="lg">
      <div>
        <Text maw={760}>{t("hint")}</Text>
        <Text size="sm" className="muted" maw={760}>
          {t("own_files")}
        </Text>
      </div>
      {state.error ? <Text role="alert">{errorText(state.error)}</Text> : null}
      {state.data?.missing.map((kind) => (
        <Alert key={kind} color="yellow" maw={760}>
          {t(kind === "place" ? "missing.place" : "missing.network")}
        </Alert>
      ))}
      {rules.data && rules.data.path !== null && !rules.data.is_open && (
        <Alert color="yellow" maw={760}>
          {t("missing.device")}
        </Alert>
      )}
      {state.data && (state.data.databases.length > 0 || rules.data) && (
        <Table.ScrollContainer minWidth={760} scrollAreaProps={{ tabIndex: 0 }}>
          <Table verticalSpacing={4} aria-label={t("databases")}>
            <Table.Thead>
              <Table.Tr>
                {(["kind", "file", "built", "size", "source", "state"] as const).map((name) => (
                  <Table.Th key={name} scope="col">
                    {t(name)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {state.data.databases.map((one) => (
                <DatabaseRow key={one.path} one={one} />
              ))}
              {rules.data && <RulesRow rules={rules.data} />}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Finder />
    </Stack>
  );
}
