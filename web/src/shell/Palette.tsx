/* Palette - Ctrl K: any area and any entity by a part of its name. */
import { Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState, type ReactElement } from "react";
import { useLocation } from "wouter";
import { useList, type Resource } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { useSession } from "../state/session.ts";
import { ALL_AREAS, areaWords, type AreaName } from "./areas.ts";
import classes from "./shell.module.css";
import { shellWords } from "./shellWords.ts";
import { useShortcut } from "./shortcuts.ts";

interface Target {
  key: string;
  name: string;
  kind: string;
  path: string;
}

const SEARCHED = ["campaigns", "offers", "sources", "networks", "landers", "flows"] as const satisfies readonly (Resource & AreaName)[];

function useFound(q: string): Target[] {
  const t = useWords(areaWords);
  const { mayRead } = useSession();
  const found = SEARCHED.map((resource) => useList(resource, q.length > 0 && mayRead(resource) ? { q, limit: 5 } : { ids: "0", limit: 1 }).data);
  return useMemo(() => {
    const low = q.toLowerCase();
    const areas = ALL_AREAS.filter((link) => t(link.word).toLowerCase().includes(low)).map((link) => ({ key: link.path, name: t(link.word), kind: "", path: link.path }));
    const entities = SEARCHED.flatMap((resource, i) =>
      q.length === 0 ? [] : (found[i]?.rows ?? []).map((row) => ({ key: `${resource}${row.id}`, name: row.name, kind: t(resource), path: `/${resource}?edit=${row.id}` })),
    );
    return [...areas, ...entities].slice(0, 30);
    // eslint-disable-next-line -- found is a fresh list of cached pages
  }, [q, t, ...found]);
}

function Choices({ close }: { close: () => void }): ReactElement {
  const t = useWords(shellWords);
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 120);
  const [at, setAt] = useState(0);
  const found = useFound(q);
  const open = (target: Target | undefined): void => {
    if (!target) return;
    navigate(target.path);
    close();
  };
  return (
    <>
      <TextInput
        data-autofocus
        aria-label={t("go")}
        placeholder={t("go.hint")}
        value={text}
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
          else if (event.key === "Enter") open(found[at]);
          else return;
          event.preventDefault();
        }}
      />
      <Stack gap={0} mt="xs" id="palette" role="listbox" aria-label={t("go")} mah="50vh" style={{ overflowY: "auto" }}>
        {found.length === 0 && <Text className="muted">{t("go.none")}</Text>}
        {found.map((target, i) => (
          <UnstyledButton key={target.key} id={`palette-${i}`} role="option" aria-selected={i === at} tabIndex={-1} className={classes.preset} data-active={i === at || undefined} onClick={() => open(target)}>
            {target.name}{" "}
            <Text span size="xs" className="muted">
              {target.kind}
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
    </>
  );
}

export function Palette(): ReactElement {
  const t = useWords(shellWords);
  const [isOpen, setOpen] = useState(false);
  useShortcut("mod+k", () => setOpen(true));
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("go")} yOffset="10vh" closeButtonProps={{ "aria-label": t("sc.close") }}>
      <Choices close={() => setOpen(false)} />
    </Modal>
  );
}
