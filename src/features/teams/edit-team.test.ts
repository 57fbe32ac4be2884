import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { minutes } from '../../../test/clock.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { newId } from '../../db/ids.ts';
import { archiveTeam, createTeam, editTeam, getTeam, listMemberships, listTeams, setMembership } from './schema.ts';

describe('teams', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    const sam = await createMember(test, workspace, { name: 'Sam' });
    return { workspace, admin, head, sam };
  };

  const create = (by: TestMember, name: string, department: MemberDepartment = 'sales') =>
    test.call(by, createTeam, { body: { name, department } });

  it('are listed by name with lead, members and calendar of now', async () => {
    const { workspace, admin, head, sam } = await house();
    const body = { name: 'Ölfeld', department: 'sales', leadId: sam.id } as const;
    const north = await test.call(admin, createTeam, { body });
    await create(admin, 'Zeta');
    await create(head, 'Alpha', 'both');
    await test.call(admin, setMembership, {
      params: { teamId: north.id, memberId: sam.id },
      body: { weight: 2, cap: 5 },
    });
    const calendarId = newId(test.clock());
    const texts = { zone: 'Europe/Berlin', hours: '{}', holidays: null, closed: '[]', days: '{}' };
    await test.databases.screens
      .insertInto('calendars')
      .values({
        workspaceId: workspace,
        id: calendarId,
        name: 'C',
        teamId: north.id,
        ...texts,
        createdAt: test.clock(),
      })
      .execute();
    const { data } = await test.call(sam, listTeams);
    expect(data.map(({ name }) => name)).toEqual(['Alpha', 'Ölfeld', 'Zeta']);
    const from = test.clock().toISOString();
    expect(data[1]).toEqual({
      id: north.id,
      key: 'olfeld',
      name: 'Ölfeld',
      department: 'sales',
      lead: { id: sam.id, name: 'Sam' },
      members: [{ memberId: sam.id, name: 'Sam', weight: 2, cap: 5, from, to: null }],
      calendarId,
      archivedAt: null,
      version: 1,
    });
    const read = await test.send(sam, getTeam, { params: { teamId: north.id } });
    expect([read.body, read.headers.etag]).toEqual([data[1], '"1"']);
  });

  it('of one name are refused at the field, also when both come at once', async () => {
    const { workspace, admin } = await house();
    const first = await create(admin, 'North');
    const clash = await test.send(admin, createTeam, { body: { name: ' nörth ', department: 'sales' } });
    expect([clash.status, clash.body.code]).toEqual([409, 'team.name-taken']);
    expect(clash.body.errors).toMatchObject([{ pointer: '#/name' }]);
    const twins = await Promise.all(
      ['South', 'south'].map((name) => test.send(admin, createTeam, { body: { name, department: 'sales' } })),
    );
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
    const rename = await test.send(admin, editTeam, {
      params: { teamId: first.id },
      body: { name: 'SOUTH' },
      version: 1,
    });
    expect([rename.status, rename.body.code]).toEqual([409, 'team.name-taken']);
    const verbs = await listVerbs(test, workspace);
    expect(verbs.filter((verb) => verb.startsWith('team.'))).toEqual(['team.created', 'team.created']);
    await test.call(admin, editTeam, { params: { teamId: first.id }, body: { name: 'NORTH' }, version: 1 });
  });

  it('have a key that is made from the first name, stays, and is unique for ever', async () => {
    const { workspace, admin } = await house();
    const first = await create(admin, 'Mid-Market');
    await test.call(admin, archiveTeam, { params: { teamId: first.id } });
    const second = await create(admin, 'Mid market');
    expect([first.key, second.key]).toEqual(['mid-market', 'mid-market-2']);
    const edit = (body: { name?: string; key?: string }, version: number) =>
      test.send(admin, editTeam, { params: { teamId: second.id }, body, version });
    expect((await edit({ name: 'Enterprise' }, 1)).body).toMatchObject({ name: 'Enterprise', key: 'mid-market-2' });
    expect((await edit({ key: 'enterprise' }, 2)).body).toMatchObject({ key: 'enterprise', version: 3 });
    const clash = await edit({ key: 'mid-market' }, 3);
    expect([clash.status, clash.body.code]).toEqual([409, 'team.key-taken']);
    expect((await edit({ key: 'Not a key' }, 3)).status).toBe(400);
    const keyless = test.databases.screens.updateTable('teams').set({ key: null }).where('id', '=', second.id);
    await keyless.where('workspaceId', '=', workspace).execute();
    expect((await edit({ name: 'Mid market' }, 3)).body.key).toBe('mid-market-2');
    expect((await edit({ key: 'enterprise' }, 4)).status).toBe(200);
    const named = (key: string) =>
      test.send(admin, createTeam, { body: { name: `Team ${key}`, department: 'sales', key } });
    expect((await named('south')).body.key).toBe('south');
    expect((await named('enterprise')).body).toMatchObject({ code: 'team.key-taken' });
    const twins = await Promise.all(
      ['東', '京'].map((name) => test.send(admin, createTeam, { body: { name, department: 'sales' } })),
    );
    expect(twins.map(({ body }) => body.key).sort()).toEqual(['team', 'team-2']);
    expect(await listVerbs(test, workspace, second.id)).toEqual([
      'team.created',
      ...Array<string>(4).fill('team.edited'),
    ]);
  });

  it('renamed to one name at once leave one of them', async () => {
    const { admin } = await house();
    const teams = [await create(admin, 'One'), await create(admin, 'Two')];
    const answers = await Promise.all(
      teams.map(({ id }) => test.send(admin, editTeam, { params: { teamId: id }, body: { name: 'Same' }, version: 1 })),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toContainEqual([409, 'team.name-taken']);
    expect(answers.map(({ status }) => status)).toContain(200);
  });

  it('are edited by one at a time, and recorded once', async () => {
    const { workspace, admin, head } = await house();
    const { id: teamId } = await create(admin, 'North');
    const answers = await Promise.all(
      [admin, head].map((by) =>
        test.send(by, editTeam, { params: { teamId }, body: { name: `Of ${by.name}` }, version: 1 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({
      code: 'team.stale-version',
      current: 2,
    });
    expect(await listVerbs(test, workspace, teamId)).toEqual(['team.created', 'team.edited']);
  });

  it('are within reach of the head of their department only', async () => {
    const { workspace, admin, head, sam } = await house();
    const own = await create(admin, 'Own');
    const others = await create(admin, 'Others', 'marketing');
    const before = await readContents(test, workspace);
    const params = { teamId: others.id };
    const answers = [
      await test.send(head, editTeam, { params, body: { name: 'Mine' }, version: 1 }),
      await test.send(head, editTeam, { params, body: { department: 'sales' }, version: 1 }),
      await test.send(head, archiveTeam, { params }),
      await test.send(head, setMembership, {
        params: { ...params, memberId: sam.id },
        body: { weight: 1, cap: null },
      }),
      await test.send(head, createTeam, { body: { name: 'New', department: 'marketing' } }),
      await test.send(head, editTeam, {
        params: { teamId: own.id },
        body: { department: 'marketing' },
        version: 1,
      }),
      await test.send(sam, createTeam, { body: { name: 'New', department: 'sales' } }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      ...Array<string>(4).fill('404 team.not-found'),
      ...Array<string>(2).fill('403 team.department-forbidden'),
      '403 access.forbidden',
    ]);
    expect(await readContents(test, workspace)).toEqual(before);
    await test.call(head, editTeam, { params: { teamId: own.id }, body: { department: 'both' }, version: 1 });
  });

  it('of another workspace are not there, whoever asks', async () => {
    const { admin, workspace } = await house();
    const abroad = await house();
    const params = { teamId: (await create(abroad.admin, 'North')).id };
    const before = [await readContents(test, workspace), await readContents(test, abroad.workspace)];
    const member = { ...params, memberId: abroad.sam.id };
    const own = await create(abroad.admin, 'South');
    const answers = [
      await test.send(admin, getTeam, { params }),
      await test.send(admin, listMemberships, { params }),
      await test.send(admin, editTeam, { params, body: { name: 'Mine' }, version: 1 }),
      await test.send(admin, archiveTeam, { params }),
      await test.send(admin, setMembership, { params: member, body: { weight: 1, cap: null } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const lead = await test.send(abroad.admin, editTeam, {
      params: { teamId: own.id },
      body: { leadId: admin.id },
      version: 1,
    });
    expect([lead.status, lead.body.code]).toEqual([400, 'member.not-active']);
    expect(await readContents(test, workspace)).toEqual(before[0]);
  });

  it.each([{ workspaceId: newId(new Date(0)) }, { version: 9 }, { archivedAt: null }, { members: [] }])(
    'refuse %j, which is not for this route to change',
    async (extra) => {
      const { workspace, admin } = await house();
      const { id: teamId } = await create(admin, 'North');
      const before = await readContents(test, workspace);
      const body = { name: 'South', ...extra } as never;
      expect((await test.send(admin, editTeam, { params: { teamId }, body, version: 1 })).status).toBe(400);
      expect((await test.send(admin, createTeam, { body })).status).toBe(400);
      expect(await readContents(test, workspace)).toEqual(before);
    },
  );

  it('that are archived end their memberships, keep their history and give their name free', async () => {
    const { workspace, admin, head, sam } = await house();
    const { id: teamId } = await create(head, 'North');
    const params = { teamId, memberId: sam.id };
    await test.call(head, setMembership, { params, body: { weight: 1, cap: null } });
    test.clock.advance(minutes(5));
    await test.call(head, archiveTeam, { params: { teamId } });
    const at = test.clock().toISOString();
    expect((await test.call(admin, listTeams)).data).toEqual([]);
    expect(await test.call(admin, getTeam, { params: { teamId } })).toMatchObject({ archivedAt: at, members: [] });
    const { data } = await test.call(admin, listMemberships, { params: { teamId } });
    expect(data).toMatchObject([{ memberId: sam.id, to: at }]);
    const answers = [
      await test.send(admin, archiveTeam, { params: { teamId } }),
      await test.send(admin, editTeam, { params: { teamId }, body: { name: 'Back' }, version: 2 }),
      await test.send(admin, setMembership, { params, body: { weight: 1, cap: null } }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(Array<string>(3).fill('team.archived'));
    expect(await listVerbs(test, workspace, teamId)).toEqual(['team.created', 'team.membership-set', 'team.archived']);
    await create(admin, 'North');
  });
});
