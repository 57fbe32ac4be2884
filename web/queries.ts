/** Server data in the query cache: reading (`queryOf`, `useList`, `usePages`) and changing (`useAction`). */
import {
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { CallInput, CallOutput } from '../src/core/contract.ts';
import { type AnyContract, ApiError, call, type Input } from './api.ts';

const maxTries = 2;
/** Of a list in pages, so many are read anew when the window is looked at again. */
const mostRefreshed = 5;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refused once it refuses again; only a lost connection or a busy server is worth another try.
      retry: (failures, error) =>
        failures < maxTries && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});

/**
 * One read of the server, for `useQuery`, `ensureQueryData` and the like.
 *
 * @example
 * const workspace = useQuery(queryOf(getWorkspace, {}));
 */
export function queryOf<C extends AnyContract>(contract: C, input: CallInput<C>) {
  return queryOptions({
    queryKey: [contract.id, input] as const,
    queryFn: ({ signal }) => call(contract, withoutVersion<C>(input), { signal }),
  });
}

/** What a list on the screen needs to know; DataTable shows every state of it. */
export type ListState<Row> = {
  rows: Row[] | undefined;
  error: Error | null;
  reload: () => void;
  /** Set while there are further rows on the server. */
  more: { load: () => void; busy: boolean } | null;
};

/** A list that comes whole: `{ data }`. */
export function useList<C extends AnyContract>(contract: C, input: CallInput<C>): ListState<RowOf<C>> {
  const query = useQuery(queryOf(contract, input));
  const rows = query.data === undefined ? undefined : rowsOf<C>(query.data);
  return { rows, error: query.error, reload: () => void query.refetch(), more: null };
}

/** A list that comes in pages: `{ data, nextCursor }`. */
export function usePages<C extends AnyContract>(
  contract: C,
  input: CallInput<C>,
  /** `every`: read again after so many milliseconds, while the window is looked at. `isOn`: whether it is asked at all. */
  { every = 0, isOn = true }: { every?: number; isOn?: boolean } = {},
): ListState<RowOf<C>> {
  const query = useInfiniteQuery({
    queryKey: [contract.id, 'pages', input],
    queryFn: ({ signal, pageParam }) => call(contract, withoutVersion<C>(withCursor(input, pageParam)), { signal }),
    initialPageParam: '',
    enabled: isOn,
    getNextPageParam: (last) => cursorOf(last),
    refetchInterval: every || false,
    // All pages are read anew, one after the other: somebody who has come far down does not wait for that.
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= mostRefreshed,
  });
  return {
    rows: query.data?.pages.flatMap((page) => rowsOf<C>(page)),
    error: query.error,
    reload: () => void query.refetch(),
    more: query.hasNextPage ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } : null,
  };
}

/**
 * One change. `refresh` names the reads that are stale afterwards.
 *
 * @example
 * const rename = useAction(editTeam, { refresh: [listTeams] });
 * rename.mutate({ params: { teamId }, body: { name }, version });
 */
export function useAction<C extends AnyContract>(
  contract: C,
  options: { refresh?: readonly { readonly id: string }[] } = {},
) {
  const client = useQueryClient();
  return useMutation<CallOutput<C>, Error, Input<C>>({
    mutationKey: [contract.id],
    mutationFn: (input) => call(contract, input),
    onSuccess: async () => {
      await Promise.all((options.refresh ?? []).map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
    },
  });
}

/** The rows of a list's answer. */
export type RowOf<C> = CallOutput<C> extends { data: (infer Row)[] } ? Row : never;

/** Contracts of lists answer with `{ data }`; anything else has no rows. */
function rowsOf<C>(answer: unknown): RowOf<C>[] {
  const { data } = answer as { data?: RowOf<C>[] };
  return data ?? [];
}

function cursorOf(answer: unknown): string | null {
  const { nextCursor } = answer as { nextCursor?: string | null };
  return nextCursor ?? null;
}

/** A contract with pages has `cursor` in its query; one that asks in a body has it there. */
function withCursor<C>(input: CallInput<C>, cursor: string): CallInput<C> {
  const { query, body, ...rest } = input as { query?: object; body?: object };
  const next = cursor ? { cursor } : {};
  if (body !== undefined) return { ...rest, body: { ...body, ...next } } as CallInput<C>;
  return { ...rest, query: { ...query, ...next } } as CallInput<C>;
}

/** Reads name no version, and `Input` needs none: the compiler cannot see that through the open type parameter. */
function withoutVersion<C>(input: CallInput<C>): Input<C> {
  return input as Input<C>;
}
