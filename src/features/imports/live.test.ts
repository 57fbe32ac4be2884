import { beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { measureImport, readImport, releaseImport, startImport, uploadFile } from './schema.ts';

/** Five people who asked for a demo, and one rep who takes two. */
describe('a live import', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;
  let importId: string;

  beforeAll(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
    rep = await createMember(test, workspace);
    for (const name of ['Mid-market', 'Inbound']) {
      const team = await test.call(admin, createTeam, { body: { name, department: 'sales', leadId: null } });
      const params = { teamId: team.id, memberId: rep.id };
      await test.call(admin, setMembership, { params, body: { weight: 1, cap: 2 } });
    }
    await agreeOn(test, workspace);
  });
  const handoffs = async () => {
    const rows = test.databases.screens.selectFrom('handoffs').select('memberId');
    return (await rows.where('workspaceId', '=', workspace).execute()).length;
  };
  const read = () => test.call(admin, readImport, { params: { importId } });

  it('shows the load that it would cause, and hands nobody over', async () => {
    const file = ['id,created_time,form_name,platform,full_name,email,job_title,company_name,number_of_employees'];
    for (let n = 0; n < 5; n += 1) {
      file.push(
        `l:${n},2026-03-01T10:00:00Z,demo-request,fb,Olivia ${n},o${n}@plant${n}.example,Head of Operations,Plant ${n},200`,
      );
    }
    const query = { name: 'leads.csv' };
    importId = (await test.call(admin, uploadFile, { query, body: file.join('\n') })).id;
    await test.call(admin, startImport, { params: { importId }, body: { how: 'live' } });
    await test.runJobs();
    const { status, how, load, releasedUnder } = await read();
    expect({ status, how, releasedUnder }).toEqual({ status: 'done', how: 'live', releasedUnder: null });
    expect(load).toMatchObject({ qualified: 5, incomplete: 0, queued: 3 });
    expect(load?.members).toEqual([{ memberId: rep.id, name: expect.any(String), open: 0, added: 2, cap: 2 }]);
    expect(await handoffs()).toBe(0);
  });

  it('is released only by who names the load that holds, and only once', async () => {
    const { load } = await read();
    const version = load?.version ?? '';
    const send = (qualified: number) =>
      test.send(admin, releaseImport, { params: { importId }, body: { version, qualified } });
    expect((await send(4)).body.code).toBe('import.load-changed');
    await test.call(admin, measureImport, { params: { importId } });
    expect((await send(5)).body.code).toBe('import.load-changed');
    await test.runJobs('resume-imports');
    expect((await send(5)).status).toBe(202);
    await test.runJobs();
    expect(await handoffs()).toBe(2);
    expect((await send(5)).body.code).toBe('import.released');
    const waiting = await test.databases.screens
      .selectFrom('qualifications')
      .select('status')
      .where('workspaceId', '=', workspace)
      .orderBy('status')
      .execute();
    expect(waiting.map(({ status }) => status)).toEqual(['handed-over', 'handed-over', 'queued', 'queued', 'queued']);
  });
});
