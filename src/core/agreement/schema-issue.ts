import type { z } from 'zod';
import type { PathPart } from './condition.ts';
import { toCamelCase, toSnakeCase } from './key-case.ts';
import { nearestWord, suggestWord } from './nearest-word.ts';
import type { Finding } from './problem.ts';
import { marketingPromiseNames, salesPromiseNames } from './schema-promises.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * What an issue of the schema means for the person who wrote the text: one finding for each name that is not known, else
 * one in all.
 *
 * @example
 * const issue = { code: 'invalid_type', expected: 'string', path: ['name'], message: '' };
 * describeIssue(issue, readYaml('format: x'))[0].message // '"name" is missing.'
 */
export function describeIssue(issue: z.core.$ZodIssue, source: YamlSource): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const error = (message: string, remedy: string): Finding[] => {
    return [{ severity: 'error', code: 'agreement.form', path, message, remedy }];
  };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => describeUnknownName(key, path, issue.message));
    case 'custom': {
      const {
        remedy = '',
        offset,
        isName,
      } = (issue.params ?? {}) as { remedy?: string; offset?: number; isName?: boolean };
      const code = isName ? 'agreement.unknown-name' : 'agreement.value';
      const finding = { severity: 'error', code, path, message: issue.message, remedy } as const;
      return [offset ? { ...finding, offset } : finding];
    }
    case 'invalid_union':
      return describeUnion(issue, path, source);
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (!source.has(path)) return error(`${nameOf(path)} is missing.`, suggestWord('', values));
      const found = String(readAt(source.data, path));
      return error(`"${found}" is not understood here.`, suggestWord(found, values));
    }
    case 'invalid_type':
      return describeType(issue, path, source);
    case 'too_small':
    case 'too_big': {
      const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
      const isPlain = !/^(Too|Invalid)/.test(issue.message);
      const most = issue.code === 'too_small' ? 'at least' : 'at most';
      const remedy = issue.origin === 'array' ? `Write ${most} ${bound} entries.` : `Write ${most} ${bound}.`;
      return error(isPlain ? issue.message : `This is too ${issue.code === 'too_small' ? 'small' : 'large'}.`, remedy);
    }
    default:
      return error(
        /^Invalid/.test(issue.message) ? 'This is not understood here.' : issue.message,
        'Correct this value.',
      );
  }
}

function describeUnknownName(key: string, path: PathPart[], known: string): Finding {
  const names = known.split(',').map(toSnakeCase);
  const written = toSnakeCase(key);
  const nearest = nearestWord(written, names);
  return {
    severity: 'error',
    code: 'agreement.unknown-name',
    path: [...path, toCamelCase(key)],
    message: `There is no "${written}" here.`,
    remedy: nearest ? `Did you mean ${nearest}?` : `Remove it, or write one of: ${names.join(', ')}.`,
  };
}

/** The only union with a choice in it is that of the promises; of others the first branch says enough. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: PathPart[], source: YamlSource): Finding[] {
  const error = (message: string, remedy: string): Finding[] => {
    return [{ severity: 'error', code: 'agreement.form', path, message, remedy }];
  };
  if (issue.discriminator === 'promise') {
    const isSales = path.includes('salesCommits');
    const names = isSales ? salesPromiseNames : marketingPromiseNames;
    const found = readAt(source.data, path);
    const shown = typeof found === 'string' ? found : '';
    const side = isSales ? 'Sales' : 'Marketing';
    return error(
      shown === '' ? 'The promise is not named.' : `${side} has no promise "${shown}".`,
      suggestWord(shown, names),
    );
  }
  const inner = issue.errors.flat().find((one) => one.code === 'custom');
  if (inner) return describeIssue({ ...inner, path: [...path, ...inner.path] }, source);
  return error('This is not understood here.', 'Write a text, a number, or open.');
}

const kinds: Record<string, [string, string]> = {
  string: ['a text', 'Put it in quotes.'],
  number: ['a number', 'Write a number without quotes.'],
  int: ['a whole number', 'Write a whole number without quotes.'],
  boolean: ['true or false', 'Write true or false.'],
  array: ['a list', 'Write it in brackets: [a, b].'],
  object: ['a group of names and values', 'Write it in braces: { name: value }.'],
  record: ['a group of names and values', 'Write it in braces: { name: value }.'],
};

function describeType(issue: z.core.$ZodIssueInvalidType, path: PathPart[], source: YamlSource): Finding[] {
  const [expected, form] = kinds[issue.expected] ?? ['something else', 'Correct this value.'];
  const error = (message: string, remedy: string): Finding => {
    return { severity: 'error', code: 'agreement.form', path, message, remedy };
  };
  if (!source.has(path)) return [error(`${nameOf(path)} is missing.`, `Add ${nameOf(path)}: it is ${expected}.`)];
  const found = readAt(source.data, path);
  if (found === null) return [error(`${nameOf(path)} is empty.`, `Write ${expected}, or remove the name.`)];
  return [error(`This is not ${expected}.`, form)];
}

function nameOf(path: readonly PathPart[]): string {
  const last = path.findLast((part) => typeof part === 'string');
  return last === undefined ? 'The agreement' : `"${toSnakeCase(last)}"`;
}

function readAt(data: unknown, path: readonly PathPart[]): unknown {
  let value = data;
  for (const part of path) value = (value as Record<PathPart, unknown> | null | undefined)?.[part];
  return value;
}
