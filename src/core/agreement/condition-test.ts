import { foldText } from '../text.ts';
import { type Catalogue, type CatalogueField, nearestField, resolveField } from './catalogue.ts';
import type { ConditionLeaf } from './condition.ts';
import { parseDuration } from './duration.ts';
import { GrammarError } from './grammar.ts';
import { momentRange, parseMoment } from './moment.ts';
import { nearestWord, suggestWord } from './nearest-word.ts';
import { arityOf, type Operator, operatorsByType } from './operators.ts';
import { wordForm } from './words.ts';

/**
 * What a comparison asks, in a few forms that the predicate and the database both carry out. Texts are folded, days and
 * instants are epoch milliseconds, money is in minor units.
 */
export type LeafTest =
  | { test: 'exists'; negated: boolean }
  | { test: 'one-of'; values: string[]; negated: boolean }
  | { test: 'contains' | 'starts-with' | 'ends-with'; value: string }
  | { test: 'phrases'; phrases: string[] }
  | { test: 'range'; from: number | null; to: number | null; fromOpen: boolean; toOpen: boolean }
  | { test: 'other-number'; value: number }
  | { test: 'flag'; value: boolean }
  | { test: 'age'; within: boolean; duration: number }
  | { test: 'includes'; every: boolean; values: string[] }
  | { test: 'mailbox'; mailbox: 'free' | 'disposable' };

/** Something wrong with a comparison: in which part, what, and what to do; `offset` is a place in the text of the part. */
export type LeafProblem = { part: 'field' | 'op' | 'value'; message: string; remedy: string; offset?: number };

export type ReadLeaf = { field: CatalogueField; test: LeafTest } | { problem: LeafProblem };

/**
 * Reads a comparison against the catalogue: the field with its type and the test, or what is wrong with it.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * readLeaf({ field: 'account.employees', op: 'at-least', value: 50 }, buildCatalogue(source)).test
 * // { test: 'range', from: 50, to: null, fromOpen: false, toOpen: false }
 */
export function readLeaf(leaf: ConditionLeaf, catalogue: Catalogue): ReadLeaf {
  const field = resolveField(leaf.field, catalogue, leaf.value);
  if (field === undefined) {
    const nearest = nearestField(leaf.field, catalogue);
    const remedy = nearest ? `Did you mean ${nearest}?` : 'Choose a field from the list of fields.';
    return { problem: { part: 'field', message: `There is no field "${leaf.field}".`, remedy } };
  }
  const operators: readonly string[] = operatorsByType[field.type];
  if (!operators.includes(leaf.op)) {
    const kind = field.type === 'bool' ? 'yes-or-no' : field.type;
    const message = `"${leaf.op}" does not go with ${leaf.field}, which is of the type ${kind}.`;
    const nearest = nearestWord(leaf.op, operators);
    const remedy = nearest ? `Did you mean ${nearest}?` : `Write one of: ${operators.join(', ')}.`;
    return { problem: { part: 'op', message, remedy } };
  }
  try {
    return { field, test: readTest(leaf, leaf.op as Operator, field, catalogue) };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { message, remedy, offset } = error;
    const part = leaf.value === undefined ? 'op' : 'value';
    return { problem: { part, message, remedy, ...(offset > 0 ? { offset } : {}) } };
  }
}

function readTest(leaf: ConditionLeaf, operator: Operator, field: CatalogueField, catalogue: Catalogue): LeafTest {
  const values = readValues(leaf, operator);
  if (operator === 'exists' || operator === 'not-exists') return { test: 'exists', negated: operator === 'not-exists' };
  if (operator === 'is-free-mailbox') return { test: 'mailbox', mailbox: 'free' };
  if (operator === 'is-disposable') return { test: 'mailbox', mailbox: 'disposable' };
  switch (field.type) {
    case 'bool':
      return { test: 'flag', value: readFlag(values[0]) };
    case 'list':
      return { test: 'includes', every: operator === 'includes-all', values: values.map(readText) };
    case 'number':
    case 'money':
      return readNumberTest(operator, values, field.type === 'money' ? 10 ** catalogue.currencyDigits : 1);
    case 'instant':
    case 'date':
      return readTimeTest(operator, values, catalogue.zone);
    default:
      return readTextTest(operator, values, field);
  }
}

function readValues(leaf: ConditionLeaf, operator: Operator): readonly (string | number | boolean)[] {
  const arity = arityOf(operator);
  const { value } = leaf;
  if (arity === 'nothing') {
    if (value === undefined) return [];
    throw new GrammarError(`"${operator}" takes no value.`, 0, 'Remove the value.');
  }
  if (value === undefined)
    throw new GrammarError(`"${operator}" needs a value.`, 0, 'Add value: and what to compare with.');
  const values = Array.isArray(value) ? (value as readonly (string | number | boolean)[]) : null;
  if (arity === 'one') {
    if (values === null) return [value as string | number | boolean];
    throw new GrammarError(`"${operator}" takes one value, not a list.`, 0, 'Write one value without brackets.');
  }
  if (arity === 'two' && values?.length !== 2) {
    throw new GrammarError(`"${operator}" takes two values.`, 0, 'Write both ends, such as [50, 1000].');
  }
  return values ?? [value as string | number | boolean];
}

function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new GrammarError('This is neither true nor false.', 0, 'Write true or false.');
}

function readText(value: unknown): string {
  if (typeof value !== 'string') {
    throw new GrammarError(`${String(value)} is not a text.`, 0, `Put it in quotes: "${String(value)}".`);
  }
  // The database holds no such text, so nothing could be compared with it there.
  if (/[\0\p{Cs}]/u.test(value)) {
    throw new GrammarError('This text has a character that is none.', 0, 'Write the text anew.');
  }
  const folded = foldText(value);
  if (folded === '') throw new GrammarError('This text is empty.', 0, 'Write a text, or use not-exists.');
  return folded;
}

function readTextTest(operator: Operator, values: readonly unknown[], field: CatalogueField): LeafTest {
  if (field.choices !== undefined) {
    const choices = values.map((value) => readChoice(value, field.choices ?? [], field.label));
    return { test: 'one-of', values: choices, negated: operator.startsWith('not-') };
  }
  const texts = values.map(readText);
  if (operator === 'matches-any') {
    const phrases = texts.map(wordForm);
    if (phrases.includes(''))
      throw new GrammarError('A phrase has no word in it.', 0, 'Write words, such as head of sales.');
    return { test: 'phrases', phrases };
  }
  if (operator === 'contains' || operator === 'starts-with' || operator === 'ends-with') {
    return { test: operator, value: texts[0] as string };
  }
  return { test: 'one-of', values: texts, negated: operator.startsWith('not-') };
}

function readChoice(value: unknown, choices: readonly string[], label: string): string {
  const wanted = foldText(String(value));
  const found = choices.find((choice) => foldText(choice) === wanted);
  if (found !== undefined) return foldText(found);
  throw new GrammarError(`There is no ${label} "${String(value)}".`, 0, suggestWord(String(value), choices));
}

function readNumberTest(operator: Operator, values: readonly unknown[], factor: number): LeafTest {
  const [first = 0, second = 0] = values.map((value) => {
    if (typeof value === 'number' && Number.isFinite(value)) return factor === 1 ? value : Math.round(value * factor);
    throw new GrammarError(`"${String(value)}" is not a number.`, 0, 'Write a number without quotes, such as 50.');
  });
  const range = { test: 'range', from: null, to: null, fromOpen: false, toOpen: false } as const;
  switch (operator) {
    case 'equals':
      return { ...range, from: first, to: first };
    case 'not-equals':
      return { test: 'other-number', value: first };
    case 'at-least':
      return { ...range, from: first };
    case 'more-than':
      return { ...range, from: first, fromOpen: true };
    case 'at-most':
      return { ...range, to: first };
    case 'less-than':
      return { ...range, to: first, toOpen: true };
    default:
      if (first > second)
        throw new GrammarError(
          `Nothing lies between ${values[0]} and ${values[1]}.`,
          0,
          'Write the smaller end first.',
        );
      return { ...range, from: first, to: second };
  }
}

/** A day stands for the whole day: before it starts, after it has ended, between the start of one and the end of another. */
function readTimeTest(operator: Operator, values: readonly unknown[], zone: string): LeafTest {
  const texts = values.map((value) => {
    if (typeof value === 'string') return value;
    throw new GrammarError(`${String(value)} is not a time.`, 0, 'Write a day such as 2026-10-01, or 30d.');
  });
  const [first = '', second = ''] = texts;
  if (operator === 'within-last' || operator === 'older-than') {
    return { test: 'age', within: operator === 'within-last', duration: parseDuration(first) };
  }
  const range = { test: 'range', from: null, to: null, fromOpen: false, toOpen: false } as const;
  const start = momentRange(parseMoment(first), zone);
  if (operator === 'before') return { ...range, to: start.start, toOpen: true };
  if (operator === 'after') return { ...range, from: start.end };
  const end = momentRange(parseMoment(second), zone);
  if (start.start > end.start)
    throw new GrammarError(`Nothing lies between ${first} and ${second}.`, 0, 'Write the earlier end first.');
  return { ...range, from: start.start, to: end.end, toOpen: true };
}
