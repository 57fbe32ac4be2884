import { z } from 'zod';

/** One comparison: field, operator and, where the operator has one, value; what they may be is in the field catalogue. */
export type ConditionLeaf = { field: string; op: string; value?: ConditionValue | undefined };
export type ConditionValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * A tree of comparisons. All touch fields speak of the same touch within the innermost `all` that they stand in; a `none`
 * ends that and starts afresh; outside of an `all` each speaks of any touch.
 */
export type Condition = { all: ConditionPart[] } | { any: ConditionPart[] } | { none: ConditionPart[] };
export type ConditionPart = Condition | ConditionLeaf;

export const groupWords = ['all', 'any', 'none'] as const;
export type GroupWord = (typeof groupWords)[number];

/**
 * The word and the parts of a group.
 *
 * @example
 * readGroup({ any: [{ field: 'grade', op: 'exists' }] }) // { word: 'any', parts: [{ field: 'grade', op: 'exists' }] }
 */
export function readGroup(condition: Condition): { word: GroupWord; parts: ConditionPart[] } {
  if ('all' in condition) return { word: 'all', parts: condition.all };
  if ('any' in condition) return { word: 'any', parts: condition.any };
  return { word: 'none', parts: condition.none };
}

/**
 * True for a comparison, false for a group.
 *
 * @example
 * isLeaf({ field: 'grade', op: 'exists' }) // true
 */
export function isLeaf(part: ConditionPart): part is ConditionLeaf {
  return 'field' in part;
}

/**
 * All leaves of a condition with their place in it, in the order in which they are written.
 *
 * @example
 * listLeaves({ all: [{ field: 'grade', op: 'exists' }] }) // [{ leaf: { field: 'grade', op: 'exists' }, path: ['all', 0] }]
 */
export function listLeaves(
  condition: Condition,
  path: readonly PathPart[] = [],
): { leaf: ConditionLeaf; path: PathPart[] }[] {
  const { word, parts } = readGroup(condition);
  return parts.flatMap((part, index) => {
    const here = [...path, word, index];
    return isLeaf(part) ? [{ leaf: part, path: here }] : listLeaves(part, here);
  });
}

/** A step of a path into an agreement: a name in camelCase, or a place in a list. */
export type PathPart = string | number;

/** Deep enough for any agreement that a person could read, shallow enough for every evaluator's stack. */
const deepest = 8;

const scalar = z.union([z.string().max(500), z.number(), z.boolean()], 'Write a text, a number, or true or false.');
const Leaf = z.strictObject({
  field: z.string(),
  op: z.string(),
  value: z.union([scalar, z.array(scalar).min(1).max(500)], 'Write one value or a list of them.').optional(),
});

/** What is wrong with the shape of a condition; `keys` are the words that may stand where `found` does. */
export type ShapeProblem = { path: PathPart[]; message: string; keys?: readonly string[]; found?: string };
type Problems = ShapeProblem[];

/**
 * Reads a condition tree as it stands in an agreement: its shape only, its meaning is for `checkCondition`.
 *
 * @example
 * readCondition({ all: [] }).problems[0].message // 'This group is empty: write a list with at least one comparison.'
 */
export function readCondition(input: unknown): { condition: Condition | null; problems: ShapeProblem[] } {
  const problems: Problems = [];
  const condition = readConditionGroup(input, [], problems);
  return { condition: problems.length > 0 ? null : condition, problems };
}

function readConditionGroup(input: unknown, path: PathPart[], problems: Problems): Condition | null {
  if (!isRecord(input)) {
    problems.push({ path, message: 'This is no condition: write all, any or none and a list of comparisons.' });
    return null;
  }
  const found = Object.keys(input);
  const word = groupWords.find((one) => one in input);
  if (word === undefined || found.length !== 1) {
    const stranger = found.find((key) => !groupWords.some((one) => one === key));
    problems.push({
      path: stranger === undefined ? path : [...path, stranger],
      message: 'A condition has exactly one of all, any and none.',
      keys: groupWords,
      ...(stranger === undefined ? {} : { found: stranger }),
    });
    return null;
  }
  const parts = input[word];
  const here = [...path, word];
  if (!Array.isArray(parts) || parts.length === 0) {
    problems.push({ path: here, message: 'This group is empty: write a list with at least one comparison.' });
    return null;
  }
  if (here.length > deepest * 2) {
    problems.push({ path: here, message: `Groups are nested too deep: at most ${deepest}.` });
    return null;
  }
  const read = parts.map((part: unknown, index) => readPart(part, [...here, index], problems));
  return { [word]: read } as Condition;
}

function readPart(part: unknown, path: PathPart[], problems: Problems): ConditionPart | null {
  if (isRecord(part) && (groupWords.some((word) => word in part) || isMisspelt(part)))
    return readConditionGroup(part, path, problems);
  const leaf = Leaf.safeParse(part);
  if (leaf.success) return leaf.data as ConditionLeaf;
  for (const issue of leaf.error.issues) {
    const at = [...path, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    if (issue.code === 'unrecognized_keys') {
      const [found = ''] = issue.keys;
      const keys = ['field', 'op', 'value', ...groupWords];
      problems.push({ path: [...at, found], message: `A comparison has no "${found}".`, keys, found });
    } else if (isRecord(part) && issue.path.length > 0 && !(String(issue.path[0]) in part)) {
      problems.push({
        path: at,
        message: `"${String(issue.path[0])}" is missing: a comparison is { field, op, value }.`,
      });
    } else {
      problems.push({ path: at, message: issue.message });
    }
  }
  return null;
}

/** One name with a list under it was meant as a group. */
function isMisspelt(part: Record<string, unknown>): boolean {
  const [only, ...others] = Object.values(part);
  return others.length === 0 && Array.isArray(only);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
