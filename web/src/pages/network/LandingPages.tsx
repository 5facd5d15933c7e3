/* LandingPages - the group that a variation's clicks are spread over, each page with its share. */
import { ActionIcon, Button, Group, NumberInput, Stack } from "@mantine/core";
import type { ReactElement } from "react";
import { UrlField } from "../../forms/UrlField.tsx";
import type { UrlContext } from "../../forms/useUrlCheck.ts";
import { shareOf } from "../../forms/WeightedList.tsx";
import { useWords } from "../../i18n/words.ts";
import { budgetWords } from "./budgetWords.ts";

export interface LandingPage {
  url: string;
  share: number;
}

export interface LandingPagesProps {
  pages: readonly LandingPage[];
  context: UrlContext;
  isOurs: boolean;
  /** By the API's fields: "landing_pages[0].url". */
  errorOf: (field: string) => string | undefined;
  onChange: (pages: LandingPage[]) => void;
  /** The page whose URL the caret is in. */
  onFocus: (at: number) => void;
}

export function LandingPages({ pages, context, isOurs, errorOf, onChange, onFocus }: LandingPagesProps): ReactElement {
  const t = useWords(budgetWords);
  const all = pages.reduce((sum, page) => sum + page.share, 0);
  const change = (at: number, by: Partial<LandingPage>): void => onChange(pages.map((page, index) => (index === at ? { ...page, ...by } : page)));
  return (
    <Stack gap="sm">
      {pages.map((page, at) => (
        <div key={at} data-page={at} onFocusCapture={() => onFocus(at)}>
          <UrlField label={t("page", { n: at + 1 })} kind="variation_url" context={context} isReadOnly={!isOurs} isRequired value={page.url} error={errorOf(`landing_pages[${at}].url`)} onChange={(url) => change(at, { url })} />
          <Group gap="xs" mt={4}>
            <NumberInput aria-label={t("share", { n: at + 1 })} w={96} size="xs" min={0} max={10000} allowDecimal={false} value={page.share} error={errorOf(`landing_pages[${at}].share`)} onChange={(share) => change(at, { share: Number(share) || 0 })} readOnly={!isOurs} />
            <span className="number muted">{t("share.of", { n: shareOf(page.share, all) })}</span>
            {isOurs && pages.length > 1 && (
              <ActionIcon variant="subtle" color="gray" aria-label={t("page.remove", { n: at + 1 })} onClick={() => onChange(pages.filter((_, index) => index !== at))}>
                ×
              </ActionIcon>
            )}
          </Group>
        </div>
      ))}
      {isOurs && (
        <Button variant="default" size="xs" style={{ alignSelf: "flex-start" }} onClick={() => onChange([...pages, { url: "", share: 1 }])}>
          {t("page.add")}
        </Button>
      )}
    </Stack>
  );
}
