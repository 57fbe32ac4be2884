import { z } from 'zod';
import type { Contract } from '../src/core/contract.ts';

/** Where a route takes a free text: steps into the body or the query. `*` stands for any item, `{}` for any value of a record. */
export type TextField = { contract: Contract; part: 'body' | 'query'; steps: readonly string[] };

type Schema = {
  type?: string | string[];
  enum?: unknown;
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  $ref?: string;
  $defs?: Record<string, Schema>;
} & Partial<Record<'anyOf' | 'oneOf' | 'allOf', Schema[]>>;

/** Every place of a route's body and query where the contract asks for a text without a format, such as an id has. */
export function findTextFields(contract: Contract): TextField[] {
  return (['body', 'query'] as const).flatMap((part) => {
    const shape = contract[part];
    if (!shape || contract.upload) return [];
    const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema;
    const found = new Map<string, readonly string[]>();
    walk(schema, schema, [], (steps) => found.set(steps.join('/'), steps));
    const field = /accounts/.test(contract.id) ? 'account.industry' : 'contact.title';
    return [...found.values()].map((steps) => ({
      ...{ contract, part },
      steps: steps.map((step) => (step === '{condition}' ? `{condition:${field}}` : step)),
    }));
  });
}

function walk(schema: Schema, root: Schema, steps: readonly string[], found: (steps: readonly string[]) => void): void {
  if (steps.length > 8) return;
  if (schema.$ref) walk(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, root, steps, found);
  const isText = [schema.type].flat().includes('string') && !schema.enum && schema.const === undefined;
  if (isText && !schema.format) found(steps);
  for (const parts of [schema.anyOf, schema.oneOf, schema.allOf]) {
    for (const part of parts ?? []) walk(part, root, steps, found);
  }
  for (const [name, value] of Object.entries(schema.properties ?? {})) walk(value, root, [...steps, name], found);
  if (schema.items) walk(schema.items, root, [...steps, '*'], found);
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object') {
    // What may stand in a record of anything is said elsewhere: of conditions, by the fields that there are.
    if (Object.keys(additionalProperties).length === 0) found([...steps, '{condition}']);
    else {
      found([...steps, '{key}']);
      walk(additionalProperties, root, [...steps, '{}'], found);
    }
  }
}

/** A copy of a value with a text in one of its fields. What is missing on the way is made. */
export function putText(value: unknown, [step, ...rest]: readonly string[], text: string): unknown {
  if (step === undefined) return text;
  const asked = /^\{condition:(.+)\}$/.exec(step)?.[1];
  if (asked) return { all: [{ field: asked, op: 'equals', value: text }] };
  if (step === '*') {
    const items = Array.isArray(value) ? value : [];
    return [putText(items[0], rest, text), ...items.slice(1)];
  }
  const record = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  // Not `{ [name]: … }` in a literal of a loop: a text may be `__proto__`, which is then a key like any other.
  const name = step === '{key}' ? text : step === '{}' ? 'hostile' : step;
  return Object.fromEntries([
    ...Object.entries(record),
    [name, step === '{key}' ? 'x' : putText((record as Record<string, unknown>)[step], rest, text)],
  ]);
}

/** What stands in the same field of an answer; undefined where there is no text. */
export function textAt(value: unknown, [step, ...rest]: readonly string[]): string | undefined {
  if (step === undefined) return typeof value === 'string' ? value : undefined;
  if (typeof value !== 'object' || value === null || step === '{key}' || step.startsWith('{condition'))
    return undefined;
  const name = step === '*' ? '0' : step === '{}' ? 'hostile' : step;
  return textAt((value as Record<string, unknown>)[name], rest);
}
