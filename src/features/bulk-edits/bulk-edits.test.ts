import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import type { CallInput } from '../../core/contract.ts';
import * as accounts from '../accounts/schema.ts';
import { listAudit } from '../audit/schema.ts';
import * as contacts from '../contacts/schema.ts';
import { changeEntries, createList } from '../lists/schema.ts';
import { advanceBulkEdit } from './advance-bulk-edit.ts';
import * as api from './schema.ts';

describe('changing many at once', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;
  let other: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    rep = await createMember(test, workspace, { name: 'Rita' });
    other = await createMember(test, workspace, { name: 'Otto' });
  });

  const add = (name: string, values: Record<string, unknown> = {}) =>
    test.call(admin, contacts.createContact, { body: { name, ...values } });
  const read = (contactId: string) => test.call(admin, contacts.getContact, { params: { contactId } });
  type Body = CallInput<typeof api.editContacts>['body'];
  const edit = async (who: TestMember, body: Body) => {
    const { id } = await test.call(who, api.editContacts, { body });
    await test.runJobs();
    return test.call(who, api.readBulkEdit, { params: { bulkEditId: id } });
  };
  const undo = async (who: TestMember, bulkEditId: string) => {
    await test.call(who, api.undoBulkEdit, { params: { bulkEditId } });
    await test.runJobs();
    return test.call(who, api.readBulkEdit, { params: { bulkEditId } });
  };
  const records = async (who: TestMember, bulkEditId: string, status: 'failed' | 'kept') =>
    (await test.call(who, api.listBulkRecords, { params: { bulkEditId }, query: { status } })).data;
  const set = (change: Record<string, unknown>) => ({ kind: 'set' as const, change });

  it('sets and clears fields of those that a list means, and takes back what nobody has changed since', async () => {
    const ids: string[] = [];
    for (const name of ['Ana', 'Ben', 'Cid']) ids.push((await add(name, { title: 'COO', fields: { plan: 'old' } })).id);
    await add('Dora', { title: 'Clerk' });
    const filter = { all: [{ field: 'contact.title', op: 'equals', value: 'coo' }] };
    const selection = { query: { filter }, except: [ids[2] as string] };
    const { count, editable } = await test.call(admin, api.previewContacts, { body: { selection } });
    expect([count, editable]).toEqual([2, 2]);
    const action = set({ title: null, country: 'DE', fields: { plan: 'new', tier: 3 } });
    const done = await edit(admin, { selection, count, action });
    expect(done).toMatchObject({ status: 'done', total: 2, counts: { changed: 2, failed: 0 }, by: { id: admin.id } });
    expect(done.summary).toBe('Clear title, set country to DE, set plan to new, set tier to 3');
    expect(await read(ids[0] as string)).toMatchObject({
      title: null,
      country: 'DE',
      fields: { plan: 'new', tier: 3 },
    });
    expect((await read(ids[2] as string)).title).toBe('COO');

    const ana = await read(ids[0] as string);
    await test.call(admin, contacts.editContact, {
      ...{ params: { contactId: ana.id }, version: ana.version, body: { country: 'AT' } },
    });
    const undone = await undo(admin, done.id);
    expect(undone).toMatchObject({ status: 'undone', counts: { undone: 1, kept: 1 }, undoUntil: null });
    expect(await read(ana.id)).toMatchObject({ title: 'COO', country: 'AT', fields: { plan: 'old' } });
    expect(await read(ids[1] as string)).toMatchObject({ title: 'COO', country: null, fields: { plan: 'old' } });
    expect(await records(admin, done.id, 'kept')).toEqual([
      expect.objectContaining({ recordId: ana.id, label: 'Ana', problem: expect.stringContaining('country') }),
    ]);
    const log = await test.call(admin, listAudit, { query: { objectId: ids[1] as string } });
    expect(log.data.map(({ verb, requestId }) => [verb, requestId])).toEqual([
      ['contact.edited', `bulk:${done.id}`],
      ['contact.edited', `bulk:${done.id}`],
      ['contact.created', expect.anything()],
    ]);
    const again = await test.send(admin, api.undoBulkEdit, { params: { bulkEditId: done.id } });
    expect([again.status, again.body]).toMatchObject([409, { code: 'bulk-edit.nothing-to-undo' }]);
  });

  it('does nothing when others are meant than were seen', async () => {
    await add('Ana');
    const body = { selection: { query: {}, except: [] }, count: 2, action: set({ title: 'Boss' }) };
    const refused = await test.send(admin, api.editContacts, { body });
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'bulk-edit.selection-changed', count: 1 }]);
    expect(await test.runJobs()).toBe(0);
  });

  it('changes what is within the reach of who began it alone, and says what was not', async () => {
    const mine = await add('Of Rita', { ownerId: rep.id });
    const others = await add('Of Otto', { ownerId: other.id });
    const foreign = await createWorkspace(test, 'Foreign');
    const stranger = await createMember(test, foreign, { role: 'admin' });
    const abroad = await test.call(stranger, contacts.createContact, { body: { name: 'Abroad' } });
    const selection = { ids: [mine.id, others.id, abroad.id] };
    expect(await test.call(rep, api.previewContacts, { body: { selection } })).toEqual({ count: 3, editable: 1 });
    const done = await edit(rep, { selection, count: 3, action: set({ title: 'Boss' }) });
    expect(done.counts).toMatchObject({ changed: 1, failed: 2 });
    expect((await read(others.id)).title).toBe(null);
    const failed = await records(rep, done.id, 'failed');
    expect(failed.map(({ label, problem }) => [label, problem])).toEqual([
      [null, 'It is not there any more, or not within your reach.'],
      [null, 'It is not there any more, or not within your reach.'],
    ]);
    for (const who of [other, stranger]) {
      expect((await test.send(who, api.readBulkEdit, { params: { bulkEditId: done.id } })).status).toBe(404);
      expect((await test.send(who, api.undoBulkEdit, { params: { bulkEditId: done.id } })).status).toBe(404);
    }
    expect((await undo(admin, done.id)).counts).toMatchObject({ undone: 1 });
  });

  it('counts the rights at the time of the work, not of the start', async () => {
    const mine = await add('Of Rita', { ownerId: rep.id });
    const body = { selection: { ids: [mine.id] }, count: 1, action: set({ title: 'Boss' }) };
    const { id } = await test.call(rep, api.editContacts, { body });
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', rep.id).execute();
    await test.runJobs();
    const ended = await test.call(admin, api.readBulkEdit, { params: { bulkEditId: id } });
    expect(ended).toMatchObject({
      status: 'cancelled',
      problem: expect.stringContaining('no longer an active member'),
    });
    expect((await read(mine.id)).title).toBe(null);
  });

  it('gives to another owner, and back only to who is still there', async () => {
    const ids = [(await add('Ana', { ownerId: rep.id })).id, (await add('Ben', { ownerId: other.id })).id];
    const done = await edit(admin, { selection: { ids }, count: 2, action: set({ ownerId: admin.id }) });
    expect(done.counts).toMatchObject({ changed: 2 });
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', rep.id).execute();
    expect((await undo(admin, done.id)).counts).toMatchObject({ undone: 1, kept: 1 });
    expect((await read(ids[0] as string)).owner?.id).toBe(admin.id);
    expect((await read(ids[1] as string)).owner?.id).toBe(other.id);
    const gone = await test.send(admin, api.editContacts, {
      body: { selection: { ids }, count: 2, action: set({ ownerId: rep.id }) },
    });
    expect(gone.status).toBe(400);
  });

  it('removes, but for whom Sales is working on, and restores', async () => {
    await agreeOn(test, workspace);
    const [free, worked] = [await add('Free'), await add('Worked')];
    await createHandoff(test, workspace, rep.id, { contactId: worked.id });
    const done = await edit(admin, { selection: { ids: [free.id, worked.id] }, count: 2, action: { kind: 'remove' } });
    expect(done.counts).toMatchObject({ changed: 1, failed: 1 });
    expect((await records(admin, done.id, 'failed'))[0]?.problem).toContain('Sales is working on this person');
    expect((await read(free.id)).deletedAt).not.toBe(null);
    expect((await undo(admin, done.id)).counts).toMatchObject({ undone: 1, kept: 0 });
    expect((await read(free.id)).deletedAt).toBe(null);
  });

  it('puts on a list who was not there, and takes off those alone', async () => {
    const [ana, ben] = [await add('Ana'), await add('Ben')];
    const list = await test.call(admin, createList, { body: { object: 'contact', name: 'Fair' } });
    await test.call(admin, changeEntries, { params: { listId: list.id }, body: { add: [ana.id] } });
    const action = { kind: 'list', listId: list.id, how: 'add' } as const;
    const done = await edit(admin, { selection: { ids: [ana.id, ben.id] }, count: 2, action });
    expect(done.counts).toMatchObject({ changed: 1, unchanged: 1 });
    await undo(admin, done.id);
    const on = await test.call(admin, contacts.listContacts, { query: { listId: list.id } });
    expect(on.data.map(({ label }) => label)).toEqual(['Ana']);
  });

  it('moves to a stage by the rules of the agreement, and back', async () => {
    await agreeOn(test, workspace);
    const { id } = await add('Ana');
    const before = (await read(id)).stage;
    const done = await edit(admin, { selection: { ids: [id] }, count: 1, action: { kind: 'stage', to: 'lead' } });
    const after = (await read(id)).stage;
    expect([done.counts.changed, after]).toEqual([1, 'lead']);
    const back = await edit(admin, { selection: { ids: [id] }, count: 1, action: { kind: 'stage', to: 'recycled' } });
    expect(back.counts).toMatchObject({ failed: 1 });
    expect((await undo(admin, done.id)).counts).toMatchObject({ undone: 1 });
    expect((await read(id)).stage).toBe(before);
  });

  it('goes on where a stop left it, and two workers do nothing twice', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 230; n += 1) ids.push((await add(`Person ${n}`)).id);
    const body = { selection: { ids }, count: 230, action: set({ title: 'Boss' }) };
    const { id } = await test.call(admin, api.editContacts, { body });
    const advance = () => advanceBulkEdit(systemCtx(test, workspace), id);
    await Promise.all([advance(), advance()]);
    await test.runJobs();
    const done = await test.call(admin, api.readBulkEdit, { params: { bulkEditId: id } });
    expect(done).toMatchObject({ status: 'done', counts: { changed: 230, unchanged: 0, failed: 0 } });
    await undo(admin, id);
    expect((await read(ids[229] as string)).title).toBe(null);
  });

  it('can be stopped, and undone for 30 days', async () => {
    const { id: contactId } = await add('Ana');
    const body = { selection: { ids: [contactId] }, count: 1, action: set({ title: 'Boss' }) };
    const { id } = await test.call(admin, api.editContacts, { body });
    const stopped = await test.call(admin, api.cancelBulkEdit, { params: { bulkEditId: id } });
    expect(stopped).toMatchObject({ status: 'cancelled', undoUntil: null });
    await test.runJobs();
    expect((await read(contactId)).title).toBe(null);
    const done = await edit(admin, body);
    test.clock.advance(days(31));
    const back = { ...admin, ...(await signIn(test, workspace, admin.id)) };
    const late = await test.send(back, api.undoBulkEdit, { params: { bulkEditId: done.id } });
    expect([late.status, late.body]).toMatchObject([409, { code: 'bulk-edit.too-late' }]);
  });

  it('changes companies, too', async () => {
    const { id } = await test.call(admin, accounts.createAccount, { body: { name: 'Plant Inc', industry: 'Steel' } });
    const action = set({ industry: null, isTarget: true, ownerId: rep.id });
    const begun = await test.call(admin, api.editAccounts, { body: { selection: { ids: [id] }, count: 1, action } });
    await test.runJobs();
    const plant = () => test.call(admin, accounts.getAccount, { params: { accountId: id } });
    expect(await plant()).toMatchObject({ industry: null, isTarget: true, owner: { id: rep.id } });
    await undo(admin, begun.id);
    expect(await plant()).toMatchObject({ industry: 'Steel', isTarget: false, owner: null });
  });
});
