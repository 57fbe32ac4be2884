import { type Condition, type ConditionLeaf, isLeaf, type PathPart, readGroup } from '../agreement/condition.ts';

/** Makes a predicate of a condition, as `compileCondition` does for one catalogue of fields. */
export type Compile<Facts> = (condition: Condition) => (facts: Facts) => boolean;

/** A condition whose every part can be asked by itself, so that an answer can name the comparisons behind it. */
export type AskedCondition<Facts> =
  | { leaf: ConditionLeaf; path: PathPart[]; holds(facts: Facts): boolean }
  | { word: 'all' | 'any' | 'none'; parts: AskedCondition<Facts>[]; holds(facts: Facts): boolean };

/**
 * One comparison behind an answer. `negated` is set for one within `none`: there it speaks for the condition when it does
 * not hold. `together` is set where each comparison of a group holds by itself, but not all for the same touch.
 */
export type LeafFinding = { leaf: ConditionLeaf; path: PathPart[]; negated?: true; together?: true };

/**
 * Why a condition holds, or why not yet. `evidence`: the comparisons that make it hold. `ways`: each way in which it could
 * come to hold, as the comparisons that it lacks, the shortest way first. One of the two is empty.
 */
export type ConditionFinding = { holds: boolean; evidence: LeafFinding[]; ways: LeafFinding[][] };

/** More ways than this help nobody; a condition of many alternatives within alternatives would list thousands. */
const mostWays = 20;

/**
 * Prepares a condition for `explainCondition`: compile once, explain for many persons.
 *
 * @param compile makes a predicate of each part; what it throws is passed on
 * @example
 * const compile = () => (facts: { fit: number }) => facts.fit >= 50;
 * askCondition({ all: [{ field: 'fit', op: 'at-least', value: 50 }] }, compile).holds({ fit: 60 }) // true
 */
export function askCondition<Facts>(
  condition: Condition,
  compile: Compile<Facts>,
  path: readonly PathPart[] = [],
): AskedCondition<Facts> {
  const { word, parts } = readGroup(condition);
  const asked = parts.map((part, index): AskedCondition<Facts> => {
    const here = [...path, word, index];
    if (!isLeaf(part)) return askCondition(part, compile, here);
    return { leaf: part, path: here, holds: compile({ any: [part] }) };
  });
  return { word, parts: asked, holds: compile(condition) };
}

/**
 * Why a condition holds for these facts, or what it lacks.
 *
 * @example
 * const compile = () => (facts: { fit: number }) => facts.fit >= 50;
 * const asked = askCondition({ all: [{ field: 'fit', op: 'at-least', value: 50 }] }, compile);
 * explainCondition(asked, { fit: 20 }).ways[0][0].leaf.field // 'fit'
 */
export function explainCondition<Facts>(asked: AskedCondition<Facts>, facts: Facts): ConditionFinding {
  if (asked.holds(facts)) return { holds: true, evidence: listEvidence(asked, facts), ways: [] };
  return { holds: false, evidence: [], ways: listWays(asked, facts) };
}

function listEvidence<Facts>(asked: AskedCondition<Facts>, facts: Facts): LeafFinding[] {
  if ('leaf' in asked) return [{ leaf: asked.leaf, path: asked.path }];
  if (asked.word === 'none') return listLeaves(asked).map((finding) => ({ ...finding, negated: true }));
  return asked.parts.filter((part) => part.holds(facts)).flatMap((part) => listEvidence(part, facts));
}

function listWays<Facts>(asked: AskedCondition<Facts>, facts: Facts): LeafFinding[][] {
  if ('leaf' in asked) return [[{ leaf: asked.leaf, path: asked.path }]];
  if (asked.word === 'any') return shorten(asked.parts.flatMap((part) => listWays(part, facts)));
  if (asked.word === 'none') {
    const standing = asked.parts.filter((part) => part.holds(facts));
    return [standing.flatMap((part) => listEvidence(part, facts)).map((finding) => ({ ...finding, negated: true }))];
  }
  const lacking = asked.parts.filter((part) => !part.holds(facts));
  if (lacking.length === 0) return [listLeaves(asked).map((finding) => ({ ...finding, together: true }))];
  let ways: LeafFinding[][] = [[]];
  for (const part of lacking) {
    const further = listWays(part, facts);
    ways = shorten(ways.flatMap((way) => further.map((more) => [...way, ...more])));
  }
  return ways;
}

function listLeaves<Facts>(asked: AskedCondition<Facts>): LeafFinding[] {
  if ('leaf' in asked) return [{ leaf: asked.leaf, path: asked.path }];
  return asked.parts.flatMap(listLeaves);
}

function shorten(ways: LeafFinding[][]): LeafFinding[][] {
  return ways.sort((a, b) => a.length - b.length).slice(0, mostWays);
}
