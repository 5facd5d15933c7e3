/* CopyText - a text that people take elsewhere, exactly as it is: braces stay braces. */
import { Button, CopyButton, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";
import { formWords } from "./words.ts";

export function CopyText({ label, text }: { label: string; text: string }): ReactElement {
  const t = useWords(formWords);
  return (
    <div>
      <Text size="xs" fw={600}>
        {label}
      </Text>
      <div className={classes.copy}>
        <code>{text}</code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" onClick={copy} aria-label={`${t("copy")}: ${label}`}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
