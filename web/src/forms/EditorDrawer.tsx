/* EditorDrawer - a form over its list: the form on the left, what will happen on the right; Ctrl Enter saves, Escape gives the list back. */
import { Alert, Button, Drawer, Group } from "@mantine/core";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { useWords } from "../i18n/words.ts";
import { useErrorText } from "../shell/errors.ts";
import classes from "./forms.module.css";
import { useSettled } from "./useSettled.ts";
import { useFocusBack } from "./useFocusBack.ts";
import { formWords } from "./words.ts";

export interface EditorDrawerProps {
  title: string;
  close: () => void;
  /** Without: there is nothing to save, or no right to. */
  save?: () => void;
  isSaving?: boolean;
  isNew?: boolean;
  /** What the form is of is not read yet: its fields come once it is. */
  isLoading?: boolean;
  formError?: unknown;
  /** The right side: the truth about what was entered. */
  aside?: ReactNode;
  /** As wide as with an aside: for tables and drawings. */
  isWide?: boolean;
  /** Further buttons beside "Save". */
  actions?: ReactNode;
  children: ReactNode;
}

export function EditorDrawer({ title, close, save, isSaving = false, isNew = false, isLoading = false, formError, aside, isWide = false, actions, children }: EditorDrawerProps): ReactElement {
  const t = useWords(formWords);
  const errorText = useErrorText();
  const isSettled = useSettled();
  useFocusBack();
  const form = useRef<HTMLFormElement>(null);
  const wasSaving = useRef(false);
  useEffect(() => {
    /* What was refused may be far up a long form. */
    if (wasSaving.current && !isSaving) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    wasSaving.current = isSaving;
  }, [isSaving]);
  const wasLoading = useRef(isLoading);
  useEffect(() => {
    /* The drawer gave the focus away before the form was there. */
    if (wasLoading.current && !isLoading) form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    wasLoading.current = isLoading;
  }, [isLoading]);
  return (
    <Drawer opened onClose={close} closeOnClickOutside={isSettled} position="right" size={aside || isWide ? "min(1120px, 100vw)" : "min(560px, 100vw)"} title={title} closeButtonProps={{ "aria-label": t("close") }} transitionProps={{ duration: 0 }}>
      <form
        ref={form}
        noValidate
        aria-busy={isLoading || undefined}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isLoading) save?.();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (!isLoading) save?.();
          }
        }}
      >
        <div className={aside ? classes.halves : undefined}>
          <div>{isLoading ? null : children}</div>
          {aside && (
            <section className={classes.aside} aria-label={t("aside")}>
              {aside}
            </section>
          )}
        </div>
        {formError ? (
          <Alert color="red" role="alert" mt="md">
            {errorText(formError)}
          </Alert>
        ) : null}
        <Group className={classes.foot} mt="md" gap="xs">
          {save && !isLoading && (
            <Button type="submit" loading={isSaving} size="sm">
              {t(isNew ? "create" : "save")}
            </Button>
          )}
          {actions}
          <Button variant="default" size="sm" onClick={close}>
            {t(save ? "cancel" : "close")}
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}
