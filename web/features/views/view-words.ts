/** A view in the words of the address, so that the address need say only what differs from it. */
import type { Condition } from '../../../src/core/agreement/condition.ts';
import type { View, ViewFilter, ViewValues } from '../../../src/features/views/schema.ts';
import { parseCondition } from '../conditions/parse-condition.ts';

export const viewNames = [
  ...['search', 'stage', 'grade', 'owner', 'list', 'removed', 'filter'],
  ...['sort', 'direction', 'columns', 'density'],
] as const;
export type ViewWords = { [name: string]: string | undefined };

/** Stands in an address for what the view has and the reader took away. */
const none = '-';
/** The view of everybody: for who has another one by default. */
export const allViews = 'all';

/**
 * @example
 * toWords({ filter: { grade: 'A', deleted: true }, sort: null, direction: null, columns: [], density: 'calm' })
 * // { grade: 'A', removed: 'yes' }
 */
export function toWords(view: Pick<View, 'filter' | 'sort' | 'direction' | 'columns' | 'density'>): ViewWords {
  const { search, stage, grade, owner, listId, deleted, condition } = view.filter;
  const words: ViewWords = {
    ...{ search, stage, grade, owner, list: listId, removed: deleted ? 'yes' : undefined },
    filter: condition && JSON.stringify(condition),
    ...{ sort: view.sort ?? undefined, direction: view.direction ?? undefined },
    columns: view.columns.length > 0 ? writeColumns(view.columns) : undefined,
    density: view.density === 'calm' ? undefined : view.density,
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== ''));
}

/** What a view keeps of the words of an address; what makes no sense is left out. */
export function fromWords(words: ViewWords): Omit<ViewValues, 'name' | 'reach' | 'teamId'> {
  const { search, stage, grade, owner, list, removed, filter, sort, direction, columns, density } = words;
  const condition: Condition | null = filter ? parseCondition(filter) : null;
  const kept: ViewFilter = {
    ...(search?.trim() ? { search: search.trim() } : {}),
    ...(stage ? { stage } : {}),
    ...(grade ? { grade } : {}),
    ...(owner ? { owner } : {}),
    ...(list ? { listId: list } : {}),
    ...(removed === 'yes' ? { deleted: true } : {}),
    ...(condition ? { condition } : {}),
  };
  return {
    filter: kept,
    sort: sort ?? null,
    direction: direction === 'asc' || direction === 'desc' ? direction : null,
    columns: readColumns(columns),
    density: density === 'compact' ? 'compact' : 'calm',
  };
}

/**
 * What is shown: the view, with what the address says instead.
 *
 * @example
 * mergeWords({ grade: 'A', search: 'ana' }, { grade: 'B', search: '-' }) // { grade: 'B' }
 */
export function mergeWords(base: ViewWords, address: ViewWords): ViewWords {
  const merged = viewNames.map((name) => [name, address[name] ?? base[name]] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined && value !== none));
}

/**
 * What the address must say so that a view is shown in this way; null takes a word out of the address.
 *
 * @example
 * const { grade, search, sort } = differ({ grade: 'A', search: 'ana' }, { grade: 'A', sort: 'name' });
 * [grade, search, sort] // [null, '-', 'name']
 */
export function differ(base: ViewWords, wanted: ViewWords): Record<string, string | null> {
  const said = viewNames.map((name) => {
    const value = wanted[name] || undefined;
    if (value === (base[name] || undefined)) return [name, null] as const;
    return [name, value ?? none] as const;
  });
  return Object.fromEntries(said);
}

type ColumnChoice = ViewValues['columns'][number];

/**
 * @example
 * writeColumns([{ key: 'name', width: 320 }, { key: 'title', width: null }]) // 'name:320,title'
 */
export function writeColumns(columns: readonly ColumnChoice[]): string {
  const escapeKey = (key: string) => key.replace(/[%,:]/g, encodeURIComponent);
  return columns.map(({ key, width }) => (width === null ? escapeKey(key) : `${escapeKey(key)}:${width}`)).join(',');
}

/**
 * @example
 * readColumns('name:320,title') // [{ key: 'name', width: 320 }, { key: 'title', width: null }]
 */
export function readColumns(text: string | undefined): ColumnChoice[] {
  const seen = new Set<string>();
  return (text ?? '').split(',').flatMap((part) => {
    const [escaped = '', width = ''] = part.split(':');
    const key = readKey(escaped);
    if (key === '' || key.length > 120 || seen.has(key)) return [];
    seen.add(key);
    const pixels = Number.parseInt(width, 10);
    return [{ key, width: pixels >= 40 && pixels <= 2_000 ? pixels : null }];
  });
}

function readKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
