/* formats - what a zone or a variation may show: the sizes of banners, a native link, a popunder. */
import { useCallback } from "react";
import { useWords } from "../../i18n/words.ts";
import { siteWords } from "./words.ts";

/** As src/model/ad_format.c has them; what is not shown by a page is not sold. */
export const FORMATS: readonly string[] = [
  "popunder", "native", "300x250", "728x90", "160x600", "468x60", "300x100", "300x500", "315x300", "305x99", "900x250", "970x90", "970x250", "320x50", "320x100", "300x50", "336x280", "120x600",
  "250x250", "200x200", "180x150", "640x480", "1280x720", "1920x1080", "768x1024", "320x480", "480x320",
];

/** A format as people read it: the multiplication sign between a banner's sides. */
export function useFormatName(): (format: string) => string {
  const t = useWords(siteWords);
  return useCallback((format) => (format === "popunder" || format === "native" ? t(`format.${format}`) : format.replace("x", " × ")), [t]);
}
