import { isPlainRecord, type Plain, type PlainRecord } from './plain-agreement.ts';

/** Every list of clauses, with the name by which a clause of it is known. */
export const clauseLists: readonly { path: readonly string[]; id: string }[] = [
  { path: ['vocabulary'], id: 'term' },
  { path: ['personas'], id: 'key' },
  { path: ['segments'], id: 'key' },
  { path: ['targetAccounts', 'rows'], id: 'domain' },
  { path: ['journey'], id: 'key' },
  { path: ['scoring', 'fit'], id: 'key' },
  { path: ['scoring', 'engagement', 'rules'], id: 'key' },
  { path: ['stages'], id: 'key' },
  { path: ['routing'], id: 'key' },
  { path: ['salesCommits'], id: 'key' },
  { path: ['marketingCommits'], id: 'key' },
  { path: ['leadValues'], id: 'key' },
  { path: ['escalation'], id: 'at' },
  { path: ['feedback', 'reasons'], id: 'key' },
  { path: ['kpis'], id: 'id' },
  { path: ['meetings'], id: 'key' },
];

/**
 * The ids of a list's clauses when each has one of its own; null when the list can only be taken as a whole.
 *
 * @example
 * listIds([{ key: 'a' }, { key: 'b' }], 'key') // ['a', 'b']
 * listIds([{ key: 'a' }, { key: 'a' }], 'key') // null
 */
export function listIds(list: Plain | undefined, id: string): string[] | null {
  if (!Array.isArray(list)) return null;
  const ids = list.map((item) => (isPlainRecord(item) ? item[id] : undefined));
  if (ids.some((one) => typeof one !== 'string') || new Set(ids).size !== ids.length) return null;
  return ids as string[];
}

/**
 * The value at a path of names.
 *
 * @example
 * readPath({ scoring: { explore: '5%' } }, ['scoring', 'explore']) // '5%'
 */
export function readPath(plain: Plain | undefined, path: readonly string[]): Plain | undefined {
  return path.reduce<Plain | undefined>((value, name) => {
    return isPlainRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }, plain);
}

/**
 * Puts a value at a path of names, or takes it away; the record is changed in place.
 *
 * @example
 * const plain = { scoring: { explore: '5%' } };
 * writePath(plain, ['scoring', 'explore'], '3%');
 * plain.scoring.explore // '3%'
 */
export function writePath(plain: PlainRecord, path: readonly string[], value: Plain | undefined): void {
  const name = path.at(-1) ?? '';
  const parent = readPath(plain, path.slice(0, -1));
  if (!isPlainRecord(parent)) return;
  if (value === undefined) delete parent[name];
  else parent[name] = value;
}
