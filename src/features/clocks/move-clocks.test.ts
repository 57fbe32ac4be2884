import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { createCalendar, createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { FactKind } from '../../core/handoff/clock-effects.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { moveClocks } from './move-clocks.ts';
import { readClocks } from './read-clocks.ts';

describe('clocks of handoffs', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let relay: Relay;
  let ana: TestMember;

  const ctx = () => systemCtx(test, workspace);
  const db = () => test.databases.screens;

  async function signAgreement(text = lapText): Promise<void> {
    workspace = await createWorkspace(test);
    relay = (await findRelay(ctx(), await agreeOn(test, workspace, text))) as Relay;
    ana = await createMember(test, workspace, { name: 'Ana' });
  }

  const rowsOf = (handoffId: string) =>
    db()
      .selectFrom('clocks')
      .selectAll()
      .where('handoffId', '=', handoffId)
      .orderBy('kind')
      .orderBy('startedAt')
      .execute();

  async function findClock(handoffId: string, kind: string) {
    return (await rowsOf(handoffId)).filter((row) => row.kind === kind).at(-1);
  }

  async function move(handoffId: string, ...kinds: FactKind[]): Promise<void> {
    const { memberId, promises } = await db()
      .selectFrom('handoffs')
      .select(['memberId', 'promises'])
      .where('id', '=', handoffId)
      .executeTakeFirstOrThrow();
    const subject = { handoffId, qualificationId: null, memberId, teamId: null, promises };
    const at = test.clock().getTime();
    await tx(ctx(), (inner) =>
      moveClocks(inner, relay, [{ subject, facts: kinds.map((kind) => ({ kind, handoffId, at })) }]),
    );
  }

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    await signAgreement();
  });

  it.each([
    // Four hours and the close of the second business day after, Monday at 10:00 in Berlin.
    ["the agreement's", null, '2026-03-02T13:00:00.000Z', '2026-03-04T16:00:00.000Z', '2026-03-02T11:00:00.000Z'],
    ["the team's", 'team', '2026-03-03T05:00:00.000Z', '2026-03-04T12:30:00.000Z', '2026-03-02T11:00:00.000Z'],
    ["the member's own", 'member', '2026-03-02T18:00:00.000Z', '2026-03-04T22:00:00.000Z', '2026-03-02T16:00:00.000Z'],
  ] as const)('are due to the minute by %s calendar', async (_whose, owner, respond, decide, half) => {
    const teamId = await createTeam(test, workspace, 'team', [{ member: ana }]);
    if (owner !== null)
      await createCalendar(test, workspace, { teamId }, { zone: 'Asia/Kolkata', span: '10:00-18:00' });
    if (owner === 'member')
      await createCalendar(test, workspace, { memberId: ana.id }, { zone: 'America/New_York', span: '09:00-17:00' });
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    const [decideRow, respondRow] = await rowsOf(handoffId);
    expect(respondRow).toMatchObject({ kind: 'respond', dueAt: new Date(respond), nextAt: new Date(half) });
    expect(decideRow).toMatchObject({ kind: 'decide', dueAt: new Date(decide), memberId: ana.id, outcome: null });
    const parts = await db().selectFrom('clockParts').selectAll().where('workspaceId', '=', workspace).execute();
    expect(parts.map(({ calendarId }) => calendarId !== null)).toEqual([owner !== null, owner !== null]);
    // What is read is judged anew, by the same rules.
    const read = (await readClocks(ctx(), [handoffId])).get(handoffId);
    expect(read?.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
      ['respond', respond],
      ['decide', decide],
    ]);
  });

  it('leave out the holidays of the agreement', async () => {
    await signAgreement(lapText.replace('timezone: Europe/Berlin', 'timezone: Europe/Berlin\n  holidays: DE'));
    // An hour on Maundy Thursday; then Good Friday and Easter Monday are closed.
    test.clock.set(new Date('2026-04-02T14:00:00Z'));
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect((await findClock(handoffId, 'respond'))?.dueAt).toEqual(new Date('2026-04-07T10:00:00Z'));
  });

  it('say what is left, and the open stretches until due', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    test.clock.advance(hours(1));
    const [respond, decide] = (await readClocks(ctx(), [handoffId])).get(handoffId) ?? [];
    expect(respond).toMatchObject({
      kind: 'respond',
      clause: 'respond',
      state: 'running',
      owner: { id: ana.id, name: 'Ana' },
      minutes: 240,
      minutesLeft: 180,
      asOf: '2026-03-02T10:00:00.000Z',
      open: [{ from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T13:00:00.000Z' }],
    });
    expect(respond?.sentence).toMatch(/\.$/);
    expect(decide?.open).toHaveLength(3);
  });

  it('are kept in time and broken after it, whoever notices first', async () => {
    const [early, late] = [await createHandoff(test, workspace, ana.id), await createHandoff(test, workspace, ana.id)];
    await startClocks(test, workspace, early);
    await startClocks(test, workspace, late);
    test.clock.advance(hours(4));
    await move(early, 'responded');
    test.clock.advance(minutes(1));
    await move(late, 'responded');
    const due = new Date('2026-03-02T13:00:00Z');
    expect(await findClock(early, 'respond')).toMatchObject({ outcome: 'kept', answeredAt: due, nextAt: null });
    expect(await findClock(late, 'respond')).toMatchObject({
      outcome: 'broken',
      brokenAt: due,
      answeredAt: test.clock(),
    });
  });

  it('change nothing when a fact comes twice', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    await startClocks(test, workspace, handoffId);
    test.clock.advance(minutes(5));
    await move(handoffId, 'accepted');
    const before = await rowsOf(handoffId);
    test.clock.advance(minutes(5));
    await move(handoffId, 'accepted');
    expect(await rowsOf(handoffId)).toEqual(before);
    expect(before.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['attempts', null],
      ['decide', 'kept'],
      ['qualify', null],
      ['respond', null],
    ]);
  });

  it('run again when a response is taken back, and are cancelled by a rejection', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    await move(handoffId, 'responded');
    await move(handoffId, 'response-taken-back');
    // Whoever judges clocks looks at it at once.
    expect(await findClock(handoffId, 'respond')).toMatchObject({
      outcome: null,
      answeredAt: null,
      nextAt: test.clock(),
    });
    await move(handoffId, 'rejected');
    expect(await findClock(handoffId, 'respond')).toMatchObject({ outcome: 'cancelled', nextAt: null });
    expect(await findClock(handoffId, 'decide')).toMatchObject({ outcome: 'kept' });
    const read = (await readClocks(ctx(), [handoffId])).get(handoffId) ?? [];
    const ended = read.filter(({ kind }) => kind !== 'answer');
    expect(ended.map(({ kind, state, open }) => [kind, state, open])).toEqual([
      ['respond', 'cancelled', []],
      ['decide', 'kept', []],
    ]);
  });

  it('wait without a due instant on a calendar that never opens again', async () => {
    await createCalendar(test, workspace, { memberId: ana.id }, { zone: 'Europe/Berlin', span: '09:00-17:00' });
    const days = JSON.stringify({ '2026-03-02': ['09:00-11:00'] });
    await db().updateTable('calendars').set({ hours: '{}', days }).where('memberId', '=', ana.id).execute();
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect(await findClock(handoffId, 'respond')).toMatchObject({ dueAt: null, nextAt: null });
    expect((await readClocks(ctx(), [handoffId])).get(handoffId)?.map(({ state }) => state)).toEqual([
      'unreachable',
      'unreachable',
    ]);
  });
});
