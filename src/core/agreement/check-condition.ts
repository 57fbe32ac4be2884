import type { Catalogue } from './catalogue.ts';
import { type Condition, listLeaves, type PathPart } from './condition.ts';
import { readLeaf } from './condition-test.ts';

/** One thing that is wrong with a condition, at a path inside it. */
export type ConditionProblem = { path: PathPart[]; message: string; remedy: string; offset?: number };

/**
 * Checks every comparison of a condition against the catalogue: unknown field, wrong operator for its type, impossible
 * value. Empty when the condition can be compiled.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * checkCondition({ all: [{ field: 'acount.employees', op: 'exists' }] }, buildCatalogue(source))
 * // [{ path: ['all', 0, 'field'], message: 'There is no field "acount.employees".', remedy: 'Did you mean account.employees?' }]
 */
export function checkCondition(condition: Condition, catalogue: Catalogue): ConditionProblem[] {
  return listLeaves(condition).flatMap(({ leaf, path }) => {
    const read = readLeaf(leaf, catalogue);
    if (!('problem' in read)) return [];
    const { part, ...problem } = read.problem;
    return [{ path: [...path, part], ...problem }];
  });
}
