import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import type { WorkspaceId } from '../../context.ts';
import { reassignHandoff } from '../assignments/schema.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { acceptHandoff, getHandoff, type Handoff, pauseHandoff, resumeHandoff } from './schema.ts';

// The hours of the agreement are nine to five in Berlin: 08:00 to 16:00 of UTC in winter.
describe('a lead that is paused', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let lead: TestMember;
  let ana: TestMember;
  let handoffId: string;

  const at = (instant: string) => test.clock.set(new Date(instant));
  const params = () => ({ handoffId });
  const send = (body: object, caller = ana) =>
    test.send(caller, pauseHandoff, { params: params(), body: { reason: 'waiting-for-date', ...body } });
  const pause = async (body: object, caller = ana) => {
    const { status, body: answer } = await send(body, caller);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer as Handoff;
  };
  const resume = () => test.call(ana, resumeHandoff, { params: params() });
  const read = () => test.call(admin, getHandoff, { params: params() });
  const judge = () => judgeDueClocks(systemCtx(test, workspace));
  const respondOf = ({ clocks }: Pick<Handoff, 'clocks'>) => clocks.find(({ kind }) => kind === 'respond');
  const stored = () =>
    test.databases.screens
      .selectFrom('clocks')
      .select(['dueAt', 'outcome', 'memberId'])
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'respond')
      .orderBy('startedAt')
      .execute();

  beforeEach(async () => {
    // A Friday. Four hours would end at 17:00 in Berlin.
    at('2026-03-06T12:00:00Z');
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    lead = await createMember(test, workspace, { role: 'lead' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    await createTeam(test, workspace, 'north', [{ member: ana }]);
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    expect(respondOf(await read())?.dueAt).toBe('2026-03-06T16:00:00.000Z');
  });

  it('is due later by the working hours of the pause alone, across a weekend', async () => {
    at('2026-03-06T14:00:00Z');
    // Two hours on Friday, nothing on Saturday and Sunday, one hour on Monday.
    const paused = await pause({ until: '2026-03-09T09:00:00Z', note: 'They meet on Monday' });
    expect(respondOf(paused)).toMatchObject({
      ...{ state: 'paused', dueAt: '2026-03-09T11:00:00.000Z', minutesLeft: 120, open: expect.anything() },
      pause: {
        ...{ reason: 'waiting-for-date', note: 'They meet on Monday', from: '2026-03-06T14:00:00.000Z' },
        ...{ until: '2026-03-09T09:00:00.000Z', resumesAt: '2026-03-09T09:00:00.000Z' },
      },
    });
    expect(paused.may).toMatchObject({ pause: { allowed: false }, resume: { allowed: true } });
    at('2026-03-09T09:00:00Z');
    await judge();
    const { pause: none, ...running } = respondOf(await read()) ?? { pause: undefined };
    expect([none, running]).toEqual([null, expect.objectContaining({ state: 'running', minutesLeft: 120 })]);
    at('2026-03-09T11:00:00.001Z');
    await judge();
    expect(await stored()).toMatchObject([{ outcome: 'broken', dueAt: new Date('2026-03-09T11:00:00Z') }]);
  });

  it('without an end has no due time, and goes on by itself after ten business days', async () => {
    const paused = await pause({ reason: 'waiting-for-information' });
    expect(respondOf(paused)).toMatchObject({
      ...{ state: 'paused', dueAt: null, minutesLeft: 240 },
      pause: { until: null, resumesAt: '2026-03-20T16:00:00.000Z' },
    });
    await judge();
    expect(await stored()).toMatchObject([{ outcome: null, dueAt: null }]);
    at('2026-03-20T16:00:00Z');
    await judge();
    expect(await stored()).toMatchObject([{ outcome: null, dueAt: new Date('2026-03-23T12:00:00Z') }]);
    ana = { ...ana, ...(await signIn(test, workspace, ana.id)) };
    expect((await test.send(ana, resumeHandoff, { params: params() })).body.code).toBe('handoff.not-paused');
    // It can be paused again: what has passed stays.
    at('2026-03-23T08:00:00Z');
    expect(respondOf(await pause({ until: '2026-03-23T09:00:00Z' }))?.dueAt).toBe('2026-03-23T13:00:00.000Z');
  });

  it('is resumed by hand at once, and each change has one entry and one event', async () => {
    await pause({ reason: 'waiting-for-information' });
    at('2026-03-06T13:00:00Z');
    const resumed = await resume();
    expect(respondOf(resumed)).toMatchObject({ state: 'running', dueAt: '2026-03-09T09:00:00.000Z' });
    expect(resumed.may).toMatchObject({ pause: { allowed: true }, resume: { allowed: false } });
    const both = async (table: 'audit' | 'events', column: 'verb' | 'kind') =>
      (
        await test.databases.screens
          .selectFrom(table)
          .select(column as never)
          .where('objectId', '=', handoffId)
          .execute()
      ).map((row) => (row as Record<string, string>)[column]);
    expect((await both('audit', 'verb')).sort()).toEqual(['handoff.paused', 'handoff.resumed']);
    expect((await both('events', 'kind')).sort()).toEqual(['handoff.paused', 'handoff.resumed']);
  });

  it('is refused twice, too long, without a reason of the list, and where nothing runs; of two at once one gets it', async () => {
    const until = (instant: string) => send({ reason: 'waiting-for-date', until: instant });
    expect((await until('2026-06-05T00:00:00Z')).body.code).toBe('pause.too-long');
    expect((await until('2026-03-06T12:00:00Z')).body.code).toBe('pause.empty');
    expect((await send({ reason: 'absence-with-cover' })).status).toBe(400);
    expect((await test.send(ana, resumeHandoff, { params: params() })).body.code).toBe('handoff.not-paused');
    const race = await Promise.all([until('2026-03-10T00:00:00Z'), until('2026-03-11T00:00:00Z')]);
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(race.find(({ status }) => status === 409)?.body.code).toBe('handoff.already-paused');
    await resume();
    // Once accepted, what is owed next runs, and can be paused.
    expect((await test.call(ana, acceptHandoff, { params: params() })).may.pause.allowed).toBe(true);
  });

  it('is paused afterwards by an admin only, who cannot save what is broken', async () => {
    at('2026-03-06T15:00:00Z');
    const body = { reason: 'waiting-for-information', from: '2026-03-06T13:00:00Z', until: '2026-03-06T14:00:00Z' };
    for (const caller of [ana, lead]) {
      expect(await send(body, caller)).toMatchObject({ status: 403, body: { code: 'pause.only-admin' } });
    }
    expect((await send({ ...body, from: '2026-03-06T15:00:01Z' }, admin)).body.code).toBe('pause.in-future');
    expect(respondOf(await pause(body, admin))).toMatchObject({ state: 'running', dueAt: '2026-03-09T09:00:00.000Z' });
    at('2026-03-09T10:00:00Z');
    await judge();
    const due = new Date('2026-03-09T09:00:00Z');
    expect(await stored()).toMatchObject([{ outcome: 'broken', dueAt: due }]);
    // The time to decide still runs, and is paused from before: the broken promise stays as it was.
    await pause({ from: '2026-03-09T08:00:00Z', until: '2026-03-09T12:00:00Z' }, admin);
    await judge();
    expect(await stored()).toMatchObject([{ outcome: 'broken', dueAt: due }]);
  });

  it('runs for whoever gets it next, but for a legal hold', async () => {
    const ben = await createMember(test, workspace, { name: 'Ben' });
    await pause({ until: '2026-03-13T12:00:00Z' });
    at('2026-03-06T13:00:00Z');
    const give = (memberId: string) => test.call(admin, reassignHandoff, { params: params(), body: { memberId } });
    const decideOf = ({ clocks }: Pick<Handoff, 'clocks'>) => clocks.find(({ kind }) => kind === 'decide');
    const given = await give(ben.id);
    expect(given.clocks.filter(({ state }) => state === 'paused')).toEqual([]);
    expect(respondOf(given)).toMatchObject({ owner: { name: 'Ben' }, state: 'running' });
    expect(await stored()).toMatchObject([{ memberId: ana.id, outcome: 'cancelled' }, { memberId: ben.id }]);
    await pause({ reason: 'legal-hold', until: '2026-03-13T12:00:00Z' }, ben);
    expect(decideOf(await give(ana.id))).toMatchObject({ state: 'paused', owner: { name: 'Ana' } });
  });

  it('is paused by whoever may work it, and by nobody else', async () => {
    const stranger = await createMember(test, workspace);
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const body = { reason: 'waiting-for-date', until: '2026-03-10T00:00:00Z' };
    expect((await send(body, stranger)).status).toBe(404);
    expect((await send(body, marketer)).status).toBe(404);
    expect((await send(body, viewer)).status).toBe(403);
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    expect((await send(body, head)).status).toBe(200);
    expect((await test.send(stranger, resumeHandoff, { params: params() })).status).toBe(404);
    await resume();
  });
});
