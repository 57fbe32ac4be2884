import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { sendAtOnce } from '../../../test/contention.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { editMember, getMember } from './schema.ts';

describe('editing a member', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const sam = await createMember(test, workspace, { name: 'Sam' });
    return { workspace, admin, sam, params: { memberId: sam.id } };
  };

  it('saves what was given, moves the version on and records it once', async () => {
    const { workspace, admin, sam, params } = await house();
    const body = { name: 'Samira', department: 'both', visibility: 'all' } as const;
    const answer = await test.send(admin, editMember, { params, body, version: 1 });
    expect(answer.body).toMatchObject({ ...body, role: 'member', version: 2 });
    expect(answer.headers.etag).toBe('"2"');
    expect(await listVerbs(test, workspace, sam.id)).toEqual(['member.added', 'member.edited']);
    const { before, after } = await test.databases.screens
      .selectFrom('audit')
      .select(['before', 'after'])
      .where('verb', '=', 'member.edited')
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    expect(before).toEqual({ name: 'Sam', department: 'sales', visibility: null });
    expect(after).toEqual(body);
  });

  it('that changes nothing is no change', async () => {
    const { workspace, admin, params } = await house();
    const before = await readContents(test, workspace);
    const body = { name: 'Sam', role: 'member' } as const;
    expect(await test.call(admin, editMember, { params, body, version: 1 })).toMatchObject({ version: 1 });
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('by two editors at once leaves one change and tells the other', async () => {
    const { workspace, admin, sam, params } = await house();
    const edit = (name: string) => () => test.send(admin, editMember, { params, body: { name }, version: 1 });
    const answers = await sendAtOnce(test, workspace, edit('One'), edit('Two'), edit('Three'));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const stale = answers.find(({ status }) => status === 412)?.body;
    expect(stale).toMatchObject({ code: 'member.stale-version', current: 2 });
    expect(await listVerbs(test, workspace, sam.id)).toEqual(['member.added', 'member.edited']);
  });

  it('without the version that was seen is refused', async () => {
    const { admin, params } = await house();
    const answer = await test.send(admin, editMember, { params, body: { name: 'Blind' } });
    expect([answer.status, answer.body.code]).toEqual([428, 'request.version-required']);
  });

  it.each([
    { active: false },
    { passwordHash: 'x' },
    { workspaceId: '019b76da-a800-7000-8000-000000000000' },
    { email: 'other@example.test' },
    { version: 9 },
    { heads: ['sales'] },
  ])('refuses %j, which is not for this route to change', async (extra) => {
    const { workspace, admin, params } = await house();
    const before = await readContents(test, workspace);
    const body = { name: 'Samira', ...extra } as never;
    expect((await test.send(admin, editMember, { params, body, version: 1 })).status).toBe(400);
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('is for admins, and of their own workspace', async () => {
    const { workspace, admin, sam, params } = await house();
    const before = await readContents(test, workspace);
    const body = { role: 'admin' } as const;
    expect((await test.send(sam, editMember, { params, body, version: 1 })).status).toBe(403);
    const stranger = (await house()).admin;
    const answer = await test.send(stranger, editMember, { params, body, version: 1 });
    expect([answer.status, answer.body.code]).toEqual([404, 'member.not-found']);
    expect(await readContents(test, workspace)).toEqual(before);
    expect((await test.call(admin, getMember, { params })).role).toBe('member');
  });

  it('of the role gives every session of theirs a new token; of the name does not', async () => {
    const { workspace, admin, sam, params } = await house();
    const flags = async () =>
      (
        await test.databases.screens
          .selectFrom('sessions')
          .select(['memberId', 'rotate'])
          .where('workspaceId', '=', workspace)
          .execute()
      )
        .filter(({ rotate }) => rotate)
        .map(({ memberId }) => memberId);
    await test.call(admin, editMember, { params, body: { name: 'Samira' }, version: 1 });
    expect(await flags()).toEqual([]);
    await test.call(admin, editMember, { params, body: { role: 'lead' }, version: 2 });
    expect(await flags()).toEqual([sam.id]);
  });

  it('cannot take the role from the last active admin', async () => {
    const { workspace, admin, sam } = await house();
    const former = await createMember(test, workspace, { role: 'admin' });
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', former.id).execute();
    const before = await readContents(test, workspace);
    const params = { memberId: admin.id };
    const answer = await test.send(admin, editMember, { params, body: { role: 'member' }, version: 1 });
    expect([answer.status, answer.body.code]).toEqual([409, 'member.last-admin']);
    expect(answer.body.errors).toMatchObject([{ pointer: '#/role' }]);
    expect(await readContents(test, workspace)).toEqual(before);
    await test.call(admin, editMember, { params: { memberId: sam.id }, body: { role: 'admin' }, version: 1 });
    await test.call(admin, editMember, { params, body: { role: 'member' }, version: 1 });
  });

  it('of two admins who demote each other at the same instant leaves one', { timeout: 30_000 }, async () => {
    for (let round = 0; round < 3; round += 1) {
      const { workspace, admin } = await house();
      const other = await createMember(test, workspace, { role: 'admin' });
      const demote = (by: typeof admin, whom: typeof admin) =>
        test.send(by, editMember, { params: { memberId: whom.id }, body: { role: 'member' }, version: 1 });
      const both = [() => demote(admin, other), () => demote(other, admin)];
      const answers = await sendAtOnce(test, workspace, ...both);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  it('cannot take the role that heading a department needs', async () => {
    const { workspace, admin } = await house();
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    const params = { memberId: head.id };
    const answer = await test.send(admin, editMember, { params, body: { role: 'member' }, version: 1 });
    expect([answer.status, answer.body.code]).toEqual([409, 'member.heads-department']);
    await test.call(admin, editMember, { params, body: { role: 'sponsor' }, version: 1 });
  });
});
