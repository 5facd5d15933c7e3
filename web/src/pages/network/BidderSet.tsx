/* BidderSet - what a bidder has set by now: blocked values, prices of zones, and what it leaves alone; each can be taken out. */
import { ActionIcon, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Draft } from "../../forms/draft.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { BidderDraft } from "./bidderDraft.ts";
import { bidderWords } from "./bidderWords.ts";

const SHOWN = 30;

export function BidderSet({ draft, isOurs }: { draft: Draft<BidderDraft>; isOurs: boolean }): ReactElement {
  const t = useWords(bidderWords);
  const format = useFormat();
  const { blocked, zone_prices, held } = draft.value;
  const valueText = (one: BidderDraft["blocked"][number]): string => `${t(`dimension.${one.dimension}`)} ${one.value}`;
  if (blocked.length + zone_prices.length + held.length === 0)
    return (
      <Text size="sm" className="muted">
        {t("set.none")}
      </Text>
    );
  const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
  return (
    <Stack gap="xs">
      <Chips title={t("set.blocked")} texts={blocked.map(valueText)} {...(isOurs ? { remove: (at: number) => draft.set("blocked", without(blocked, at)) } : {})} />
      <Chips title={t("set.prices")} texts={zone_prices.map((one) => `${t("dimension.zone")} ${one.zone_id}: ${format.money(one.price, 6)}`)} {...(isOurs ? { remove: (at: number) => draft.set("zone_prices", without(zone_prices, at)) } : {})} />
      <Chips title={t("set.held")} hint={t("set.held.hint")} texts={held.map(valueText)} {...(isOurs ? { remove: (at: number) => draft.set("held", without(held, at)) } : {})} />
    </Stack>
  );
}

function Chips({ title, hint, texts, remove }: { title: string; hint?: string; texts: readonly string[]; remove?: (at: number) => void }): ReactElement | null {
  const t = useWords(bidderWords);
  const [isAll, setAll] = useState(false);
  if (texts.length === 0) return null;
  const shown = isAll ? texts : texts.slice(0, SHOWN);
  return (
    <div role="group" aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {hint && (
        <Text size="xs" className="muted">
          {hint}
        </Text>
      )}
      <Group gap={4}>
        {shown.map((text, at) => (
          <Badge
            key={text}
            variant="default"
            tt="none"
            fw={400}
            size="lg"
            rightSection={
              remove && (
                <ActionIcon size="sm" variant="transparent" aria-label={t("set.remove", { what: text })} onClick={() => remove(at)}>
                  ✕
                </ActionIcon>
              )
            }
          >
            {text}
          </Badge>
        ))}
        {shown.length < texts.length && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            {t("set.more", { n: texts.length - shown.length })}
          </Button>
        )}
      </Group>
    </div>
  );
}
