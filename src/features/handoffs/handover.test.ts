import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { createCalendar } from '../../../test/teams.ts';
import type { WorkspaceId } from '../../context.ts';
import { deactivateMember } from '../members/schema.ts';
import { acceptHandoff, listHandoffs } from './schema.ts';

describe('who leaves hands over open handoffs', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let ana: TestMember;
  let ben: TestMember;

  const db = () => test.databases.screens;
  const leave = (successorId: string | null) =>
    test.send(admin, deactivateMember, { params: { memberId: ana.id }, body: { successorId } });

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    admin = await createMember(test, workspace, { role: 'admin' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
  });

  it('to a successor, who owes a response of their own; the rest runs on by their calendar', async () => {
    const [offered, accepted] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ana.id),
    ];
    const closed = await createHandoff(test, workspace, ana.id, { status: 'rejected' });
    await startClocks(test, workspace, offered);
    await startClocks(test, workspace, accepted);
    await test.call(ana, acceptHandoff, { params: { handoffId: accepted } });
    const late = { zone: 'Europe/Berlin', span: '11:00-20:00', days: ['mon', 'tue', 'wed'] };
    await createCalendar(test, workspace, { memberId: ben.id }, late);
    test.clock.advance(hours(1));
    expect(await leave(null)).toMatchObject({ status: 409, body: { code: 'member.successor-needed' } });
    expect((await leave(ben.id)).status).toBe(200);

    const { data } = await test.call(ben, listHandoffs, { query: {} });
    expect(data.map(({ id }) => id).sort()).toEqual([offered, accepted].sort());
    const clocks = data.find(({ id }) => id === offered)?.clocks ?? [];
    expect(clocks.map(({ kind, state, owner, dueAt }) => [kind, state, owner?.name, dueAt])).toEqual([
      ['respond', 'running', 'Ben', '2026-03-02T14:00:00.000Z'],
      ['decide', 'running', 'Ben', '2026-03-04T19:00:00.000Z'],
      ['respond', 'cancelled', 'Ana', '2026-03-02T13:00:00.000Z'],
    ]);
    const stored = await db()
      .selectFrom('clocks')
      .select(['kind', 'dueAt', 'memberId'])
      .where('handoffId', '=', offered)
      .where('outcome', 'is', null)
      .orderBy('kind')
      .execute();
    expect(stored).toEqual([
      { kind: 'decide', dueAt: new Date('2026-03-04T19:00:00Z'), memberId: ben.id },
      { kind: 'respond', dueAt: new Date('2026-03-02T14:00:00Z'), memberId: ben.id },
    ]);
    const spans = await db()
      .selectFrom('assignments')
      .select(['memberId', 'toAt', 'cause'])
      .where('handoffId', '=', offered)
      .orderBy('fromAt')
      .execute();
    expect(spans).toEqual([
      { memberId: ana.id, toAt: test.clock(), cause: 'routed' },
      { memberId: ben.id, toAt: null, cause: 'handover' },
    ]);
    const kept = await db().selectFrom('handoffs').select('memberId').where('id', '=', closed).executeTakeFirst();
    expect(kept?.memberId).toBe(ana.id);
  });

  it('what broke before stays with the first owner', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    test.clock.set(new Date('2026-03-02T14:00:00Z'));
    await leave(ben.id);
    const rows = await db()
      .selectFrom('clocks')
      .select(['memberId', 'outcome'])
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'respond')
      .orderBy('startedAt')
      .execute();
    expect(rows).toEqual([
      { memberId: ana.id, outcome: 'broken' },
      { memberId: ben.id, outcome: null },
    ]);
  });

  it('not to somebody of Marketing', async () => {
    await createHandoff(test, workspace, ana.id);
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    expect(await leave(marketer.id)).toMatchObject({ status: 409, body: { code: 'member.successor-unfit' } });
  });
});
