/* useNarrow - whether the window is a phone's. */
import { useSyncExternalStore } from "react";

const query = typeof window === "undefined" ? null : window.matchMedia("(max-width: 760px)");

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (told) => {
      query?.addEventListener("change", told);
      return () => query?.removeEventListener("change", told);
    },
    () => query?.matches ?? false,
  );
}
