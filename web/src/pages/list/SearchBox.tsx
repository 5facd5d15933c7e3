/* SearchBox - the search of a list: typed text goes into the address after a moment; "/" leads here. */
import { CloseButton, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useUrl } from "../../state/url.ts";
import classes from "./list.module.css";
import { listWords } from "./words.ts";

const PAUSE_MS = 220;

export function SearchBox({ fault }: { fault: string | null }): ReactElement {
  const t = useWords(listWords);
  const { params, set } = useUrl();
  const kept = params.get("q") ?? "";
  const [text, setText] = useState(kept);
  const sent = useRef(kept);
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", () => input.current?.focus());
  useEffect(() => {
    if (kept !== sent.current) setText(kept);
    sent.current = kept;
  }, [kept]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      set({ q: text }, { replace: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, set]);
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      className={classes.search}
      aria-label={t("search")}
      placeholder={t("search.hint")}
      title={fault === null ? t("search.hint") : t("search.bad", { text: fault })}
      value={text}
      error={fault !== null}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        if (text === "") event.currentTarget.blur();
        else setText("");
        event.preventDefault();
      }}
      rightSection={text === "" ? null : <CloseButton size="xs" aria-label={t("search.clear")} onClick={() => setText("")} />}
    />
  );
}
