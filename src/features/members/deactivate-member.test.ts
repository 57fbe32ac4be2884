import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { minutes } from '../../../test/clock.ts';
import { sendAtOnce } from '../../../test/contention.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { getSession } from '../sessions/schema.ts';
import { createTeam, getTeam, listMemberships, setMembership } from '../teams/schema.ts';
import { editDepartment, listDepartments } from '../workspaces/schema.ts';
import { deactivateMember, getMember, listMembers, previewHandover, reactivateMember } from './schema.ts';

describe('deactivating a member', () => {
  const test = useTestApp();

  /** Hanna heads Sales, leads the team North and is in it with weight 3; Dora is her deputy. */
  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin', department: 'marketing' });
    const hanna = await createMember(test, workspace, { name: 'Hanna', role: 'head', heads: ['sales'] });
    const dora = await createMember(test, workspace, { name: 'Dora' });
    await test.call(admin, editDepartment, {
      params: { department: 'sales' },
      body: { deputyId: dora.id },
      version: await departmentVersion(admin),
    });
    const team = { name: 'North', department: 'sales', leadId: hanna.id } as const;
    const { id: teamId } = await test.call(admin, createTeam, { body: team });
    await test.call(admin, setMembership, { params: { teamId, memberId: hanna.id }, body: { weight: 3, cap: 15 } });
    test.clock.advance(minutes(1));
    return { workspace, admin, hanna, dora, teamId };
  };

  const departmentVersion = async (admin: TestMember) =>
    (await test.call(admin, listDepartments)).data.find(({ department }) => department === 'sales')?.version ?? 0;

  const deactivate = (by: TestMember, whom: TestMember, successor: TestMember | null) =>
    test.send(by, deactivateMember, {
      params: { memberId: whom.id },
      body: { successorId: successor?.id ?? null },
    });

  it('without a successor is refused while something is open, and says what', async () => {
    const { workspace, admin, hanna } = await house();
    const open = [
      { kind: 'department-posts', label: 'Department posts', count: 1 },
      { kind: 'team-leads', label: 'Teams led', count: 1 },
      { kind: 'team-memberships', label: 'Team memberships', count: 1 },
    ];
    const params = { memberId: hanna.id };
    expect((await test.call(admin, previewHandover, { params })).data).toEqual(open);
    const before = await readContents(test, workspace);
    const answer = await deactivate(admin, hanna, null);
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'member.successor-needed', parts: open }]);
    expect(answer.body.detail).toContain('teams led (1)');
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('hands everything over in one transaction and signs them out', async () => {
    const { workspace, admin, hanna, dora, teamId } = await house();
    const answer = await deactivate(admin, hanna, dora);
    expect(answer.body).toMatchObject({ active: false, heads: [], teams: [] });
    const sales = (await test.call(admin, listDepartments)).data.find(({ department }) => department === 'sales');
    expect(sales).toMatchObject({ headId: dora.id, deputyId: null });
    const successor = await test.call(admin, getMember, { params: { memberId: dora.id } });
    expect(successor).toMatchObject({ role: 'head', heads: ['sales'], deputises: [] });
    const team = await test.call(admin, getTeam, { params: { teamId } });
    expect(team.lead?.id).toBe(dora.id);
    expect(team.members).toMatchObject([{ memberId: dora.id, weight: 3, cap: 15 }]);
    const spans = (await test.call(admin, listMemberships, { params: { teamId } })).data;
    expect(spans.map(({ name, to }) => [name, to])).toEqual([
      ['Dora', null],
      ['Hanna', test.clock().toISOString()],
    ]);
    expect((await test.send(hanna, getSession)).status).toBe(401);
    const params = { memberId: hanna.id };
    expect((await test.call(admin, previewHandover, { params })).data).toEqual([]);
    expect(await listVerbs(test, workspace, hanna.id)).toEqual([
      'member.added',
      'member.deactivated',
      'member.sessions-ended',
    ]);
    expect(await listVerbs(test, workspace, teamId)).toEqual([
      'team.created',
      'team.membership-set',
      'team.edited',
      'team.membership-ended',
      'team.membership-set',
    ]);
  });

  it('leaves a successor who is in the team their own weight and cap', async () => {
    const { admin, hanna, dora, teamId } = await house();
    await test.call(admin, setMembership, { params: { teamId, memberId: dora.id }, body: { weight: 1, cap: null } });
    expect((await deactivate(admin, hanna, dora)).status).toBe(200);
    const team = await test.call(admin, getTeam, { params: { teamId } });
    expect(team.members).toMatchObject([{ memberId: dora.id, weight: 1, cap: null }]);
  });

  it('empties the post of deputy when the head takes over', async () => {
    const { admin, hanna, dora } = await house();
    expect((await deactivate(admin, dora, hanna)).status).toBe(200);
    const sales = (await test.call(admin, listDepartments)).data.find(({ department }) => department === 'sales');
    expect(sales).toMatchObject({ headId: hanna.id, deputyId: null });
  });

  it('refuses who cannot take over, and changes nothing', async () => {
    const { workspace, admin, hanna } = await house();
    const marketer = await createMember(test, workspace, { name: 'Max', department: 'marketing' });
    const leaver = await createMember(test, workspace);
    expect((await deactivate(admin, leaver, null)).status).toBe(200);
    const foreign = await createMember(test, await createWorkspace(test));
    const before = await readContents(test, workspace);
    for (const [successor, status, code] of [
      [marketer, 409, 'member.successor-unfit'],
      [leaver, 400, 'member.not-active'],
      [foreign, 400, 'member.not-active'],
      [hanna, 400, 'member.successor-self'],
    ] as const) {
      const answer = await deactivate(admin, hanna, successor);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.body.errors).toMatchObject([{ pointer: '#/successorId' }]);
    }
    expect((await deactivate(hanna, marketer, null)).status).toBe(403);
    expect((await deactivate(admin, foreign, null)).status).toBe(404);
    expect((await deactivate(admin, leaver, null)).body.code).toBe('member.not-active');
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('cannot close the account of the last admin, also when two close each other', { timeout: 30_000 }, async () => {
    const { workspace, admin } = await house();
    expect((await deactivate(admin, admin, null)).body.code).toBe('member.last-admin');
    for (let round = 0, first = admin; round < 3; round += 1) {
      const second = await createMember(test, workspace, { role: 'admin' });
      const both = [() => deactivate(first, second, null), () => deactivate(second, first, null)];
      const answers = await sendAtOnce(test, workspace, ...both);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const left = answers[0]?.status === 200 ? first : second;
      const admins = await test.call(left, listMembers, { query: { active: 'true' } });
      expect(admins.data.filter(({ role }) => role === 'admin')).toMatchObject([{ id: left.id }]);
      first = left;
    }
  });

  it('at the instant at which they are given something leaves nothing with them', { timeout: 30_000 }, async () => {
    for (let round = 0; round < 8; round += 1) {
      const { admin, dora, hanna, teamId } = await house();
      const newcomer = await createMember(test, hanna.workspace);
      const params = { teamId, memberId: newcomer.id };
      const [given, closed] = await Promise.all([
        test.send(admin, setMembership, { params, body: { weight: 1, cap: null } }),
        deactivate(admin, newcomer, null),
        deactivate(admin, hanna, dora),
      ]);
      expect([given.status, closed.status].sort()).toEqual([200, 409]);
      const code = given.status === 409 ? given.body.code : closed.body.code;
      expect(code).toBe(given.status === 409 ? 'member.not-active' : 'member.successor-needed');
    }
  });

  it('can be undone, once, without giving anything back', async () => {
    const { workspace, admin, hanna, dora } = await house();
    await deactivate(admin, hanna, dora);
    const params = { memberId: hanna.id };
    const back = await test.call(admin, reactivateMember, { params });
    expect(back).toMatchObject({ active: true, role: 'head', heads: [], teams: [] });
    const again = await test.send(admin, reactivateMember, { params });
    expect([again.status, again.body.code]).toEqual([409, 'member.active']);
    expect(await listVerbs(test, workspace, hanna.id)).toContain('member.reactivated');
  });
});
