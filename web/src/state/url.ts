/* url - a page's state is its address: back, reload and a link sent to a colleague show the same. */
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

export type UrlValues = Record<string, string | readonly string[] | null>;

/** The query's parameters, and a way to change some of them: null or "" takes one out. `replace` leaves no step behind. */
export function useUrl(): { params: URLSearchParams; set: (values: UrlValues, options?: { replace?: boolean; path?: string }) => void } {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback(
    (values: UrlValues, options: { replace?: boolean; path?: string } = {}) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(values)) {
        next.delete(name);
        for (const one of Array.isArray(value) ? value : [value]) if (one !== null && one !== "") next.append(name, String(one));
      }
      const text = next.toString();
      navigate(`${options.path ?? path}${text === "" ? "" : `?${text}`}`, { replace: options.replace ?? false });
    },
    [navigate, path],
  );
  return { params, set };
}
