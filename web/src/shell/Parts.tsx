/* Parts - the parts of an area as tabs; which one is open stands in the address, so that back and links work. */
import { Tabs } from "@mantine/core";
import type { ReactElement } from "react";
import { useLocation } from "wouter";

export interface Part {
  name: string;
  label: string;
  content: () => ReactElement;
}

export function Parts({ base, label, parts, chosen }: { base: string; label: string; parts: readonly Part[]; chosen: string | undefined }): ReactElement | null {
  const [, navigate] = useLocation();
  const open = parts.find((part) => part.name === chosen) ?? parts[0];
  if (!open) return null;
  return (
    <Tabs value={open.name} onChange={(name) => name !== null && navigate(`${base}/${name}`)} keepMounted={false} activateTabWithKeyboard={false}>
      <Tabs.List aria-label={label} mb="md">
        {parts.map((part) => (
          <Tabs.Tab key={part.name} value={part.name}>
            {part.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map((part) => (
        <Tabs.Panel key={part.name} value={part.name}>
          {part === open && part.content()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
