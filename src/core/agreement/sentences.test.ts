import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editAgreement } from '../../../test/agreement-edits.ts';
import { buildCatalogue } from './catalogue.ts';
import { clauseLists, readPath } from './clause-lists.ts';
import { listConditions } from './clauses.ts';
import type { ConditionLeaf } from './condition.ts';
import { fieldDefinitions, touchKinds } from './fields.ts';
import { templates } from './fill-template.ts';
import { toSnakeCase } from './key-case.ts';
import { kpiNames } from './kpi-ids.ts';
import { arityOf, type FieldType, type Operator, operatorsByType } from './operators.ts';
import { isPlainRecord, type Plain, type PlainRecord, toPlain } from './plain-agreement.ts';
import { readAgreement } from './read-agreement.ts';
import type { Agreement } from './schema.ts';
import { sayCondition } from './sentence-condition.ts';
import * as words from './sentence-words.ts';
import { describeAgreement } from './sentences.ts';

const root = resolve(import.meta.dirname, '../../..');
const fixture = (name: string) => readFileSync(join(root, 'test/fixtures/agreement', name), 'utf8');

function readSound(text: string): Agreement {
  const { agreement, problems } = readAgreement(text);
  if (agreement === null) throw new Error(JSON.stringify(problems));
  return agreement;
}

function describeText(text: string) {
  return describeAgreement(readSound(text));
}

const catalogue = buildCatalogue({ currency: 'EUR', personas: [], segments: [], stages: [], journey: [] });
const speech = { catalogue, names: new Map<string, string>(), currency: 'EUR' };

const texts = [
  ['the sample', fixture('sample.yaml'), fixture('sample-sentences.txt')],
  [
    'the example of the documents',
    readFileSync(join(root, 'docs/example-agreement.yaml'), 'utf8'),
    fixture('example-sentences.txt'),
  ],
] as const;

const more: [name: string, text: string][] = [
  ...texts.map(([name, text]): [string, string] => [name, text]),
  ['the template to begin with', templates.minimal],
  ['the full template', templates.full],
  ['the lap of the tests', fixture('lap.yaml')],
];

/** Where the two sides wrote their own words: a hyphen there is theirs. */
const prose = new Set(
  'name term marketingSays salesSays means decides prefers trusts biggestChallenge salesApproach moment then text value'.split(
    ' ',
  ),
);

/** Words that are the format's own, and are English to nobody or another thing in English. */
const jargon = ['equals', 'exists', 'op', 'recycle', 'disqualify', 'revops', 'mql', 'sla', 'camelCase'];

/** What the format calls things: operators, fields, kinds of touch, and every name and key that stands in an agreement. */
function listCodeWords(agreement: Agreement): Set<string> {
  const words = [
    ...Object.values(operatorsByType).flat(),
    ...fieldDefinitions.map(({ name }) => name.replace(/\.\*$/, '')),
    ...touchKinds,
    ...Object.keys(kpiNames),
  ];
  const walk = (value: Plain, name: string) => {
    if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (isPlainRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        words.push(key, toSnakeCase(key));
        walk(item, key);
      }
    } else if (typeof value === 'string' && !prose.has(name)) words.push(value);
  };
  walk(toPlain(agreement), '');
  return new Set([...words.filter((word) => /^[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)+$/.test(word)), ...jargon]);
}

/** A sentence without what is the user's own: words in quotes and after a colon, names, domains, pages. */
function dropOwnWords(text: string, agreement: Agreement): string {
  const { personas, segments, stages, journey, routing, consequences, targetAccounts, calendar } = agreement;
  const own = [
    ...[...personas, ...segments, ...stages, ...journey].map(({ name }) => name),
    ...[...segments, ...stages].map(({ name }) => words.lowerFirst(name)),
    ...stages.map(({ name }) => words.lowerFirst(name).replace(/ lead$/, '')),
    ...routing.map(({ to }) => (to.kind === 'team' ? words.capitalise(to.team) : '')),
    ...consequences.map(({ then }) => then),
    ...personas.flatMap(({ decides, prefers, trusts }) => [decides ?? '', ...prefers, ...trusts]),
    ...(targetAccounts?.rows ?? []).flatMap(({ domain, name }) => [domain, name ?? '']),
    calendar?.holidays ?? '',
  ].filter((one) => one !== '');
  const plural = own.map((one) => words.pluralise(one));
  return [...own, ...plural]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, one) => rest.replaceAll(one, 'X'), text.replace(/"[^"]*"|\/\S+/g, 'X'))
    .replace(/(?:means|counts|challenge|begins): [^;.]*/g, 'X');
}

function findCodeWords(sentence: string, codeWords: ReadonlySet<string>): string[] {
  return (sentence.match(/[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*/g) ?? []).filter((word) => codeWords.has(word));
}

/** The clauses of an agreement by the names under which sentences refer to them, list by list. */
function listClauses(agreement: Agreement): string[] {
  const plain = toPlain(agreement);
  return clauseLists.flatMap(({ path, id }) => {
    const list = readPath(plain, path);
    return (Array.isArray(list) ? list : []).map((item) => `${path.join('.')}.${(item as PlainRecord)[id]}`);
  });
}

function expectPlainEnglish(agreement: Agreement): void {
  const codeWords = listCodeWords(agreement);
  const sentences = describeAgreement(agreement);
  for (const { clause, text } of sentences) {
    const rest = dropOwnWords(text, agreement);
    expect([clause, findCodeWords(rest, codeWords)], text).toEqual([clause, []]);
    expect(rest).not.toMatch(/[{}[\]_<>=]|undefined|null|NaN|\bLEVEL\b| {2}/);
    expect(text).toMatch(/^["\p{L}\p{N}].*\.$/su);
  }
  const lists = clauseLists.map(({ path }) => `${path.join('.')}.`);
  // Within scoring.engagement only the rules are a list; the rest are terms of their own.
  const said = sentences.map(({ clause }) => clause).filter((clause) => lists.some((list) => clause.startsWith(list)));
  expect(said.filter((clause) => clause !== 'targetAccounts.rows').sort()).toEqual(listClauses(agreement).sort());
  expect(sentences.filter(({ clause }) => clause === 'consequences')).toHaveLength(agreement.consequences.length);
  for (const { path } of listConditions(agreement)) {
    expect(listClauses(agreement)).toContain(clauseAt(agreement, path));
  }
}

/** The clause in which a condition stands, by the path of the condition. */
function clauseAt(agreement: Agreement, path: readonly (string | number)[]): string | undefined {
  const list = path.slice(0, -2).map(String);
  const { id = 'key' } = clauseLists.find((one) => one.path.join('.') === list.join('.')) ?? {};
  const item = readPath(toPlain(agreement), list);
  return `${list.join('.')}.${((item as PlainRecord[])[Number(path.at(-2))] as PlainRecord)[id]}`;
}

describe('the sentences of an agreement', () => {
  it.each(texts)('are those of the reviewed file: %s', (_name, text, reviewed) => {
    expect(
      describeText(text)
        .map(({ clause, text }) => `${clause}\n  ${text}\n`)
        .join(''),
    ).toBe(reviewed);
  });

  it.each(more)('are one for each clause, without a word of the format: %s', (_name, text) => {
    expectPlainEnglish(readSound(text));
  });

  it.each(more)('are so for whatever is made of %s', (_name, text) => {
    fc.assert(fc.property(editAgreement(readSound(text)), expectPlainEnglish), { numRuns: 40 });
  });

  it('say every operator of every field without its word', () => {
    const agreement = readSound(texts[1][1]);
    const codeWords = listCodeWords(agreement);
    for (const { name, type } of fieldDefinitions) {
      for (const op of operatorsByType[type]) {
        const said = sayCondition({ all: [{ field: name.replace('*', 'my-own'), op, ...valueFor(type, op) }] }, speech);
        expect([name, op, findCodeWords(said.replace(/"[^"]*"/g, 'X'), codeWords)], said).toEqual([name, op, []]);
        expect(said).not.toMatch(/undefined|null|NaN| {2}/);
      }
    }
  });

  it('follow the style of the format', () => {
    expect(describeText(texts[1][1]).map(({ text }) => text.replace(/; .*/, '.'))).toEqual(
      expect.arrayContaining([
        'A page view under /pricing adds 15 points to engagement, at most 30 in all, and halves every 14 days.',
        'A lead is sales-ready when its grade is A1, A2, A3, B1, B2 or C1, or when it asked for a demo and its fit is A, B or C.',
        'Sales answers a sales-ready lead of grade A1 within 1 business hour.',
        'When Sales answers in time less than 80 % of the leads of a month, Sales moves the missed leads to the fallback team and brings one change to the review.',
        'Leads of mid-market manufacturing go to the team Mid-market in turn by weight, to nobody with 15 open leads.',
      ]),
    );
  });
});

/** A value that an operator takes on a field of a type. */
function valueFor(type: FieldType, op: Operator): { value?: ConditionLeaf['value'] } {
  const values: Partial<Record<FieldType, string | number | boolean>> = {
    number: 2,
    money: 2,
    bool: true,
    instant: '2026-10-01T08:00',
    date: '2026-10-01',
    choice: 'A1',
  };
  const one = op === 'within-last' || op === 'older-than' ? '14d' : (values[type] ?? 'some-text');
  const arity = arityOf(op);
  if (arity === 'nothing') return {};
  return { value: arity === 'one' ? one : ([one, one] as string[]) };
}
