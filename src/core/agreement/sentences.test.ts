import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from './catalogue.ts';
import { fieldDefinitions } from './fields.ts';
import { operatorsByType } from './operators.ts';
import { readAgreement } from './read-agreement.ts';
import { marketingPromiseNames, salesPromiseNames } from './schema-promises.ts';
import { sayFixer } from './sentence-clauses.ts';
import { sayCondition } from './sentence-condition.ts';
import { sayPromise } from './sentence-promises.ts';
import { ladderId } from './sentence-terms.ts';
import { sayTouch, sayTouchKind, sayTouchOf } from './sentence-touch.ts';
import * as words from './sentence-words.ts';
import { describeAgreement } from './sentences.ts';

const root = resolve(import.meta.dirname, '../../..');
const fixture = (name: string) => readFileSync(join(root, 'test/fixtures/agreement', name), 'utf8');
const example = resolve(root, '../shared/design/agreement.example.yaml');

function describeText(text: string) {
  const { agreement, problems } = readAgreement(text);
  if (agreement === null) throw new Error(JSON.stringify(problems));
  return describeAgreement(agreement);
}

/** Words of the format that are no English: with a hyphen, underscore or dot inside, or that only a program would say. */
const codeWords = [
  ...new Set(
    [
      ...Object.values(operatorsByType).flat(),
      ...fieldDefinitions.map(({ name }) => name.replace(/\.\*$/, '')),
      ...[...fixture('sample.yaml').matchAll(/[a-z]+(?:_[a-z]+)+/g)].map(([word]) => word),
      'head-of-sales head-of-marketing team-lead campaign.owner decision-maker tire-kicker page-viewed form-submitted'.split(
        ' ',
      ),
      'webinar-attended email-clicked not-a-lead keep-half round-robin w-shaped u-lead full-path time-decay'.split(' '),
      'accepted-by-timeout calendar-day open-deal sales-sequence no-show'.split(' '),
    ].flat(),
  ),
].filter((word) => /[-_.]/.test(word) || ['equals', 'exists', 'op'].includes(word));

function findCodeWords(sentence: string): string[] {
  return codeWords.filter((word) =>
    new RegExp(`(?<![\\w.-])${word.replaceAll('.', '\\.')}(?![\\w-])`, 'i').test(sentence),
  );
}

describe('the sentences of an agreement', () => {
  it('are those of the reviewed file', () => {
    const sentences = describeText(fixture('sample.yaml')).map(({ clause, text }) => `${clause}\n  ${text}\n`);
    expect(sentences.join('')).toBe(fixture('sample-sentences.txt'));
  });

  it.each([
    ['the sample', join(root, 'test/fixtures/agreement/sample.yaml')],
    ['the example of the design (skipped where ../shared is absent)', example],
  ])('of %s have no word of the format, one end and one clause each', (_name, path) => {
    if (!existsSync(path)) return;
    const sentences = describeText(readFileSync(path, 'utf8'));
    for (const { clause, text } of sentences) {
      // Words in quotes, domains and pages are the user's own.
      const own = text.replace(/"[^"]*"|\/\S+/g, 'X');
      expect([clause, findCodeWords(own)]).toEqual([clause, []]);
      expect(own).not.toMatch(/[{}[\]_<>=]|undefined|null|NaN|\bLEVEL\b| {2}/);
      expect(text).toMatch(/^["A-Za-z0-9].*[^.]\.$/s);
    }
    const clauses = sentences.map(({ clause }) => clause).filter((clause) => clause !== 'consequences');
    expect(new Set(clauses).size).toBe(clauses.length);
  });

  it.skipIf(!existsSync(example))('follow the style of the design', () => {
    const texts = describeText(readFileSync(example, 'utf8')).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'A page view under /pricing adds 15 points to engagement, at most 30 in all, and halves every 14 days.',
        'Sales answers a sales-ready lead of grade A1 within 1 business hour.',
      ]),
    );
  });
});

describe('worked examples of the docstrings', () => {
  const catalogue = buildCatalogue({ currency: 'EUR', personas: [], segments: [], stages: [], journey: [] });
  const speech = { catalogue, names: new Map<string, string>(), currency: 'EUR' };

  it('hold', () => {
    expect(sayCondition({ all: [{ field: 'grade', op: 'in', value: ['A1', 'A2'] }] }, speech)).toBe(
      'its grade is A1 or A2',
    );
    const promise = {
      promise: 'first response',
      key: 'respond-a1',
      level: 0.9,
      within: { unit: 'business-minutes', count: 60 },
      when: { all: [{ field: 'grade', op: 'in', value: ['A1'] }] },
    } as const;
    expect(sayPromise({ ...promise, when: { all: [...promise.when.all] } }, 'sales-ready lead', speech)).toBe(
      'Sales answers a sales-ready lead of grade A1 within 1 business hour.',
    );
    const decide = describeText(fixture('sample.yaml')).find(({ clause }) => clause === 'salesCommits.decide');
    expect(decide?.text).toBe(
      'Sales accepts or rejects a warm enquiry within 3 business days, and one left undecided counts as accepted.',
    );
    expect(sayTouchKind('page-viewed')).toBe('a page view');
    expect(sayTouch([{ field: 'touch.form', op: 'equals', value: 'demo-request' }], () => '')).toBe(
      'it sent the form "demo request"',
    );
    expect(
      sayTouchOf('page-viewed', [{ field: 'touch.path', op: 'starts-with', value: '/pricing' }], () => ''),
    ).toEqual({
      noun: 'a page view',
      rest: ' under /pricing',
    });
    expect(sayFixer('data')).toBe('our data');
    expect(ladderId({ at: 0.5 })).toBe('50%');
    expect([...salesPromiseNames, ...marketingPromiseNames]).toHaveLength(11);
  });

  it.each([
    [words.joinWords(['A1', 'A2', 'B1'], 'or'), 'A1, A2 or B1'],
    [words.sayCount(1, 'day'), '1 day'],
    [words.sayCount(1000, 'lead'), '1,000 leads'],
    [words.pluralise('warm enquiry'), 'warm enquiries'],
    [words.lowerFirst('Sales-ready lead'), 'sales-ready lead'],
    [words.lowerFirst('MQL'), 'MQL'],
    [words.sayNumber(250000), '250,000'],
    [words.sayShare(0.8), '80 %'],
    [words.sayMoney(250000, 'EUR'), 'EUR 250,000'],
    [words.sayDuration(1_209_600_000), '14 days'],
    [words.sayBusinessTime({ unit: 'business-minutes', count: 60 }), '1 business hour'],
    [words.sayMoment('2026-10-01T08:00'), '1 October 2026, 08:00'],
    [words.sayKey('demo-request'), 'demo request'],
    [words.capitalise('mid-market'), 'Mid-market'],
    [words.sayWho('head-of-sales'), 'the head of Sales'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });
});
