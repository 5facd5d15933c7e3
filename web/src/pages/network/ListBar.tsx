/* ListBar - the row of controls above a list: make a new one, act on the chosen ones, search, choose by status. */
import { Button, Group, Select, Text } from "@mantine/core";
import { type ReactElement, type ReactNode } from "react";
import { useWords } from "../../i18n/words.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useUrl } from "../../state/url.ts";
import { SearchBox } from "../list/SearchBox.tsx";
import classes from "./network.module.css";
import type { Acts, AdEntity } from "./useActs.tsx";
import { adWords } from "./words.ts";

export interface ListBarProps {
  newLabel: string;
  mayWrite: boolean;
  chosen: readonly AdEntity[];
  /** Where the keyboard is. */
  current: AdEntity | null;
  acts: Acts;
  /** Whether pausing means something to them. */
  canPause: boolean;
  regexFault: string | null;
  /** Further controls, at the end. */
  children?: ReactNode;
}

export function ListBar({ newLabel, mayWrite, chosen, current, acts, canPause, regexFault, children }: ListBarProps): ReactElement {
  const t = useWords(adWords);
  const { params, set } = useUrl();
  const one = chosen.length === 1 ? chosen[0] : undefined;
  const open = chosen.filter((row) => row.status !== "archived");
  const archived = chosen.filter((row) => row.status === "archived");
  const running = open.filter((row) => row.status === "active");
  useShortcut("n", () => mayWrite && set({ edit: "new" }));
  useShortcut("e", () => {
    const row = one ?? current;
    if (row) set({ edit: String(row.id) });
  });
  return (
    <Group className={classes.tools} gap="xs">
      {mayWrite && <Button onClick={() => set({ edit: "new" })}>+ {newLabel}</Button>}
      {one && (
        <Button variant="default" onClick={() => set({ edit: String(one.id) })}>
          {t("edit")}
        </Button>
      )}
      {mayWrite && one && (
        <Button variant="default" onClick={() => acts.clone(one)}>
          {t("clone")}
        </Button>
      )}
      {mayWrite && canPause && open.length > 0 && (
        <Button variant="default" onClick={() => acts.setRunning(open, running.length === 0)}>
          {t(running.length === 0 ? "start" : "pause")}
        </Button>
      )}
      {mayWrite && open.length > 0 && (
        <Button variant="default" onClick={() => acts.archive(open)}>
          {t("archive")}
        </Button>
      )}
      {mayWrite && archived.length > 0 && (
        <Button variant="default" onClick={() => acts.restore(archived)}>
          {t("restore")}
        </Button>
      )}
      {chosen.length > 0 && (
        <Text size="xs" className="muted" role="status">
          {t("selected", { n: chosen.length })}
        </Text>
      )}
      <Group gap="xs" ml="auto">
        <SearchBox fault={regexFault} />
        <Select
          size="xs"
          w={150}
          aria-label={t("status")}
          allowDeselect={false}
          data={[
            { value: "", label: t("status.current") },
            ...(["active", "paused", "archived", "all"] as const).map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
          value={params.get("status") ?? ""}
          onChange={(status) => set({ status })}
        />
        {children}
      </Group>
    </Group>
  );
}
