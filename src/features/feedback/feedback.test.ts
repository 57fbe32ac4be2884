import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { getHandoff, rejectHandoff, undoVerdict } from '../handoffs/schema.ts';
import { endArbitrations } from './decide-rejection.ts';
import {
  answerRejection,
  contestRejection,
  decideRejection,
  getRejection,
  groupFeedback,
  listFeedback,
  type Rejection,
} from './schema.ts';

const text = lapText.replace(
  'answers: { targeting: campaign.owner, timing: campaign.owner }',
  `answers: { targeting: campaign.owner, timing: head-of-sales }
  contest: { by: marketing, within: { business_days: 3 }, once: true }
  arbitrate: { by: [head-of-sales, head-of-marketing], within: { business_days: 3 }, deadlock: upheld }`,
);

describe('the answer to a rejection', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let mo: TestMember;
  let sam: TestMember;
  let handoffId: string;
  let rejectionId: string;

  const db = () => test.databases.screens;
  const params = () => ({ params: { rejectionId } });
  const read = (who: Caller = mo) => test.call(who, getRejection, params());
  const answer = (who: Caller, text = 'The form asks for the size now.') =>
    test.send(who, answerRejection, { ...params(), body: { text } });
  const contest = (who: Caller) =>
    test.send(who, contestRejection, { ...params(), body: { text: 'She asked for it.' } });
  const rule = (who: Caller, ruling: Rejection['votes'][number]['ruling'], party?: 'marketing' | 'sales') =>
    test.send(who, decideRejection, { ...params(), body: { ruling, ...(party ? { party } : {}) } });
  const clocksOf = ({ clocks }: Pick<Rejection, 'clocks'>) =>
    clocks.map(({ kind, owner, state }) => [kind, owner?.name ?? null, state]);
  const stageOf = async () =>
    (
      await db()
        .selectFrom('contacts as c')
        .innerJoin('handoffs as h', 'h.contactId', 'c.id')
        .select('c.currentStage')
        .where('h.id', '=', handoffId)
        .executeTakeFirstOrThrow()
    ).currentStage;

  async function reject(reason = 'not-icp-company'): Promise<void> {
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    const { rejection } = await test.call(ana, rejectHandoff, { params: { handoffId }, body: { reason } });
    rejectionId = rejection?.id ?? '';
  }

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace, text);
    ana = await createMember(test, workspace, { name: 'Ana' });
    mo = await createMember(test, workspace, { name: 'Mo', department: 'marketing', heads: ['marketing'] });
    sam = await createMember(test, workspace, { name: 'Sam', heads: ['sales'] });
    await reject();
  });

  it('is owed by whom the agreement names, for their department, by a clock of their own', async () => {
    expect(await read()).toMatchObject({
      status: 'open',
      answerer: { name: 'Mo' },
      member: { name: 'Ana' },
      reason: { key: 'not-icp-company', name: 'Company is not a fit', fixer: 'targeting' },
      consequence: 'Mo owes an answer.',
      may: { answer: { allowed: true }, contest: { allowed: true }, decide: { allowed: false } },
    });
    expect(clocksOf(await read())).toEqual([['answer', 'Mo', 'running']]);
    await reject('bad-timing');
    expect(clocksOf(await read(sam))).toEqual([['answer', 'Sam', 'running']]);
    const departments = await db()
      .selectFrom('clocks')
      .select('department')
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'answer')
      .execute();
    expect(departments).toEqual([{ department: 'sales' }]);
  });

  it('agrees and links what changes; the rep reads it', async () => {
    const changes = [{ kind: 'form' as const, ref: 'demo-request', text: 'Asks for the size.' }];
    const done = await test.call(mo, answerRejection, { ...params(), body: { text: 'Right.', changes } });
    expect(done).toMatchObject({ status: 'answered', answer: { by: { name: 'Mo' }, text: 'Right.', changes } });
    const seen = await read(ana);
    expect(seen.consequence).toBe('Mo agrees and changes one thing.');
    expect(clocksOf(seen)).toEqual([['answer', 'Mo', 'kept']]);
    const handoff = await test.call(ana, getHandoff, { params: { handoffId } });
    expect(handoff.rejection).toEqual({ id: rejectionId, status: 'answered' });
    expect(await answer(mo)).toMatchObject({
      status: 409,
      body: { code: 'rejection.already-answered', by: { id: mo.id } },
    });
    expect(await contest(mo)).toMatchObject({ status: 409, body: { code: 'rejection.already-answered' } });
    expect(await test.send(ana, undoVerdict, { params: { handoffId } })).toMatchObject({
      body: { code: 'handoff.undo-answered' },
    });
  });

  it('is for whoever must answer, and the head; contesting is for Marketing', async () => {
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const admin = await createMember(test, workspace, { role: 'admin' });
    expect(await answer(ana)).toMatchObject({ status: 403 });
    expect((await answer(marketer)).status).toBeGreaterThanOrEqual(403);
    expect(await contest(ana)).toMatchObject({ status: 403 });
    expect(await contest(sam)).toMatchObject({ status: 403 });
    expect(await rule(mo, 'upheld')).toMatchObject({ status: 409, body: { code: 'rejection.not-contested' } });
    expect(await rule(ana, 'upheld')).toMatchObject({ status: 403 });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect(await answer(stranger)).toMatchObject({ status: 404, body: { code: 'rejection.not-found' } });
    expect(await answer(admin)).toMatchObject({ status: 200 });
  });

  it('may be contested for the agreed days, and not after', async () => {
    test.clock.set(new Date('2026-03-05T16:00:00.001Z'));
    expect(await contest(mo)).toMatchObject({ status: 409, body: { code: 'rejection.too-late' } });
    test.clock.set(new Date('2026-03-05T16:00:00Z'));
    expect(await contest(mo)).toMatchObject({ status: 200, body: { status: 'contested' } });
    expect(clocksOf(await read()).sort()).toEqual([
      ['answer', 'Mo', 'kept'],
      ['arbitrate', 'Mo', 'running'],
      ['arbitrate', 'Sam', 'running'],
    ]);
  });

  it('stands when both heads uphold it: each keeps the clock of their own ruling', async () => {
    await contest(mo);
    test.clock.advance(hours(1));
    expect(await rule(sam, 'upheld')).toMatchObject({ body: { status: 'contested', parties: [] } });
    expect(
      clocksOf(await read())
        .filter(([kind]) => kind === 'arbitrate')
        .sort(),
    ).toEqual([
      ['arbitrate', 'Mo', 'running'],
      ['arbitrate', 'Sam', 'kept'],
    ]);
    expect(await rule(sam, 'overturned')).toMatchObject({ status: 409, body: { code: 'rejection.already-ruled' } });
    expect(await rule(mo, 'upheld')).toMatchObject({ body: { status: 'upheld', deadlock: false } });
    expect((await read(ana)).consequence).toBe('Both heads uphold the rejection.');
    expect(await stageOf()).toBe('disqualified');
  });

  it('overturned gives the rep the lead again, accepted, with a response that is owed; the rejection leaves the rates', async () => {
    await contest(mo);
    await rule(sam, 'overturned');
    const done = (await rule(mo, 'overturned')).body;
    expect(done).toMatchObject({ status: 'overturned', newHandoffId: expect.any(String) });
    const again = await test.call(ana, getHandoff, { params: { handoffId: done.newHandoffId ?? '' } });
    expect(again).toMatchObject({
      status: 'accepted',
      acceptedBy: 'ruling',
      number: 2,
      follows: handoffId,
      member: { name: 'Ana' },
    });
    expect(Object.fromEntries(again.clocks.map(({ kind, state }) => [kind, state]))).toEqual({
      respond: 'running',
      qualify: 'running',
      attempts: 'running',
    });
    expect(await stageOf()).toBe('accepted');
    const old = await db()
      .selectFrom('handoffs')
      .select(['status', 'overturned'])
      .where('id', '=', handoffId)
      .executeTakeFirst();
    expect(old).toEqual({ status: 'rejected', overturned: true });
    expect((await read(ana)).consequence).toContain('with the same rep again');
  });

  it.each([
    ['differ', () => rule(sam, 'overturned').then(() => rule(mo, 'upheld'))],
    [
      'say nothing in time',
      async () => {
        test.clock.advance(days(7));
        await judgeDueClocks(systemCtx(test, workspace));
        await endArbitrations(systemCtx(test, workspace));
      },
    ],
  ])('stands by the rule when the heads %s, and the sponsor sees it', async (_case, act) => {
    await contest(mo);
    await act();
    expect(await read()).toMatchObject({ status: 'upheld', deadlock: true });
    const { data } = await test.call(mo, listFeedback, { query: { deadlock: 'true' } });
    expect(data.map(({ id }) => id)).toEqual([rejectionId]);
  });

  it('is ruled on by one who heads both for both at once', async () => {
    const both = await createMember(test, workspace, { department: 'both', heads: ['marketing', 'sales'] });
    await contest(both);
    expect(await rule(both, 'upheld')).toMatchObject({ body: { status: 'upheld', deadlock: false } });
    expect((await read(both)).votes).toHaveLength(2);
  });

  it('is listed by status and reason, and as mine to answer or decide', async () => {
    const first = rejectionId;
    test.clock.advance(minutes(1));
    await reject('bad-timing');
    const list = async (who: Caller, query: Record<string, string>) =>
      (await test.call(who, listFeedback, { query })).data.map(({ id }) => id);
    expect(await list(mo, {})).toEqual([rejectionId, first]);
    expect(await list(mo, { reason: 'bad-timing' })).toEqual([rejectionId]);
    expect(await list(mo, { mine: 'true' })).toEqual([first]);
    expect(await list(sam, { mine: 'true' })).toEqual([rejectionId]);
    rejectionId = first;
    await contest(mo);
    expect(await list(sam, { mine: 'true', status: 'contested' })).toEqual([first]);
    expect(await list(ana, { status: 'unsettled' })).toHaveLength(2);
    const groups = await test.call(mo, groupFeedback, { query: {} });
    expect(groups.reasons).toEqual([
      { key: 'bad-timing', name: 'Wrong time', total: 1, open: 1, contested: 0 },
      { key: 'not-icp-company', name: 'Company is not a fit', total: 1, open: 0, contested: 1 },
    ]);
    expect(groups.mine).toBe(1);
    const other = await createMember(test, workspace, { department: 'marketing' });
    expect(await list(other, {})).toEqual([]);
  });
});
