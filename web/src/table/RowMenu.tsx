/* RowMenu - what can be done with a row, where it was asked for. */
import { Kbd, Menu } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import type { MenuItem } from "./types.ts";
import { tableWords } from "./words.ts";

export interface MenuAt<Row> {
  row: Row;
  x: number;
  y: number;
}

export function RowMenu({ at, items, close }: { at: { x: number; y: number }; items: readonly (readonly MenuItem[])[]; close: () => void }): ReactElement {
  const t = useWords(tableWords);
  return (
    <Menu opened onChange={(isOpen) => !isOpen && close()} position="bottom-start" withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("menu")}>
        {items
          .filter((group) => group.length > 0)
          .map((group, i) => [
            i > 0 && <Menu.Divider key={`line${i}`} />,
            ...group.map((item) => (
              <Menu.Item key={item.key ?? item.label} disabled={item.isOff ?? false} onClick={item.onClick} rightSection={item.shortcut === undefined ? undefined : <Kbd size="xs">{item.shortcut}</Kbd>}>
                {item.label}
              </Menu.Item>
            )),
          ])}
      </Menu.Dropdown>
    </Menu>
  );
}
