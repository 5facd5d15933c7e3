/* draft - what a form holds until it is saved, and what the server said of its fields. */
import { useCallback, useState } from "react";
import { ApiError } from "../api/client.ts";

export interface Draft<T> {
  value: T;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
  setAll: (value: T) => void;
  isChanged: boolean;
  /** What was refused, by the API's field path: "postback.url". */
  errorOf: (field: string) => string | undefined;
  /** A refusal that no input shows. */
  formError: unknown;
  refuse: (error: unknown) => void;
}

/** A form's values. Errors of a field go away when it is changed; `shown` are the fields that have an input of their own, by path or pattern of paths. */
export function useDraft<T extends object>(initial: T, shown: readonly (string | RegExp)[]): Draft<T> {
  const [value, setValue] = useState(initial);
  const [isChanged, setChanged] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = useCallback(<K extends keyof T>(name: K, next: T[K]) => {
    setValue((old) => ({ ...old, [name]: next }));
    setChanged(true);
    setError((old: unknown) => (old instanceof ApiError && (old.field === name || old.field.startsWith(`${String(name)}.`) || old.field.startsWith(`${String(name)}[`)) ? null : old));
  }, []);
  const setAll = useCallback((next: T) => {
    setValue(next);
    setChanged(false);
    setError(null);
  }, []);
  const field = error instanceof ApiError ? error.field : "";
  const isShown = field !== "" && shown.some((one) => (typeof one === "string" ? one === field : one.test(field)));
  return {
    value,
    set,
    setAll,
    isChanged,
    errorOf: (name) => (isShown && name === field ? (error as ApiError).message : undefined),
    formError: isShown ? null : error,
    refuse: setError,
  };
}
