import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMerge, planMerge, undoMerge } from './merge.ts';
import {
  combineField,
  contactMergeRules,
  isBlank,
  isConflict,
  isSame,
  type MergeRecord,
  own,
  ruleOf,
} from './merge-rule.ts';
import { chooseSurvivor, mergeOpenItems } from './survivor.ts';

const stages = ['subscriber', 'lead', 'qualified', 'accepted'];
const merge = (keep: MergeRecord, drop: MergeRecord) => {
  const plan = planMerge(keep, drop, contactMergeRules, stages);
  return plan.refused === null ? applyMerge(plan, keep) : plan;
};

describe('merging two records', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['keeps what the survivor says', { owner: 'sam' }, { owner: 'mia' }, { owner: 'sam' }],
    [
      'fills what is blank',
      { phone: ' ', title: null },
      { phone: '+49', title: 'COO' },
      { phone: '+49', title: 'COO' },
    ],
    ['takes the earlier day', { createdAt: '2026-01-01' }, { createdAt: '2025-12-01' }, { createdAt: '2025-12-01' }],
    ['takes the earlier instant', { firstTouchAt: 5 }, { firstTouchAt: 3 }, { firstTouchAt: 3 }],
    [
      'takes the stage that is further on',
      { furthestStage: 'lead' },
      { furthestStage: 'accepted' },
      { furthestStage: 'accepted' },
    ],
    [
      'does not know a stage that is not listed',
      { furthestStage: 'lead' },
      { furthestStage: 'x' },
      { furthestStage: 'lead' },
    ],
    ['keeps an opt-out of either', { unsubscribed: false }, { unsubscribed: true }, { unsubscribed: true }],
    [
      'unites addresses',
      { email: 'a@x.com' },
      { email: 'b@x.com', emails: ['a@x.com', 'c@x.com'] },
      { emails: ['a@x.com', 'b@x.com', 'c@x.com'] },
    ],
    [
      'takes the stricter consent for each purpose',
      { consents: { mail: 'granted', call: 'denied', news: 'unknown' } },
      { consents: { mail: 'denied', call: 'granted', news: 'granted', post: 'granted' } },
      { consents: { mail: 'denied', call: 'denied', news: 'granted', post: 'granted' } },
    ],
    [
      'unites ids of different systems',
      { externalIds: { crm: '1' } },
      { externalIds: { erp: '2', crm: '1' } },
      { externalIds: { crm: '1', erp: '2' } },
    ],
    [
      'takes a field named like a property of objects',
      {},
      { constructor: 'x', ['__proto__']: 'y' },
      { constructor: 'x' },
    ],
  ])('%s', (_, keep, drop, expected) =>
    expect(merge({ ...keep, id: 'p1' }, { ...drop, id: 'p2' })).toMatchObject({ id: 'p1', ...expected }),
  );

  it.each([
    [{ externalId: 'crm-1' }, { externalId: 'crm-2' }, ['externalId']],
    [{ externalIds: { crm: '1', erp: '7' } }, { externalIds: { crm: '2' } }, ['externalIds']],
    [{ userId: 'u1' }, { userId: 'u2' }, ['userId']],
  ])('refuses %j with %j', (keep, drop, fields) => {
    expect(merge({ id: 'p1', ...keep }, { id: 'p2', ...drop })).toMatchObject({
      refused: 'conflicting-unique-id',
      fields,
    });
  });

  it('combines field by field', () => {
    expect(ruleOf(contactMergeRules, 'createdAt')).toBe('earliest');
    expect(ruleOf(contactMergeRules, 'toString')).toBe('survivor');
    expect(combineField('earliest', 'createdAt', { id: 'p1', createdAt: 5 }, { id: 'p2', createdAt: 3 }, [])).toBe(3);
    expect(isConflict({ crm: '1' }, { crm: '2' })).toBe(true);
    expect(own({ id: 'p1' }, 'toString')).toBeUndefined();
    expect(isBlank(' ')).toBe(true);
    expect(isBlank(0)).toBe(false);
    expect(isSame({ a: [1], b: 2 }, { b: 2, a: [1] })).toBe(true);
  });

  it('refuses a record with itself', () => {
    expect(merge({ id: 'p1' }, { id: 'p1' })).toMatchObject({ refused: 'same-record' });
  });

  it('says why, and takes each step back', () => {
    const plan = planMerge({ id: 'p1', phone: null }, { id: 'p2', phone: '+4930123456' }, contactMergeRules, []);
    expect(plan.refused === null && plan.changes[0]).toEqual({
      field: 'phone',
      before: null,
      after: '+4930123456',
      why: 'The field was blank and is filled from the other record.',
    });
    const small = {
      refused: null,
      survivorId: 'p1',
      merged: { id: 'p2' },
      changes: [{ field: 'phone', before: null, after: '+4930123456', why: '' }],
    };
    expect(applyMerge(small, { id: 'p1', phone: null })).toEqual({ id: 'p1', phone: '+4930123456' });
    expect(undoMerge(small, { id: 'p1', phone: '+4930123456' })).toEqual({
      survivor: { id: 'p1', phone: null },
      merged: { id: 'p2' },
      changedSince: [],
    });
  });

  it('keeps what was changed since, and lists it', () => {
    const keep = { id: 'p1', phone: null };
    const plan = planMerge(keep, { id: 'p2', phone: '+1', title: 'COO' }, contactMergeRules, stages);
    if (plan.refused !== null) throw new Error('refused');
    const edited = { ...applyMerge(plan, keep), phone: '+2' };
    expect(undoMerge(plan, edited)).toMatchObject({ survivor: { id: 'p1', phone: '+2' }, changedSince: ['phone'] });
    expect(undoMerge(plan, edited).survivor).not.toHaveProperty('title');
  });

  const value = fc.oneof(
    fc.constant(null),
    fc.constant(''),
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom('granted', 'denied', 'unknown'), {
      noNullPrototype: true,
    }),
  );
  const field = fc.constantFrom(
    ...Object.keys(contactMergeRules),
    'email',
    'phone',
    'name',
    'owner',
    '__proto__',
    'toString',
  );
  const record = fc.dictionary(field, value, { maxKeys: 12, noNullPrototype: true });

  it('is undone exactly, also after a way through JSON', () => {
    let merged = 0;
    fc.assert(
      fc.property(record, record, (first, second) => {
        const keep = { ...first, id: 'p1' };
        const drop = { ...second, id: 'p2' };
        const before = structuredClone([keep, drop]);
        const plan = planMerge(keep, drop, contactMergeRules, stages);
        if (plan.refused !== null) return;
        merged += 1;
        const stored = JSON.parse(JSON.stringify(plan)) as typeof plan;
        for (const used of [plan, stored]) {
          const undone = undoMerge(used, applyMerge(used, keep));
          expect(undone.survivor).toStrictEqual(keep);
          expect(undone.merged).toStrictEqual(drop);
          expect(undone.changedSince).toEqual([]);
        }
        expect([keep, drop]).toEqual(before);
        // A second merge of the same record finds nothing more to do.
        const again = planMerge(applyMerge(plan, keep), drop, contactMergeRules, stages);
        expect(again).toMatchObject({ refused: null, changes: [] });
      }),
      { numRuns: 3000 },
    );
    expect(merged).toBeGreaterThan(500);
  });
});

describe('who stays', () => {
  it('is the linked, the verified, the older, the first by id', () => {
    const base = { isLinked: false, hasVerifiedEmail: false, createdAt: 1 };
    const pairs = [
      [
        { ...base, id: 'b', isLinked: true },
        { ...base, id: 'a', hasVerifiedEmail: true },
      ],
      [
        { ...base, id: 'b', hasVerifiedEmail: true },
        { ...base, id: 'a', createdAt: 0 },
      ],
      [
        { ...base, id: 'b' },
        { ...base, id: 'a', createdAt: 2 },
      ],
      [
        { ...base, id: 'b' },
        { ...base, id: 'c' },
      ],
    ] as const;
    for (const [a, b] of pairs) {
      expect(chooseSurvivor(a, b).survivorId).toBe('b');
      expect(chooseSurvivor(b, a)).toEqual(chooseSurvivor(a, b));
    }
    expect(
      chooseSurvivor(
        { id: 'p2', isLinked: false, hasVerifiedEmail: true, createdAt: 2 },
        { id: 'p1', isLinked: false, hasVerifiedEmail: true, createdAt: 1 },
      ),
    ).toEqual({ survivorId: 'p1', mergedId: 'p2', why: 'It is the older one.' });
  });

  it('keeps the earlier started clock of each kind', () => {
    expect(
      mergeOpenItems([{ id: 'c1', kind: 'respond', startedAt: 5 }], [{ id: 'c2', kind: 'respond', startedAt: 3 }]),
    ).toEqual({
      kept: ['c2'],
      cancelled: ['c1'],
    });
    expect(
      mergeOpenItems(
        [{ id: 'c1', kind: 'respond', startedAt: 3 }],
        [
          { id: 'c2', kind: 'respond', startedAt: 3 },
          { id: 'c3', kind: 'decide', startedAt: 9 },
        ],
      ),
    ).toEqual({
      kept: ['c1', 'c3'],
      cancelled: ['c2'],
    });
  });
});
