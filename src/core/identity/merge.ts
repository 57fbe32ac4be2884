import {
  combineField,
  isBlank,
  isConflict,
  isSame,
  type MergeRecord,
  type MergeRules,
  mergeReasons,
  own,
  ruleOf,
} from './merge-rule.ts';

/** One field of the survivor that changes. `before` is absent where the survivor did not have the field at all. */
export type MergeChange = {
  readonly field: string;
  readonly before?: unknown;
  readonly after: unknown;
  readonly why: string;
};

/** All that is needed to carry a merge out and to take it back: plain data, to be stored as it is. */
export type MergePlan = {
  readonly refused: null;
  readonly survivorId: string;
  /** The record that goes, whole: undo brings it back from here. */
  readonly merged: MergeRecord;
  readonly changes: readonly MergeChange[];
};

export type MergeRefusal = {
  readonly refused: 'conflicting-unique-id' | 'same-record';
  readonly fields: readonly string[];
  readonly why: string;
};

/**
 * Plans the merge of two records into the first, without changing either; or refuses when both have different ids where
 * one person has one (a CRM's id, a user id): such a pair belongs on the review list.
 *
 * @param stages the lead stages in order, for `furthest`; a stage that is not in it counts as before all others
 * @example
 * planMerge({ id: 'p1', phone: null }, { id: 'p2', phone: '+4930123456' }, contactMergeRules, []).changes[0]
 * // { field: 'phone', before: null, after: '+4930123456', why: 'The field was blank and is filled from the other record.' }
 */
export function planMerge(
  keep: MergeRecord,
  drop: MergeRecord,
  rules: MergeRules,
  stages: readonly string[],
): MergePlan | MergeRefusal {
  if (keep.id === drop.id) return { refused: 'same-record', fields: ['id'], why: 'This is one record, not two.' };
  const fields = [...new Set([...Object.keys(keep), ...Object.keys(drop), ...Object.keys(rules)])].filter(
    (field) => field !== 'id',
  );
  const conflicts = fields.filter(
    (field) => ruleOf(rules, field) === 'unique' && isConflict(own(keep, field), own(drop, field)),
  );
  if (conflicts.length > 0) {
    return {
      refused: 'conflicting-unique-id',
      fields: conflicts,
      why: 'The two records have different ids in a system that gives each person one. They may be two people.',
    };
  }
  const changes = fields.flatMap((field): MergeChange[] => {
    const rule = ruleOf(rules, field);
    const before = own(keep, field);
    const after = combineField(rule, field, keep, drop, stages);
    if (isSame(before, after) || (isBlank(before) && isBlank(after))) return [];
    const why = mergeReasons[typeof rule === 'string' ? rule : 'unionOf'];
    return [{ field, ...(Object.hasOwn(keep, field) ? { before } : {}), after, why }];
  });
  return { refused: null, survivorId: keep.id, merged: drop, changes };
}

/**
 * The survivor after the merge.
 *
 * @example
 * applyMerge({ refused: null, survivorId: 'p1', merged: { id: 'p2' }, changes: [{ field: 'phone', before: null, after: '+4930123456', why: '' }] }, { id: 'p1', phone: null })
 * // { id: 'p1', phone: '+4930123456' }
 */
export function applyMerge(plan: MergePlan, keep: MergeRecord): MergeRecord {
  const fields = new Map<string, unknown>(Object.entries(keep));
  for (const { field, after } of plan.changes) fields.set(field, after);
  return toRecord(keep.id, fields);
}

/**
 * Takes a merge back: the survivor as it was, and the record that had gone. A field that somebody changed since the merge
 * keeps its new value and is listed, since that work was done on what stood there.
 *
 * @param survivor the survivor as it stands now
 * @example
 * undoMerge({ refused: null, survivorId: 'p1', merged: { id: 'p2' }, changes: [{ field: 'phone', before: null, after: '+4930123456', why: '' }] }, { id: 'p1', phone: '+4930123456' })
 * // { survivor: { id: 'p1', phone: null }, merged: { id: 'p2' }, changedSince: [] }
 */
export function undoMerge(
  plan: MergePlan,
  survivor: MergeRecord,
): { survivor: MergeRecord; merged: MergeRecord; changedSince: string[] } {
  const fields = new Map<string, unknown>(Object.entries(survivor));
  const changedSince: string[] = [];
  for (const change of plan.changes) {
    if (!isSame(fields.get(change.field), change.after)) {
      changedSince.push(change.field);
    } else if (Object.hasOwn(change, 'before')) {
      fields.set(change.field, change.before);
    } else {
      fields.delete(change.field);
    }
  }
  return { survivor: toRecord(survivor.id, fields), merged: plan.merged, changedSince };
}

/** From entries, so that a field named `__proto__` is a field like any other. */
function toRecord(id: string, fields: ReadonlyMap<string, unknown>): MergeRecord {
  return { ...Object.fromEntries(fields), id };
}
