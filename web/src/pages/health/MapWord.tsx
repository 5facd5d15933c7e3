/* MapWord - gives a status word a meaning: says first how many conversions it concerns, then corrects them and keeps the word. */
import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { post, type Schemas } from "../../api/client.ts";
import { useGet, useRenew } from "../../api/hooks.ts";
import { useFocusBack } from "../../forms/useFocusBack.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { healthWords } from "./words.ts";

const STATUSES = ["lead", "sale", "rebill", "rejected"] as const;
type Remapped = Schemas["remapped"];
type Status = (typeof STATUSES)[number];

/** What is known of the word next to it: the status whose list has it. */
function statusOf(settings: Schemas["settings"] | undefined, word: string | null): string | null {
  if (!settings || word === null) return null;
  const low = word.toLowerCase();
  return STATUSES.find((status) => status === low || ((settings.status_words as unknown as Record<string, string[]>)[status] ?? []).some((one) => one.toLowerCase() === low)) ?? null;
}

export function MapWord({ word, network, proposal = null, close }: { word: string; network: { id: number; name: string | null } | null; proposal?: string | null; close: () => void }): ReactElement {
  const t = useWords(healthWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const settings = useGet<Schemas["settings"]>("settings");
  const [picked, setPicked] = useState<string | null>(null);
  const meaning = picked ?? statusOf(settings.data, proposal);
  const [isKept, setKept] = useState(true);
  const [isTold, setTold] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [next, setNext] = useState<string | null>(null);
  const types = (settings.data?.conversion_types ?? []) as { name: string }[];
  const what = meaning === null ? null : meaning.startsWith("type:") ? { type: meaning.slice(5) } : { status: meaning as Status };
  const body = { word, network_id: network?.id ?? null, ...what };
  const count = useQuery({
    queryKey: ["conversions", "remap", body],
    queryFn: () => post<Remapped>("conversions/remap", { ...body, dry_run: true }),
    enabled: what !== null,
  });
  const apply = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const answer = await post<Remapped>("conversions/remap", { ...body, save: isKept, forward: isTold, ...(next === null ? {} : { cursor: next }) });
      setNext(answer.next);
      notifications.show({ message: answer.next === null ? t("map.done", { word, n: answer.changed }) : t("map.partly", { n: answer.changed }) });
      await renew("conversions", "health", "postbacks", "networks", "settings");
      if (answer.next === null) close();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const found = count.data?.found ?? 0;
  useFocusBack();
  return (
    <Modal opened onClose={close} title={t("map.title", { word })} closeButtonProps={{ "aria-label": t("close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (what !== null) void apply();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{network ? t("map.from", { network: network.name ?? String(network.id) }) : t("map.everyone")}</Text>
          <Select
            data-autofocus
            label={t("map.means")}
            description={proposal ? t("map.known", { word: proposal }) : undefined}
            data={[...STATUSES.map((status) => ({ value: status, label: t(status) })), ...types.map((type) => ({ value: `type:${type.name}`, label: t("map.type", { name: type.name }) }))]}
            value={meaning}
            onChange={setPicked}
          />
          <Checkbox label={t("map.save")} checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
          <Checkbox label={t("map.forward")} checked={isTold} onChange={(event) => setTold(event.currentTarget.checked)} />
          {what !== null && (
            <Text size="sm" role="status">
              {count.data ? t("map.count", { n: found }) : count.isError ? errorText(count.error) : t("map.counting")}
            </Text>
          )}
          {error !== null && (
            <Alert color="red" role="alert">
              {errorText(error)}
            </Alert>
          )}
          <Group>
            <Button type="submit" disabled={what === null || (found === 0 && !isKept)} loading={isBusy}>
              {next !== null ? t("map.next") : found === 0 && count.data ? t("map.save.only") : t("map.do", { n: found })}
            </Button>
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
