/* hooks - the API as React sees it: cached reads that keep the old rows while new ones load, writes that renew what they touched. */
import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { get, patch, post, remove, type Page, type Query, type Schemas } from "./client.ts";

/** What stands in the catalogue, by its resource's name: the row as GET gives it. */
export interface Rows {
  campaigns: Schemas["campaign"];
  sources: Schemas["source"];
  networks: Schemas["network"];
  offers: Schemas["offer"];
  landers: Schemas["lander"];
  flows: Schemas["flow"];
  domains: Schemas["domain"];
  goals: Schemas["goal"];
  adcampaigns: Schemas["ad_campaign"];
  variations: Schemas["variation"];
  bidders: Schemas["bidder"];
  sites: Schemas["site"];
  zones: Schemas["zone"];
  workspaces: Schemas["workspace"];
  users: Schemas["user"];
  keys: Schemas["key"];
}
export type Resource = keyof Rows;

/** Any GET. The key is [path, query]: a write to a resource renews all that begin with its name. */
export function useGet<T>(path: string | null, query?: Query, options: { refetchInterval?: number; staleTime?: number } = {}): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: [path?.split("/")[0] ?? "", path, query],
    queryFn: ({ signal }) => get<T>(path ?? "", query, signal),
    enabled: path !== null,
    placeholderData: keepPreviousData,
    ...options,
  });
}

export function useList<R extends Resource>(resource: R, query?: Query): UseQueryResult<Page<Rows[R]>> {
  return useGet<Page<Rows[R]>>(resource, query);
}

export function useOne<R extends Resource>(resource: R, id: number | string | null): UseQueryResult<Rows[R]> {
  return useGet<Rows[R]>(id === null ? null : `${resource}/${id}`);
}

/** What else tells of a resource in figures, names or rights, and may stand beside it on one page. */
const BESIDE: Partial<Record<Resource, readonly string[]>> = {
  campaigns: ["report"],
  goals: ["adreport"],
  adcampaigns: ["adreport"],
  variations: ["adreport"],
  bidders: ["adcampaigns"],
  workspaces: ["session"],
  users: ["session"],
};

/** After a write: what is read of these resources, and of what tells of them, is read anew at once. All else may show a name: it is read anew when one looks at it next. Without resources everything is read anew. */
export function useRenew(): (...resources: string[]) => Promise<void> {
  const client = useQueryClient();
  return async (...resources) => {
    const named = new Set(resources.flatMap((one) => [one, ...(BESIDE[one as Resource] ?? [])]));
    const isNamed = (query: { queryKey: readonly unknown[] }): boolean => named.size === 0 || named.has(String(query.queryKey[0]));
    await client.invalidateQueries({ predicate: (query) => !isNamed(query), refetchType: "none" });
    await client.invalidateQueries({ predicate: isNamed });
  };
}

type Written<R extends Resource> = Rows[R] & { warnings?: Schemas["source_written"]["warnings"]; live?: boolean };

/** Saves an entity: POST without an id, PATCH with one. Errors are ApiError, whose field names the input. */
export function useSave<R extends Resource>(resource: R) {
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ id, body }: { id?: number | string | null; body: unknown }) =>
      id === null || id === undefined ? post<Written<R>>(resource, body) : patch<Written<R>>(`${resource}/${id}`, body),
    onSuccess: () => renew(resource),
  });
}

export function useClone<R extends Resource>(resource: R) {
  const renew = useRenew();
  return useMutation({ mutationFn: (id: number | string) => post<Written<R>>(`${resource}/${id}/clone`, {}), onSuccess: () => renew(resource) });
}

export function useArchive<R extends Resource>(resource: R) {
  const renew = useRenew();
  return useMutation({ mutationFn: (id: number | string) => remove<unknown>(`${resource}/${id}`), onSuccess: () => renew(resource) });
}

export function useRestore<R extends Resource>(resource: R) {
  const renew = useRenew();
  return useMutation({ mutationFn: (id: number | string) => post<Written<R>>(`${resource}/${id}/restore`, {}), onSuccess: () => renew(resource) });
}

/** Gives up to 1,000 a status, all or none. */
export function useSetStatus<R extends Resource>(resource: R) {
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ ids, status }: { ids: (number | string)[]; status: "active" | "paused" | "archived" }) => post<unknown>(`${resource}/status`, { ids, status }),
    onSuccess: () => renew(resource),
  });
}
