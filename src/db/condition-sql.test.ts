import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../test/agreements.ts';
import { useTestApp } from '../../test/app.ts';
import { testEpoch } from '../../test/clock.ts';
import { readFacts } from '../../test/condition-facts.ts';
import { type NewPerson, storePeople } from '../../test/condition-people.ts';
import { arbitraryCondition, catalogue, drawPeople } from '../../test/condition-trees.ts';
import { createMember, createWorkspace } from '../../test/fixtures.ts';
import type { WorkspaceId } from '../context.ts';
import { compileCondition } from '../core/agreement/compile-condition.ts';
import { type Condition, type ConditionLeaf, isLeaf, listLeaves, readGroup } from '../core/agreement/condition.ts';
import { type LeafTest, readLeaf } from '../core/agreement/condition-test.ts';
import type { Facts } from '../core/agreement/facts.ts';
import { fieldDefinitions, findField } from '../core/agreement/fields.ts';
import { operatorsByType } from '../core/agreement/operators.ts';
import { meetsCondition } from './condition-sql.ts';

describe('a condition in SQL', () => {
  const test = useTestApp();
  const day = 86_400_000;
  const at = testEpoch;
  const ago = (milliseconds: number) => new Date(at.getTime() - milliseconds);

  async function whoMeets(
    workspace: WorkspaceId,
    condition: Condition,
    when: Date,
    current = false,
  ): Promise<string[]> {
    const after = current ? { after: sql.ref('c.cycle_began_at') } : {};
    const rows = await test.database.observed.workers
      .selectFrom('contacts as c')
      .select('c.id')
      .where('c.workspaceId', '=', workspace)
      .where(meetsCondition(condition, { workspace, catalogue, at: when, ...after }))
      .orderBy('c.id')
      .execute();
    return rows.map(({ id }) => id);
  }

  describe('who meets a condition', () => {
    let workspace: WorkspaceId;
    let member: string;
    let facts: Map<string, Facts>;
    const ids: Record<string, string> = {};
    const people: Record<string, NewPerson> = {
      // Everything is there.
      ann: {
        ...{
          title: 'Vice-President,  SALES',
          email: 'ann@example.com',
          mailbox: 'free',
          reachable: true,
          lists: ['Fair', 'VIP'],
        },
        ...{ createdAt: ago(day), consent: { contact: 'granted' } },
        fields: {
          plan: 'Pro_1%',
          seats: 7.5,
          vip: true,
          renewal: '2026-03-02T09:00:00.000Z',
          day: '2026-03-02',
          tags: [],
        },
        derived: {
          grade: 'A1',
          fit: 80.5,
          lastTouchAt: ago(3 * day),
          touchCount: 2,
          currentStage: 'recycled',
          cycleBeganAt: ago(day),
        },
        account: { name: 'Ünïcode', employees: 50, revenue: 150, isTarget: true, lists: ['Fair'] },
        deals: [
          { lostAt: ago(day), stage: 'Lost' },
          { amount: 100, stage: 'Offer', expectedClose: '2026-09-30' },
        ],
        handoffs: [{ need: 'Old need' }, { need: 'New  need', budget: ' ' }],
        touches: [
          { kind: 'form-submitted', form: 'Demo', at: ago(2 * day), props: { price: 6, trial: false } },
          { kind: 'page-viewed', path: '/Pricing', at: ago(1), department: 'sales' },
        ],
      },
      // What is there is wrong or empty, or deleted.
      bob: {
        ...{ title: ' \u00a0 ', ownerId: null, createdAt: new Date(at.getTime() + day) },
        fields: {
          plan: 7,
          seats: '7.5',
          vip: 'true',
          renewal: '2026-02-30T09:00:00.000Z',
          day: '2025-02-29',
          tags: ['x'],
        },
        derived: { grade: 'D4', lastTouchAt: new Date(at.getTime() + day), fit: Number.NaN },
        account: { name: 'Gone', employees: 50, isTarget: true, deleted: true },
        deals: [{ deleted: true, stage: 'Offer' }],
        touches: [{ path: '  ', at: ago(day), props: { price: '6' } }],
      },
      // Nothing is there.
      cid: {},
    };

    beforeAll(async () => {
      workspace = await createWorkspace(test);
      member = (await createMember(test, workspace)).id;
      await agreeOn(test, workspace);
      const { ann, ...others } = people;
      const stored = await storePeople(test.databases.screens, workspace, [
        { ...ann, ownerId: member },
        ...Object.values(others),
      ]);
      for (const [index, name] of Object.keys(people).entries()) ids[stored[index] as string] = name;
      facts = await readFacts(test.databases.screens, workspace, at, false);
    });

    const leaf = (field: string, op: string, value?: ConditionLeaf['value']): ConditionLeaf => ({ field, op, value });
    it.each<[ConditionLeaf, string]>([
      [leaf('contact.title', 'equals', ' vice-president, sales'), 'ann'],
      [leaf('contact.title', 'not-equals', 'x'), 'ann'],
      [leaf('contact.title', 'not-in', ['VICE-PRESIDENT, sales']), ''],
      [leaf('contact.title', 'exists'), 'ann'],
      [leaf('contact.title', 'not-exists'), 'bob cid'],
      [leaf('contact.title', 'contains', 'IDENT, s'), 'ann'],
      [leaf('contact.title', 'starts-with', 'Vice-'), 'ann'],
      [leaf('contact.title', 'ends-with', 'sales'), 'ann'],
      [leaf('contact.title', 'ends-with', 'a longer text than the title of vice-president, sales'), ''],
      [leaf('contact.title', 'matches-any', ['vice president sales', 'coo']), 'ann'],
      [leaf('contact.title', 'matches-any', ['resident']), ''],
      [leaf('contact.custom.plan', 'starts-with', 'pro_'), 'ann'],
      [leaf('contact.custom.plan', 'contains', '%'), 'ann'],
      [leaf('contact.custom.plan', 'equals', '7'), 'bob'],
      [leaf('contact.custom.seats', 'at-least', 7.5), 'ann'],
      [leaf('contact.custom.seats', 'exists'), 'ann bob'],
      [leaf('contact.custom.vip', 'is', true), 'ann'],
      [leaf('contact.custom.vip', 'is', false), ''],
      [leaf('contact.custom.renewal', 'within-last', '1m'), 'ann'],
      [leaf('contact.custom.renewal', 'after', '2026-01-01'), 'ann'],
      [leaf('contact.custom.renewal', 'exists'), 'ann bob'],
      [leaf('contact.custom.day', 'between', ['2026-03-02', '2026-03-02']), 'ann'],
      [leaf('contact.custom.day', 'after', '2025-01-01'), 'ann'],
      [leaf('contact.custom.tags', 'exists'), 'bob'],
      [leaf('contact.email', 'is-free-mailbox'), 'ann'],
      [leaf('contact.email', 'is-disposable'), ''],
      [leaf('contact.reachable', 'is', false), 'bob cid'],
      [leaf('contact.owner', 'exists'), 'ann'],
      [leaf('contact.lists', 'includes-all', ['vip', 'FAIR', 'fair']), 'ann'],
      [leaf('contact.lists', 'includes-all', ['vip', 'other']), ''],
      [leaf('contact.lists', 'includes-any', ['other', 'vip']), 'ann'],
      [leaf('account.lists', 'includes-any', ['fair', 'vip']), 'ann'],
      [leaf('account.lists', 'includes-any', ['vip']), ''],
      [leaf('contact.created_at', 'within-last', '1d'), 'cid'],
      [leaf('contact.created_at', 'within-last', '2d'), 'ann cid'],
      [leaf('contact.created_at', 'older-than', '1d'), 'ann'],
      [leaf('contact.created_at', 'older-than', '999999999w'), ''],
      [leaf('contact.created_at', 'after', '2026-03-02'), 'bob'],
      [leaf('contact.created_at', 'between', ['0000-01-01', '9999-12-31']), 'ann bob cid'],
      [leaf('contact.created_at', 'after', '9999-12-31'), ''],
      [leaf('consent.contact', 'equals', 'unknown'), 'bob cid'],
      [leaf('consent.contact', 'not-equals', 'unknown'), 'ann'],
      [leaf('account.employees', 'equals', 50), 'ann'],
      [leaf('account.employees', 'not-equals', 51), 'ann'],
      [leaf('account.employees', 'not-exists'), 'bob cid'],
      [leaf('account.revenue', 'less-than', 1.51), 'ann'],
      [leaf('account.name', 'equals', 'U\u0308NI\u0308CODE'), 'ann'],
      [leaf('account.is_target', 'is', true), 'ann'],
      [leaf('account.is_target', 'is', false), ''],
      [leaf('stage', 'equals', 'recycled'), 'ann'],
      [leaf('grade', 'in', ['A1', 'A2']), 'ann'],
      [leaf('grade.fit', 'not-equals', 'A'), 'bob'],
      [leaf('grade.engagement', 'equals', 4), 'bob'],
      [leaf('fit', 'more-than', 80.4999999), 'ann'],
      [leaf('fit', 'not-exists'), 'bob cid'],
      [leaf('cycle', 'equals', -0), 'ann bob cid'],
      [leaf('days_since_last_touch', 'at-least', 3), 'ann'],
      [leaf('days_since_last_touch', 'at-most', 0), 'bob'],
      [leaf('deal.open', 'is', true), 'ann'],
      [leaf('deal.won', 'is', false), 'ann'],
      [leaf('deal.stage', 'equals', 'offer'), 'ann'],
      [leaf('deal.amount', 'equals', 1), 'ann'],
      [leaf('deal.expected_close', 'before', '2026-10-01'), 'ann'],
      [leaf('deal.expected_close', 'after', '2026-09-30'), ''],
      [leaf('confirm.need', 'equals', 'new need'), 'ann'],
      [leaf('confirm.budget', 'not-exists'), 'ann bob cid'],
      [leaf('touch.form', 'equals', 'demo'), 'ann'],
      [leaf('touch.form', 'not-equals', 'x'), 'ann'],
      [leaf('touch.form', 'not-exists'), 'ann bob'],
      [leaf('touch.path', 'exists'), 'ann'],
      [leaf('touch.department', 'equals', 'sales'), 'ann'],
      [leaf('touch.at', 'within-last', '1m'), 'ann'],
      [leaf('touch.prop.price', 'more-than', 5), 'ann'],
      [leaf('touch.prop.price', 'equals', '6'), 'ann bob'],
      [leaf('touch.prop.trial', 'is', false), 'ann'],
    ])('%j: %s', async (one, expected) => {
      const named = (found: string[]) => found.map((id) => ids[id]).join(' ');
      expect(named(await whoMeets(workspace, { all: [one] }, at))).toBe(expected);
      expect(named(await whoMeets(workspace, { any: [one] }, at))).toBe(expected);
      const others = Object.values(ids).filter((name) => !expected.split(' ').includes(name));
      expect(named(await whoMeets(workspace, { none: [one] }, at))).toBe(others.join(' '));
      const predicate = compileCondition({ all: [one] }, catalogue);
      expect(
        named(
          [...facts]
            .filter(([, known]) => predicate(known))
            .map(([id]) => id)
            .sort(),
        ),
      ).toBe(expected);
    });

    const demo = leaf('touch.form', 'equals', 'demo');
    const pricing = leaf('touch.path', 'starts-with', '/pricing');
    it.each<[string, Condition, string, string]>([
      ['touches of one all are the same', { all: [demo, pricing] }, '', ''],
      ['touches of two alls may differ', { all: [{ all: [demo] }, { all: [pricing] }] }, 'ann', ''],
      ['touches of an any may differ', { any: [demo, pricing] }, 'ann', 'ann'],
      ['an any takes the touch of its all', { all: [demo, { any: [pricing, leaf('touch.host', 'exists')] }] }, '', ''],
      ['a none starts afresh', { all: [demo, { none: [pricing] }] }, '', ''],
      [
        'no touch will do beside an any',
        { all: [{ any: [demo, leaf('cycle', 'equals', 0)] }, { any: [pricing, leaf('grade', 'not-exists')] }] },
        'ann cid',
        'ann cid',
      ],
      ['a field of the contact stands beside a touch', { all: [demo, leaf('grade', 'equals', 'A1')] }, 'ann', ''],
      ['nothing is in a none of nothing', { none: [leaf('touch.kind', 'exists')] }, 'cid', 'cid'],
    ])('%s', async (_name, condition, ofAll, ofCycle) => {
      for (const [current, expected] of [
        [false, ofAll],
        [true, ofCycle],
      ] as const) {
        expect((await whoMeets(workspace, condition, at, current)).map((id) => ids[id]).join(' ')).toBe(expected);
      }
    });

    it('compares a member by id', async () => {
      const found = await whoMeets(workspace, { all: [leaf('contact.owner', 'equals', member.toUpperCase())] }, at);
      expect(found.map((id) => ids[id])).toEqual(['ann']);
    });

    it('refuses what core refuses, and lists in own fields', () => {
      const options = { workspace, catalogue, at };
      expect(() => meetsCondition({ all: [leaf('contact.nose', 'exists')] }, options)).toThrow('There is no field');
      const customFields = { 'contact.custom.tags': 'list' } as const;
      const condition: Condition = { all: [leaf('contact.custom.tags', 'includes-any', ['x'])] };
      expect(() => meetsCondition(condition, { ...options, catalogue: { ...catalogue, customFields } })).toThrow(
        'own fields hold none',
      );
    });
  });

  describe('any condition', () => {
    const trees = 5_000;
    let workspace: WorkspaceId;
    const moments = [at, new Date(at.getTime() + 1), ago(-day), ago(5 * day)];
    const factsOf = new Map<string, Map<string, Facts>>();
    const fields = new Map<string, Set<string>>();
    const outcomes = new Map<LeafTest['test'], Set<boolean>>();

    beforeAll(async () => {
      workspace = await createWorkspace(test);
      const members = [await createMember(test, workspace), await createMember(test, workspace)];
      await agreeOn(test, workspace);
      const db = test.databases.screens;
      await storePeople(
        db,
        workspace,
        drawPeople(
          60,
          members.map(({ id }) => id),
        ),
      );
      // The database can hold microseconds, which core never sees.
      await sql`update contacts set created_at = created_at + interval '400 microseconds',
      last_touch_at = last_touch_at + interval '400 microseconds' where right(id::text, 1) < '8'`.execute(db);
      for (const moment of moments) {
        for (const current of [false, true])
          factsOf.set(`${moment.getTime()} ${current}`, await readFacts(db, workspace, moment, current));
      }
    });

    it('finds those for whom the predicate holds', { timeout: 180_000 }, async () => {
      const conditions = arbitraryCondition();
      await fc.assert(
        fc.asyncProperty(conditions, fc.constantFrom(...moments), fc.boolean(), async (condition, moment, current) => {
          const predicate = compileCondition(condition, catalogue);
          const known = factsOf.get(`${moment.getTime()} ${current}`) as Map<string, Facts>;
          const expected = [...known].filter(([, facts]) => predicate(facts)).map(([id]) => id);
          expect(await whoMeets(workspace, condition, moment, current)).toEqual(expected.sort());
          record(condition, expected.length, known.size);
        }),
        { numRuns: trees },
      );
    });

    function record(condition: Condition, met: number, all: number): void {
      const leaves = listLeaves(condition);
      for (const { leaf } of leaves) {
        const read = readLeaf(leaf, catalogue);
        if ('problem' in read) throw new Error(read.problem.message);
        const name =
          fieldDefinitions.find(({ name: one }) => one === findField(leaf.field)?.name)?.name ??
          leaf.field.replace(/[^.]*$/, '*');
        const { type } = read.field;
        fields.set(name, (fields.get(name) ?? new Set()).add(`${type} ${leaf.op}`));
        const [only] = readGroup(condition).parts;
        if (leaves.length > 1 || only === undefined || !isLeaf(only)) continue;
        const seen = outcomes.get(read.test.test) ?? new Set();
        if (met > 0) seen.add(true);
        if (met < all) seen.add(false);
        outcomes.set(read.test.test, seen);
      }
    }

    afterAll(() => {
      expect(fields.size, 'every field occurred').toBe(fieldDefinitions.length);
      const asked = new Set([...fields.values()].flatMap((operators) => [...operators]));
      const known = Object.entries(operatorsByType).flatMap(([type, ops]) => ops.map((op) => `${type} ${op}`));
      expect([...asked].sort(), 'every operator occurred').toEqual(known.sort());
      expect([...outcomes.keys()].sort(), 'every form of test').toEqual([
        'age',
        'contains',
        'ends-with',
        'exists',
        'flag',
        'includes',
        'mailbox',
        'one-of',
        'other-number',
        'phrases',
        'range',
        'starts-with',
      ]);
      for (const [form, seen] of outcomes) expect([form, seen.size], 'both outcomes').toEqual([form, 2]);
    });
  });
});
