import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { sendAtOnce } from '../../../test/contention.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { editWorkspace, getWorkspace } from './schema.ts';

describe('the settings of a workspace', () => {
  const test = useTestApp();

  it('are read by every member and changed by admins, one at a time', async () => {
    const workspace = await createWorkspace(test, 'Example');
    const admin = await createMember(test, workspace, { role: 'admin' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const read = await test.send(viewer, getWorkspace);
    expect(read.body).toMatchObject({ id: workspace, name: 'Example', visibility: 'team', version: 1 });
    expect(read.headers.etag).toBe('"1"');
    const edit = (name: string) => () =>
      test.send(admin, editWorkspace, { body: { name, zone: 'Asia/Tokyo' }, version: 1 });
    const answers = await sendAtOnce(test, workspace, edit('One'), edit('Two'));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({
      code: 'workspace.stale-version',
      current: 2,
    });
    expect(await listVerbs(test, workspace, workspace)).toEqual(['workspace.edited']);
    expect((await test.send(viewer, editWorkspace, { body: { name: 'Mine' }, version: 2 })).status).toBe(403);
  });

  it.each([
    [{ currency: 'XXQ' }, '#/currency'],
    [{ zone: '+02:00' }, '#/zone'],
    [{ fiscalStart: '02-29' }, '#/fiscalStart'],
    [{ createdAt: '2020-01-01T00:00:00Z' }, ''],
    [{ id: '019b76da-a800-7000-8000-000000000000' }, ''],
  ])('refuse %j and stay as they are', async (body, pointer) => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const before = await readContents(test, workspace);
    const answer = await test.send(admin, editWorkspace, { body: body as never, version: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.pointer).toContain(pointer);
    expect(await readContents(test, workspace)).toEqual(before);
    expect((await test.call(admin, getWorkspace)).version).toBe(1);
  });
});
