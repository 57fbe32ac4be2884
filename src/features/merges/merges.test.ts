import { beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
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
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    // Also who comes later and names them by the id that leads to the other one now.
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(await send(one.id, other.id)).toMatchObject({ status: 409, body: { code: 'merge.not-standing' } });
    }
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
});
