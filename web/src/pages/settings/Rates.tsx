/* Rates - the days that exchange rates are known of; the European Central Bank's file, a day by hand, booking what waits. */
import { Button, Group, Table, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { get, post, postFile, type Page, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { FilePick } from "../../forms/FilePick.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText, useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { RateDay } from "./RateDay.tsx";
import { settingsWords } from "./words.ts";

type Day = Schemas["rates"];

export function Rates(): ReactElement {
  const t = useWords(settingsWords);
  const tell = useTellError();
  const errorText = useErrorText();
  const renew = useRenew();
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const [isEntering, setEntering] = useState(false);
  const currency = params.get("currency") ?? "";
  const asked = /^[A-Z]{3}$/.test(currency) ? currency : null;
  const days = useInfiniteQuery({
    queryKey: ["rates", asked, "pages"],
    queryFn: ({ pageParam, signal }) => get<Page<Day>>("rates", { currency: asked, limit: 60, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const tellImport = (done: Schemas["rates_imported"]): void => {
    notifications.show({ message: t("rates.imported", { rates: done.rates, written: done.written, first: done.first_date, last: done.last_date }) });
    void renew();
  };
  const importFile = useMutation({ mutationFn: (text: string) => postFile<Schemas["rates_imported"]>("rates", text, "application/xml"), onSuccess: tellImport, onError: tell });
  const book = useMutation({
    mutationFn: () => post<Schemas["rates_booked"]>("rates/book"),
    onSuccess: (done) => {
      notifications.show({ message: t("rates.booked", { visits: done.visits, conversions: done.conversions }) });
      void renew();
    },
    onError: tell,
  });
  const rows = days.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <Text mb="sm" maw={760}>
        {t("rates.hint")}
      </Text>
      <Group mb="sm" align="flex-end">
        {mayWrite("rates") && (
          <>
            <FilePick label={t("rates.import")} accept=".xml,application/xml,text/xml" isMain isBusy={importFile.isPending} onText={(text) => importFile.mutate(text)} />
            <Button variant="default" onClick={() => setEntering(true)}>
              {t("rates.enter")}
            </Button>
            <Button variant="default" loading={book.isPending} onClick={() => book.mutate()}>
              {t("rates.book")}
            </Button>
          </>
        )}
        <TextInput label={t("rates.of")} w={90} maxLength={3} value={currency} onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() }, { replace: true })} />
      </Group>
      {days.error ? <Text role="alert">{errorText(days.error)}</Text> : null}
      {days.data && rows.length === 0 && <Text>{t("rates.empty")}</Text>}
      {rows.length > 0 && (
        <Table verticalSpacing={4} aria-label={t("rates")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={110}>
                {t("rates.day")}
              </Table.Th>
              <Table.Th scope="col">{t("rates.list")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((day) => (
              <Table.Tr key={day.date}>
                <Table.Th scope="row" fw={400} style={{ verticalAlign: "top" }}>
                  {day.date}
                </Table.Th>
                <Table.Td className="mono">
                  {Object.entries(day.rates)
                    .map(([code, rate]) => `${code} ${rate}`)
                    .join("  ·  ")}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {days.hasNextPage && (
        <Button mt="sm" variant="default" loading={days.isFetchingNextPage} onClick={() => void days.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {isEntering && <RateDay close={() => setEntering(false)} onSaved={tellImport} />}
    </>
  );
}
