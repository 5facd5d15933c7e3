/* UrlSample - a URL as it will be: every macro resolved for a sample visit, as the server does it. */
import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { CopyButtonOf } from "./CopyText.tsx";
import { finishedPieces } from "./macroInk.ts";
import classes from "./url.module.css";
import { urlWords } from "./urlWords.ts";
import { useUrlSample, type UrlContext, type UrlKind } from "./useUrlCheck.ts";

export interface UrlSampleProps {
  kind: UrlKind;
  /** null: of a campaign_url the source's own. */
  text: string | null;
  context: UrlContext;
  /** Instead of "For a sample visit". */
  label?: string;
}

export function UrlSample({ kind, text, context, label }: UrlSampleProps): ReactElement | null {
  const t = useWords(urlWords);
  const { sample, isBusy } = useUrlSample(kind, text, context);
  if (sample === null) return isBusy ? <div aria-busy /> : null;
  const { url, template, values, problem } = sample;
  const pieces = url === null || template === null ? null : (finishedPieces(template, url, values) ?? [{ text: url, macro: null }]);
  return (
    <div className={classes.sample} aria-busy={isBusy}>
      <Text size="xs" className="muted" component="p" m={0}>
        {pieces ? (label ?? t("sample")) : t("sample.nothing", { why: problem ?? "" })}
      </Text>
      {pieces && url !== null && (
        <div className={classes.finished}>
          <output aria-label={label ?? t("sample")}>
            {pieces.map((piece, i) =>
              piece.macro === null ? (
                piece.text
              ) : (
                <span key={i} className={classes.value} title={piece.macro}>
                  {piece.text}
                </span>
              ),
            )}
          </output>
          <CopyButtonOf text={url} what={t("sample.copy")} />
        </div>
      )}
    </div>
  );
}
