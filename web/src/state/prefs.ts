/* prefs - what one person likes, kept by the browser: columns of tables, language, theme, saved views. */
import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "rebond.";
const listeners = new Set<() => void>();
const parsed = new Map<string, { text: string | null; value: unknown }>();

function read<T>(name: string, fallback: T): T {
  let text: string | null = null;
  try {
    text = localStorage.getItem(PREFIX + name);
  } catch {
    /* a browser that keeps nothing: preferences last as long as the page */
  }
  const known = parsed.get(name);
  if (known && known.text === text) return known.value === undefined ? fallback : (known.value as T);
  let value: unknown;
  try {
    value = text === null ? undefined : JSON.parse(text);
  } catch {
    value = undefined;
  }
  parsed.set(name, { text, value });
  return value === undefined ? fallback : (value as T);
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* as above */
  }
  for (const told of listeners) told();
}

/** What a double click on a row of a list opens. */
export type DoubleClick = "edit" | "report";

/** One preference. The fallback must be the same object at every call. */
export function usePref<T>(name: string, fallback: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(
    (told) => {
      listeners.add(told);
      window.addEventListener("storage", told);
      return () => {
        listeners.delete(told);
        window.removeEventListener("storage", told);
      };
    },
    () => read(name, fallback),
  );
  const set = useCallback((next: T) => write(name, next), [name]);
  return [value, set];
}
