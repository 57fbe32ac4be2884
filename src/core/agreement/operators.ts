/** What a field holds. A choice is one of a known set of keys; a member is a person of the workspace. */
export const fieldTypes = [
  'text',
  'email',
  'choice',
  'number',
  'money',
  'bool',
  'instant',
  'date',
  'list',
  'member',
] as const;
export type FieldType = (typeof fieldTypes)[number];

const presence = ['exists', 'not-exists'] as const;
const sameness = ['equals', 'not-equals', 'in', 'not-in'] as const;
const wording = ['contains', 'starts-with', 'ends-with', 'matches-any'] as const;
const amounts = ['equals', 'not-equals', 'at-least', 'at-most', 'more-than', 'less-than', 'between'] as const;
const times = ['before', 'after', 'between', 'within-last', 'older-than'] as const;

/** Which operators each type of field has, in the order in which they are offered. */
export const operatorsByType = {
  text: [...sameness, ...wording, ...presence],
  email: [...sameness, ...wording, 'is-free-mailbox', 'is-disposable', ...presence],
  choice: [...sameness, ...presence],
  number: [...amounts, ...presence],
  money: [...amounts, ...presence],
  bool: ['is'],
  instant: [...times, ...presence],
  date: [...times, ...presence],
  list: ['includes-any', 'includes-all'],
  member: ['equals', ...presence],
} as const satisfies Record<FieldType, readonly string[]>;

export type Operator = (typeof operatorsByType)[FieldType][number];

/** What an operator takes beside the field. */
export type Arity = 'nothing' | 'one' | 'list' | 'two';

const arities: Partial<Record<Operator, Arity>> = {
  in: 'list',
  'not-in': 'list',
  'matches-any': 'list',
  'includes-any': 'list',
  'includes-all': 'list',
  between: 'two',
  exists: 'nothing',
  'not-exists': 'nothing',
  'is-free-mailbox': 'nothing',
  'is-disposable': 'nothing',
};

/**
 * How many values an operator takes.
 *
 * @example
 * arityOf('between') // 'two'
 */
export function arityOf(operator: Operator): Arity {
  return arities[operator] ?? 'one';
}
