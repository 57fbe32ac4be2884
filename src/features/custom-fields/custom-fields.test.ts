import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createAccount, editAccount } from '../accounts/schema.ts';
import { editContacts } from '../bulk-edits/schema.ts';
import { createContact, editContact, getContact, listContacts } from '../contacts/schema.ts';
import * as api from './schema.ts';

describe('own fields', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rita: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both', name: 'Ada' });
    rita = await createMember(test, workspace, { name: 'Rita' });
  });

  const plan = { object: 'contact', key: 'plan', label: 'Plan', type: 'choice', options: ['Free', 'Pro'] } as const;
  const define = (body: Record<string, unknown> = {}) =>
    test.call(admin, api.createCustomField, { body: { ...plan, options: [...plan.options], ...body } as never });
  const tryDefine = (body: Record<string, unknown>, who = admin) =>
    test.send(who, api.createCustomField, { body: { ...plan, options: [...plan.options], ...body } as never });
  const add = (name: string, fields: Record<string, string | number | boolean>) =>
    test.call(admin, createContact, { body: { name, fields } });
  const fieldsOf = async ({ id }: { id: string }) =>
    (await test.call(admin, getContact, { params: { contactId: id } })).fields;
  const ask = (condition: Record<string, unknown>) =>
    test.send(admin, listContacts, { query: { filter: JSON.stringify({ all: [condition] }) } as never });
  const namesWith = async (condition: Record<string, unknown>) =>
    (await ask(condition)).body.data.map(({ name }) => name);

  it('are written by admins and heads, and read by everybody', async () => {
    const field = await define();
    expect((await tryDefine({ key: 'other' }, rita)).status).toBe(403);
    expect((await test.call(rita, api.listCustomFields, { query: {} })).data).toEqual([field]);
    const edit = (who: TestMember, version: number) =>
      test.send(who, api.editCustomField, { params: { fieldId: field.id }, version, body: { label: 'Contract' } });
    expect((await edit(rita, field.version)).status).toBe(403);
    expect((await edit(admin, field.version)).body).toMatchObject({ label: 'Contract', key: 'plan' });
    expect((await edit(admin, field.version)).body.code).toBe('custom-field.stale-version');
    const elsewhere = await createMember(test, await createWorkspace(test), { role: 'admin', department: 'both' });
    expect((await test.call(elsewhere, api.listCustomFields, { query: {} })).data).toEqual([]);
    const away = await test.send(elsewhere, api.getCustomField, { params: { fieldId: field.id } });
    expect(away.status).toBe(404);
  });

  it('have one key each, and options where they are a choice', async () => {
    await define();
    expect((await tryDefine({})).body.code).toBe('custom-field.exists');
    expect((await tryDefine({ object: 'account' })).status).toBe(201);
    expect((await tryDefine({ key: 'a', options: [] })).body.code).toBe('custom-field.options');
    expect((await tryDefine({ key: 'a', options: ['Pro', 'pro'] })).body.code).toBe('custom-field.options');
    expect((await tryDefine({ key: 'a', type: 'text' })).body.code).toBe('custom-field.options');
    expect((await tryDefine({ key: 'a b' })).status).toBe(400);
  });

  it('take values in the form of their types, and say beside the field what does not fit', async () => {
    await define();
    await define({ key: 'seats', label: 'Seats', type: 'number', options: [] });
    await define({ object: 'account', key: 'since', label: 'Since', type: 'date', options: [] });
    const ann = await add('Ann', { plan: 'pro', seats: '12', other: 'as it is' });
    expect(ann.fields).toEqual({ plan: 'Pro', seats: 12, other: 'as it is' });
    const body = { fields: { plan: 'Gold', seats: 'many' } };
    const refused = await test.send(admin, editContact, { params: { contactId: ann.id }, version: ann.version, body });
    expect(refused.body.code).toBe('custom-field.value');
    expect(refused.body.errors).toEqual([
      { pointer: '#/fields/plan', detail: 'Plan: Choose one of: Free, Pro.' },
      { pointer: '#/fields/seats', detail: 'Seats: Write a number, such as 12.5.' },
    ]);
    const emptied = await test.call(admin, editContact, {
      ...{ params: { contactId: ann.id }, version: ann.version },
      body: { fields: { plan: '', seats: null } },
    });
    expect(emptied.fields).toEqual({ other: 'as it is' });
    const plant = await test.call(admin, createAccount, { body: { name: 'Plant', fields: { since: '2026-01-02' } } });
    const wrong = await test.send(admin, editAccount, {
      ...{ params: { accountId: plant.id }, version: plant.version },
      body: { fields: { since: 'soon' } },
    });
    expect(wrong.body.errors?.[0]?.pointer).toBe('#/fields/since');
  });

  it('are changed of many as of one', async () => {
    await define();
    const ann = await add('Ann', {});
    const selection = { ids: [ann.id] };
    const set = (value: string) =>
      test.send(admin, editContacts, {
        body: { selection, count: 1, action: { kind: 'set', change: { fields: { plan: value } } } },
      });
    expect((await set('Gold')).body.errors?.[0]?.pointer).toBe('#/action/change/fields/plan');
    expect((await set('FREE')).status).toBeLessThan(300);
    await test.runJobs();
    expect(await fieldsOf(ann)).toEqual({ plan: 'Free' });
  });

  it('are asked by conditions as what they are', async () => {
    await add('Ann', { plan: 'pro', renewal: '2026-03-01' });
    await add('Ben', { plan: 'Free', renewal: '2026-05-01' });
    // Nobody has defined them: they are asked as the value says.
    expect(await namesWith({ field: 'contact.custom.plan', op: 'contains', value: 'fr' })).toEqual(['Ben']);
    await define();
    await define({ key: 'renewal', label: 'Renewal', type: 'date', options: [] });
    expect(await namesWith({ field: 'contact.custom.plan', op: 'equals', value: 'Pro' })).toEqual(['Ann']);
    expect(await namesWith({ field: 'contact.custom.renewal', op: 'after', value: '2026-04-01' })).toEqual(['Ben']);
    expect((await ask({ field: 'contact.custom.plan', op: 'contains', value: 'fr' })).body.code).toBe('filter.invalid');
    const unknown = await ask({ field: 'contact.custom.plan', op: 'equals', value: 'Gold' });
    expect(unknown.body.errors?.[0]?.detail).toContain('There is no "plan" "Gold"');
  });

  it('are found in data with what they look like, and adopted with the values in their form', async () => {
    for (const [at, seats] of ['3', '4', '40'].entries()) await add(`P${at}`, { seats, vip: at === 1, tier: 'A' });
    const found = await test.call(admin, api.findCustomFields, { query: { object: 'contact' } });
    expect(found.examined).toBe(3);
    expect(found.data.map(({ key, type, count }) => [key, type, count])).toEqual([
      ['seats', 'text', 3],
      ['tier', 'text', 3],
      ['vip', 'bool', 3],
    ]);
    expect((await test.send(rita, api.findCustomFields, { query: { object: 'contact' } })).status).toBe(403);
    await define({ key: 'seats', label: 'Seats', type: 'number', options: [] });
    expect(await namesWith({ field: 'contact.custom.seats', op: 'at-least', value: 4 })).toEqual(['P1', 'P2']);
    const left = await test.call(admin, api.findCustomFields, { query: { object: 'contact' } });
    expect(left.data.map(({ key }) => key)).toEqual(['tier', 'vip']);
  });

  it('change their type only where all values fit, else say which do not', async () => {
    const field = await define({ key: 'size', label: 'Size', type: 'text', options: [] });
    const ann = await add('Ann', { size: '12' });
    const ben = await add('Ben', { size: 'a dozen' });
    const toNumber = () =>
      test.send(admin, api.editCustomField, {
        ...{ params: { fieldId: field.id }, version: field.version },
        body: { type: 'number' },
      });
    const refused = await toNumber();
    expect(refused.body).toMatchObject({
      ...{ code: 'custom-field.values-unfit', count: 1 },
      examples: [{ value: 'a dozen', name: 'Ben' }],
    });
    expect(await fieldsOf(ann)).toEqual({ size: '12' });
    const { version } = await test.call(admin, getContact, { params: { contactId: ben.id } });
    await test.call(admin, editContact, { params: { contactId: ben.id }, version, body: { fields: { size: null } } });
    expect((await toNumber()).body.type).toBe('number');
    expect(await fieldsOf(ann)).toEqual({ size: 12 });
  });

  it('mean in the agreement what they meant when it was signed', async () => {
    const match = 'field: contact.custom.role, op: contains, value: coo';
    const text = lapText.replace('field: contact.title, op: matches-any, value: [head of operations, coo]', match);
    await agreeOn(test, workspace, text);
    expect((await tryDefine({ key: 'role', type: 'number', options: [] })).body.code).toBe('custom-field.agreed');
    const role = await define({ key: 'role', label: 'Role', type: 'text', options: [] });
    const edit = (body: Record<string, unknown>) =>
      test.send(admin, api.editCustomField, { params: { fieldId: role.id }, version: role.version, body });
    expect((await edit({ type: 'bool' })).body.code).toBe('custom-field.agreed');
    expect((await add('Ann', { role: 'The COO' })).persona).toBe('ops-lead');
    expect((await edit({ label: 'Role there' })).status).toBe(200);
  });

  it('keep their order, and their values when they are archived', async () => {
    const one = await define({ key: 'one' });
    const two = await define({ key: 'two' });
    const ordered = await test.call(admin, api.orderCustomFields, { body: { object: 'contact', fieldIds: [two.id] } });
    expect(ordered.data.map(({ key }) => key)).toEqual(['two', 'one']);
    const ann = await add('Ann', { one: 'Pro' });
    const archived = await test.call(admin, api.editCustomField, {
      ...{ params: { fieldId: one.id }, version: one.version },
      body: { archived: true },
    });
    expect(archived.archivedAt).not.toBeNull();
    expect(await fieldsOf(ann)).toEqual({ one: 'Pro' });
    expect(await namesWith({ field: 'contact.custom.one', op: 'equals', value: 'Pro' })).toEqual(['Ann']);
  });
});
