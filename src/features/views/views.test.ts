import { beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createKey } from '../keys/schema.ts';
import { deactivateMember } from '../members/schema.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import * as api from './schema.ts';

describe('views of tables', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let mara: TestMember;
  let rita: TestMember;
  let otto: TestMember;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both', name: 'Ada' });
    mara = await createMember(test, workspace, { name: 'Mara', department: 'marketing' });
    rita = await createMember(test, workspace, { name: 'Rita' });
    otto = await createMember(test, workspace, { name: 'Otto' });
  });

  const create = (who: TestMember, body: Record<string, unknown> = {}) =>
    test.call(who, api.createView, { body: { object: 'contact', name: 'Mine', ...body } as never });
  const tryCreate = (who: TestMember, body: Record<string, unknown>) =>
    test.send(who, api.createView, { body: { object: 'contact', name: 'Mine', ...body } as never });
  const names = async (who: TestMember, object: 'contact' | 'account' = 'contact') =>
    (await test.call(who, api.listViews, { query: { object } })).data.map(({ name }) => name);
  const edit = (who: TestMember, { id, version }: { id: string; version: number }, body: Record<string, unknown>) =>
    test.send(who, api.editView, { params: { viewId: id }, version, body: body as never });
  const createTeamOf = async (...members: TestMember[]) => {
    const team = await test.call(admin, createTeam, { body: { name: 'Inbound', department: 'sales' } });
    for (const { id } of members) {
      await test.call(admin, setMembership, {
        params: { teamId: team.id, memberId: id },
        body: { weight: 1, cap: null },
      });
    }
    return team.id;
  };

  it('keeps what a table shows, and gives it back as it was', async () => {
    const condition = { all: [{ field: 'contact.title', op: 'matches-any', value: ['COO', 'head of sales'] }] };
    const values = {
      name: '  Heads of sales  ',
      filter: { search: 'plant', grade: 'A', owner: 'none', condition },
      sort: 'last-touch',
      direction: 'desc',
      columns: [
        { key: 'name', width: 320 },
        { key: 'own:plan', width: null },
      ],
      density: 'compact',
    };
    const made = await create(rita, values);
    expect(made).toMatchObject({
      ...values,
      name: 'Heads of sales',
      reach: 'private',
      mayEdit: true,
      isDefault: false,
    });
    const read = await test.send(rita, api.getView, { params: { viewId: made.id } });
    expect(read.body).toEqual(made);
    expect(read.headers.etag).toBe('"1"');
    expect(await names(rita)).toEqual(['Heads of sales']);
    expect(await names(rita, 'account')).toEqual([]);
  });

  it('a private one is found by its owner alone, even for an admin', async () => {
    const { id } = await create(rita);
    expect([await names(rita), await names(otto), await names(admin)]).toEqual([['Mine'], [], []]);
    const params = { viewId: id };
    expect((await test.send(admin, api.getView, { params })).status).toBe(404);
    expect((await edit(admin, { id, version: 1 }, { name: 'Yours' })).status).toBe(404);
    expect((await test.send(otto, api.deleteView, { params })).status).toBe(404);
  });

  it('that of a team is found by who is in it, and changed by its owner, its lead, heads and admins', async () => {
    const teamId = await createTeamOf(rita, otto);
    const view = await create(rita, { reach: 'team', teamId });
    expect(view.team).toEqual({ id: teamId, name: 'Inbound' });
    expect([await names(otto), await names(mara)]).toEqual([['Mine'], []]);
    expect(await edit(otto, view, { name: 'Ours' })).toMatchObject({ status: 403, body: { code: 'view.not-yours' } });
    await test.databases.screens.updateTable('teams').set({ leadId: otto.id }).where('id', '=', teamId).execute();
    expect(await edit(otto, view, { name: 'Ours' })).toMatchObject({ status: 200, body: { name: 'Ours', version: 2 } });
    // Taken back by its owner, it leaves the team.
    const own = await edit(rita, { id: view.id, version: 2 }, { reach: 'private' });
    expect(own.body).toMatchObject({ reach: 'private', team: null });
    expect(await names(otto)).toEqual([]);
  });

  it('everybody’s is found by all, also by a key, and changed by its owner, heads and admins', async () => {
    const view = await create(rita, { reach: 'everybody' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    expect([await names(otto), await names(viewer)]).toEqual([['Mine'], ['Mine']]);
    const body = { name: 'Reader', scopes: ['contacts:read' as const], expiresAt: null };
    const { secret } = await test.call(admin, createKey, { body });
    await create(rita);
    const { data } = await test.call({ key: secret }, api.listViews, { query: { object: 'contact' } });
    expect(data).toMatchObject([{ id: view.id, mayEdit: false }]);
    expect((await edit(mara, view, { density: 'compact' })).status).toBe(403);
    expect((await edit(admin, view, { density: 'compact' })).status).toBe(200);
  });

  it('is shared by who may share', async () => {
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    expect((await tryCreate(viewer, {})).status).toBe(201);
    expect(await tryCreate(viewer, { reach: 'everybody' })).toMatchObject({ body: { code: 'view.private-only' } });
    const teamId = await createTeamOf(rita);
    expect(await tryCreate(otto, { reach: 'team', teamId })).toMatchObject({ body: { code: 'view.other-team' } });
    expect((await tryCreate(admin, { reach: 'team', teamId })).status).toBe(201);
    expect(await tryCreate(rita, { reach: 'team' })).toMatchObject({ body: { code: 'view.team-needed' } });
    expect(await tryCreate(rita, { reach: 'private', teamId })).toMatchObject({ body: { code: 'view.team-needed' } });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect(await tryCreate(stranger, { reach: 'team', teamId })).toMatchObject({ body: { code: 'view.no-team' } });
  });

  it('refuses a condition that could not be asked, with the place of the fault', async () => {
    const filter = (field: string) => ({ filter: { condition: { any: [{ field, op: 'exists' }] } } });
    const answer = await tryCreate(rita, filter('contact.e-mail'));
    expect(answer.body).toMatchObject({
      code: 'filter.invalid',
      errors: [{ pointer: '#/filter/condition/any/0/field', detail: expect.stringContaining('Did you mean') }],
    });
    expect((await tryCreate(rita, { object: 'account', ...filter('grade') })).status).toBe(400);
    expect((await tryCreate(rita, { filter: { colour: 'red' } })).status).toBe(400);
    expect((await tryCreate(rita, { name: ' ' })).status).toBe(400);
  });

  it('of two who change one, the second is told', async () => {
    const view = await create(rita, { reach: 'everybody' });
    const both = await Promise.all([edit(rita, view, { name: 'One' }), edit(admin, view, { name: 'Two' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('each member has an order and a first view of their own', async () => {
    const [a, b] = [
      await create(rita, { name: 'A', reach: 'everybody' }),
      await create(rita, { name: 'B', reach: 'everybody' }),
    ];
    const order = { object: 'contact' as const, viewIds: [b.id, b.id, a.id], defaultId: b.id };
    await test.call(otto, api.orderViews, { body: order });
    expect([await names(otto), await names(rita)]).toEqual([
      ['B', 'A'],
      ['A', 'B'],
    ]);
    const first = async (who: TestMember) =>
      (await test.call(who, api.listViews, { query: { object: 'contact' } })).data.find(({ isDefault }) => isDefault)
        ?.name;
    expect([await first(otto), await first(rita)]).toEqual(['B', undefined]);
    // One that was removed is passed over; what came later stands last.
    await test.call(rita, api.deleteView, { params: { viewId: b.id } });
    await create(otto, { name: 'C' });
    expect([await names(otto), await first(otto)]).toEqual([['A', 'C'], undefined]);
    await test.call(otto, api.orderViews, { body: { ...order, viewIds: [], defaultId: null } });
    expect(await names(otto)).toEqual(['A', 'C']);
  });

  it('shared ones go to whoever takes over, private ones to nobody', async () => {
    await create(rita, { name: 'Shared', reach: 'everybody' });
    await create(rita, { name: 'Private' });
    await test.call(admin, deactivateMember, { params: { memberId: rita.id }, body: { successorId: otto.id } });
    const { data } = await test.call(otto, api.listViews, { query: { object: 'contact' } });
    expect(data).toMatchObject([{ name: 'Shared', owner: { id: otto.id }, mayEdit: true }]);
  });

  it('another workspace has its own', async () => {
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const view = await create(rita, { reach: 'everybody' });
    expect(await names(stranger)).toEqual([]);
    expect((await edit(stranger, view, { name: 'Mine now' })).status).toBe(404);
  });
});
