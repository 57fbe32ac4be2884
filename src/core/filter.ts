import type { Catalogue } from './agreement/catalogue.ts';
import { checkCondition } from './agreement/check-condition.ts';
import { type Condition, listLeaves, type PathPart, readCondition } from './agreement/condition.ts';
import { BatonError } from './errors.ts';

type Options = {
  /** Where it stands in the request: `#/query/filter`. */
  pointer: string;
  /** Of companies only fields of companies can be asked. */
  object: 'contact' | 'account';
};

/**
 * Reads a condition that a person made, from its JSON text or as it is, and checks every comparison.
 *
 * @throws BatonError `filter.invalid` with a JSON pointer and a remedy for each problem
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * const options = { pointer: '#/query/filter', object: 'contact' };
 * readFilter('{"all":[{"field":"contact.title","op":"exists"}]}', buildCatalogue(source), options)
 * // { all: [{ field: 'contact.title', op: 'exists' }] }
 * readFilter('{', buildCatalogue(source), options) // throws 'filter.invalid'
 */
export function readFilter(given: unknown, catalogue: Catalogue, { pointer, object }: Options): Condition {
  const { condition, problems } = readCondition(typeof given === 'string' ? parse(given, pointer) : given);
  const found: { path: PathPart[]; detail: string }[] = problems.map(({ path, message }) => ({
    path,
    detail: message,
  }));
  if (condition !== null) {
    for (const { path, message, remedy } of checkCondition(condition, catalogue)) {
      found.push({ path, detail: `${message} ${remedy}`.trim() });
    }
    for (const { leaf, path } of listLeaves(condition)) {
      if (object === 'contact' || leaf.field.startsWith('account.')) continue;
      found.push({ path: [...path, 'field'], detail: 'Companies are found by fields that begin with account.' });
    }
  }
  if (condition === null || found.length > 0) {
    throw refuse(found.map(({ path, detail }) => ({ pointer: [pointer, ...path.map(escapePart)].join('/'), detail })));
  }
  return condition;
}

function parse(text: string, pointer: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse([{ pointer, detail: 'Write the condition as JSON: {"all":[{"field":"grade","op":"exists"}]}.' }]);
  }
}

const escapePart = (part: PathPart): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

function refuse(errors: { pointer: string; detail: string }[]): BatonError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new BatonError('invalid', 'filter.invalid', `${errors[0]?.detail ?? 'The filter is not valid.'}${more}`, {
    errors,
  });
}
