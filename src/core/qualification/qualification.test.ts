import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../agreement/condition.ts';
import { isLeaf, readGroup } from '../agreement/condition.ts';
import { askCondition, explainCondition } from './condition-finding.ts';
import { drawFraction, isExplored } from './explore.ts';
import { judgeQualification, type QualificationCause, type QualificationInput, type Standing } from './qualify.ts';
import { findMissing } from './required-information.ts';

/** Facts of a person for these tests: the names of the fields that hold. */
type Holding = ReadonlySet<string>;
const compile =
  (condition: Condition) =>
  (facts: Holding): boolean => {
    const { word, parts } = readGroup(condition);
    const held = parts.map((part) => (isLeaf(part) ? facts.has(part.field) : compile(part)(facts)));
    if (word === 'all') return held.every(Boolean);
    return held.some(Boolean) === (word === 'any');
  };
const leaf = (field: string) => ({ field, op: 'exists' });
const ask = (condition: Condition) => askCondition(condition, compile);
const fieldsOf = (ways: { leaf: { field: string } }[][]) => ways.map((way) => way.map((one) => one.leaf.field));

const grade: Condition = { any: [leaf('grade'), { all: [leaf('demo'), leaf('fit')] }] };

describe('why a condition holds, or not yet', () => {
  it.each<[string, Condition, string[], string[], string[][]]>([
    ['the first way', grade, ['grade'], ['grade'], []],
    ['the second way', grade, ['demo', 'fit'], ['demo', 'fit'], []],
    ['both ways', grade, ['grade', 'demo', 'fit'], ['grade', 'demo', 'fit'], []],
    ['nothing yet: each way, the shortest first', grade, [], [], [['grade'], ['demo', 'fit']]],
    ['half of the second way', grade, ['demo'], [], [['grade'], ['fit']]],
    ['nothing of what it forbids', { none: [leaf('student')] }, [], ['student'], []],
    ['what it forbids', { none: [leaf('student'), leaf('free')] }, ['free'], [], [['free']]],
    [
      'two things, one of them open',
      { all: [leaf('a'), { any: [leaf('b'), leaf('c')] }] },
      [],
      [],
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
  ])('%s', (_name, condition, holding, evidence, ways) => {
    const found = explainCondition(ask(condition), new Set(holding));
    expect(fieldsOf([found.evidence])).toEqual([evidence]);
    expect(fieldsOf(found.ways)).toEqual(ways);
    expect(found.holds).toBe(ways.length === 0);
  });

  it('says when comparisons hold, but not for the same touch', () => {
    const asked = askCondition<Holding>({ all: [leaf('a'), leaf('b')] }, (one) => () => !('all' in one));
    expect(explainCondition(asked, new Set()).ways).toEqual([
      [
        { leaf: leaf('a'), path: ['all', 0], together: true },
        { leaf: leaf('b'), path: ['all', 1], together: true },
      ],
    ]);
  });

  it('names the place of each comparison', () => {
    expect(explainCondition(ask(grade), new Set(['demo'])).ways[1]?.[0]?.path).toEqual(['any', 1, 'all', 1]);
  });

  const fields = ['a', 'b', 'c', 'd'];
  const tree = fc.letrec<{ group: Condition; part: Condition | { field: string; op: string } }>((tie) => ({
    part: fc.oneof({ depthSize: 'small' }, fc.constantFrom(...fields).map(leaf), tie('group')),
    group: fc
      .tuple(fc.constantFrom('all', 'any', 'none'), fc.array(tie('part'), { minLength: 1, maxLength: 3 }))
      .map(([word, parts]) => ({ [word]: parts }) as Condition),
  })).group;

  it('lists ways, each of which alone would be enough where nothing is forbidden', () => {
    fc.assert(
      fc.property(tree, fc.subarray(fields), (condition, holding) => {
        const found = explainCondition(ask(condition), new Set(holding));
        expect(found.holds).toBe(compile(condition)(new Set(holding)));
        expect(found.holds ? found.ways.length === 0 : found.ways.length > 0 && found.evidence.length === 0).toBe(true);
        if (JSON.stringify(condition).includes('none')) return;
        for (const way of found.ways) {
          const then = new Set([...holding, ...way.map((one) => one.leaf.field)]);
          expect(compile(condition)(then)).toBe(true);
        }
        expect(found.evidence.every((one) => holding.includes(one.leaf.field))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('required information', () => {
  it.each<[string, string, unknown, boolean]>([
    ['an e-mail', 'contact.email', 'a@b.test', true],
    ['blanks', 'contact.name', '  ', false],
    ['nothing', 'contact.name', null, false],
    ['no number', 'account.employees', Number.NaN, false],
    ['a zero', 'account.employees', 0, true],
    ['a no', 'contact.custom.partner', false, true],
    ['not reachable', 'contact.reachable', false, false],
    ['consent granted', 'consent.contact', 'granted', true],
    ['consent unknown', 'consent.contact', 'unknown', false],
    ['consent denied', 'contact.consent.mail', 'denied', false],
    ['an empty list', 'contact.lists', [], false],
  ])('%s', (_name, field, value, delivered) => {
    expect(findMissing([field], () => value as string)).toEqual(delivered ? [] : [field]);
  });
});

type Case = Partial<QualificationInput<Holding>> & { holding?: string[]; missing?: string[]; share?: number };
function judge({ holding = [], missing = [], share = 0, ...given }: Case) {
  const clause = {
    key: 'qualified',
    enterWhen: ask(grade),
    requires: ['contact.email', 'account.domain'],
    explore: { share, seed: 'agreement-1' },
  };
  return judgeQualification({
    clause,
    facts: new Set(holding),
    read: (field) => (missing.includes(field) ? null : 'there'),
    personId: 'person-1',
    standing: 'open',
    mayExplore: true,
    cause: 'touch',
    wakeUpAt: null,
    now: 0,
    ...given,
  });
}

describe('qualification', () => {
  const missing = ['account.domain'];
  it.each<[string, Case, object]>([
    ['qualifies', { holding: ['grade'] }, { outcome: 'qualified', isNew: true, explore: false, clause: 'qualified' }],
    ['qualifies and lacks a field', { holding: ['grade'], missing }, { outcome: 'incomplete', isNew: true, missing }],
    [
      'still waits for it',
      { holding: ['grade'], missing, standing: 'waiting' },
      { outcome: 'incomplete', isNew: false },
    ],
    ['has it now, whatever the grade', { standing: 'waiting' }, { outcome: 'qualified', isNew: false }],
    ['not yet', { missing }, { outcome: 'not-yet', missing }],
    ['explored', { share: 1 }, { outcome: 'qualified', explore: true }],
    [
      'not marked when it qualifies by itself',
      { share: 1, holding: ['grade'] },
      { outcome: 'qualified', explore: false },
    ],
    ['nobody explores for missing information', { share: 1, missing }, { outcome: 'not-yet' }],
    ['nobody explores a subscriber', { share: 1, mayExplore: false }, { outcome: 'not-yet' }],
    ['nobody explores whom Sales gave back', { share: 1, standing: 'recycled' }, { outcome: 'not-yet' }],
    [
      'twice in a cycle',
      { holding: ['grade'], standing: 'handed-over' },
      { outcome: 'barred', reason: 'already-handed-over' },
    ],
    ['a new cycle', { holding: ['grade'], standing: 'recycled' }, { outcome: 'qualified', isNew: true }],
    ['asleep', { holding: ['grade'], standing: 'recycled', wakeUpAt: 1 }, { outcome: 'barred', reason: 'asleep' }],
    ['awake', { holding: ['grade'], standing: 'recycled', wakeUpAt: 1, now: 1 }, { outcome: 'qualified' }],
    [
      'woken',
      { holding: ['grade'], standing: 'recycled', wakeUpAt: 1, cause: 'high-intent-touch' },
      { outcome: 'qualified' },
    ],
    ['disqualified', { holding: ['grade'], standing: 'disqualified' }, { outcome: 'barred', reason: 'disqualified' }],
    ['a partner', { holding: ['grade'], standing: 'other' }, { outcome: 'barred', reason: 'other-relation' }],
    ['an import', { holding: ['grade'], share: 1, cause: 'import' }, { outcome: 'barred', reason: 'history-import' }],
    [
      'a new version',
      { holding: ['grade'], share: 1, cause: 'new-version' },
      { outcome: 'barred', reason: 'new-version' },
    ],
    ['a new version for who waits', { standing: 'waiting', cause: 'new-version' }, { outcome: 'qualified' }],
    ['a wave', { holding: ['grade'], cause: 'wave' }, { outcome: 'qualified' }],
  ])('%s', (_name, given, expected) => {
    expect(judge(given)).toMatchObject(expected);
  });

  it('never happens twice in one cycle, whatever comes', () => {
    const causes = fc.constantFrom<QualificationCause>('touch', 'high-intent-touch', 'edit', 'time', 'wave', 'import');
    const event = fc.record({
      cause: causes,
      holding: fc.subarray(['grade', 'demo', 'fit']),
      missing: fc.subarray(missing),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30, size: 'max' }), fc.constantFrom(0, 0.5, 1), (events, share) => {
        let standing: Standing = 'open';
        let decided = 0;
        let offered = 0;
        for (const given of events) {
          const answer = judge({ ...given, share, standing });
          if (answer.outcome === 'qualified' || answer.outcome === 'incomplete') {
            if (answer.isNew) decided += 1;
            standing = answer.outcome === 'qualified' ? 'handed-over' : 'waiting';
            if (answer.outcome === 'qualified') offered += 1;
          }
        }
        expect(decided).toBeLessThanOrEqual(1);
        expect(offered).toBeLessThanOrEqual(decided);
      }),
    );
  });
});

describe('the explore share', () => {
  it('is exact in the long run, for every seed', () => {
    const size = 40_000;
    for (const [seed, share] of [
      ['a', 0.05],
      ['b', 0.05],
      ['c', 0.5],
    ] as const) {
      let drawn = 0;
      for (let n = 0; n < size; n += 1) if (isExplored(seed, `person-${n}`, share)) drawn += 1;
      // Five standard deviations of a binomial count.
      expect(Math.abs(drawn / size - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / size));
    }
  });

  it('is spread evenly over tenths', () => {
    const size = 20_000;
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < size; n += 1) {
      const tenth = Math.floor(10 * drawFraction('seed', `person-${n}`));
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    const chiSquare = tenths.reduce((sum, count) => sum + (count - size / 10) ** 2 / (size / 10), 0);
    // The 99.99 % point of chi-square with 9 degrees of freedom is 33.7.
    expect(chiSquare).toBeLessThan(33.7);
  });

  it('is stable, and a larger one holds every smaller one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, id, share) => {
        expect(isExplored(seed, id, share)).toBe(isExplored(seed, id, share));
        expect(isExplored(seed, id, 0)).toBe(false);
        expect(isExplored(seed, id, 1)).toBe(true);
        if (isExplored(seed, id, share / 2)) expect(isExplored(seed, id, share)).toBe(true);
      }),
    );
  });

  it('does not take one pair of seed and id for another', () => {
    expect(drawFraction('a', 'bc')).not.toBe(drawFraction('ab', 'c'));
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    expect(drawFraction('agreement-1', 'person-1')).toBe(0.12043854101007745);
    expect(isExplored('agreement-1', 'person-1', 0.2)).toBe(true);
    expect(isExplored('agreement-1', 'person-1', 0.1)).toBe(false);

    const isFit = () => (facts: { fit: number }) => facts.fit >= 50;
    const asked = askCondition({ all: [{ field: 'fit', op: 'at-least', value: 50 }] }, isFit);
    expect(asked.holds({ fit: 60 })).toBe(true);
    expect(explainCondition(asked, { fit: 20 }).ways[0]?.[0]?.leaf.field).toBe('fit');

    const values: Record<string, string> = { 'consent.contact': 'unknown', 'contact.email': 'a@b.test' };
    expect(findMissing(['contact.email', 'consent.contact'], (field) => values[field])).toEqual(['consent.contact']);

    const enterWhen = { leaf: { field: 'fit', op: 'exists' }, path: [], holds: () => true };
    const clause = { key: 'qualified', enterWhen, requires: [], explore: { share: 0, seed: '' } };
    const input = { clause, facts: {}, read: () => null, personId: 'p', mayExplore: true, wakeUpAt: null, now: 0 };
    expect(judgeQualification({ ...input, standing: 'open', cause: 'touch' }).outcome).toBe('qualified');
  });
});
