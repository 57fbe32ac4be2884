/**
 * Two changes of one draft put together: what each changed since the text that both began with, clause by clause. What only
 * one of them changed is taken; where both did, somebody chooses.
 */
import { clauseLists, listIds } from '../../../src/core/agreement/clause-lists.ts';
import {
  equalPlain,
  isPlainRecord,
  type Plain,
  type PlainRecord,
} from '../../../src/core/agreement/plain-agreement.ts';
import type { Sentence } from '../../../src/core/agreement/sentence.ts';
import { describeAgreement } from '../../../src/core/agreement/sentences.ts';
import { freeKey, insertAt, moveAt, readDraft, setAt, valueAt } from './draft-source.ts';
import { salvage } from './read-draft.ts';

/** One place that was changed: a clause of a list by its id, another value by its path, or the order of a list. */
export type Change = {
  id: string;
  path: readonly string[];
  /** Of a clause of a list: its list and how it is known there. */
  list: { path: readonly string[]; key: string } | null;
  isOrder: boolean;
  base: Plain | undefined;
  mine: Plain | undefined;
  theirs: Plain | undefined;
  who: 'mine' | 'theirs' | 'both';
  /** Both can stand beside each other, or both changed other parts of it. */
  canBeBoth: boolean;
  /** As it reads in each text; null where there is no such clause, or none that can be read. */
  said: { base: string | null; mine: string | null; theirs: string | null };
};
export type Taken = 'mine' | 'theirs' | 'both';

type Unit = { path: readonly string[]; list: Change['list']; isOrder: boolean; value: Plain };

/** What both changed of a draft; null where one of the texts is no YAML: then one of them is taken as a whole. */
export function findChanges(base: string, mine: string, theirs: string): Change[] | null {
  const [from, left, right] = [base, mine, theirs].map((text) => readDraft(text).data);
  if (!from || !left || !right) return null;
  const units = [from, left, right].map(listUnits);
  const [before, own, other] = units as [Units, Units, Units];
  const say = [from, left, right].map((data) => {
    const agreement = salvage(data);
    return agreement ? describeAgreement(agreement) : [];
  });
  const ids = [...new Set([...other.keys(), ...own.keys(), ...before.keys()])];
  return ids.flatMap((id): Change[] => {
    const [b, m, t] = [before.get(id), own.get(id), other.get(id)];
    const isMine = !equalPlain(b?.value, m?.value);
    const isTheirs = !equalPlain(b?.value, t?.value);
    const unit = m ?? t ?? b;
    if (!unit || (!isMine && !isTheirs) || equalPlain(m?.value, t?.value)) return [];
    // A list that gained or lost a clause is in no other order for that.
    if (unit.isOrder && !(isReordered(b, m) || isReordered(b, t))) return [];
    const who = isMine && isTheirs ? 'both' : isMine ? 'mine' : 'theirs';
    const [sayBase = [], sayMine = [], sayTheirs = []] = say;
    const said = {
      base: b ? sayUnit(b, sayBase) : null,
      mine: m ? sayUnit(m, sayMine) : null,
      theirs: t ? sayUnit(t, sayTheirs) : null,
    };
    const canBeBoth = who === 'both' && joinBoth(b?.value, m?.value, t?.value, unit) !== null;
    const { path, list, isOrder } = unit;
    return [{ id, path, list, isOrder, base: b?.value, mine: m?.value, theirs: t?.value, who, canBeBoth, said }];
  });
}

/** The text with what was chosen of each change, made on top of theirs so that its comments stay. */
export function mergeDrafts(theirs: string, changes: readonly Change[], picks: ReadonlyMap<string, Taken>): string {
  let text = theirs;
  for (const change of [...changes].sort((a, b) => Number(a.isOrder) - Number(b.isOrder))) {
    const pick = picks.get(change.id) ?? usualPick(change);
    if (pick === 'theirs' && change.who !== 'mine') continue;
    const wanted = pick === 'mine' ? change.mine : pick === 'theirs' ? change.base : change.theirs;
    if (pick === 'both') text = putBoth(text, change);
    else text = putUnit(text, change, wanted);
  }
  return text;
}

/** What one of them alone changed is taken. */
export const usualPick = ({ who }: Change): Taken => (who === 'theirs' ? 'theirs' : 'mine');

type Units = ReadonlyMap<string, Unit>;

function listUnits(data: PlainRecord): Units {
  const units = new Map<string, Unit>();
  const add = (path: readonly string[], value: Plain, list: Unit['list'] = null, isOrder = false) =>
    units.set(isOrder ? `${path.join('.')} order` : path.join('.'), { path, list, isOrder, value });
  const walk = (value: Plain, path: readonly string[]) => {
    const listed = clauseLists.find((one) => one.path.join('.') === path.join('.'));
    const ids = listed ? listIds(value, listed.id) : null;
    if (listed && ids && Array.isArray(value)) {
      for (const [index, id] of ids.entries()) add([...path, id], value[index] ?? null, { path, key: listed.id });
      if (ids.length > 0) add(path, ids, null, true);
    } else if (isPlainRecord(value) && path.length < 3 && !isCondition(value)) {
      for (const [name, one] of Object.entries(value)) walk(one, [...path, name]);
    } else add(path, value);
  };
  walk(data, []);
  return units;
}

const isCondition = (value: PlainRecord) => 'all' in value || 'any' in value || 'none' in value;

function isReordered(before: Unit | undefined, after: Unit | undefined): boolean {
  if (!before || !after || !Array.isArray(before.value) || !Array.isArray(after.value)) return false;
  const [from, to] = [before.value, after.value];
  return !equalPlain(
    from.filter((one) => to.includes(one)),
    to.filter((one) => from.includes(one)),
  );
}

function sayUnit({ path, value, isOrder }: Unit, sentences: readonly Sentence[]): string | null {
  const clause = path.join('.');
  if (isOrder && Array.isArray(value)) {
    const names = value.map((id) => sentences.find((one) => one.clause === `${clause}.${String(id)}`)?.name);
    // Two promises of one kind have one name.
    const said = value.map((id, index) => {
      const name = names[index] ?? String(id);
      return names.filter((one) => one === name).length > 1 ? `${name} (${String(id)})` : name;
    });
    return `In this order: ${said.join(', ')}.`;
  }
  for (let length = path.length; length > 0; length -= 1) {
    const at = path.slice(0, length).join('.');
    const found = sentences.filter((one) => one.clause === at || one.clause.startsWith(`${at}.`));
    if (found.length > 0) return found.map(({ text }) => text).join(' ');
    if (clauseLists.some((list) => list.path.join('.') === path.slice(0, length - 1).join('.'))) break;
  }
  return null;
}

/** Both changes of one clause in one: where each changed other names of it; null where they changed the same. */
function joinBoth(
  base: Plain | undefined,
  mine: Plain | undefined,
  theirs: Plain | undefined,
  { list }: Pick<Change, 'list'>,
): Plain | 'twice' | null {
  if (mine === undefined || theirs === undefined) return null;
  // Both added one under the same name: they can stand beside each other.
  if (base === undefined) return list && list.key === 'key' ? 'twice' : null;
  if (!isPlainRecord(base) || !isPlainRecord(mine) || !isPlainRecord(theirs)) return null;
  const names = [...new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])];
  const joined: PlainRecord = {};
  for (const name of names) {
    const [b, m, t] = [base[name], mine[name], theirs[name]];
    if (!equalPlain(b, m) && !equalPlain(b, t) && !equalPlain(m, t)) return null;
    const value = equalPlain(b, m) ? t : m;
    if (value !== undefined) joined[name] = value;
  }
  return joined;
}

function putBoth(text: string, change: Change): string {
  const joined = joinBoth(change.base, change.mine, change.theirs, change);
  if (joined !== 'twice') return joined === null ? text : putUnit(text, change, joined);
  const { list, mine } = change;
  const known = valueAt(readDraft(text).data ?? {}, list?.path ?? []);
  if (!list || !Array.isArray(known) || !isPlainRecord(mine)) return text;
  const taken = known.map((one) => valueAt(one, [list.key]));
  const key = freeKey(String(mine[list.key] ?? 'clause'), taken);
  return insertAt(text, list.path, known.length, { ...mine, [list.key]: key });
}

function putUnit(text: string, { path, list, isOrder }: Change, value: Plain | undefined): string {
  const data = readDraft(text).data ?? {};
  if (isOrder) return Array.isArray(value) ? putOrder(text, path, value.map(String)) : text;
  if (list === null) return setAt(text, path, value);
  const clauses = valueAt(data, list.path);
  const items = Array.isArray(clauses) ? clauses : [];
  const id = path.at(-1);
  const place = items.findIndex((one) => valueAt(one, [list.key]) === id);
  if (place < 0) return value === undefined ? text : insertAt(text, list.path, items.length, value);
  return setAt(text, [...list.path, place], value);
}

function putOrder(text: string, path: readonly string[], wanted: readonly string[]): string {
  const key = clauseLists.find((one) => one.path.join('.') === path.join('.'))?.id ?? 'key';
  let next = text;
  for (let place = 0; place < wanted.length; place += 1) {
    const ids = listIds(valueAt(readDraft(next).data ?? {}, path), key) ?? [];
    const sorted = wanted.filter((id) => ids.includes(id));
    // Clauses that only the other text has stay where they are, behind the others.
    const from = ids.indexOf(sorted[place] ?? '');
    if (from >= 0 && from !== place) next = moveAt(next, path, from, place);
  }
  return next;
}
