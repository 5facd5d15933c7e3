/* Section - a part of a form that opens on demand, or when something in it was refused, and says when something in it is set. */
import { Stack } from "@mantine/core";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { defineWords, useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";

const words = defineWords({ "is.set": ["set", "renseigné"] });

export interface SectionProps {
  title: string;
  isSet?: boolean;
  isOpen?: boolean;
  isWrong?: boolean;
  children: ReactNode;
}

export function Section({ title, isSet = false, isOpen = false, isWrong = false, children }: SectionProps): ReactElement {
  const t = useWords(words);
  const [open, setOpen] = useState(isOpen);
  useEffect(() => {
    if (isWrong) setOpen(true);
  }, [isWrong]);
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
