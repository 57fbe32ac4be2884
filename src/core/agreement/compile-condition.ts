import { foldText } from '../text.ts';
import type { Catalogue, CatalogueField } from './catalogue.ts';
import { type Condition, type ConditionPart, isLeaf, readGroup } from './condition.ts';
import { type LeafTest, readLeaf } from './condition-test.ts';
import type { Facts, TouchFacts } from './facts.ts';
import { readAmount, readFact, readMailbox } from './read-fact.ts';
import { wordForm } from './words.ts';

/** True when the condition holds for these facts. */
export type Predicate = (facts: Facts) => boolean;

/** The touch that a comparison speaks of; `none` when its group is tried without any, `free` when it may take each. */
type Scope = TouchFacts | 'none' | 'free';
type Evaluate = (facts: Facts, touch: Scope) => boolean;

/**
 * Makes a predicate of a condition. A missing value makes every comparison false but `not-exists`; `none` over missing
 * values is true. All touch fields within the innermost `all` speak of the same touch.
 *
 * @throws Error when the condition does not pass `checkCondition`: check before you compile.
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * const isLarge = compileCondition({ all: [{ field: 'account.employees', op: 'at-least', value: 50 }] }, buildCatalogue(source));
 * isLarge({ at: 0, contact: {}, account: { employees: 50 }, derived: {}, touches: [] }) // true
 */
export function compileCondition(condition: Condition, catalogue: Catalogue): Predicate {
  const evaluate = compileGroup(condition, catalogue);
  return (facts) => evaluate(facts, 'free');
}

function compileGroup(condition: Condition, catalogue: Catalogue): Evaluate {
  const { word, parts } = readGroup(condition);
  const evaluates = parts.map((part) => compilePart(part, catalogue));
  if (word === 'any') return (facts, touch) => evaluates.some((evaluate) => evaluate(facts, touch));
  if (word === 'none') return (facts) => !evaluates.some((evaluate) => evaluate(facts, 'free'));
  const every = (facts: Facts, touch: Scope) => evaluates.every((evaluate) => evaluate(facts, touch));
  // Groups that speak of no touch, the many, are tried once.
  if (!speaksOfTouch(condition)) return (facts) => every(facts, 'none');
  return (facts) => facts.touches.some((touch) => every(facts, touch)) || every(facts, 'none');
}

/** Whether a comparison of this group itself, not of a group in it that starts afresh, is about a touch. */
function speaksOfTouch(condition: Condition): boolean {
  return readGroup(condition).parts.some((part) => {
    if (isLeaf(part)) return part.field.startsWith('touch.');
    return readGroup(part).word === 'any' && speaksOfTouch(part);
  });
}

function compilePart(part: ConditionPart, catalogue: Catalogue): Evaluate {
  if (!isLeaf(part)) return compileGroup(part, catalogue);
  const read = readLeaf(part, catalogue);
  if ('problem' in read) throw new Error(`${read.problem.message} ${read.problem.remedy}`);
  const { field, test } = read;
  const holds = compileTest(field, test, catalogue.zone);
  if (!field.name.startsWith('touch.')) return (facts) => holds(facts, undefined);
  return (facts, touch) => {
    if (touch === 'none') return false;
    return touch === 'free' ? facts.touches.some((one) => holds(facts, one)) : holds(facts, touch);
  };
}

type Holds = (facts: Facts, touch: TouchFacts | undefined) => boolean;

function compileTest(field: CatalogueField, test: LeafTest, zone: string): Holds {
  const read = (facts: Facts, touch: TouchFacts | undefined) => readFact(field, facts, touch);
  const onText = (holds: (text: string) => boolean): Holds => {
    return (facts, touch) => {
      const text = toText(read(facts, touch));
      return text !== null && holds(text);
    };
  };
  switch (test.test) {
    case 'exists':
      return (facts, touch) => isMissing(read(facts, touch)) === test.negated;
    case 'one-of': {
      const values = new Set(test.values);
      return onText((text) => values.has(text) !== test.negated);
    }
    case 'contains':
      return onText((text) => text.includes(test.value));
    case 'starts-with':
      return onText((text) => text.startsWith(test.value));
    case 'ends-with':
      return onText((text) => text.endsWith(test.value));
    case 'phrases':
      return onText((text) => test.phrases.some((phrase) => wordForm(text).includes(phrase)));
    case 'flag':
      return (facts, touch) => read(facts, touch) === test.value;
    case 'includes':
      return (facts, touch) => includes(read(facts, touch), test);
    case 'mailbox':
      return (facts) => readMailbox(field, facts) === test.mailbox;
    default:
      return compileAmountTest(field, test, zone);
  }
}

function compileAmountTest(
  field: CatalogueField,
  test: Extract<LeafTest, { test: 'range' | 'other-number' | 'age' }>,
  zone: string,
): Holds {
  return (facts, touch) => {
    const value = readAmount(field, readFact(field, facts, touch), zone);
    if (value === null) return false;
    if (test.test === 'other-number') return value !== test.value;
    if (test.test === 'age') {
      const recent = value > facts.at - test.duration;
      return test.within ? recent && value <= facts.at : !recent;
    }
    const { from, to, fromOpen, toOpen } = test;
    const aboveFrom = from === null || value > from || (!fromOpen && value === from);
    return aboveFrom && (to === null || value < to || (!toOpen && value === to));
  };
}

function includes(value: unknown, { every, values }: { every: boolean; values: string[] }): boolean {
  if (!Array.isArray(value)) return false;
  const folded = new Set(value.map((one) => foldText(String(one))));
  return every ? values.every((one) => folded.has(one)) : values.some((one) => folded.has(one));
}

function toText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const folded = foldText(String(value));
  return folded === '' ? null : folded;
}

/**
 * True for what conditions take as absent: nothing, an empty text, an empty list, a number that is none.
 *
 * @example
 * isMissing('  ') // true
 * isMissing(0) // false
 */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null || Number.isNaN(value)) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'string' && foldText(value) === '';
}
