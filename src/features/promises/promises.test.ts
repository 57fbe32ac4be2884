import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, createLead } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { offerLeads } from '../handoffs/offer-leads.ts';
import { listPromiseRecords, type PromiseRecord, reportPromises } from './schema.ts';

const counted = `marketing_commits:
  - { key: volume, promise: sales-ready leads, segment: mid-market, at_least: 44, per: month }
  - { key: value, promise: expected value of sales-ready leads, at_least: 100000, per: month }
  - { key: required-info, promise: required information delivered, at_least: 95%, per: month }
  - { key: junk, promise: rejected with a reason of, reasons: [not-icp-company], at_most: 20%, per: month }
`;
const text = lapText.replace('marketing_commits:\n', counted);
/** March 2026 has 22 working days in Berlin, and begins on a Sunday. */
const monday = new Date('2026-03-02T09:00:00Z');

type ClockRow = {
  started?: Date;
  due?: Date | null;
  answered?: Date;
  outcome?: 'kept' | 'broken' | 'cancelled';
  kind?: 'respond' | 'answer';
  clause?: string;
  department?: 'marketing' | 'sales';
  member?: string;
};

describe('the promises of both departments', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let versionId: string;
  let relay: Relay;
  let ana: TestMember;
  let admin: TestMember;

  const db = () => test.databases.screens;
  const ctx = () => systemCtx(test, workspace);
  const report = (who: Caller = admin, query: { from?: string; to?: string } = {}) =>
    test.call(who, reportPromises, { query });
  const figureOf = async (key: string, department?: 'marketing' | 'sales', query?: { from: string; to: string }) => {
    const { data } = await report(admin, query);
    const found = data.find(
      (one) => one.clause.endsWith(`.${key}`) && (department ?? one.department) === one.department,
    );
    if (found === undefined) throw new Error(`No promise ${key}.`);
    return found;
  };
  const count = async (key: string, department?: 'marketing' | 'sales') => {
    const { kept, broken, running, verdict } = await figureOf(key, department);
    return { kept, broken, running, verdict };
  };
  const offer = async (...values: Parameters<typeof createLead>[3][]) => {
    const leads = await Promise.all(values.map((value) => createLead(test, workspace, versionId, value)));
    const { offered } = await tx(ctx(), (inner) => offerLeads(inner, relay, leads));
    return offered.map(({ handoffId }) => handoffId);
  };
  const addClock = async (handoffId: string, row: ClockRow = {}) => {
    const { started = monday, due = new Date(monday.getTime() + hours(4)), answered, outcome } = row;
    const id = newId(started);
    await db()
      .insertInto('clocks')
      .values({
        ...{
          workspaceId: workspace,
          id,
          kind: row.kind ?? 'respond',
          clause: row.clause ?? 'respond',
          versionId,
          handoffId,
        },
        ...{ memberId: row.member ?? ana.id, department: row.department ?? 'sales', startedAt: started, dueAt: due },
        ...{ targetUnit: 'business-minutes', targetCount: 240, answeredAt: answered ?? null, outcome: outcome ?? null },
        ...{ brokenAt: outcome === 'broken' ? due : null, endedAt: outcome ? (answered ?? due) : null },
      })
      .execute();
    return id;
  };
  /** Leads go to nobody who has not read what is in force. */
  const acknowledge = () =>
    db()
      .insertInto('acknowledgements')
      .values({ workspaceId: workspace, versionId, memberId: ana.id, acknowledgedAt: test.clock() })
      .execute();
  const later = (count: number) => new Date(monday.getTime() + hours(count));

  beforeEach(async () => {
    test.clock.set(monday);
    workspace = await createWorkspace(test);
    versionId = await agreeOn(test, workspace, text, new Date('2026-01-01T00:00:00Z'));
    relay = (await findRelay(ctx(), versionId)) as Relay;
    admin = await createMember(test, workspace, { role: 'admin' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    await acknowledge();
    await createTeam(test, workspace, 'mid-market', [{ member: ana }]);
    await createTeam(test, workspace, 'inbound', [{ member: ana }]);
  });

  it('says that nothing is promised without an agreement, and that nothing is owed yet with one', async () => {
    const other = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect(await report(other)).toMatchObject({ agreement: null, data: [] });
    const { data } = await report();
    expect(data.map(({ clause }) => clause)).toEqual([
      ...['volume', 'value', 'required-info', 'junk', 'complete', 'answer'].map((key) => `marketingCommits.${key}`),
      ...['respond', 'decide', 'qualify', 'attempts'].map((key) => `salesCommits.${key}`),
    ]);
    expect(data.slice(2).map(({ verdict }) => verdict)).toEqual(Array(8).fill('nothing-owed'));
    expect(data[0]).toMatchObject({
      sentence: 'Marketing delivers at least 44 sales-ready leads of the segment Mid-market each month.',
      ...{ target: 44, delivered: 0, verdict: 'behind-pace', period: { from: '2026-03-01', to: '2026-04-01' } },
      pace: { workingDays: 22, elapsed: 1, goalToDate: 2, requiredPerDay: 44 / 21 },
    });
    expect(await test.send(admin, reportPromises, { query: { from: '2026-03-01' } })).toMatchObject({
      status: 400,
      body: { code: 'report.no-span' },
    });
  });

  it('counts clocks by their instants: kept, late, never answered, not noted yet, paused, cancelled, of another owner', async () => {
    const ben = await createMember(test, workspace, { name: 'Ben' });
    const lead = () => createHandoff(test, workspace, ana.id);
    test.clock.set(later(6));
    await addClock(await lead(), { answered: later(1), outcome: 'kept' });
    await addClock(await lead(), { answered: later(4), outcome: 'kept' });
    await addClock(await lead(), { answered: later(5), outcome: 'broken' });
    await addClock(await lead(), { outcome: 'broken' });
    await addClock(await lead(), { due: later(5) });
    await addClock(await lead(), { due: later(9) });
    await addClock(await lead(), { due: null });
    await addClock(await lead(), { answered: later(1), outcome: 'cancelled' });
    const moved = await lead();
    await addClock(moved, { outcome: 'broken' });
    await addClock(moved, { started: later(5), due: later(9), member: ben.id });
    await addClock(await lead(), { started: new Date(monday.getTime() - days(7)), outcome: 'broken' });
    await addClock(await lead(), { clause: 'another', outcome: 'broken' });
    // 2 kept; late, never answered, past due and unnoted, and the first owner's: 4; one with time, one paused, the next owner's: 3.
    expect(await count('respond')).toEqual({ kept: 2, broken: 4, running: 3, verdict: 'not-enough-data' });
    expect(await figureOf('respond')).toMatchObject({ delivered: 2 / 6, decided: 6, needed: 30, target: 0.9 });

    for (const [state, n] of [
      ['kept', 2],
      ['broken', 4],
      ['running', 3],
    ] as const) {
      expect(await listAll(admin, 'salesCommits.respond', { state })).toHaveLength(n);
    }
    const listed = await listAll(admin, 'salesCommits.respond');
    expect(listed).toHaveLength(9);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(9);
    expect(listed.map(({ at }) => at)).toEqual(
      listed
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );

    // Everybody reads the same figures; of the records each sees what the setting lets see.
    await db().updateTable('workspaces').set({ visibility: 'own' }).where('id', '=', workspace).execute();
    expect((await report(ben)).data.find(({ clause }) => clause === 'salesCommits.respond')).toMatchObject({ kept: 2 });
    expect((await listAll(ben, 'salesCommits.respond')).map(({ member }) => member?.name)).toEqual(['Ben']);
    expect(await listAll(ana, 'salesCommits.respond')).toHaveLength(9);
    const unknown = await test.send(admin, listPromiseRecords, { params: { clause: 'stages.lead' }, query: {} });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'promise.not-found' } });
  });

  it('judges a level of 100 % by facts, others from 30 decided on, and answers for whom they are owed', async () => {
    const lead = await createHandoff(test, workspace, ana.id);
    await addClock(lead, {
      kind: 'answer',
      clause: 'answer',
      department: 'marketing',
      answered: later(1),
      outcome: 'kept',
    });
    expect(await count('answer')).toEqual({ kept: 1, broken: 0, running: 0, verdict: 'kept' });
    await addClock(lead, { kind: 'answer', clause: 'answer', department: 'sales', outcome: 'broken' });
    expect(await count('answer', 'marketing')).toMatchObject({ verdict: 'kept' });
    expect(await count('answer', 'sales')).toMatchObject({ kept: 0, broken: 1, verdict: 'missed' });
    for (let n = 0; n < 30; n += 1)
      await addClock(lead, n < 27 ? { answered: later(1), outcome: 'kept' } : { outcome: 'broken' });
    expect(await figureOf('respond')).toMatchObject({ delivered: 0.9, decided: 30, verdict: 'kept' });
    expect((await figureOf('respond')).low).toBeCloseTo(0.7438, 4);
    await addClock(lead, { outcome: 'broken' });
    expect(await count('respond')).toMatchObject({ verdict: 'missed' });
  });

  it('counts leads and their value without the explore share, other segments and what was cancelled', async () => {
    const [, cancelled, rejected] = await offer({}, {}, {}, { segment: null }, { explore: true });
    await db()
      .updateTable('handoffs')
      .set({ status: 'cancelled', closedAt: monday, cancelCause: 'attached' })
      .where('id', '=', cancelled ?? '')
      .execute();
    await db()
      .updateTable('handoffs')
      .set({
        status: 'rejected',
        closedAt: monday,
        verdict: 'disqualify',
        verdictAt: monday,
        reason: 'not-icp-company',
      })
      .where('id', '=', rejected ?? '')
      .execute();
    expect(await figureOf('volume')).toMatchObject({
      delivered: 2,
      kept: 2,
      verdict: 'on-pace',
      pace: { delta: 0, projected: 44 },
    });
    // 8 % of 90,000 each, of three leads in any segment.
    expect(await figureOf('value')).toMatchObject({
      delivered: 3 * 720_000,
      target: expect.closeTo(10_000_000),
      kept: 3,
    });
    expect(await count('junk')).toEqual({ kept: 0, broken: 1, running: 2, verdict: 'not-enough-data' });
    expect(await figureOf('junk')).toMatchObject({ direction: 'at-most', delivered: 1, target: 0.2 });
    for (const key of ['volume', 'value', 'junk']) {
      const { kept, broken, running } = await count(key);
      expect(await listAll(admin, `marketingCommits.${key}`)).toHaveLength(kept + broken + running);
    }
    // A rejection that was overturned leaves the rates; the lead counts once.
    await db()
      .updateTable('handoffs')
      .set({ overturned: true })
      .where('id', '=', rejected ?? '')
      .execute();
    expect(await count('junk')).toEqual({ kept: 0, broken: 0, running: 2, verdict: 'not-enough-data' });
    expect(await figureOf('volume')).toMatchObject({ delivered: 2 });
  });

  it('tells who qualified with everything required from whose information had to be completed', async () => {
    const lead = await createLead(test, workspace, versionId);
    await createLead(test, workspace, versionId);
    await createLead(test, workspace, versionId);
    await db()
      .insertInto('clocks')
      .values({
        ...{ workspaceId: workspace, id: newId(monday), kind: 'complete', clause: 'complete', versionId },
        ...{ qualificationId: lead.qualificationId, memberId: null, department: 'marketing', startedAt: monday },
        ...{
          targetUnit: 'business-days',
          targetCount: 1,
          dueAt: later(30),
          answeredAt: later(1),
          outcome: 'kept',
          endedAt: later(1),
        },
      })
      .execute();
    expect(await count('required-info')).toEqual({ kept: 2, broken: 1, running: 0, verdict: 'not-enough-data' });
    expect(await count('complete')).toMatchObject({ kept: 1, broken: 0 });
    expect(await listAll(admin, 'marketingCommits.required-info')).toHaveLength(3);
  });

  it('judges a month in parts, each by its version', async () => {
    await offer({}, {});
    await addClock(await createHandoff(test, workspace, ana.id), { answered: later(1), outcome: 'kept' });
    const change = new Date('2026-03-15T23:00:00Z');
    test.clock.set(new Date('2026-03-16T09:00:00Z'));
    await db()
      .updateTable('agreementVersions')
      .set({ status: 'superseded', inForceTo: change })
      .where('id', '=', versionId)
      .execute();
    const first = versionId;
    const next = text
      .replace('at_least: 44', 'at_least: 88')
      .replace('{ business: 4h }', '{ business: 4h }, level: 95%');
    versionId = await agreeOn(test, workspace, next, change);
    relay = (await findRelay(ctx(), versionId)) as Relay;
    await acknowledge();
    admin = { ...admin, ...(await signIn(test, workspace, admin.id)) };
    await offer({});
    // 10 working days of 44 in 22, then 12 of 88 in 22; the eleventh is today.
    const volume = await figureOf('volume');
    expect(volume).toMatchObject({ delivered: 3, pace: { workingDays: 22, elapsed: 11 } });
    expect([volume.target, volume.pace?.goalToDate]).toEqual([expect.closeTo(68), expect.closeTo(24)]);
    expect(volume.parts.map(({ versionId: id, kept }) => [id, kept])).toEqual([
      [first, 2],
      [versionId, 1],
    ]);
    const { parts } = await figureOf('respond');
    expect(parts.map(({ versionId: _, ...part }) => part)).toEqual([
      { number: 1, target: 0.9, kept: 1, broken: 2, running: 0 },
      { number: 2, target: 0.95, kept: 0, broken: 0, running: 1 },
    ]);
    expect(await figureOf('volume', undefined, { from: '2026-03-01', to: '2026-03-08' })).toMatchObject({
      delivered: 2,
      verdict: 'missed',
    });
  });

  async function listAll(who: Caller, clause: string, query: { state?: 'kept' | 'broken' | 'running' } = {}) {
    const rows: PromiseRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await test.call(who, listPromiseRecords, {
        params: { clause },
        query: { limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) },
      });
      rows.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  }
});
