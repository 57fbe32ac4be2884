/** What a builder says so far: the condition when it is finished, else what is missing or wrong, each beside its part. */
import { checkCondition } from '../../../src/core/agreement/check-condition.ts';
import { type Condition, listLeaves, readCondition } from '../../../src/core/agreement/condition.ts';
import { type Speech, sayCondition } from '../../../src/core/agreement/sentence-condition.ts';
import { type BuilderGroup, isEmptyValue, placesOf, toCondition } from './builder-model.ts';

export type Reading = {
  /** Null while something is missing or wrong, and for an empty builder. */
  condition: Condition | null;
  isEmpty: boolean;
  /** By the places of the comparison or group; `isMissing`: it has just not been filled in yet. */
  problems: ReadonlyMap<string, { text: string; isMissing: boolean }>;
};

/**
 * @param asked what the condition is asked of; of companies only fields of companies can be asked
 * @example
 * readBuilder({ id: '0', combinator: 'all', rules: [] }, speech, 'contact').isEmpty // true
 */
export function readBuilder(group: BuilderGroup, { catalogue }: Speech, asked: 'contact' | 'account'): Reading {
  if (group.rules.length === 0) return { condition: null, isEmpty: true, problems: new Map() };
  const tree = toCondition(group);
  const values = new Map(listLeaves(tree).map(({ leaf, path }) => [placesOf(path), leaf.value]));
  const problems = new Map<string, { text: string; isMissing: boolean }>();
  const add = (path: readonly (string | number)[], text: string) => {
    const places = placesOf(path);
    const isMissing = values.has(places) && isEmptyValue(values.get(places));
    if (!problems.has(places))
      problems.set(places, { text: isMissing ? 'Say what to compare with.' : text, isMissing });
  };
  for (const { path, message } of readCondition(tree).problems) add(path, message);
  for (const { path, message, remedy } of checkCondition(tree, catalogue)) add(path, `${message} ${remedy}`.trim());
  for (const { leaf, path } of listLeaves(tree)) {
    if (asked === 'account' && !leaf.field.startsWith('account.')) add(path, 'Companies have no such field.');
  }
  return { condition: problems.size === 0 ? tree : null, isEmpty: false, problems };
}

/**
 * A condition in words.
 *
 * @example
 * sayBuilder({ all: [{ field: 'grade', op: 'exists' }] }, speech) // 'When its grade is known.'
 */
export const sayBuilder = (condition: Condition, speech: Speech): string => `When ${sayCondition(condition, speech)}.`;
