import { type Catalogue, resolveField } from './catalogue.ts';
import { listConditions, listPromises } from './clauses.ts';
import { type Condition, isLeaf, readGroup } from './condition.ts';
import { type LeafTest, readLeaf } from './condition-test.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';
import { clockOfPromise } from './schema-promises.ts';

/**
 * Clauses that can never apply: a condition that contradicts itself, a score out of reach, a clause behind another that
 * takes everything first.
 *
 * @example
 * checkNever(agreement, buildCatalogue(agreement)) // []
 */
export function checkNever(agreement: Agreement, catalogue: Catalogue): Finding[] {
  const reach = scoreReach(agreement);
  const contradictions = listConditions(agreement).flatMap(({ path, condition }) => {
    const why = explainNever(condition, catalogue, reach);
    if (why === null) return [];
    const isStage = path[0] === 'stages';
    const message = isStage ? `This stage can never be entered: ${why}.` : `This can never apply: ${why}.`;
    const code = isStage ? 'agreement.stage-not-entered' : 'agreement.never-applies';
    return [{ severity: 'error' as const, code, path, message, remedy: 'Loosen one of the comparisons.' }];
  });
  return [...contradictions, ...findShadowed(agreement)];
}

/** The highest scores that the scoring rules can give. */
type Reach = { fit: number; engagement: number };

function scoreReach({ scoring }: Agreement): Reach {
  if (scoring === undefined) return { fit: -1, engagement: -1 };
  const gains = scoring.engagement.rules.filter(({ points }) => points > 0);
  const most = gains.reduce((sum, rule) => sum + (rule.atMost ?? Number.POSITIVE_INFINITY), 0);
  const fit = scoring.fit.some(({ points }) => points > 0) ? 100 : 0;
  return { fit, engagement: Math.min(100, most) };
}

/**
 * Why a condition can never hold, as the end of a sentence; null when it may hold.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * const parts = [{ field: 'cycle', op: 'at-least', value: 3 }, { field: 'cycle', op: 'less-than', value: 2 }];
 * explainNever({ all: parts }, buildCatalogue(source)) // 'cycle cannot be all of this at once'
 */
export function explainNever(condition: Condition, catalogue: Catalogue, reach?: Reach): string | null {
  const { word, parts } = readGroup(condition);
  if (word === 'none') return null;
  const whys = parts.map((part) => {
    if (!isLeaf(part)) return explainNever(part, catalogue, reach);
    const read = readLeaf(part, catalogue);
    return 'problem' in read ? null : explainLeaf(read.field.name, read.test, reach);
  });
  if (word === 'any') return whys.every((why) => why !== null) ? (whys[0] ?? null) : null;
  const why = whys.find((one) => one !== null);
  if (why != null) return why;
  const byField = new Map<string, LeafTest[]>();
  for (const part of parts) {
    const read = isLeaf(part) ? readLeaf(part, catalogue) : null;
    if (read === null || 'problem' in read || read.field.type === 'list') continue;
    byField.set(read.field.name, [...(byField.get(read.field.name) ?? []), read.test]);
  }
  for (const [name, tests] of byField) {
    if (contradict(tests)) return `${labelOf(name, catalogue)} cannot be all of this at once`;
  }
  return null;
}

function labelOf(name: string, catalogue: Catalogue): string {
  return resolveField(name, catalogue)?.label || 'this field';
}

function explainLeaf(name: string, test: LeafTest, reach: Reach | undefined): string | null {
  if (reach === undefined) return null;
  const scored = name === 'fit' || name === 'engagement' || name.startsWith('grade');
  if (scored && reach.fit < 0) return 'the agreement has no scoring';
  if (test.test !== 'range' || test.from === null) return null;
  const most = name === 'fit' ? reach.fit : name === 'engagement' ? reach.engagement : Number.POSITIVE_INFINITY;
  if (test.from < most || (test.from === most && !test.fromOpen)) return null;
  return `the score reaches at most ${most}`;
}

function contradict(tests: readonly LeafTest[]): boolean {
  const needsAbsence = tests.some((test) => test.test === 'exists' && test.negated);
  if (needsAbsence && tests.some((test) => test.test !== 'exists' || !test.negated)) return true;
  const flags = new Set(tests.flatMap((test) => (test.test === 'flag' ? [test.value] : [])));
  return flags.size > 1 || excludeAllValues(tests) || leaveNoRange(tests);
}

function excludeAllValues(tests: readonly LeafTest[]): boolean {
  let allowed: string[] | null = null;
  for (const test of tests) {
    if (test.test !== 'one-of' || test.negated) continue;
    allowed = allowed === null ? test.values : allowed.filter((value) => test.values.includes(value));
  }
  return allowed?.every((value) => !allows(tests, value)) ?? false;
}

function allows(tests: readonly LeafTest[], value: string): boolean {
  return tests.every((test) => {
    if (test.test === 'one-of') return test.values.includes(value) !== test.negated;
    if (test.test === 'contains') return value.includes(test.value);
    if (test.test === 'starts-with') return value.startsWith(test.value);
    return test.test !== 'ends-with' || value.endsWith(test.value);
  });
}

function leaveNoRange(tests: readonly LeafTest[]): boolean {
  let [from, to, open] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false];
  for (const test of tests) {
    if (test.test !== 'range') continue;
    if (test.from !== null && test.from >= from)
      [from, open] = [test.from, test.fromOpen || (test.from === from && open)];
    if (test.to !== null && test.to <= to) [to, open] = [test.to, open || test.toOpen];
  }
  return from > to || (from === to && open);
}

/** Of promises of one kind, and of lead values, the first that holds binds: one without a condition takes everything. */
function findShadowed(agreement: Agreement): Finding[] {
  const takenBy = new Map<string, string>();
  const findings: Finding[] = [];
  const visit = (kind: string, key: string, isOpen: boolean, path: (string | number)[]) => {
    const first = takenBy.get(kind);
    if (first !== undefined) {
      const message = `This can never apply: "${first}" comes first and takes everything.`;
      findings.push({
        severity: 'error',
        code: 'agreement.never-applies',
        path,
        message,
        remedy: `Put it before "${first}".`,
      });
    } else if (isOpen) {
      takenBy.set(kind, key);
    }
  };
  for (const { promise, path } of listPromises(agreement)) {
    if (promise.promise in clockOfPromise) {
      visit(promise.promise, promise.key, !('when' in promise && promise.when), path);
    }
  }
  for (const [index, value] of agreement.leadValues.entries()) {
    visit('', value.key, value.when === undefined, ['leadValues', index]);
  }
  return findings;
}
