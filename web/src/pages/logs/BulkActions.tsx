/* BulkActions - sends the selected postbacks again, or drops those that wait: one after the other, each once, then says how it went. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { ApiError, post } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import type { LogName } from "./logs.ts";
import { newKey } from "./resend.tsx";
import { logWords } from "./words.ts";

type Act = "resend" | "drop";

export function BulkActions({ name, ids, done }: { name: LogName; ids: readonly string[]; done: () => void }): ReactElement {
  const t = useWords(logWords);
  const errorText = useErrorText();
  const renew = useRenew();
  const [at, setAt] = useState<{ act: Act; count: number } | null>(null);
  const run = async (act: Act): Promise<void> => {
    const refused: unknown[] = [];
    let conflicts = 0;
    for (const [i, id] of ids.entries()) {
      setAt({ act, count: i + 1 });
      try {
        await post(`postbacks/out/${id}/${act}`, {}, undefined, newKey());
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) conflicts += 1;
        else refused.push(error);
      }
    }
    setAt(null);
    const taken = ids.length - conflicts - refused.length;
    if (taken > 0) notifications.show({ message: t(act === "resend" ? "bulk.resent" : "bulk.dropped", { n: taken }) });
    if (conflicts > 0) notifications.show({ color: "yellow", message: t("bulk.conflicts", { n: conflicts }), autoClose: 10000 });
    if (refused.length > 0) notifications.show({ color: "red", message: `${t("bulk.refused", { n: refused.length })} ${errorText(refused[0])}`, autoClose: 10000 });
    done();
    await renew("postbacks", "conversions", "health");
  };
  const button = (act: Act): ReactElement => (
    <Button variant="light" disabled={at !== null} onClick={() => void run(act)}>
      {at?.act === act ? `${at.count} / ${ids.length}` : `${t(act)} (${ids.length})`}
    </Button>
  );
  return (
    <Group gap={6}>
      {button("resend")}
      {name === "queue" && button("drop")}
    </Group>
  );
}
