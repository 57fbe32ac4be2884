import { beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { readImport, startImport, uploadFile } from './schema.ts';

const day = 86_400_000;

/** A file of people who asked for a demo: each would be handed over, had they come by themselves. */
describe('history', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;

  beforeAll(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
    const rep = await createMember(test, workspace);
    for (const name of ['Mid-market', 'Inbound']) {
      const team = await test.call(admin, createTeam, { body: { name, department: 'sales', leadId: null } });
      const params = { teamId: team.id, memberId: rep.id };
      await test.call(admin, setMembership, { params, body: { weight: 1, cap: null } });
    }
    await agreeOn(test, workspace);
  });
  const count = async (table: 'handoffs' | 'clocks' | 'qualifications' | 'outbox') => {
    const rows = await test.databases.screens
      .selectFrom(table)
      .select('workspaceId')
      .where('workspaceId', '=', workspace)
      .execute();
    return rows.length;
  };

  it('is scored and staged, and gives nobody anything to do, that day or later', async () => {
    const file = [
      'id,created_time,form_name,platform,full_name,email,job_title,company_name,number_of_employees',
      'l:1,2026-03-01T10:00:00Z,demo-request,fb,Olivia Operations,olivia@plant.example,Head of Operations,Plant,200',
    ];
    const { id, preset } = await test.call(admin, uploadFile, { query: { name: 'leads.csv' }, body: file.join('\n') });
    expect(preset).toBe('facebook-leads');
    await test.call(admin, startImport, { params: { importId: id }, body: {} });
    await test.runJobs();
    expect((await test.call(admin, readImport, { params: { importId: id } })).counts).toMatchObject({ created: 1 });
    const read = () =>
      test.databases.screens
        .selectFrom('contacts')
        .select(['grade', 'currentStage', 'touchCount', 'journeyStep'])
        .where('workspaceId', '=', workspace)
        .executeTakeFirstOrThrow();
    expect(await read()).toMatchObject({ currentStage: 'lead', touchCount: 1, journeyStep: 'evaluating' });
    for (const days of [0, 1, 5, 30, 100]) {
      test.clock.set(new Date(Date.parse('2026-03-02T09:00:00Z') + days * day));
      await test.runLoops();
      await test.runJobs();
      const found = [
        await count('handoffs'),
        await count('clocks'),
        await count('qualifications'),
        await count('outbox'),
      ];
      expect([days, ...found]).toEqual([days, 0, 0, 0, 0]);
    }
  });
});
