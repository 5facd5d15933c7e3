/* shortcuts - single keys, "g" and a key, and Ctrl or Cmd with one. Never while one types, never under an open dialogue. */
import { useEffect, useRef } from "react";

const handlers = new Map<string, (() => void)[]>();
let isAfterG = -Infinity;
let areOn = true;

/** Single keys may be switched off: they disturb who speaks to the computer. */
export function setShortcutsOn(on: boolean): void {
  areOn = on;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function press(event: KeyboardEvent): void {
  const run = (name: string): void => {
    const found = handlers.get(name)?.at(-1);
    if (!found) return;
    event.preventDefault();
    found();
  };
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (event.key.toLowerCase() === "k") run("mod+k");
    return;
  }
  if (!areOn || event.altKey || event.defaultPrevented || isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
  /* Arrows belong to what has them: tabs, trees, grids. */
  if (event.key.startsWith("Arrow") && event.target instanceof HTMLElement && event.target.closest('[role="tablist"],[role="radiogroup"],[role="menu"],[role="grid"]')) return;
  if (performance.now() - isAfterG < 1200) {
    isAfterG = -Infinity;
    run(`g ${event.key}`);
    return;
  }
  if (event.key === "g") {
    isAfterG = performance.now();
    return;
  }
  run(event.key);
}

if (typeof window !== "undefined") window.addEventListener("keydown", press);

/** What a key does while the component is there; the last one that asks for a key has it. */
export function useShortcut(key: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const run = (): void => latest.current();
    const list = handlers.get(key) ?? [];
    list.push(run);
    handlers.set(key, list);
    return () => {
      list.splice(list.indexOf(run), 1);
    };
  }, [key]);
}
