import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { createAccount, editAccount, getAccount } from '../accounts/schema.ts';
import {
  type Contact,
  createContact,
  deleteContact,
  editContact,
  getContact,
  getContactTimeline,
  listContacts,
  recordConsent,
} from '../contacts/schema.ts';
import { listDuplicates } from '../duplicates/schema.ts';
import { changeEntries, createList } from '../lists/schema.ts';
import { mergeContactGroups } from './merge-contacts.ts';
import * as api from './schema.ts';

describe('merging', () => {
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
  const link = (contactId: string, source: string, externalId: string) =>
    db()
      .insertInto('externalIds')
      .values({ workspaceId: workspace, source, object: 'contact', externalId, recordId: contactId })
      .execute();

  it('fills blanks, keeps what the survivor says, and tells why', async () => {
    const keep = await create({ name: 'Ana Plant', emails: ['ana@plant.example'], fields: { plan: 'pro' } });
    test.clock.advance(1);
    const drop = await create({
      name: 'A. Plant',
      title: 'COO',
      emails: ['a.plant@plant.example'],
      fields: { plan: 'free', seats: 3 },
    });
    const preview = await test.call(admin, api.previewContactMerge, {
      params: { contactId: drop.id },
      body: { otherId: keep.id },
    });
    expect(preview).toMatchObject({
      survivor: { id: keep.id, name: 'Ana Plant' },
      merged: { id: drop.id },
      why: 'It is the older one.',
      refused: null,
      moves: { keys: 1, touches: 0, handoffs: 0 },
      endsHandoff: false,
    });
    expect(preview.changes).toEqual([
      { field: 'title', before: null, after: 'COO', why: 'The field was blank and is filled from the other record.' },
      { field: 'custom.seats', before: null, after: 3, why: expect.any(String) },
    ]);
    const made = await merge(keep, drop);
    expect(made).toMatchObject({
      survivor: { id: keep.id },
      merged: { id: drop.id },
      by: { name: 'Ada' },
      moved: { keys: 1 },
    });
    const after = await read(keep.id);
    expect(after).toMatchObject({
      name: 'Ana Plant',
      title: 'COO',
      fields: { plan: 'pro', seats: 3 },
      mergedInto: null,
    });
    expect(after.emails.map(({ value }) => value)).toEqual(['ana@plant.example', 'a.plant@plant.example']);
    expect((await test.call(admin, listContacts, { query: {} })).data.map(({ id }) => id)).toEqual([keep.id]);
  });

  it('answers for the survivor under the old id, also at the end of a chain, for reading and writing', async () => {
    const [a, b, c] = [await create({ name: 'A' }), await create({ name: 'B' }), await create({ name: 'C' })];
    await merge(b, a);
    const second = await merge(c, b);
    const old = await read(a.id);
    expect(old).toMatchObject({ id: c.id, name: 'C', mergedInto: c.id });
    expect((await test.call(admin, getContactTimeline, { params: { contactId: a.id }, query: {} })).data).toEqual(
      (await test.call(admin, getContactTimeline, { params: { contactId: c.id }, query: {} })).data,
    );
    const edited = await test.call(admin, editContact, {
      params: { contactId: a.id },
      version: old.version,
      body: { title: 'CEO' },
    });
    expect(edited).toMatchObject({ id: c.id, title: 'CEO' });
    const first = (await test.call(admin, api.listContactMerges, { params: { contactId: b.id } })).data;
    expect(first).toMatchObject([{ id: second.id }]);
    const [row] = await db().selectFrom('merges').select('id').where('mergedId', '=', a.id).execute();
    expect(await test.send(admin, api.undoMerge, { params: { mergeId: row?.id ?? '' } })).toMatchObject({
      status: 409,
      body: { code: 'merge.survivor-merged' },
    });
    await undo(second.id);
    expect(await read(a.id)).toMatchObject({ id: b.id, mergedInto: b.id });
    await undo(row?.id ?? '');
    expect(await read(a.id)).toMatchObject({ id: a.id, mergedInto: null });
  });

  it('refuses ids that speak against it; two user ids only until somebody says that they are one person', async () => {
    const [keep, drop] = [await create({ name: 'A' }), await create({ name: 'B' })];
    await identify(keep.id, 'user', 'u1');
    await identify(drop.id, 'user', 'u2');
    const order = { params: { contactId: keep.id }, version: keep.version };
    const body = { otherId: drop.id, otherVersion: drop.version };
    const refused = await test.send(admin, api.mergeTwoContacts, { ...order, body });
    expect(refused).toMatchObject({ status: 409, body: { code: 'merge.conflicting-ids', fields: ['userId'] } });
    const preview = await test.call(admin, api.previewContactMerge, {
      params: order.params,
      body: { otherId: drop.id },
    });
    expect(preview.refused).toMatchObject({ isForYouToSay: true, fields: ['userId'] });
    await link(keep.id, 'hubspot', '1');
    await link(drop.id, 'hubspot', '2');
    const worse = await test.send(admin, api.mergeTwoContacts, { ...order, body: { ...body, areOne: true } });
    expect(worse.body.detail).toBe(
      'They have different ids in hubspot, which knows them as two people. Merge them there first.',
    );
    await db().deleteFrom('externalIds').where('recordId', '=', drop.id).execute();
    await test.call(admin, api.mergeTwoContacts, { ...order, body: { ...body, areOne: true } });
    const ids = await db().selectFrom('identities').select('value').where('contactId', '=', keep.id).execute();
    expect(ids.map(({ value }) => value).sort()).toEqual(['u1', 'u2']);
  });

  it('asks for records that stand, within reach, and for both versions', async () => {
    const [keep, drop] = [await create({ name: 'A', ownerId: rep.id }), await create({ name: 'B', ownerId: other.id })];
    const send = (who: TestMember, input: object = {}) =>
      test.send(who, api.mergeTwoContacts, {
        params: { contactId: keep.id },
        version: 1,
        body: { otherId: drop.id, otherVersion: 1 },
        ...input,
      } as never);
    expect(await send(rep)).toMatchObject({ status: 404 });
    expect(await send(admin, { version: 7 })).toMatchObject({ status: 412, body: { code: 'contact.stale-version' } });
    expect(await send(admin, { body: { otherId: drop.id, otherVersion: 7 } })).toMatchObject({ status: 412 });
    expect(await send(admin, { body: { otherId: keep.id, otherVersion: 1 } })).toMatchObject({ status: 400 });
    expect(
      await send(admin, { body: { otherId: drop.id, otherVersion: 1, survivorId: newId(test.clock()) } }),
    ).toMatchObject({
      body: { code: 'merge.survivor-unknown' },
    });
    await test.call(admin, deleteContact, { params: { contactId: drop.id } });
    expect(await send(admin)).toMatchObject({ status: 409, body: { code: 'merge.not-standing' } });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    expect(await send(viewer)).toMatchObject({ status: 403 });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin', department: 'both' });
    expect(await send(stranger)).toMatchObject({ status: 404 });
  });

  it('of two who merge the same records at once the second is told', async () => {
    const [a, b] = [await create({ name: 'A' }), await create({ name: 'B' })];
    const send = (contactId: string, otherId: string) =>
      test.send(admin, api.mergeTwoContacts, { params: { contactId }, version: 1, body: { otherId, otherVersion: 1 } });
    const answers = await Promise.all([send(a.id, b.id), send(b.id, a.id), send(a.id, b.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409].map(Number).sort((x, y) => x - y));
    expect(await db().selectFrom('merges').select('id').where('workspaceId', '=', workspace).execute()).toHaveLength(1);
  });

  it('unites lists and deals, and keeps the stricter consent with all proofs', async () => {
    const [keep, drop] = [await create({ name: 'A' }), await create({ name: 'B' })];
    const both = await test.call(admin, createList, { body: { name: 'Both', object: 'contact' } as never });
    const theirs = await test.call(admin, createList, { body: { name: 'Theirs', object: 'contact' } as never });
    const put = (listId: string, add: string[]) =>
      test.call(admin, changeEntries, { params: { listId }, body: { add, remove: [] } });
    await put(both.id, [keep.id, drop.id]);
    await put(theirs.id, [drop.id]);
    const say = (contactId: string, purpose: string, status: 'granted' | 'denied') =>
      test.call(admin, recordConsent, { params: { contactId }, body: { purpose, status, proof: 'Said so' } });
    await say(drop.id, 'newsletter', 'denied');
    await say(drop.id, 'phone', 'granted');
    test.clock.advance(hours(1));
    await say(keep.id, 'newsletter', 'granted');
    const { id } = await merge(keep, drop);
    const merged = await read(keep.id);
    expect(merged.lists.map(({ name }) => name)).toEqual(['Both', 'Theirs']);
    const now = () => merged.consents.map(({ purpose, status }) => [purpose, status]);
    expect(now()).toEqual([
      ['newsletter', 'denied'],
      ['phone', 'granted'],
    ]);
    test.clock.advance(hours(1));
    // What somebody says about another purpose does not bring the permission back.
    expect((await say(keep.id, 'sms', 'granted')).consents).toContainEqual(
      expect.objectContaining({ purpose: 'newsletter', status: 'denied' }),
    );
    await undo(id);
    expect((await read(keep.id)).consents.map(({ purpose, status }) => [purpose, status])).toEqual([
      ['newsletter', 'granted'],
      ['sms', 'granted'],
    ]);
    const back = await read(drop.id);
    expect(back.lists.map(({ name }) => name)).toEqual(['Both', 'Theirs']);
    expect(back.consents).toMatchObject([{ status: 'denied' }, { status: 'granted' }]);
    expect((await read(keep.id)).lists.map(({ name }) => name)).toEqual(['Both']);
  });

  it('keeps what was changed since when it is undone, and names it', async () => {
    const [keep, drop] = [await create({ name: 'A' }), await create({ name: 'B', title: 'COO', country: 'DE' })];
    const { id } = await merge(keep, drop);
    const { version } = await read(keep.id);
    await test.call(admin, editContact, { params: { contactId: keep.id }, version, body: { title: 'CEO' } });
    const undone = await undo(id);
    expect(undone).toMatchObject({
      undone: { by: { name: 'Ada' }, changedSince: ['title'], notes: [] },
      undoUntil: null,
    });
    expect(await read(keep.id)).toMatchObject({ title: 'CEO', country: null });
    expect(await read(drop.id)).toMatchObject({ title: 'COO', country: 'DE', mergedInto: null });
    expect(await test.send(admin, api.undoMerge, { params: { mergeId: id } })).toMatchObject({
      body: { code: 'merge.undone' },
    });
    const again = await merge(await read(keep.id), await read(drop.id));
    test.clock.advance(days(31));
    Object.assign(admin, await signIn(test, workspace, admin.id));
    expect(await test.send(admin, api.undoMerge, { params: { mergeId: again.id } })).toMatchObject({
      status: 409,
      body: { code: 'merge.too-late' },
    });
  });

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

  it('carries out what a message proves, in its transaction, and refuses what speaks against it', async () => {
    const user = await create({ name: 'Ana' });
    const [address, twin] = [await create({ emails: ['ana@plant.example'] }), await create({ name: 'Ann' })];
    await identify(user.id, 'user', 'u1');
    await link(user.id, 'hubspot', '1');
    await link(twin.id, 'hubspot', '2');
    const ctx = systemCtx(test, workspace);
    const result = await tx(ctx, (inner) =>
      mergeContactGroups(inner, [{ keepId: user.id, dropIds: [address.id, twin.id] }], 'identity'),
    );
    expect(result.merges).toMatchObject([{ keepId: user.id, dropId: address.id }]);
    expect(result.refused).toMatchObject([{ dropId: twin.id, refusal: { fields: ['externalIds'] } }]);
    const { data } = await test.call(admin, api.listContactMerges, { params: { contactId: user.id } });
    expect(data).toMatchObject([{ cause: 'identity', by: null, merged: { id: address.id } }]);
    expect(await read(address.id)).toMatchObject({ id: user.id, email: 'ana@plant.example' });
    await undo(data[0]?.id ?? '');
    expect(await read(user.id)).toMatchObject({ email: null, emails: [] });
    expect(await read(address.id)).toMatchObject({ id: address.id, email: 'ana@plant.example' });
  });

  it('merges companies with people, domains and deals, and takes it back', async () => {
    const make = (body: Record<string, unknown>) =>
      test.call(admin, createAccount, { body: { anyway: true, ...body } as never });
    const keep = await make({ name: 'Plant Inc', domains: ['plant.example'] });
    const drop = await make({ name: 'Plant', domains: ['plant.test'], industry: 'Food', isTarget: true });
    const person = await create({ name: 'Ana', accountId: drop.id });
    const made = await test.call(admin, api.mergeTwoAccounts, {
      params: { accountId: keep.id },
      version: keep.version,
      body: { otherId: drop.id, otherVersion: drop.version, survivorId: keep.id },
    });
    expect(made).toMatchObject({ object: 'account', moved: { people: 1, domains: 1 } });
    const after = await test.call(admin, getAccount, { params: { accountId: drop.id } });
    expect(after).toMatchObject({
      ...{ id: keep.id, mergedInto: keep.id, industry: 'Food', isTarget: true, people: 1 },
      domains: ['plant.example', 'plant.test'],
    });
    expect((await read(person.id)).account?.id).toBe(keep.id);
    await test.call(admin, editAccount, { params: { accountId: drop.id }, version: after.version, body: { tier: 2 } });
    await undo(made.id);
    expect(await test.call(admin, getAccount, { params: { accountId: keep.id } })).toMatchObject({
      ...{ industry: null, isTarget: false, people: 0, tier: 2 },
      domains: ['plant.example'],
    });
    expect((await read(person.id)).account?.id).toBe(drop.id);
  });

  it('settles the pair in the queue, and asks again when it is undone', async () => {
    const [keep, drop] = [await create({ name: 'A' }), await create({ name: 'B' })];
    const third = await create({ name: 'C' });
    const pair = async (a: string, b: string) => {
      const [firstId = '', secondId = ''] = [a, b].sort();
      const row = {
        workspaceId: workspace,
        object: 'contact',
        firstId,
        secondId,
        score: 0.8,
        reasons: '["Alike."]',
      } as const;
      await db()
        .insertInto('duplicates')
        .values({
          ...row,
          id: newId(test.clock()),
          foundBy: 'scan',
          foundAt: test.clock(),
          decidedAt: null,
          decidedBy: null,
        })
        .execute();
    };
    await pair(keep.id, drop.id);
    await pair(drop.id, third.id);
    const queue = async () =>
      (await test.call(admin, listDuplicates, { query: {} })).data.map(({ records }) =>
        records.map(({ name }) => name).sort(),
      );
    expect((await queue()).sort()).toEqual([
      ['A', 'B'],
      ['B', 'C'],
    ]);
    const { id } = await merge(keep, drop);
    expect(await queue()).toEqual([['A', 'C']]);
    await undo(id);
    expect((await queue()).sort()).toEqual([
      ['A', 'B'],
      ['B', 'C'],
    ]);
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
