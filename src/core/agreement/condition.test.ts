import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCatalogue, countCurrencyDigits, nearestField, resolveField } from './catalogue.ts';
import { checkCondition } from './check-condition.ts';
import { explainNever } from './check-never.ts';
import { compileCondition, isMissing } from './compile-condition.ts';
import { type Condition, type ConditionLeaf, isLeaf, listLeaves, readCondition, readGroup } from './condition.ts';
import { readLeaf } from './condition-test.ts';
import type { Facts, TouchFacts } from './facts.ts';
import { fieldDefinitions, findField } from './fields.ts';
import { findFlip } from './flip-instant.ts';
import { toCamelCase, toSnakeCase } from './key-case.ts';
import { arityOf } from './operators.ts';
import { readAmount, readDate, readFact, readMailbox } from './read-fact.ts';
import { wordForm } from './words.ts';

const catalogue = buildCatalogue({
  currency: 'EUR',
  calendar: { timezone: 'Europe/Berlin' },
  personas: [{ key: 'ops' }],
  segments: [{ key: 'smb' }],
  stages: [{ key: 'lead' }],
  journey: [],
});
const day = 86_400_000;
const touch = (given: Partial<TouchFacts>): TouchFacts => ({ kind: 'page-viewed', at: 0, ...given });
const facts = (given: Partial<Facts> = {}): Facts => ({
  at: 100 * day,
  contact: {},
  derived: {},
  touches: [],
  ...given,
});
const holds = (condition: Condition, given: Partial<Facts>) => compileCondition(condition, catalogue)(facts(given));
const leaf = (field: string, op: string, value?: ConditionLeaf['value']): ConditionLeaf => ({ field, op, value });

describe('one comparison', () => {
  it.each<[ConditionLeaf, Partial<Facts>, boolean]>([
    [leaf('contact.title', 'matches-any', ['coo']), { contact: { title: 'COO & founder' } }, true],
    [leaf('contact.title', 'matches-any', ['coo']), { contact: { title: 'Coordinator' } }, false],
    [leaf('contact.title', 'matches-any', ['head of sales']), { contact: { title: 'Head  of-Sales, EMEA' } }, true],
    [leaf('contact.title', 'equals', ' ÉMILE '), { contact: { title: 'émile' } }, true],
    [leaf('contact.title', 'not-equals', 'x'), { contact: { title: ' ' } }, false],
    [leaf('contact.title', 'not-equals', 'x'), {}, false],
    [leaf('contact.title', 'not-in', ['x']), { contact: { title: 'y' } }, true],
    [leaf('contact.title', 'not-exists'), { contact: { title: '' } }, true],
    [leaf('contact.title', 'exists'), { contact: { title: '' } }, false],
    [leaf('contact.email', 'is-free-mailbox'), { contact: { mailbox: 'free' } }, true],
    [leaf('contact.email', 'is-disposable'), { contact: { mailbox: 'free' } }, false],
    [leaf('account.employees', 'between', [50, 1000]), { account: { employees: 1000 } }, true],
    [leaf('account.employees', 'more-than', 50), { account: { employees: 50 } }, false],
    [leaf('account.employees', 'not-equals', 50), {}, false],
    [leaf('account.revenue', 'at-least', 1.5), { account: { revenue: 150 } }, true],
    [leaf('account.revenue', 'at-least', 1.51), { account: { revenue: 150 } }, false],
    [leaf('account.is_target', 'is', false), { account: { isTarget: false } }, true],
    [leaf('account.is_target', 'is', false), {}, false],
    [leaf('contact.lists', 'includes-any', ['A', 'b']), { contact: { lists: ['a'] } }, true],
    [leaf('contact.lists', 'includes-all', ['A', 'b']), { contact: { lists: ['a'] } }, false],
    [leaf('consent.contact', 'equals', 'unknown'), {}, true],
    [leaf('contact.consent.contact', 'equals', 'granted'), { contact: { consent: { contact: 'granted' } } }, true],
    [leaf('grade.fit', 'in', ['A', 'B']), { derived: { grade: 'B4' } }, true],
    [leaf('grade.engagement', 'equals', 4), { derived: { grade: 'B4' } }, true],
    [leaf('days_since_last_touch', 'at-least', 3), { derived: { lastTouchAt: 97 * day + 1 } }, false],
    [leaf('days_since_last_touch', 'at-least', 3), { derived: { lastTouchAt: 97 * day } }, true],
    [leaf('contact.created_at', 'within-last', '1d'), { contact: { createdAt: 99 * day } }, false],
    [leaf('contact.created_at', 'within-last', '1d'), { contact: { createdAt: 99 * day + 1 } }, true],
    [leaf('contact.created_at', 'within-last', '1d'), { contact: { createdAt: 101 * day } }, false],
    [leaf('contact.created_at', 'older-than', '1d'), { contact: { createdAt: 99 * day } }, true],
    [leaf('deal.expected_close', 'before', '2026-10-01'), { deal: { expectedClose: '2026-09-30' } }, true],
    [leaf('deal.expected_close', 'after', '2026-10-01'), { deal: { expectedClose: '2026-10-01' } }, false],
    [
      leaf('deal.expected_close', 'between', ['2026-10-01', '2026-10-31']),
      { deal: { expectedClose: '2026-10-31' } },
      true,
    ],
    [leaf('contact.custom.plan', 'equals', 'Pro'), { contact: { custom: { plan: 'pro' } } }, true],
    [leaf('consent.constructor', 'equals', 'unknown'), { contact: { consent: {} } }, true],
    [leaf('touch.prop.price', 'more-than', 5), { touches: [touch({ prop: { price: 6 } })] }, true],
  ])('%j', (one, given, expected) => {
    expect(holds({ all: [one] }, given)).toBe(expected);
    expect(holds({ any: [one] }, given)).toBe(expected);
    expect(holds({ none: [one] }, given)).toBe(!expected);
  });

  it('is false for every operator over missing values, but for not-exists', () => {
    for (const { name, type } of fieldDefinitions) {
      if (name.startsWith('consent') || name === 'touches.count') continue;
      const read = leaf(name.replace('*', 'x'), 'exists');
      if (type === 'bool' || type === 'list') continue;
      expect([name, holds({ all: [read] }, {})]).toEqual([name, false]);
      if (!name.startsWith('touch.')) expect(holds({ all: [leaf(read.field, 'not-exists')] }, {})).toBe(true);
    }
  });
});

describe('touches', () => {
  const demo = leaf('touch.form', 'equals', 'demo');
  const page = leaf('touch.path', 'starts-with', '/pricing');
  const apart = { touches: [touch({ form: 'demo', path: '/a' }), touch({ path: '/pricing' })] };
  const together = { touches: [touch({ form: 'demo', path: '/pricing' })] };

  it.each<[string, Condition, Partial<Facts>, boolean]>([
    ['of one all are the same', { all: [demo, page] }, apart, false],
    ['of one all are found together', { all: [demo, page] }, together, true],
    ['of two alls may differ', { all: [{ all: [demo] }, { all: [page] }] }, apart, true],
    ['of an any may differ', { any: [demo, page] }, apart, true],
    [
      'of an any within an all are those of the all',
      { all: [demo, { any: [page, leaf('touch.host', 'exists')] }] },
      apart,
      false,
    ],
    ['of a none start afresh', { all: [demo, { none: [page] }] }, apart, false],
    ['may be absent for a none', { none: [demo, page] }, {}, true],
    [
      'may be absent beside an any',
      { all: [{ any: [demo, leaf('engagement', 'at-least', 5)] }] },
      { derived: { engagement: 5 } },
      true,
    ],
  ])('%s', (_name, condition, given, expected) => {
    expect(holds(condition, given)).toBe(expected);
  });
});

describe('a condition that is wrong', () => {
  it.each<[ConditionLeaf, string, string]>([
    [leaf('acount.employees', 'exists'), 'field', 'Did you mean account.employees?'],
    [leaf('industry', 'exists'), 'field', 'Did you mean account.industry?'],
    [
      leaf('account.employees', 'contains', 'x'),
      'op',
      'Write one of: equals, not-equals, at-least, at-most, more-than, less-than, between, exists, not-exists.',
    ],
    [leaf('account.employees', 'atleast', 5), 'op', 'Did you mean at-least?'],
    [leaf('account.employees', 'at-least', '5'), 'value', 'Write a number without quotes, such as 50.'],
    [leaf('account.employees', 'between', [9, 2]), 'value', 'Write the smaller end first.'],
    [leaf('account.employees', 'between', 9), 'value', 'Write both ends, such as [50, 1000].'],
    [leaf('account.employees', 'at-least'), 'op', 'Add value: and what to compare with.'],
    [leaf('persona', 'equals', 'opps'), 'value', 'Did you mean ops?'],
    [leaf('stage', 'equals', 'recycle'), 'value', 'Did you mean recycled?'],
    [leaf('grade.fit', 'in', ['E']), 'value', 'Write one of: A, B, C, D.'],
    [leaf('contact.title', 'equals', 7), 'value', 'Put it in quotes: "7".'],
    [
      leaf('contact.created_at', 'within-last', '30 x'),
      'value',
      'Write one of: m, h, d, w. The form is: 15m, 4h, 30d or 2w.',
    ],
    [leaf('account.is_target', 'is', 'yes'), 'value', 'Write true or false.'],
    [leaf('contact.email', 'exists', 'x'), 'value', 'Remove the value.'],
    [leaf('contact.title', 'contains', '\ud83d'), 'value', 'Write the text anew.'],
    [leaf('contact.lists', 'includes-any', ['a\0']), 'value', 'Write the text anew.'],
  ])('%j', (one, part, remedy) => {
    expect(checkCondition({ all: [one] }, catalogue)).toMatchObject([{ path: ['all', 0, part], remedy }]);
  });

  it('of shape says where', () => {
    expect(readCondition({ all: [] }).problems[0]?.message).toBe(
      'This group is empty: write a list with at least one comparison.',
    );
    expect(readCondition({ al: [] }).problems).toMatchObject([{ path: ['al'], found: 'al' }]);
    expect(readCondition({ all: [{ field: 'x', opp: 'is' }] }).problems.map(({ path }) => path)).toEqual([
      ['all', 0, 'op'],
      ['all', 0, 'opp'],
    ]);
  });

  it('that contradicts itself is found', () => {
    const never = (...parts: ConditionLeaf[]) => explainNever({ all: parts }, catalogue);
    expect(never(leaf('cycle', 'at-least', 3), leaf('cycle', 'less-than', 2))).toBe(
      'cycle cannot be all of this at once',
    );
    expect(never(leaf('grade', 'equals', 'A1'), leaf('grade', 'in', ['B1', 'B2']))).not.toBeNull();
    expect(never(leaf('contact.title', 'exists'), leaf('contact.title', 'not-exists'))).not.toBeNull();
    expect(never(leaf('cycle', 'at-least', 2), leaf('cycle', 'at-most', 2))).toBeNull();
  });
});

describe('the instant at which a condition can change', () => {
  const at = 100 * day;
  it.each<[ConditionLeaf, Partial<Facts>, number | null]>([
    [leaf('contact.created_at', 'within-last', '2d'), { contact: { createdAt: 99 * day } }, 101 * day],
    [leaf('contact.created_at', 'older-than', '2d'), { contact: { createdAt: 90 * day } }, null],
    [leaf('days_since_last_touch', 'at-least', 90), { derived: { lastTouchAt: 50 * day } }, 140 * day],
    [leaf('days_since_last_touch', 'equals', 50), { derived: { lastTouchAt: 50 * day } }, 101 * day],
    [leaf('grade', 'equals', 'A1'), { derived: { gradeValidUntil: 123 * day } }, 123 * day],
    [leaf('engagement', 'at-least', 15), { derived: { nextCrossing: (score) => at + score } }, at + 15],
    [leaf('fit', 'at-least', 15), {}, null],
  ])('%j', (one, given, expected) => {
    expect(findFlip({ any: [one] }, catalogue)(facts(given))).toBe(expected);
  });

  it('is never too late', () => {
    const leaves = fc.oneof(
      fc.record({
        field: fc.constant('contact.created_at'),
        op: fc.constantFrom('within-last', 'older-than'),
        value: fc.integer({ min: 1, max: 9 }).map((n) => `${n}m`),
      }),
      fc.record({
        field: fc.constant('touch.at'),
        op: fc.constantFrom('within-last', 'older-than'),
        value: fc.integer({ min: 1, max: 9 }).map((n) => `${n}m`),
      }),
    );
    const time = fc.integer({ min: 0, max: 20 }).map((n) => n * 30_000);
    fc.assert(
      fc.property(
        fc.array(leaves, { minLength: 1, maxLength: 3 }),
        time,
        time,
        time,
        time,
        (parts, created, touched, from, to) => {
          const condition = { all: [{ none: [parts[0] as ConditionLeaf] }, ...parts.slice(1)] };
          const given = { contact: { createdAt: created }, touches: [touch({ at: touched })] };
          const [now, later] = [Math.min(from, to), Math.max(from, to)];
          const before = compileCondition(condition, catalogue)(facts({ ...given, at: now }));
          const after = compileCondition(condition, catalogue)(facts({ ...given, at: later }));
          if (before === after) return;
          const flip = findFlip(condition, catalogue)(facts({ ...given, at: now }));
          expect(flip).not.toBeNull();
          expect(flip).toBeLessThanOrEqual(later);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('worked examples of the docstrings', () => {
  const source = { currency: 'EUR', personas: [], segments: [{ key: 'smb' }], stages: [], journey: [] };
  it('hold', () => {
    expect(buildCatalogue(source).choices.segments).toEqual(['smb']);
    expect(resolveField('segment', buildCatalogue(source))?.choices).toEqual(['smb']);
    expect(nearestField('contact.e-mail', buildCatalogue(source))).toBe('contact.email');
    expect(countCurrencyDigits('JPY')).toBe(0);
    expect(findField('account.employees')?.type).toBe('number');
    expect(findField('account.custom.plan')?.key).toBe('plan');
    expect(arityOf('between')).toBe('two');
    expect(readGroup({ any: [{ field: 'grade', op: 'exists' }] })).toEqual({
      word: 'any',
      parts: [{ field: 'grade', op: 'exists' }],
    });
    expect(listLeaves({ all: [{ field: 'grade', op: 'exists' }] })).toEqual([
      { leaf: { field: 'grade', op: 'exists' }, path: ['all', 0] },
    ]);
    expect(readLeaf({ field: 'account.employees', op: 'at-least', value: 50 }, catalogue)).toMatchObject({
      test: { test: 'range', from: 50, to: null, fromOpen: false, toOpen: false },
    });
    const isLarge = compileCondition({ all: [{ field: 'account.employees', op: 'at-least', value: 50 }] }, catalogue);
    expect(isLarge({ at: 0, contact: {}, account: { employees: 50 }, derived: {}, touches: [] })).toBe(true);
    const recent = { all: [{ field: 'contact.created_at', op: 'within-last', value: '1d' }] };
    expect(findFlip(recent, catalogue)({ at: 1000, contact: { createdAt: 0 }, derived: {}, touches: [] })).toBe(
      86400000,
    );
    expect(checkCondition({ all: [{ field: 'acount.employees', op: 'exists' }] }, catalogue)).toEqual([
      {
        path: ['all', 0, 'field'],
        message: 'There is no field "acount.employees".',
        remedy: 'Did you mean account.employees?',
      },
    ]);
    const title = { at: 0, contact: { title: 'COO' }, derived: {}, touches: [] };
    expect(readFact({ name: 'contact.title', type: 'text', label: 'job title' }, title)).toBe('COO');
    const mailbox = { at: 0, contact: { mailbox: 'free' }, derived: {}, touches: [] } as const;
    expect(readMailbox({ name: 'contact.email', type: 'email', label: '' }, mailbox)).toBe('free');
    expect(isLeaf({ field: 'grade', op: 'exists' })).toBe(true);
    expect(readDate('1970-01-02', 'UTC')).toBe(86400000);
    expect([readDate('19700102', 'UTC'), readDate('2026-02-30', 'UTC')]).toEqual([null, null]);
    const created = { name: 'contact.created_at', type: 'instant', label: '' } as const;
    expect(readAmount(created, '1970-01-01T00:00:01.000Z', 'UTC')).toBe(1000);
    expect(readAmount(created, '1970-02-30T00:00:00.000Z', 'UTC')).toBeNull();
    expect([isMissing('  '), isMissing(0)]).toEqual([true, false]);
    expect(wordForm('Vice-President, Operations')).toBe(' vice president operations ');
    expect([toCamelCase('email_domain'), toSnakeCase('emailDomain')]).toEqual(['emailDomain', 'email_domain']);
  });
});
