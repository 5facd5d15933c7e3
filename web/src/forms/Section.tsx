/* Section - a part of a form that opens on demand, and says when something in it is set. */
import { Stack } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { defineWords, useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";

const words = defineWords({ "is.set": ["set", "renseigné"] });

export function Section({ title, isSet = false, isOpen = false, children }: { title: string; isSet?: boolean; isOpen?: boolean; children: ReactNode }): ReactElement {
  const t = useWords(words);
  const [open, setOpen] = useState(isOpen);
  return (
    <details className={classes.section} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title}
        {isSet && <span className={classes.set}> · {t("is.set")}</span>}
      </summary>
      {open && <Stack gap="sm">{children}</Stack>}
    </details>
  );
}
