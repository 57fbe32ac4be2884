import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editAgreement, mutate } from '../../../test/agreement-edits.ts';
import { applyChanges } from './apply-changes.ts';
import { canonicalText, hashAgreement } from './canonical-text.ts';
import { diffAgreements } from './diff-agreements.ts';
import { fromPlain, type PlainRecord, toPlain } from './plain-agreement.ts';
import { readAgreement } from './read-agreement.ts';
import type { Agreement } from './schema.ts';
import { editAgreementText, writeAgreement } from './write-agreement.ts';

const root = resolve(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'test/fixtures/agreement/sample.yaml'), 'utf8');
const example = readFileSync(join(root, 'docs/example-agreement.yaml'), 'utf8');
const edited = () => editAgreement(sample());

const samples = new Map<string, Agreement>();

function sample(from = text): Agreement {
  const known = samples.get(from);
  if (known) return known;
  const { agreement, problems } = readAgreement(from);
  if (agreement === null) throw new Error(JSON.stringify(problems));
  samples.set(from, agreement);
  return agreement;
}

describe('reading', () => {
  it('the sample finds no error', () => {
    expect(readAgreement(text, { currency: 'SEK' })).toMatchObject({ valid: true, problems: [{ severity: 'note' }] });
  });

  it('the example of the documents finds no error', () => {
    const { valid, problems } = readAgreement(example, { currency: 'EUR' });
    expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(valid).toBe(true);
  });

  /** Replaces a part of the sample and tells what is found: severity, place of `at` in the new text, and the remedy. */
  it.each<[string, string, string, { at?: string; code?: string; remedy?: string; path?: string }]>([
    [
      'an unknown name',
      'self_sourced: 120d',
      'self_sorced: 120d',
      { at: 'self_sorced', remedy: 'Did you mean self_sourced?' },
    ],
    ['a camelCase name', 'half_life: 21d', 'halfLife: 21d', { at: 'halfLife', remedy: 'Did you mean half_life?' }],
    [
      'a wrong unit inside a text',
      'self_sourced: 120d',
      'self_sourced: 120x',
      { at: 'x', path: 'protection.self_sourced' },
    ],
    ['a wrong unit inside quotes', '"19:00-07:30"', '"19:00-27:30"', { at: '27:30"', path: 'outreach.quiet_hours' }],
    ['a missing name', 'minutes: 25, ', '', { path: 'meetings[0].minutes', remedy: 'Add "minutes": it is a number.' }],
    ['an unknown word', 'method: weighted', 'method: weigthed', { at: 'weigthed', remedy: 'Did you mean weighted?' }],
    [
      'an unknown promise',
      'promise: first response, within: { business: 6h }',
      'promise: first respons, within: { business: 6h }',
      { at: 'first respons,', remedy: 'Did you mean first response?' },
    ],
    ['a number as text', 'minutes: 25', 'minutes: "25"', { at: '"25"', remedy: 'Write a number without quotes.' }],
    [
      'an unknown field',
      'field: account.industry, op: equals',
      'field: acount.industry, op: equals',
      { at: 'acount', remedy: 'Did you mean account.industry?' },
    ],
    ['a wrong operator', 'op: more-than, value: 200', 'op: contains, value: 200', { at: 'contains, value: 200' }],
    [
      'an unknown persona',
      'op: equals, value: lab-head',
      'op: equals, value: lab-haed',
      { at: 'lab-haed', remedy: 'Did you mean lab-head?' },
    ],
    ['a wrong group', '{ none: [ { field: deal.open', '{ non: [ { field: deal.open', { at: 'non:' }],
    [
      'a key twice',
      'key: industry, name: Ind',
      'key: hospital, name: Ind',
      { at: 'hospital', code: 'agreement.double-key' },
    ],
    [
      'a stage that nothing enters',
      'key: accepted, name: Accepted, by: sales',
      'key: accepted, name: Accepted',
      { code: 'agreement.stage-not-entered' },
    ],
    [
      'a stage that contradicts itself',
      'enter_when: created',
      'enter_when: { all: [ { field: cycle, op: less-than, value: 1 }, { field: cycle, op: more-than, value: 2 } ] }',
      { code: 'agreement.stage-not-entered', path: 'stages[0].enter_when' },
    ],
    [
      'a rule behind one that takes all',
      'within: { business: 90m }, when: { all: [ { field: grade, op: equals, value: A1 } ] }',
      'within: { business: 90m }',
      { code: 'agreement.never-applies' },
    ],
    [
      'a score out of reach',
      'field: touches.count, op: at-least, value: 1 ',
      'field: fit, op: more-than, value: 100 ',
      { code: 'agreement.never-applies' },
    ],
    [
      'a reason without verdict',
      'name: Wrong number, verdict: recycle, ',
      'name: Wrong number, ',
      { code: 'agreement.reason-incomplete', remedy: 'Add verdict.' },
    ],
    [
      'a reason without fixer',
      'verdict: recycle, fixer: data, wake_up: 14d',
      'verdict: recycle, wake_up: 14d',
      { code: 'agreement.reason-incomplete', remedy: 'Add fixer.' },
    ],
    [
      'a consequence of nothing promised',
      'when: { promise: first response, below',
      'when: { promise: first respond, below',
      { code: 'agreement.consequence' },
    ],
    [
      'a consequence without level',
      'first response, below: 85%, per: month',
      'first response, per: month',
      { code: 'agreement.consequence', remedy: 'Add below, such as below: 80%, per: month.' },
    ],
    [
      'an unknown reason in a promise',
      'reasons: [no-lead, wrong-number], at_most',
      'reasons: [no-lea, wrong-number], at_most',
      { at: 'no-lea', remedy: 'Did you mean no-lead?' },
    ],
    ['hours that overlap', '"13:00-17:00"', '"11:00-17:00"', { code: 'agreement.calendar' }],
    ['a term that ends too early', 'to: 2027-12-31', 'to: 2026-12-31', { code: 'agreement.term' }],
    ['bands out of order', 'A: 70, B: 45', 'A: 40, B: 45', { code: 'agreement.bands' }],
    [
      'a required field that is none',
      'requires: [deal.amount]',
      'requires: [deal.amuont]',
      { remedy: 'Did you mean deal.amount?' },
    ],
    [
      'a name twice',
      'currency: SEK',
      'currency: SEK\ncurrency: SEK',
      { code: 'agreement.yaml', remedy: 'Keep one of the two.' },
    ],
    ['an alias', 'self_sourced: 120d', 'self_sourced: *days', { code: 'agreement.yaml' }],
    ['a broken bracket', 'currency: SEK', 'currency: [SEK', { code: 'agreement.yaml' }],
  ])('finds %s', (_name, before, after, expected) => {
    expect(text).toContain(before);
    const changed = text.replace(before, after);
    const { problems, valid } = readAgreement(changed);
    expect(valid).toBe(false);
    const { at, ...wanted } = expected;
    const offset = at === undefined ? null : changed.indexOf(after) + after.indexOf(at);
    const lines = offset === null ? [] : changed.slice(0, offset).split('\n');
    const place = offset === null ? {} : { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    expect(problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ severity: 'error', ...place, ...wanted })]),
    );
    for (const problem of problems) expect(problem.remedy).not.toBe('');
  });

  it.each<[string, string, string, string]>([
    ['attempts beyond the cap', 'messages: 4, per: 14d', 'messages: 1, per: 30d', 'agreement.attempts-impossible'],
    ['attempts beyond the gap', 'gap: 36h', 'gap: 9d', 'agreement.attempts-impossible'],
    [
      'a kind of touch that is not recorded',
      'touch: webinar-attended',
      'touch: webinar-atended',
      'agreement.unknown-touch',
    ],
    [
      'consequences of one side',
      'tenth of its budget to trials, owner: head-of-marketing',
      'tenth of its budget to trials, owner: head-of-sales',
      'agreement.one-sided',
    ],
  ])('warns of %s', (_name, before, after, code) => {
    expect(text).toContain(before);
    const { problems, valid } = readAgreement(text.replace(before, after));
    expect(valid).toBe(true);
    expect(problems.find((one) => one.code === code)?.severity).toBe('warning');
  });

  it('finds promises without a calendar and another currency', () => {
    const { calendar: _, ...without } = sample();
    const { problems } = readAgreement(writeAgreement(without), { currency: 'EUR' });
    const codes = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(codes.filter((code) => code === 'agreement.no-calendar')).toHaveLength(9);
    expect(codes).toContain('agreement.other-currency');
  });

  it('measures the leads against the people', () => {
    const capacity = { minutesPerRep: 5292, minutesPerAttempt: 15, minutesPerLead: 30 };
    const codes = (reps: number) =>
      readAgreement(text, { capacity: { reps, ...capacity } }).problems.map(({ code }) => code);
    // 30 leads x (4 x 15 + 30) minutes = 2,700 of 5,292.
    expect(codes(1)).toEqual([]);
    expect(codes(0.55)).toEqual(['agreement.capacity-tight']);
    expect(codes(0.5)).toEqual(['agreement.capacity-exceeded']);
  });

  it('never throws, whatever the text', () => {
    const pieces = text.split(/(?<=[\s,:{}[\]])/);
    fc.assert(
      fc.property(fc.nat(pieces.length), fc.nat(20), fc.string({ maxLength: 12 }), (start, length, filling) => {
        readAgreement([...pieces.slice(0, start), filling, ...pieces.slice(start + length)].join(''));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the canonical text', () => {
  it('is insensitive to formatting, comments, order of names and unit', () => {
    const plain = toPlain(sample());
    const reversed = Object.fromEntries(Object.entries(plain).reverse()) as PlainRecord;
    expect(hashAgreement(fromPlain(reversed))).toBe(hashAgreement(sample()));
    expect(hashAgreement(sample(text.replace('gap: 36h', 'gap:   2160m # a day and a half')))).toBe(
      hashAgreement(sample()),
    );
    expect(hashAgreement(sample(writeAgreement(sample())))).toBe(hashAgreement(sample()));
    expect(canonicalText(sample()).startsWith('{"calendar":')).toBe(true);
    expect(hashAgreement(sample())).toHaveLength(64);
  });

  it('changes, with its sentences, with every value', () => {
    const silent: string[] = [];
    let changed = 0;
    for (const [path, other] of mutate(toPlain(sample()))) {
      // An operator with another letter is none.
      if (path.includes('.op: ')) continue;
      let agreement: Agreement;
      try {
        agreement = fromPlain(other);
      } catch {
        continue;
      }
      changed += 1;
      expect(canonicalText(agreement), path).not.toBe(canonicalText(sample()));
      const changes = diffAgreements(sample(), agreement);
      expect(changes.length, path).toBeGreaterThan(0);
      if (changes.some(({ edit, before, after }) => edit.kind !== 'order' && before === after)) silent.push(path);
    }
    expect(changed).toBeGreaterThan(300);
    expect(silent).toEqual([]);
  });
});

describe('the difference of two agreements', () => {
  it('of one with itself is empty', () => {
    fc.assert(
      fc.property(edited(), (agreement) => {
        expect(diffAgreements(agreement, structuredClone(agreement))).toEqual([]);
      }),
    );
  });

  it('applied to the one gives the other, and is empty only when they are the same', () => {
    fc.assert(
      fc.property(edited(), edited(), (from, to) => {
        const changes = diffAgreements(from, to);
        expect(canonicalText(applyChanges(from, changes))).toBe(canonicalText(to));
        expect(changes.length === 0).toBe(canonicalText(from) === canonicalText(to));
        for (const { sentence } of changes) expect(sentence).not.toMatch(/^(?:New|No longer): $|undefined/);
      }),
      { numRuns: 150 },
    );
  });

  it('speaks in sentences', () => {
    const to = sample(text.replace('within: { business: 6h }', 'within: { business: 4h }'));
    expect(diffAgreements(sample(), to)).toMatchObject([
      {
        clause: 'salesCommits.respond',
        sentence:
          'Sales answers a warm enquiry within 6 business hours. becomes: Sales answers a warm enquiry within 4 business hours.',
      },
    ]);
  });
});

describe('writing', () => {
  it('comes back the same', () => {
    fc.assert(
      fc.property(edited(), (agreement) => {
        const written = writeAgreement(agreement);
        const read = readAgreement(written);
        expect(read.agreement && canonicalText(read.agreement)).toBe(canonicalText(agreement));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps comments and what stays the same', () => {
    expect(editAgreementText(text, sample())).toBe(text);
    const written = editAgreementText(text, { ...sample(), sponsor: 'none', name: 'Another name' });
    expect(written).toContain('# the managing director signs too');
    expect(written).toContain('# words first');
    expect(written).toContain('name: Another name');
    expect(canonicalText(sample(written))).toBe(canonicalText({ ...sample(), sponsor: 'none', name: 'Another name' }));
  });

  it('changes a text into whatever agreement is wanted', () => {
    fc.assert(
      fc.property(edited(), (agreement) => {
        const read = readAgreement(editAgreementText(text, agreement));
        expect(read.agreement && canonicalText(read.agreement)).toBe(canonicalText(agreement));
      }),
      { numRuns: 60 },
    );
  });
});
