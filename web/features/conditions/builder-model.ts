/** A condition as the builder holds it while it is made: every part has an id, and may be unfinished. */
import {
  type Condition,
  type ConditionLeaf,
  type ConditionPart,
  type ConditionValue,
  type GroupWord,
  isLeaf,
  readGroup,
} from '../../../src/core/agreement/condition.ts';

export type BuilderRule = { id: string; field: string; operator: string; value: ConditionValue | undefined };
export type BuilderGroup = { id: string; combinator: GroupWord; rules: BuilderPart[] };
export type BuilderPart = BuilderRule | BuilderGroup;

export const isGroup = (part: BuilderPart): part is BuilderGroup => 'rules' in part;

/**
 * @example
 * toBuilder({ all: [{ field: 'grade', op: 'exists' }] })
 * // { id: '0', combinator: 'all', rules: [{ id: '0.0', field: 'grade', operator: 'exists', value: undefined }] }
 */
export function toBuilder(condition: Condition, id = '0'): BuilderGroup {
  const { word, parts } = readGroup(condition);
  const rules = parts.map((part, index) => toPart(part, `${id}.${index}`));
  return { id, combinator: word, rules };
}

const toPart = (part: ConditionPart, id: string): BuilderPart =>
  isLeaf(part) ? { id, field: part.field, operator: part.op, value: part.value } : toBuilder(part, id);

/**
 * The tree that a builder shows, whether it is finished or not.
 *
 * @example
 * toCondition({ id: '0', combinator: 'none', rules: [] }) // { none: [] }
 */
export function toCondition({ combinator, rules }: BuilderGroup): Condition {
  const parts = rules.map((part) => (isGroup(part) ? toCondition(part) : toLeaf(part)));
  return { [combinator]: parts } as Condition;
}

export const toLeaf = ({ field, operator, value }: BuilderRule): ConditionLeaf => ({
  field,
  op: operator,
  ...(value === undefined ? {} : { value }),
});

/**
 * The same builder with another comparison at a place, by the places in its groups.
 *
 * @example
 * const rule = { id: 'a', field: 'grade', operator: 'exists', value: undefined };
 * changeRule({ id: '0', combinator: 'all', rules: [rule] }, [0], { operator: 'not-exists' }).rules[0].operator // 'not-exists'
 */
export function changeRule(group: BuilderGroup, path: readonly number[], change: Partial<BuilderRule>): BuilderGroup {
  const [place, ...rest] = path;
  const rules = group.rules.map((part, index) => {
    if (index !== place) return part;
    if (isGroup(part)) return changeRule(part, rest, change);
    return rest.length === 0 ? { ...part, ...change } : part;
  });
  return { ...group, rules };
}

/**
 * The places in the builder's groups of a path in a condition.
 *
 * @example
 * placesOf(['all', 0, 'any', 2, 'value']) // '0.2'
 */
export const placesOf = (path: readonly (string | number)[]): string =>
  path.filter((part) => typeof part === 'number').join('.');

/** Nothing to compare with yet: what has just been added is no mistake. */
export const isEmptyValue = (value: ConditionValue | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
