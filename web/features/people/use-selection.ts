/** Which rows of a table are chosen: some, one by one, or all that the list means, however many those are. */
import { useState } from 'react';

/**
 * What an action on many works on: ids, or what the list asks for as its query says it (search, filter, owner, list).
 * The server works out who that is then; `except` were taken out again by hand.
 */
export type Selected<Query> = { ids: string[] } | { query: Query; except: string[] };

export type Selection<Query> = {
  /** Null while nothing is chosen. */
  selected: Selected<Query> | null;
  /** How many; null while it is all that match and nobody has counted them. */
  count: number | null;
  /** Every row that matches, also those that were never shown. */
  isAll: boolean;
  has: (id: string) => boolean;
  /** With `through`, everything between the row that was chosen last and this one, in the order of `rows`. */
  toggle: (id: string, through?: readonly string[]) => void;
  /** The box in the head of the table: all of these rows, or none when they are chosen already. */
  toggleRows: (ids: readonly string[]) => void;
  /** "Select all 412 that match". */
  selectAll: () => void;
  clear: () => void;
};

type State = { key: string; isAll: boolean; ids: ReadonlySet<string>; last: string | null };

/**
 * @param query what the list asks for, without its order; another query begins with nothing chosen
 * @param total how many the query means, where that is known
 */
export function useSelection<Query extends object>(query: Query, total: number | null): Selection<Query> {
  const key = JSON.stringify(query);
  const nothing: State = { key, isAll: false, ids: new Set(), last: null };
  const [kept, setState] = useState(nothing);
  const state = kept.key === key ? kept : nothing;
  const { isAll, ids } = state;
  const has = (id: string) => ids.has(id) !== isAll;
  const chosen = isAll ? (total === null ? null : Math.max(0, total - ids.size)) : ids.size;
  const change = (rows: readonly string[], to: boolean, last: string | null) => {
    const next = new Set(ids);
    for (const id of rows) {
      if (to === isAll) next.delete(id);
      else next.add(id);
    }
    setState({ key, isAll, ids: next, last });
  };
  const selected: Selected<Query> = isAll ? { query, except: [...ids] } : { ids: [...ids] };
  return {
    selected: chosen === 0 ? null : selected,
    count: chosen,
    isAll,
    has,
    toggle: (id, through) => change(between(id, state.last, through), !has(id), id),
    toggleRows: (rows) => change(rows, !rows.every(has), null),
    selectAll: () => setState({ key, isAll: true, ids: new Set(), last: null }),
    clear: () => setState({ key, isAll: false, ids: new Set(), last: null }),
  };
}

/**
 * The rows from one to another, both included; the one alone where the other is not shown.
 *
 * @example
 * between('c', 'a', ['a', 'b', 'c', 'd']) // ['a', 'b', 'c']
 */
export function between(id: string, last: string | null, rows: readonly string[] = []): readonly string[] {
  const [from, to] = [rows.indexOf(last ?? ''), rows.indexOf(id)].toSorted((a, b) => a - b);
  return from === undefined || to === undefined || from === -1 ? [id] : rows.slice(from, to + 1);
}
