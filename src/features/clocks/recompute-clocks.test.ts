import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { createCalendar } from '../../../test/teams.ts';
import type { WorkspaceId } from '../../context.ts';
import { deleteCalendar, editCalendar, listCalendars } from '../calendars/schema.ts';
import { acceptHandoff } from '../handoffs/schema.ts';
import { judgeDueClocks } from './judge-due-clocks.ts';

describe('promises on a calendar that is changed while they run', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let ana: TestMember;
  let handoffId: string;

  const findRespond = () =>
    test.databases.screens
      .selectFrom('clocks')
      .select(['dueAt', 'outcome', 'brokenAt'])
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'respond')
      .executeTakeFirstOrThrow();
  const at = (instant: string) => test.clock.set(new Date(instant));
  const findCalendar = async () => {
    const { data } = await test.call(admin, listCalendars);
    const own = data.find(({ owner }) => owner.kind === 'member');
    if (own === undefined) throw new Error('Ana has a calendar.');
    return own;
  };
  async function closeOn(date: string): Promise<void> {
    const { id, name, zone, hours, holidays, days, version } = await findCalendar();
    const body = { name, zone, hours, holidays, days, closed: [date] };
    await test.call(admin, editCalendar, { params: { calendarId: id }, body, version });
  }

  beforeEach(async () => {
    // A Monday. Four hours end at 16:00 in London, and at 14:00 of UTC by the hours of the agreement.
    at('2026-03-02T10:00:00Z');
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    admin = await createMember(test, workspace, { role: 'admin' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    await createCalendar(test, workspace, { memberId: ana.id }, { zone: 'Europe/London', span: '12:00-20:00' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect((await findRespond()).dueAt).toEqual(new Date('2026-03-02T16:00:00Z'));
  });

  it('are due anew from their start, at once: who answers by then has kept them', async () => {
    await closeOn('2026-03-02');
    expect((await findRespond()).dueAt).toEqual(new Date('2026-03-03T16:00:00Z'));
    at('2026-03-03T16:00:00Z');
    await test.call(ana, acceptHandoff, { params: { handoffId } });
    expect((await findRespond()).outcome).not.toBe('broken');
  });

  it('stay broken where their time was over before', async () => {
    at('2026-03-02T17:00:00Z');
    await judgeDueClocks(systemCtx(test, workspace));
    await closeOn('2026-03-02');
    await judgeDueClocks(systemCtx(test, workspace));
    const due = new Date('2026-03-02T16:00:00Z');
    expect(await findRespond()).toEqual({ dueAt: due, outcome: 'broken', brokenAt: due });
  });

  it('run on the hours of the agreement where the calendar is removed, and break by what those say', async () => {
    at('2026-03-02T15:00:00Z');
    const { id } = await findCalendar();
    await test.call(admin, deleteCalendar, { params: { calendarId: id } });
    const due = new Date('2026-03-02T14:00:00Z');
    expect((await findRespond()).dueAt).toEqual(due);
    await judgeDueClocks(systemCtx(test, workspace));
    expect(await findRespond()).toEqual({ dueAt: due, outcome: 'broken', brokenAt: due });
  });
});
