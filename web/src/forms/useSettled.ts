/* useSettled - whether what was opened has stood for longer than a double click takes: its second click must not close what its first one opened. */
import { useEffect, useState } from "react";

const DOUBLE_CLICK_MS = 500;

export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), DOUBLE_CLICK_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSettled;
}
