/** The views of a table, the one that is open, and how what is shown differs from it; all of it stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { listViews, orderViews, type View } from '../../../src/features/views/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { useFilters } from '../settings/use-filters.ts';
import { allViews, differ, mergeWords, toWords, type ViewWords, viewNames } from './view-words.ts';

export type ViewState = {
  object: 'contact' | 'account';
  views: View[];
  /** The one that is open; null for everybody. */
  view: View | null;
  /** False until it is known what the open view shows. */
  isReady: boolean;
  /** The address names a view that is not there for the reader. */
  isLost: boolean;
  words: ViewWords;
  isChanged: boolean;
  change: (words: { [name: string]: string | null | undefined }) => void;
  open: (view: View | null) => void;
  /** Shows the open view as it was saved. */
  reset: () => void;
};

const names = ['view', ...viewNames];

export function useViews(object: 'contact' | 'account'): ViewState {
  const [address, setAddress] = useFilters(names);
  const { data, error } = useQuery({ ...queryOf(listViews, { query: { object } }), staleTime: 60_000 });
  const views = data?.data ?? [];
  const wanted = address.view;
  const isPlain = wanted === undefined && viewNames.every((name) => address[name] === undefined);
  const byId = views.find(({ id }) => id === wanted);
  // A link with filters and no view means just these filters, whatever the reader's default is.
  const view = byId ?? (isPlain ? views.find(({ isDefault }) => isDefault) : undefined) ?? null;
  const base = view ? toWords(view) : {};
  const words = mergeWords(base, address);
  const put = (next: View | null, shown: ViewWords) => {
    const said = differ(next ? toWords(next) : {}, shown);
    const isBare = Object.values(said).every((value) => value === null);
    const hasDefault = views.some(({ isDefault }) => isDefault);
    setAddress({ ...said, view: next ? next.id : isBare && hasDefault ? allViews : null });
  };
  return {
    ...{ object, views, view, words },
    isReady: data !== undefined || error !== null || (wanted === undefined && !isPlain),
    isLost: wanted !== undefined && wanted !== allViews && data !== undefined && byId === undefined,
    isChanged: Object.values(differ(base, words)).some((value) => value !== null),
    change: (change) => {
      const next = Object.entries({ ...words, ...change }).map(([name, value]) => [name, value ?? undefined]);
      put(view, Object.fromEntries(next));
    },
    open: (next) => put(next, next ? toWords(next) : {}),
    reset: () => put(view, base),
  };
}

/** Puts the views into an order of one's own, and says which the table opens with. */
export function useViewOrder({ object, views }: Pick<ViewState, 'object' | 'views'>) {
  const save = useAction(orderViews, { refresh: [listViews] });
  const ids = views.map(({ id }) => id);
  const first = views.find(({ isDefault }) => isDefault)?.id ?? null;
  return {
    makeDefault: (defaultId: string | null) => save.mutateAsync({ body: { object, viewIds: ids, defaultId } }),
    /** One place to the left or right. */
    move: (id: string, by: -1 | 1) => {
      const from = ids.indexOf(id);
      const viewIds = ids.filter((one) => one !== id);
      viewIds.splice(Math.max(0, from + by), 0, id);
      return save.mutateAsync({ body: { object, viewIds, defaultId: first } });
    },
  };
}
