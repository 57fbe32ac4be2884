import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createContact, getContact, listContacts } from '../contacts/schema.ts';
import * as lists from '../lists/schema.ts';
import * as api from './schema.ts';

describe('companies', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let marketer: TestMember;
  let rep: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    marketer = await createMember(test, workspace, { department: 'marketing' });
    rep = await createMember(test, workspace, { name: 'Rita' });
  });

  const create = (who: TestMember, body: Record<string, unknown>) =>
    test.call(who, api.createAccount, { body: body as never });
  const trySend = (who: TestMember, body: Record<string, unknown>) =>
    test.send(who, api.createAccount, { body: body as never });
  const list = async (who: TestMember, query: Record<string, unknown> = {}) =>
    (await test.call(who, api.listAccounts, { query: query as never })).data.map(({ label }) => label);

  it('are seen by whom one of their people is, and changed by whose they are', async () => {
    const free = await create(marketer, { name: 'Plant', domains: ['plant.example'] });
    const owned = await create(admin, { name: 'Other', ownerId: admin.id });
    expect([await list(rep), await list(marketer), await list(admin)]).toEqual([[], ['Plant'], ['Other', 'Plant']]);
    const params = { accountId: free.id };
    expect((await test.send(rep, api.getAccount, { params })).status).toBe(404);
    expect((await test.send(rep, api.getAccountTimeline, { params, query: {} })).status).toBe(404);
    const body = { ownerId: rep.id, emails: ['ana@plant.example'], buyingRole: 'buyer' as const };
    const ana = await test.call(admin, createContact, { body });
    expect(ana.account).toEqual({ id: free.id, name: 'Plant' });
    const seen = await test.call(rep, api.getAccount, { params });
    expect(seen).toMatchObject({ committee: [{ id: ana.id, buyingRole: 'buyer' }], people: 1, mayEdit: true });
    const bob = { accountId: owned.id, ownerId: rep.id, name: 'Bob' };
    await test.call(admin, createContact, { body: bob });
    expect(await test.call(rep, api.getAccount, { params: { accountId: owned.id } })).toMatchObject({ mayEdit: false });
    const edit = { params: { accountId: owned.id }, version: 1, body: { tier: 1 } };
    expect((await test.send(rep, api.editAccount, edit)).status).toBe(404);
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin', department: 'both' });
    expect(await list(stranger)).toEqual([]);
    expect((await test.send(stranger, api.getAccount, { params })).status).toBe(404);
  });

  it.each([
    [{ name: 'Anything', domains: ['www.mueller.example'] }, 'domain'],
    [{ name: 'Mueller and Soehne', country: 'DE' }, 'name+country'],
    [{ name: 'Müller & Söhne' }, 'name'],
    [{ name: 'Müller und Söhne Werke', domains: ['other.example'] }, null],
  ])('%j is matched by %s', async (body, rule) => {
    await create(admin, { name: 'Müller & Söhne GmbH', domains: ['mueller.example'], country: 'DE' });
    const answer = await trySend(admin, body);
    if (rule === null) expect(answer.status).toBe(201);
    else expect(answer).toMatchObject({ status: 409, body: { code: 'account.exists', accounts: [{ rule }] } });
    if (rule !== null) expect((await trySend(admin, { ...body, anyway: true })).status).toBe(201);
    expect((await trySend(rep, { name: 'Müller & Söhne' })).body).toMatchObject({ accounts: [] });
  });

  it.each([
    [{}, '#/name'],
    [{ domains: ['gmail.com'] }, '#/domains/0'],
    [{ name: 'A', domains: ['a.example', 'localhost'] }, '#/domains/1'],
    [{ name: 'A', tier: 0 }, '#/tier'],
  ])('refuses %j at %s', async (body, pointer) => {
    expect(await trySend(admin, body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('change with a version and with dates, and their people are judged again', async () => {
    await agreeOn(test, workspace);
    const plant = await create(admin, { name: 'Plant', domains: ['plant.example'] });
    const ana = await test.call(admin, createContact, { body: { emails: ['ana@plant.example'] } });
    expect(ana.segment).toBeNull();
    const params = { accountId: plant.id };
    const body = { employees: 200, domains: ['plant.example', 'plant.test'], fields: { plan: 'pro' } };
    const edited = await test.call(admin, api.editAccount, { params, version: 1, body });
    expect(edited).toMatchObject({ version: 2, employees: 200, domains: ['plant.example', 'plant.test'] });
    expect((await test.call(admin, getContact, { params: { contactId: ana.id } })).segment).toBe('mid-market');
    expect((await test.send(admin, api.editAccount, { params, version: 1, body })).status).toBe(412);
    const other = await create(admin, { name: 'Bakery' });
    const take = { params: { accountId: other.id }, version: 1, body: { domains: ['plant.test'] } };
    expect((await test.send(admin, api.editAccount, take)).body.code).toBe('account.domain-taken');
    const changes = await test.databases.screens
      .selectFrom('fieldChanges')
      .select(['field', 'old', 'new'])
      .where('recordId', '=', plant.id)
      .orderBy('field')
      .execute();
    expect(changes).toEqual([
      { field: 'custom.plan', old: null, new: 'pro' },
      { field: 'employees', old: null, new: 200 },
    ]);
    await test.call(admin, api.deleteAccount, { params });
    expect((await test.call(admin, getContact, { params: { contactId: ana.id } })).account).toBeNull();
    expect(await list(admin, { deleted: true })).toEqual(['Plant']);
    await test.call(admin, api.restoreAccount, { params });
    expect(await list(admin, { search: 'plnat' })).toEqual([]);
    expect(await list(admin, { search: 'plant.te' })).toEqual(['Plant']);
  });

  it('are filtered by their own fields alone', async () => {
    await create(admin, { name: 'Large', employees: 500 });
    await create(admin, { name: 'Small', employees: 5 });
    const filter = (field: string) => JSON.stringify({ all: [{ field, op: 'at-least', value: 100 }] });
    expect(await list(admin, { filter: filter('account.employees') })).toEqual(['Large']);
    const query = { filter: filter('account.employees') };
    expect(await test.call(admin, api.countAccounts, { query })).toEqual({ count: 1, isMore: false });
    const refused = await test.send(admin, api.listAccounts, { query: { filter: filter('fit') } });
    expect(refused.body).toMatchObject({ code: 'filter.invalid', errors: [{ pointer: '#/query/filter/all/0/field' }] });
  });

  it('and people stand on lists, by hand or by a condition', async () => {
    const make = (body: object) => test.call(admin, lists.createList, { body: body as never });
    const ana = await test.call(admin, createContact, { body: { name: 'Ana', title: 'COO' } });
    const ben = await test.call(admin, createContact, { body: { name: 'Ben', ownerId: admin.id } });
    const fair = await make({ object: 'contact', name: 'Fair' });
    const condition = { all: [{ field: 'contact.lists', op: 'includes-any', value: ['fair'] }] };
    const onFair = await make({ object: 'contact', name: 'At the fair', condition });
    const entries = { params: { listId: fair.id }, body: { add: [ana.id, ben.id, rep.id] } };
    // Who may not reach Ben cannot put him anywhere.
    expect(await test.call(marketer, lists.changeEntries, entries)).toEqual({ added: 1, removed: 0 });
    expect(await test.call(admin, lists.changeEntries, entries)).toEqual({ added: 1, removed: 0 });
    const people = async (listId: string) =>
      (await test.call(admin, listContacts, { query: { listId } })).data.map(({ label }) => label);
    expect([await people(fair.id), await people(onFair.id)]).toEqual([
      ['Ana', 'Ben'],
      ['Ana', 'Ben'],
    ]);
    const remove = { params: { listId: fair.id }, body: { remove: [ben.id] } };
    expect(await test.call(admin, lists.changeEntries, remove)).toEqual({ added: 0, removed: 1 });
    expect(await people(onFair.id)).toEqual(['Ana']);
    const twice = await test.send(admin, lists.createList, { body: { object: 'contact', name: ' FAIR ' } });
    expect(twice).toMatchObject({ status: 409, body: { code: 'list.name-taken' } });
    const nested = { all: [{ field: 'contact.lists', op: 'includes-any', value: ['At the fair'] }] };
    const refused = await test.send(admin, lists.createList, {
      body: { object: 'contact', name: 'Nested', condition: nested },
    });
    expect(refused.body).toMatchObject({ errors: [{ pointer: '#/condition/all/0/value' }] });
    const fill = await test.send(admin, lists.changeEntries, {
      params: { listId: onFair.id },
      body: { add: [ana.id] },
    });
    expect(fill.body.code).toBe('list.by-condition');
    const params = { listId: onFair.id };
    const renamed = await test.call(admin, lists.editList, { params, version: 1, body: { name: 'There' } });
    expect(renamed).toMatchObject({ name: 'There', size: null, condition });
    expect((await test.send(admin, listContacts, { query: { listId: ben.id } })).status).toBe(404);
    const named = (await test.call(admin, lists.listLists, { query: { object: 'contact' } })).data;
    expect(named.map(({ name, size }) => [name, size])).toEqual([
      ['Fair', 1],
      ['There', null],
    ]);
    await test.call(admin, lists.deleteList, { params: { listId: fair.id } });
    expect(await people(onFair.id)).toEqual([]);
  });
});
