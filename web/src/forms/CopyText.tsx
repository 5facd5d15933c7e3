/* CopyText - a text that people take elsewhere, exactly as it is: braces stay braces. */
import { Button, CopyButton, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";
import { formWords } from "./words.ts";

/** what: for screen readers, what it copies. */
export function CopyButtonOf({ text, what }: { text: string; what: string }): ReactElement {
  const t = useWords(formWords);
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="compact-xs" type="button" onClick={copy} aria-label={`${t(copied ? "copied" : "copy")}: ${what}`}>
          {t(copied ? "copied" : "copy")}
        </Button>
      )}
    </CopyButton>
  );
}

export function CopyText({ label, text }: { label: string; text: string }): ReactElement {
  return (
    <div>
      <Text size="xs" fw={600}>
        {label}
      </Text>
      <div className={classes.copy}>
        <code>{text}</code>
        <CopyButtonOf text={text} what={label} />
      </div>
    </div>
  );
}
