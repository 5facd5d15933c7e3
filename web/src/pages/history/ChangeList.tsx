/* ChangeList - changes, newest first; earlier ones come while one scrolls. */
import { Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, type ReactElement } from "react";
import { get, type Page, type Query } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useActorText } from "./actors.ts";
import { ChangeItem, type Change } from "./ChangeItem.tsx";
import classes from "./history.module.css";
import { historyWords } from "./words.ts";

/** A resource in words. */
export function useResourceText(): (resource: string) => string {
  const own = useWords(historyWords);
  const areas = useWords(areaWords);
  return (resource) => {
    const word = resource === "adcampaigns" ? "network/campaigns" : resource === "goals" || resource === "variations" ? `network/${resource}` : resource;
    if (word in areaWords) return areas(word as keyof typeof areaWords);
    return word in historyWords ? own(word as keyof typeof historyWords) : resource;
  };
}

/** One of them in words. */
function useOneText(): (resource: string) => string {
  const t = useWords(historyWords);
  return (resource) => (`one.${resource}` in historyWords ? t(`one.${resource}` as keyof typeof historyWords) : resource);
}

export interface ChangeListProps {
  path: string;
  query?: Query;
  isOfOne?: boolean;
  empty: string;
}

export function ChangeList({ path, query, isOfOne = false, empty }: ChangeListProps): ReactElement {
  const t = useWords(historyWords);
  const errorText = useErrorText();
  const actorText = useActorText();
  const oneText = useOneText();
  const changes = useInfiniteQuery({
    queryKey: [path.split("/")[0], path, query, "pages"],
    queryFn: ({ pageParam, signal }) => get<Page<Change>>(path, { ...query, limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = changes;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasNextPage) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && !isFetchingNextPage && void fetchNextPage(), { rootMargin: "600px" });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = changes.data?.pages.flatMap((page) => page.rows) ?? [];
  if (changes.error && rows.length === 0) return <Text role="alert">{errorText(changes.error)}</Text>;
  if (changes.data && rows.length === 0) return <Text>{empty}</Text>;
  return (
    <>
      <ol className={classes.list} aria-busy={changes.isFetching || undefined}>
        {rows.map((change) => (
          <ChangeItem key={change.id} change={change} actor={actorText(change.actor, change.actor_name)} kind={isOfOne ? null : oneText(change.resource)} />
        ))}
      </ol>
      <div ref={end}>
        {hasNextPage ? (
          <Button mt="sm" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("more")}
          </Button>
        ) : (
          rows.length > 0 && (
            <Text size="sm" className="muted" mt="sm">
              {t("end")}
            </Text>
          )
        )}
      </div>
    </>
  );
}
