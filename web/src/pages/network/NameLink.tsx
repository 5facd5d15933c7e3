/* NameLink - an entity's name, which opens its editor. */
import { UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";
import { useUrl } from "../../state/url.ts";
import classes from "./network.module.css";
import type { AdEntity } from "./useActs.tsx";

export function NameLink({ row }: { row: AdEntity }): ReactElement {
  const { set } = useUrl();
  return (
    <UnstyledButton className={classes.link} fz="sm" onClick={() => set({ edit: String(row.id) })}>
      {row.name}
    </UnstyledButton>
  );
}
