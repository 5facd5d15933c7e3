/* MacroText - a plain text area whose macros are coloured. The text area is the browser's own, so that undo, paste, spelling keys and screen readers work as everywhere; the colours lie behind it, in a copy of the text that wraps alike. */
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import type { Piece } from "./macroInk.ts";
import classes from "./url.module.css";

export interface MacroTextProps {
  value: string;
  onChange: (value: string) => void;
  pieces: readonly Piece[];
  area: RefObject<HTMLTextAreaElement | null>;
  id: string;
  isInvalid: boolean;
  isRequired: boolean;
  isReadOnly: boolean;
  describedBy: string | undefined;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, "");

/** Puts a text in the place of what is selected, as if it was typed: it can be undone. */
export function typeInto(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  /* The one way to change a text area that its undo knows of. */
  const isTyped = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!isTyped) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

export function MacroText({ value, onChange, pieces, area, id, isInvalid, isRequired, isReadOnly, describedBy, onKeyDown }: MacroTextProps): ReactElement {
  const ink = useRef<HTMLDivElement>(null);
  /* A text area that the browser scrolled, as when one drags a selection, would leave its colours behind. */
  useLayoutEffect(() => {
    if (area.current) area.current.scrollTop = 0;
  });
  return (
    <div className={classes.box} data-invalid={isInvalid || undefined} data-readonly={isReadOnly || undefined}>
      <div ref={ink} aria-hidden className={classes.ink}>
        {pieces.map((piece, i) => (
          <span key={i} data-ink={piece.ink}>
            {piece.text}
          </span>
        ))}
        {"\u200b"}
      </div>
      <textarea
        ref={area}
        id={id}
        className={classes.area}
        rows={1}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        value={value}
        required={isRequired}
        readOnly={isReadOnly}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy}
        onKeyDown={onKeyDown}
        onChange={(event) => onChange(oneLine(event.currentTarget.value))}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (!/[\r\n]/.test(pasted)) return;
          event.preventDefault();
          typeInto(event.currentTarget, oneLine(pasted.trim()));
        }}
      />
    </div>
  );
}
