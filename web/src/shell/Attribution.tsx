/* Attribution - the makers of the databases of places ask to be named, with a link, where their data are shown: that is on every page. */
import { Anchor } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../api/client.ts";
import { useGet } from "../api/hooks.ts";
import { useSession } from "../state/session.ts";
import classes from "./shell.module.css";

const HOUR_MS = 3_600_000;

export function Attribution(): ReactElement | null {
  const { mayRead } = useSession();
  const { data } = useGet<Schemas["place_databases"]>(mayRead("settings") ? "places/databases" : null, undefined, { staleTime: HOUR_MS });
  const makers = new Map((data?.databases ?? []).flatMap(({ is_open: isOpen, url, attribution }) => (isOpen && url !== null && attribution !== null ? [[url, attribution]] : [])));
  if (makers.size === 0) return null;
  return (
    <div className={classes.attribution}>
      {[...makers].map(([url, text]) => (
        <Anchor key={url} href={url} size="xs" target="_blank" rel="noreferrer">
          {text}
        </Anchor>
      ))}
    </div>
  );
}
