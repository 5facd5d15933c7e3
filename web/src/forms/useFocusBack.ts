/* useFocusBack - what had the focus before a dialogue opened has it again once all are gone: dialogues here leave the page altogether, which Mantine's own way back does not survive. */
import { useEffect, useRef } from "react";

/* Outside of all dialogues: one may follow another. */
let origin: Element | null = null;

function originNow(): Element | null {
  const focused = document.activeElement;
  if (focused !== null && focused !== document.body && focused.closest('[role="dialog"],[role="menu"]') === null) origin = focused;
  return origin;
}

export function useFocusBack(): void {
  /* While this is drawn first, the dialogue has not taken the focus yet. */
  const before = useRef<Element | null | undefined>(undefined);
  if (before.current === undefined) before.current = originNow();
  useEffect(
    () => () => {
      const element = before.current;
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && element instanceof HTMLElement && element.isConnected && document.querySelector('[role="dialog"]') === null) element.focus({ preventScroll: true });
      });
    },
    [],
  );
}
