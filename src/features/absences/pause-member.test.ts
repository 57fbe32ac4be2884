import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { reassignHandoff } from '../assignments/schema.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { getHandoff, pauseHandoff, resumeHandoff } from '../handoffs/schema.ts';
import { deactivateMember } from '../members/schema.ts';
import { type Absence, createAbsence, deleteAbsence, editAbsence } from './schema.ts';

// The hours of the agreement are nine to five in Berlin: 08:00 to 16:00 of UTC in winter.
describe('promises of a member who is away with cover', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let ana: TestMember;
  let ben: TestMember;
  let handoffId: string;

  const at = (instant: string) => test.clock.set(new Date(instant));
  const record = (caller: TestMember, from: string, to: string, coverId: string | null = ben.id) =>
    test.call(caller, createAbsence, { body: { memberId: ana.id, from, to, coverId } });
  const edit = ({ id, version }: Absence, body: object) =>
    test.call(ana, editAbsence, { params: { absenceId: id }, body, version });
  const readRespond = async () =>
    (await test.call(admin, getHandoff, { params: { handoffId } })).clocks.find(({ kind }) => kind === 'respond');
  const storedDue = async () =>
    (
      await test.databases.screens
        .selectFrom('clocks')
        .select('dueAt')
        .where('handoffId', '=', handoffId)
        .where('kind', '=', 'respond')
        .where('outcome', 'is', null)
        .executeTakeFirst()
    )?.dueAt?.toISOString();

  beforeEach(async () => {
    // A Monday; four hours end at 13:00 in Berlin.
    at('2026-03-02T08:00:00Z');
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect(await storedDue()).toBe('2026-03-02T12:00:00.000Z');
  });

  it('stand still from now on at the earliest, and pages are told; without a cover they run', async () => {
    at('2026-03-02T09:00:00Z');
    const alone = await record(ana, '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z', null);
    expect(await storedDue()).toBe('2026-03-02T12:00:00.000Z');
    await edit(alone, { coverId: ben.id });
    expect(await storedDue()).toBe('2026-03-03T11:00:00.000Z');
    expect(await readRespond()).toMatchObject({
      ...{ state: 'paused', minutesLeft: 180 },
      pause: { reason: 'absence-with-cover', from: '2026-03-02T09:00:00.000Z', until: '2026-03-03T00:00:00.000Z' },
    });
    const events = await test.databases.screens
      .selectFrom('events')
      .select('objectId')
      .where('kind', '=', 'clock.recomputed')
      .where('workspaceId', '=', workspace)
      .execute();
    expect(events).toEqual([{ objectId: handoffId }]);
    const params = { handoffId };
    expect((await test.send(ana, resumeHandoff, { params })).body.code).toBe('handoff.paused-by-absence');
    const body = { reason: 'waiting-for-date' as const };
    expect((await test.send(ana, pauseHandoff, { params, body })).body.code).toBe('handoff.already-paused');
    await judgeDueClocks(systemCtx(test, workspace));
    expect(await storedDue()).toBe('2026-03-03T11:00:00.000Z');
  });

  it('stand still from before where an admin records it', async () => {
    at('2026-03-02T11:00:00Z');
    await record(admin, '2026-03-02T09:00:00Z', '2026-03-02T15:00:00Z');
    expect(await storedDue()).toBe('2026-03-03T10:00:00.000Z');
  });

  it('follow when the absence is moved, shortened, left without cover or removed: what has passed stays', async () => {
    let absence = await record(ana, '2026-03-02T10:00:00Z', '2026-03-02T16:00:00Z');
    expect(await storedDue()).toBe('2026-03-03T10:00:00.000Z');
    absence = await edit(absence, { from: '2026-03-02T11:00:00Z' });
    expect(await storedDue()).toBe('2026-03-03T09:00:00.000Z');
    at('2026-03-02T12:00:00Z');
    absence = await edit(absence, { to: '2026-03-02T14:00:00Z' });
    expect(await storedDue()).toBe('2026-03-02T15:00:00.000Z');
    absence = await edit(absence, { to: '2026-03-03T12:00:00Z' });
    expect(await storedDue()).toBe('2026-03-03T13:00:00.000Z');
    absence = await edit(absence, { coverId: null });
    expect(await storedDue()).toBe('2026-03-02T13:00:00.000Z');
    await edit(absence, { coverId: ben.id });
    at('2026-03-02T13:00:00Z');
    await test.call(ana, deleteAbsence, { params: { absenceId: absence.id } });
    expect(await storedDue()).toBe('2026-03-02T14:00:00.000Z');
    const future = await record(ana, '2026-03-02T13:30:00Z', '2026-03-09T00:00:00Z');
    expect(await storedDue()).toBe('2026-03-09T08:30:00.000Z');
    await test.call(ana, deleteAbsence, { params: { absenceId: future.id } });
    expect(await storedDue()).toBe('2026-03-02T14:00:00.000Z');
  });

  it('begin paused when they start meanwhile, and before where an absence is ahead', async () => {
    await record(ana, '2026-03-02T10:00:00Z', '2026-03-03T00:00:00Z');
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect(await storedDue()).toBe('2026-03-03T10:00:00.000Z');
    at('2026-03-02T12:00:00Z');
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect(await readRespond()).toMatchObject({ state: 'paused', dueAt: '2026-03-03T12:00:00.000Z', minutesLeft: 240 });
  });

  it('run for whoever gets the lead meanwhile, and stand still where that one is away', async () => {
    const decide = async () =>
      (await test.call(admin, getHandoff, { params: { handoffId } })).clocks.find(({ kind }) => kind === 'decide');
    await record(ana, '2026-03-02T08:00:00Z', '2026-03-06T00:00:00Z');
    at('2026-03-02T10:00:00Z');
    const give = (memberId: string) => test.call(admin, reassignHandoff, { params: { handoffId }, body: { memberId } });
    await give(ben.id);
    expect([await storedDue(), (await decide())?.state]).toEqual(['2026-03-02T14:00:00.000Z', 'running']);
    await give(ana.id);
    expect([await storedDue(), (await decide())?.state]).toEqual(['2026-03-06T12:00:00.000Z', 'paused']);
    await test.call(admin, deactivateMember, { params: { memberId: ana.id }, body: { successorId: ben.id } });
    expect([await storedDue(), (await decide())?.state]).toEqual(['2026-03-02T14:00:00.000Z', 'running']);
  });

  it('run again once their cover has left and nobody else covers', async () => {
    await record(ana, '2026-03-02T08:00:00Z', '2026-03-06T00:00:00Z');
    at('2026-03-02T09:00:00Z');
    await test.call(admin, deactivateMember, { params: { memberId: ben.id }, body: { successorId: ana.id } });
    expect(await readRespond()).toMatchObject({ state: 'running', dueAt: '2026-03-02T13:00:00.000Z' });
  });

  it('that are broken stay broken', async () => {
    at('2026-03-02T12:00:01Z');
    await judgeDueClocks(systemCtx(test, workspace));
    await record(admin, '2026-03-02T09:00:00Z', '2026-03-04T00:00:00Z');
    await judgeDueClocks(systemCtx(test, workspace));
    expect(await readRespond()).toMatchObject({ state: 'broken', dueAt: '2026-03-02T12:00:00.000Z', pause: null });
  });
});
