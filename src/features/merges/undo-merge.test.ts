import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { type Contact, createContact, getContact } from '../contacts/schema.ts';
import * as api from './schema.ts';

describe('undoing a merge', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;
  let other: TestMember;
  const db = () => test.databases.screens;

  beforeEach(async () => {
    test.clock.set(new Date('2026-06-15T08:00:00Z'));
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { name: 'Ada', role: 'admin', department: 'both' });
    rep = await createMember(test, workspace, { name: 'Rita' });
    other = await createMember(test, workspace, { name: 'Otto' });
  });

  const create = (body: Record<string, unknown>, who = admin) =>
    test.call(who, createContact, { body: { anyway: true, ...body } as never });
  const read = (contactId: string, who = admin) => test.call(who, getContact, { params: { contactId } });
  const merge = async (keep: Contact, drop: Contact, choice: object = {}, who = admin) =>
    test.call(who, api.mergeTwoContacts, {
      params: { contactId: keep.id },
      version: (await read(keep.id)).version,
      body: { otherId: drop.id, otherVersion: (await read(drop.id)).version, survivorId: keep.id, ...choice },
    });
  const undo = (mergeId: string, who = admin) => test.call(who, api.undoMerge, { params: { mergeId } });
  const identify = async (contactId: string, kind: 'user' | 'anonymous' | 'contact', value: string) => {
    const row = { workspaceId: workspace, kind, value, contactId, createdAt: test.clock() };
    return (await db().insertInto('identities').values(row).returning('id').executeTakeFirstOrThrow()).id;
  };
  const _link = (contactId: string, source: string, externalId: string) =>
    db()
      .insertInto('externalIds')
      .values({ workspaceId: workspace, source, object: 'contact', externalId, recordId: contactId })
      .execute();

  describe('what Sales works', () => {
    const openOf = async (contactId: string) =>
      db()
        .selectFrom('handoffs')
        .select(['id', 'number', 'status', 'cancelCause', 'memberId'])
        .where('contactId', '=', contactId)
        .orderBy('number')
        .execute();
    const clocksOf = async (handoffId: string) =>
      (
        await db()
          .selectFrom('clocks')
          .select(['kind', 'outcome', 'dueAt'])
          .where('handoffId', '=', handoffId)
          .orderBy('kind')
          .execute()
      ).map(({ kind, outcome, dueAt }) => [kind, outcome, dueAt?.getTime() ?? null] as const);

    const createWorked = async (name: string, member: TestMember) => {
      const contact = await create({ name });
      const handoffId = await createHandoff(test, workspace, member.id, { contactId: contact.id });
      await startClocks(test, workspace, handoffId);
      return { contact, handoffId };
    };

    beforeEach(async () => {
      await agreeOn(test, workspace);
    });

    it.each(['survivor', 'other'] as const)('goes on where it was offered first: at the %s', async (first) => {
      const early = await createWorked('Early', rep);
      test.clock.advance(hours(0.25));
      const late = await createWorked('Late', other);
      const [keep, drop] = first === 'survivor' ? [early, late] : [late, early];
      const before = await clocksOf(late.handoffId);
      expect(before.map(([, outcome]) => outcome)).toEqual([null, null]);
      const preview = await test.call(admin, api.previewContactMerge, {
        params: { contactId: keep.contact.id },
        body: { otherId: drop.contact.id },
      });
      expect(preview.endsHandoff).toBe(true);
      const { id } = await merge(keep.contact, drop.contact);
      expect(await openOf(keep.contact.id)).toEqual(
        [
          { id: keep.handoffId, number: 1, memberId: keep === early ? rep.id : other.id },
          { id: drop.handoffId, number: 2, memberId: drop === early ? rep.id : other.id },
        ].map((row) => ({
          ...row,
          status: row.id === early.handoffId ? 'offered' : 'cancelled',
          cancelCause: row.id === early.handoffId ? null : 'merged',
        })),
      );
      expect((await clocksOf(late.handoffId)).map(([, outcome]) => outcome)).toEqual(['cancelled', 'cancelled']);
      expect((await clocksOf(early.handoffId)).map(([, outcome]) => outcome)).toEqual([null, null]);
      test.clock.advance(hours(0.5));
      const undone = await undo(id);
      expect(undone.undone?.notes).toEqual([]);
      expect(await openOf(early.contact.id)).toMatchObject([{ id: early.handoffId, number: 1, status: 'offered' }]);
      expect(await openOf(late.contact.id)).toMatchObject([
        { id: late.handoffId, number: 1, status: 'offered', cancelCause: null },
      ]);
      // The time for which it was merged is not the rep's.
      expect(await clocksOf(late.handoffId)).toEqual(
        before.map(([kind, outcome, due]) => [
          kind,
          outcome,
          kind === 'respond' ? (due ?? 0) + hours(0.5) : expect.any(Number),
        ]),
      );
      await test.runLoops();
    });

    it('stays cancelled where the person has got another handoff since', async () => {
      const early = await createWorked('Early', rep);
      test.clock.advance(hours(0.25));
      const late = await createWorked('Late', other);
      const { id } = await merge(late.contact, early.contact);
      await db()
        .updateTable('handoffs')
        .set({ status: 'lost', closedAt: test.clock() })
        .where('id', '=', early.handoffId)
        .execute();
      await createHandoff(test, workspace, other.id, { contactId: late.contact.id, number: 3 });
      const { undone } = await undo(id);
      expect(undone?.notes).toEqual([expect.stringContaining('stays cancelled')]);
      expect(await openOf(late.contact.id)).toMatchObject([
        { id: late.handoffId, status: 'cancelled' },
        { number: 3, status: 'offered' },
      ]);
      expect(await openOf(early.contact.id)).toMatchObject([{ id: early.handoffId, number: 1, status: 'lost' }]);
    });

    it('takes the survivor to the stage of the one who was further, and back', async () => {
      const keep = await create({ name: 'Behind' });
      const drop = await createWorked('Ahead', rep);
      const move = {
        actorKind: 'user',
        actorId: rep.id,
        decidedAt: test.clock(),
        cycleKind: 'new-business',
        inferred: false,
      } as const;
      await db()
        .insertInto('transitions')
        .values({
          ...move,
          ...{ workspaceId: workspace, contactId: drop.contact.id, seq: 100, move: 100, cycle: 1 },
          ...{ fromStage: 'lead', toStage: 'accepted', occurredAt: test.clock() },
        })
        .execute();
      const stageOf = async (contactId: string) => (await read(contactId)).stage;
      const was = await stageOf(keep.id);
      const { id } = await merge(keep, drop.contact);
      expect(await stageOf(keep.id)).toBe('accepted');
      test.clock.advance(days(2));
      await undo(id);
      expect(await stageOf(keep.id)).toBe(was);
      expect(await stageOf(drop.contact.id)).toBe('accepted');
    });
  });

  it('loses no touch by merging and undoing, whatever came in between', { timeout: 60_000 }, async () => {
    await sql`select ensure_months('touches', ${test.clock()}::timestamptz, 2)`.execute(db());
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    const kind = await db()
      .insertInto('dictionary')
      .values({ workspaceId: workspace, kind: 'kind', value: 'page', folded: 'page', words: 'page' })
      .returning('code')
      .executeTakeFirstOrThrow();
    const people = await Promise.all(Array.from({ length: 4 }, (_, n) => create({ name: `Person ${n}` })));
    const identities: { id: number; owner: string }[] = [];
    for (const person of people) {
      for (let n = 0; n < 3; n += 1) {
        const id = await identify(person.id, n === 0 ? 'contact' : 'anonymous', `${person.id}-${n}`);
        identities.push({ id, owner: person.id });
      }
    }
    const touch = async () => {
      const one = identities[random(identities.length)];
      const row = {
        workspaceId: workspace,
        at: test.clock(),
        knownAt: test.clock(),
        kind: kind.code,
        live: true,
        messageHash: null,
      };
      await db()
        .insertInto('touches')
        .values({ ...row, id: newId(test.clock()), identityId: one?.id ?? 0, department: 'marketing', memberId: null })
        .execute();
    };
    const owners = async () => {
      const rows = await db()
        .selectFrom('touches as t')
        .innerJoin('identities as i', (join) =>
          join.onRef('i.workspaceId', '=', 't.workspaceId').onRef('i.id', '=', 't.identityId'),
        )
        .select(['t.id', 'i.id as identityId', 'i.contactId'])
        .where('t.workspaceId', '=', workspace)
        .execute();
      return rows;
    };
    const stack: string[] = [];
    const standing = new Set(people.map(({ id }) => id));
    let count = 0;
    for (let round = 0; round < 40; round += 1) {
      await touch();
      count += 1;
      if (random(3) === 0 && standing.size > 1) {
        const [keepId = '', dropId = ''] = [...standing].sort(() => random(3) - 1);
        const made = await merge(await read(keepId), await read(dropId));
        standing.delete(dropId);
        stack.push(made.id);
      } else if (random(4) === 0 && stack.length > 0) {
        const done = await undo(stack.pop() ?? '');
        standing.add(done.merged.id);
      }
      const rows = await owners();
      expect(rows).toHaveLength(count);
      expect(rows.every(({ contactId }) => contactId !== null && standing.has(contactId))).toBe(true);
    }
    while (stack.length > 0) await undo(stack.pop() ?? '');
    const rows = await owners();
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(row.contactId).toBe(identities.find(({ id }) => id === row.identityId)?.owner);
  });
});
