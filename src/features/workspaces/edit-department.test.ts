import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { Department, Role } from '../../core/access.ts';
import { newId } from '../../db/ids.ts';
import { getMember } from '../members/schema.ts';
import { editDepartment, listDepartments } from './schema.ts';

describe('the posts of a department', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    const sam = await createMember(test, workspace);
    return { workspace, admin, head, sam };
  };

  const posts = async (by: TestMember, department: Department) => {
    const { data } = await test.call(by, listDepartments);
    expect(data.map((post) => post.department)).toEqual(['marketing', 'sales']);
    return data.find((post) => post.department === department);
  };

  const edit = async (
    by: TestMember,
    department: Department,
    body: { headId?: string | null; deputyId?: string | null },
  ) =>
    test.send(by, editDepartment, {
      params: { department },
      body,
      version: (await posts(by, department))?.version ?? 0,
    });

  it.each([
    ['viewer', 'head'],
    ['member', 'head'],
    ['lead', 'head'],
    ['admin', 'admin'],
    ['sponsor', 'sponsor'],
  ] as [Role, Role][])('make of a %s who heads it a %s', async (role, becomes) => {
    const { workspace, admin } = await house();
    const person = await createMember(test, workspace, { role });
    const answer = await edit(admin, 'marketing', { headId: person.id });
    expect(answer.body).toMatchObject({ headId: person.id, deputyId: null, version: 2 });
    expect(answer.headers.etag).toBe('"2"');
    const member = await test.call(admin, getMember, { params: { memberId: person.id } });
    expect(member).toMatchObject({ role: becomes, heads: ['marketing'] });
    expect(await listVerbs(test, workspace, person.id)).toEqual(
      role === becomes ? ['member.added'] : ['member.added', 'member.edited'],
    );
    expect(await listVerbs(test, workspace, 'marketing')).toEqual(['department.head-named']);
  });

  it('are two people: a deputy who becomes head is deputy no more', async () => {
    const { admin, head, sam } = await house();
    expect((await edit(admin, 'sales', { deputyId: sam.id })).body).toMatchObject({ deputyId: sam.id });
    expect((await edit(admin, 'sales', { headId: sam.id })).body).toMatchObject({ headId: sam.id, deputyId: null });
    const answer = await edit(admin, 'sales', { headId: head.id, deputyId: head.id });
    expect([answer.status, answer.body.code]).toEqual([400, 'department.same-person']);
    expect((await edit(admin, 'sales', { headId: null })).body).toMatchObject({ headId: null });
  });

  it('are given to active members of this workspace only', async () => {
    const { workspace, admin } = await house();
    const gone = await createMember(test, workspace);
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute();
    const foreign = await createMember(test, await createWorkspace(test));
    const before = await readContents(test, workspace);
    for (const { id } of [gone, foreign]) {
      for (const post of ['headId', 'deputyId'] as const) {
        const answer = await edit(admin, 'sales', { [post]: id });
        expect([answer.status, answer.body.code]).toEqual([400, 'member.not-active']);
        expect(answer.body.errors).toMatchObject([{ pointer: `#/${post}` }]);
      }
    }
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('let a head name their own deputy and nobody else', async () => {
    const { workspace, head, sam } = await house();
    expect((await edit(head, 'sales', { deputyId: sam.id })).status).toBe(200);
    const before = await readContents(test, workspace);
    expect((await edit(head, 'sales', { headId: sam.id })).body.code).toBe('department.forbidden');
    expect((await edit(head, 'marketing', { deputyId: sam.id })).body.code).toBe('department.forbidden');
    // A deputy acts only while the head is absent.
    expect((await edit(sam, 'sales', { deputyId: null })).status).toBe(403);
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('let the deputy act from the first to the last instant of an absence of the head', async () => {
    const { workspace, head, sam } = await house();
    await edit(head, 'sales', { deputyId: sam.id });
    const at = test.clock();
    const [startsAt, endsAt] = [new Date(at.getTime() + days(1)), new Date(at.getTime() + days(2))];
    const absence = { workspaceId: workspace, id: newId(at), memberId: head.id, coverId: null, createdAt: at };
    await test.databases.screens
      .insertInto('absences')
      .values({ ...absence, startsAt, endsAt })
      .execute();
    const statusAt = async (offset: number) => {
      test.clock.set(new Date(at.getTime() + offset));
      return (await edit(sam, 'sales', { deputyId: sam.id })).status;
    };
    const found = [
      await statusAt(days(1) - 1),
      await statusAt(days(1)),
      await statusAt(days(2) - 1),
      await statusAt(days(2)),
    ];
    expect(found).toEqual([403, 200, 200, 403]);
    test.clock.set(at);
  });

  it('are edited by one at a time', async () => {
    const { admin, head, sam } = await house();
    const version = (await posts(admin, 'sales'))?.version ?? 0;
    const params = { department: 'sales' } as const;
    const answers = await Promise.all([
      test.send(admin, editDepartment, { params, body: { deputyId: sam.id }, version }),
      test.send(head, editDepartment, { params, body: { deputyId: admin.id }, version }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
