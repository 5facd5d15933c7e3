/* DateBar - which days, beside which others, on whose clock. */
import { ActionIcon, Button, Group, Popover, Stack, Switch, Text, TextInput, Select, UnstyledButton } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { botsOf } from "../state/bots.ts";
import { PRESETS, shift, useSpan, type Preset } from "../state/span.ts";
import classes from "./shell.module.css";
import { useUrl } from "../state/url.ts";
import { useShortcut } from "./shortcuts.ts";
import { shellWords } from "./shellWords.ts";

const ZONES = Intl.supportedValuesOf("timeZone");

/** What stands beside the figures: those of the span before, or those with bots. */
function Beside({ className, size }: { className: string | undefined; size: "xs" | "sm" }): ReactElement {
  const t = useWords(shellWords);
  const { span, setSpan } = useSpan();
  const { params, set } = useUrl();
  const shared = { size, ...(className === undefined ? {} : { className }) };
  return (
    <>
      <Switch {...shared} label={t("compare.previous")} checked={span.compare !== null} onChange={(event) => setSpan({ compare: event.currentTarget.checked ? "previous" : null })} />
      <Switch {...shared} ml={size === "xs" ? 10 : 0} label={t("bots.both")} title={t("bots.both.hint")} checked={botsOf(params) === "both"} onChange={(event) => set({ bots: event.currentTarget.checked ? "both" : null })} />
    </>
  );
}

export function DateBar({ hasCompare }: { hasCompare: boolean }): ReactElement {
  const t = useWords(shellWords);
  const { span, setSpan } = useSpan();
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(span.from ?? "");
  const [to, setTo] = useState(span.to ?? "");
  useEffect(() => {
    setFrom(span.from ?? "");
    setTo(span.to ?? "");
  }, [span.from, span.to]);
  useShortcut("d", () => setOpen(true));
  useShortcut("ArrowLeft", () => setSpan({ name: shift(span, -1) }));
  useShortcut("ArrowRight", () => setSpan({ name: shift(span, 1) }));
  useShortcut("x", () => hasCompare && setSpan({ compare: span.compare ? null : "previous" }));
  const label = (PRESETS as readonly string[]).includes(span.name) ? t(span.name as Preset) : `${span.from} – ${span.to}`;
  const isRange = /^\d{4}-\d{2}-\d{2}$/.test(from) && /^\d{4}-\d{2}-\d{2}$/.test(to) && from <= to;
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon aria-label={t("earlier")} disabled={span.from === null} onClick={() => setSpan({ name: shift(span, -1) })}>
        ‹
      </ActionIcon>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button variant="default" onClick={() => setOpen(!isOpen)} aria-label={`${t("dates")}: ${label}`}>
            {label} ▾
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={classes.dates}>
            <div className={classes.presets}>
              {PRESETS.map((preset) => (
                <UnstyledButton
                  key={preset}
                  className={classes.preset}
                  data-active={preset === span.name || undefined}
                  aria-pressed={preset === span.name}
                  onClick={() => {
                    setSpan({ name: preset });
                    setOpen(false);
                  }}
                >
                  {t(preset)}
                </UnstyledButton>
              ))}
            </div>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (!isRange) return;
                setSpan({ name: `${from}..${to}` });
                setOpen(false);
              }}
            >
              <Stack gap="xs">
                <TextInput type="date" label={t("from")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
                <TextInput type="date" label={t("to")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
                <Button type="submit" disabled={!isRange}>
                  {t("apply")}
                </Button>
                <Select label={t("time.zone")} searchable limit={50} data={ZONES.includes(span.tz) ? ZONES : [span.tz, ...ZONES]} value={span.tz} comboboxProps={{ withinPortal: false }} onChange={(tz) => tz !== null && setSpan({ tz })} />
                {hasCompare && <Beside className={classes.narrow} size="sm" />}
              </Stack>
            </form>
          </div>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon aria-label={t("later")} disabled={span.from === null} onClick={() => setSpan({ name: shift(span, 1) })}>
        ›
      </ActionIcon>
      {hasCompare && <Beside className={classes.wide} size="xs" />}
      <Text size="xs" ml={8} className={`${classes.wide} muted`}>
        {span.tz}
      </Text>
    </Group>
  );
}
