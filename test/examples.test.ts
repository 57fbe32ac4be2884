import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Claim, listExportedFunctions, readClaims } from '../scripts/docstrings.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import { speechOf } from '../src/core/agreement/sentences.ts';
import { compileCalendar } from '../src/core/calendar/compile.ts';
import type { Person } from '../src/core/relay/person.ts';
import { compileRelay } from '../src/core/relay/relay.ts';

/** The worked examples in the docstrings of src/core, each run with the exports of src/core and these names in scope. */
const root = join(import.meta.dirname, '..');
const { agreement } = readAgreement(readFileSync(join(root, 'docs/example-agreement.yaml'), 'utf8'));
if (agreement === null) throw new Error('docs/example-agreement.yaml is not valid.');

const officeDays = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']]));
const openNineToFive = (zone: string) =>
  compileCalendar({ zone, hours: officeDays, holidays: null, closed: [], days: {} }, []);
const day = 86_400_000;
const person: Person = {
  id: 'p1',
  createdAt: 0,
  contact: {
    email: 'olivia@plant.example',
    mailbox: 'business',
    name: 'Olivia Operations',
    title: 'Head of Operations',
    reachable: true,
    consent: { contact: 'granted' },
  },
  account: { name: 'Plant', domain: 'plant.example', industry: 'manufacturing', employees: 200 },
  deal: null,
  confirm: null,
  touches: [{ id: 't1', kind: 'form-submitted', form: 'demo-request', at: day, knownAt: day, live: true }],
  recycles: [],
  events: [],
  journey: [],
  standing: null,
  wakeUpAt: null,
};
const names = {
  /** docs/example-agreement.yaml, and how sentences speak about it. */
  agreement,
  speech: speechOf(agreement),
  /** Office hours from 09:00 to 17:00, Monday to Friday. */
  newYork: openNineToFive('America/New_York'),
  berlin: openNineToFive('Europe/Berlin'),
  /** The example made ready, and somebody who has just asked for a demo, a day after the beginning of time. */
  relay: compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }),
  person,
  day,
  z,
};

const modules = new Map<string, Record<string, unknown>>();
for (const path of globSync('src/core/**/*.ts', { cwd: root }).sort()) {
  if (path.endsWith('.test.ts')) continue;
  modules.set(path, (await import(join(root, path))) as Record<string, unknown>);
}
const everything = Object.assign({}, ...modules.values()) as Record<string, unknown>;

const examples = [...modules].flatMap(([path, module]) =>
  listExportedFunctions(readFileSync(join(root, path), 'utf8'))
    .filter(({ example }) => example !== null)
    .map(({ name, example }) => ({ name, path, claims: readClaims(example ?? ''), module })),
);

test.each(examples)('the example of $name ($path)', ({ claims, module }) => {
  for (const { found, expected } of runClaims(claims, { ...everything, ...module, ...names })) {
    expect(found).toEqual(expected);
  }
});

test('examples are found', () => expect(examples.length).toBeGreaterThan(200));

test('an example that does not hold is noticed, wherever its value stands', () => {
  const scope = { add: (a: number, b: number) => a + b };
  const judge = (example: string) =>
    runClaims(readClaims(example), scope).map(
      ({ found, expected }) => JSON.stringify(found) === JSON.stringify(expected),
    );
  expect(judge('add(1, 2) // 3\nadd(1, 2) // 4\nadd(2, 2) // 4: twice two')).toEqual([true, false, true]);
  expect(judge('const a: number = 1;\nadd(a, 2);\n[add(a, 2)]\n// [\n//   3,\n// ]\n({ a }) // { a: 2 }')).toEqual([
    true,
    false,
  ]);
  expect(judge("add.nothing.more // throws 'no'\nadd(1, 1) // throws 'no'")).toEqual([false, false]);
  expect(() => judge('add(1, 2) // three, as expected')).toThrow(SyntaxError);
});

type Outcome = { found: unknown; expected: unknown };

/** Runs the claims of one example in one scope, one after the other. */
function runClaims(claims: readonly Claim[], scope: Record<string, unknown>): Outcome[] {
  const lines = claims.map(({ setup, expression, expected }) => {
    const [, thrown] = /^throws (.*)$/s.exec(expected) ?? [];
    const value = cutReason(thrown ?? expected);
    return `${setup}\noutcomes.push(${thrown === undefined ? 'observe' : 'observeThrow'}(() => (${expression}), () => (${value})));`;
  });
  const outcomes: Outcome[] = [];
  const tools = { outcomes, observe, observeThrow };
  const all = { ...scope, ...tools };
  const body = stripTypeScriptTypes(lines.join('\n'));
  new Function(...Object.keys(all), `'use strict'; {\n${body}\n}`)(...Object.values(all));
  return outcomes;
}

function observe(run: () => unknown, expect: () => unknown): Outcome {
  return { found: run(), expected: expect() };
}

/** An error is known by its code, where it has one, else by its message. */
function observeThrow(run: () => unknown, expect: () => unknown): Outcome {
  try {
    return { found: `no error but ${JSON.stringify(run())}`, expected: expect() };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { found: code ?? message, expected: expect() };
  }
}

/** The value of a claim without the reason that may follow behind a colon: the shortest beginning that is an expression. */
function cutReason(text: string): string {
  if (isExpression(text)) return text;
  for (let at = text.indexOf(': '); at !== -1; at = text.indexOf(': ', at + 1)) {
    if (isExpression(text.slice(0, at))) return text.slice(0, at);
  }
  throw new SyntaxError(`"${text}" is not a value: write an expression, and a reason behind a colon.`);
}

function isExpression(text: string): boolean {
  try {
    new Function(`return (${text}\n);`);
    return true;
  } catch {
    return false;
  }
}
