import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { withdrawActivity } from '../activities/schema.ts';
import { listFeedback } from '../feedback/schema.ts';
import {
  acceptHandoff,
  acceptHandoffs,
  confirmHandoff,
  getHandoff,
  type Handoff,
  handBackHandoff,
  logAttempt,
  rejectHandoff,
  rejectHandoffs,
  undoVerdict,
} from './schema.ts';

const reasons = `    - { key: not-icp-company, name: Company is not a fit, verdict: disqualify, fixer: targeting }
    - { key: never, name: Never was a lead, verdict: not-a-lead, fixer: scoring }
    - { key: duplicate, name: Already being worked, verdict: attach, fixer: data }
    - { key: unreachable, name: Could not be reached, verdict: recycle, wake_up: 60d, only_after: attempts, fixer: process }
    - { key: other, name: Other, text_required: true, verdict: chosen, fixer: targeting }
    - { key: exhausted, name: Three cycles, verdict: disqualify, fixer: targeting, by: rule }
`;
const text = lapText
  .replace(/ {4}- \{ key: not-icp-company.*\n/, reasons)
  .replace(
    'channels: 2, apart: 1h }',
    'channels: 2, apart: 1h }\n  - { key: hand-back, promise: hand back after the attempts, same_rep_again_after: 30d, at_most_cycles: 3 per 365d }',
  )
  .replace(
    'answers: { targeting: campaign.owner',
    'answers: { scoring: head-of-marketing, data: revops, process: head-of-sales, targeting: campaign.owner',
  );

describe('working a handoff', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let mary: TestMember;
  let handoffId: string;

  const db = () => test.databases.screens;
  const params = () => ({ params: { handoffId } });
  const read = () => test.call(ana, getHandoff, params());
  const accept = () => test.call(ana, acceptHandoff, params());
  const reject = (body: { reason: string; verdict?: 'recycle' | 'attach'; note?: string }, who = ana) =>
    test.send(who, rejectHandoff, { ...params(), body });
  const call = (outcome?: 'reached' | 'voicemail' | 'wrong-number', kind: 'call' | 'email-sent' = 'call') =>
    test.call(ana, logAttempt, { ...params(), body: { kind, ...(outcome ? { outcome } : {}) } });
  const clocksOf = ({ clocks }: Pick<Handoff, 'clocks'>) =>
    Object.fromEntries(clocks.map(({ kind, state }) => [kind, state]));
  const contactOf = async (id = handoffId) =>
    db()
      .selectFrom('contacts as c')
      .innerJoin('handoffs as h', 'h.contactId', 'c.id')
      .select(['c.id', 'c.currentStage', 'c.wakeUpAt'])
      .where('h.id', '=', id)
      .executeTakeFirstOrThrow();
  const auditOf = (id: string) => db().selectFrom('audit').select('verb').where('objectId', '=', id).execute();

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace, text);
    mary = await createMember(test, workspace, { name: 'Mary', department: 'marketing', heads: ['marketing'] });
    ana = await createMember(test, workspace, { name: 'Ana' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    test.clock.advance(minutes(30));
  });

  it.each([
    ['recycled, with the day of the reason', { reason: 'bad-timing' }, 'rejected', 'recycle', 'recycled', 90],
    ['disqualified', { reason: 'not-icp-company' }, 'rejected', 'disqualify', 'disqualified', null],
    ['never a lead', { reason: 'never' }, 'rejected', 'not-a-lead', 'disqualified', null],
    [
      'recycled by the choice of the rep',
      { reason: 'other', verdict: 'recycle', note: 'Asks in a year' },
      'rejected',
      'recycle',
      'recycled',
      null,
    ],
    ['joined to what is worked already', { reason: 'duplicate' }, 'cancelled', 'attach', 'qualified', null],
  ] as const)('rejects: %s', async (_case, body, status, verdict, stage, wakesAfter) => {
    const answer = await reject(body);
    expect(answer).toMatchObject({ status: 200, body: { status, returned: { verdict, reason: body.reason } } });
    const contact = await contactOf();
    expect(contact.currentStage).toBe(stage);
    expect(contact.wakeUpAt).toEqual(wakesAfter === null ? null : new Date(test.clock().getTime() + days(wakesAfter)));
    const isRejected = status === 'rejected';
    expect(clocksOf(answer.body)).toEqual(
      isRejected
        ? { respond: 'cancelled', decide: 'kept', answer: 'running' }
        : { respond: 'cancelled', decide: 'cancelled' },
    );
    const { data } = await test.call(mary, listFeedback, { query: {} });
    expect(data).toHaveLength(isRejected ? 1 : 0);
    expect((await auditOf(handoffId)).map(({ verb }) => verb)).toEqual([
      isRejected ? 'handoff.rejected' : 'handoff.attached',
    ]);
    const events = await db().selectFrom('events').select('kind').where('objectId', '=', handoffId).execute();
    expect(events).toHaveLength(1);
  });

  it.each([
    ['a reason that is not agreed', { reason: 'weather' }, 'reason.unknown'],
    ['one without its text', { reason: 'other', verdict: 'recycle' }, 'reason.text-required'],
    ['one that leaves the verdict open', { reason: 'other', note: 'Why' }, 'reason.verdict-required'],
    ['another verdict than agreed', { reason: 'bad-timing', verdict: 'attach' }, 'reason.other-verdict'],
    ['one that only a rule gives', { reason: 'exhausted' }, 'reason.by-rule'],
    ['one before the attempts that it needs', { reason: 'unreachable' }, 'reason.too-early'],
  ] as const)('refuses %s, and changes nothing', async (_case, body, code) => {
    expect(await reject(body)).toMatchObject({ status: 409, body: { code } });
    expect(await read()).toMatchObject({ status: 'offered', rejection: null });
  });

  it('says what may be said now, and why not the rest', async () => {
    const { reasons, may } = await read();
    expect(reasons.map(({ key, allowed }) => [key, allowed])).toEqual([
      ['not-icp-company', true],
      ['never', true],
      ['duplicate', true],
      ['unreachable', false],
      ['other', true],
      ['bad-timing', true],
    ]);
    expect(reasons.find(({ key }) => key === 'unreachable')?.why).toMatch(/attempts/);
    expect(may).toMatchObject({ accept: { allowed: true }, handBack: { allowed: false }, undo: { allowed: false } });
    await call('reached');
    expect((await read()).reasons.every(({ allowed }) => allowed)).toBe(true);
    const colleague = await createMember(test, workspace, { role: 'sponsor' });
    const seen = await test.call(colleague, getHandoff, params());
    expect(seen.may.accept).toEqual({ allowed: false, why: 'This lead is with somebody else.' });
  });

  it('counts attempts apart and over channels, until they talk', async () => {
    await accept();
    await call('voicemail');
    test.clock.advance(minutes(10));
    const close = await call(undefined, 'email-sent');
    expect(close.attempts).toMatchObject({
      made: 1,
      atLeast: 5,
      channels: 2,
      ofChannels: 2,
      typedShare: 1,
      owed: true,
    });
    expect(clocksOf(close)).toMatchObject({ respond: 'kept', attempts: 'running' });
    for (let n = 0; n < 4; n += 1) {
      test.clock.advance(hours(2));
      await call('voicemail');
    }
    const all = await read();
    expect(all.attempts).toMatchObject({ made: 5, owed: false });
    expect(clocksOf(all)).toMatchObject({ attempts: 'kept' });
    const back = await test.call(ana, handBackHandoff, {
      ...params(),
      body: { reason: 'unreachable', nextStep: 'Send the benchmark' },
    });
    expect(back).toMatchObject({
      status: 'handed-back',
      returned: { marketingOwner: { id: mary.id }, nextStep: 'Send the benchmark' },
    });
    expect(clocksOf(back)).toMatchObject({ attempts: 'kept', qualify: 'kept' });
  });

  it('takes a response back that turned out to be none', async () => {
    const logged = await call('voicemail');
    expect(clocksOf(logged)).toMatchObject({ respond: 'kept' });
    const [first] = logged.activities;
    await test.call(ana, withdrawActivity, {
      params: { activityId: first?.id ?? '' },
      body: { reason: 'Wrong person' },
    });
    const after = await read();
    expect(clocksOf(after)).toMatchObject({ respond: 'running' });
    expect(after.attempts.made).toBe(0);
    await call('wrong-number');
    expect(clocksOf(await read())).toMatchObject({ respond: 'running' });
  });

  it('gives whoever has it the next step as a task', async () => {
    const body = { kind: 'call', outcome: 'no-answer', next: { title: 'Call again', dueOn: '2026-03-03' } } as const;
    await test.call(ana, logAttempt, { ...params(), body });
    const tasks = await db()
      .selectFrom('tasks')
      .select(['title', 'assigneeId'])
      .where('workspaceId', '=', workspace)
      .execute();
    expect(tasks).toEqual([{ title: 'Call again', assigneeId: ana.id }]);
    const early = { kind: 'call', at: '2026-03-02T08:00:00Z' } as const;
    const answer = await test.send(ana, logAttempt, { ...params(), body: early });
    expect(answer).toMatchObject({ status: 400, body: { code: 'attempt.before-offer' } });
  });

  it.each([
    ['without a next step', {}, 'hand-back.no-next-step'],
    ['with a day that has passed', { nextStep: 'Call', wakeUpOn: '2026-03-01' }, 'hand-back.wake-up-passed'],
    ['to somebody of Sales', { nextStep: 'Call', marketingOwnerId: 'ana' }, 'hand-back.no-owner'],
  ])('is not handed back %s', async (_case, given, code) => {
    await accept();
    const owner = 'marketingOwnerId' in given ? { marketingOwnerId: ana.id } : {};
    const answer = await test.send(ana, handBackHandoff, {
      ...params(),
      body: { reason: 'bad-timing', ...given, ...owner },
    });
    expect(answer.body.code).toBe(code);
    expect((await read()).status).toBe('accepted');
  });

  it('is not handed back before it was accepted, nor rejected after: who comes late is told by whom', async () => {
    const body = { reason: 'bad-timing', nextStep: 'Call' };
    expect(await test.send(ana, handBackHandoff, { ...params(), body })).toMatchObject({
      status: 409,
      body: { code: 'handoff.not-accepted' },
    });
    await accept();
    const admin = await createMember(test, workspace, { role: 'admin' });
    expect(await reject({ reason: 'bad-timing' }, admin)).toMatchObject({
      status: 409,
      body: { code: 'handoff.already-accepted', detail: expect.stringContaining('Ana accepted'), by: { id: ana.id } },
    });
    await test.call(ana, handBackHandoff, { ...params(), body });
    expect(await reject({ reason: 'bad-timing' }, admin)).toMatchObject({
      body: { code: 'handoff.already-handed-back', detail: expect.stringContaining('Ana handed back') },
    });
  });

  it('recycles a lead as often as agreed, then it is exhausted', async () => {
    const { id: contactId } = await contactOf();
    for (const [n, number] of [2, 3].entries()) {
      const offeredAt = new Date(test.clock().getTime() - days(100 * (n + 1)));
      await createHandoff(test, workspace, ana.id, { contactId, number, status: 'rejected', offeredAt });
      await db()
        .updateTable('handoffs')
        .set({ cycle: number })
        .where('contactId', '=', contactId)
        .where('number', '=', number)
        .execute();
    }
    await reject({ reason: 'bad-timing' });
    expect(await contactOf()).toMatchObject({ currentStage: 'disqualified', wakeUpAt: null });
  });

  it('confirms with what the agreement asks for', async () => {
    expect(await test.send(ana, confirmHandoff, { ...params(), body: {} })).toMatchObject({ status: 409 });
    await accept();
    const done = await test.call(ana, confirmHandoff, { ...params(), body: { need: 'One view' } });
    expect(done).toMatchObject({ confirmedAt: test.clock().toISOString(), confirm: { need: 'One view' } });
    expect(clocksOf(done)).toMatchObject({ qualify: 'kept' });
    expect((await contactOf()).currentStage).toBe('confirmed');
  });

  it.each([
    ['an acceptance', () => accept(), 'qualified'],
    ['a rejection', () => reject({ reason: 'bad-timing' }), 'qualified'],
    ['what joined another', () => reject({ reason: 'duplicate' }), 'qualified'],
  ])('takes %s back as if it had not been, but for its time', async (_case, act, stage) => {
    const before = clocksOf(await read());
    await act();
    test.clock.advance(minutes(9));
    const undone = await test.call(ana, undoVerdict, params());
    expect(undone).toMatchObject({ status: 'offered', returned: null, rejection: null, undoUntil: null });
    const after = Object.fromEntries(Object.entries(clocksOf(undone)).filter(([, state]) => state !== 'cancelled'));
    expect(after).toEqual(before);
    expect(await contactOf()).toMatchObject({ currentStage: stage, wakeUpAt: null });
    expect(await accept()).toMatchObject({ status: 'accepted' });
  });

  it('takes a hand-back back, and nothing after ten minutes', async () => {
    await accept();
    await test.call(ana, handBackHandoff, { ...params(), body: { reason: 'bad-timing', nextStep: 'Call' } });
    expect(await test.call(ana, undoVerdict, params())).toMatchObject({ status: 'accepted', acceptedBy: 'rep' });
    expect((await contactOf()).currentStage).toBe('accepted');
    const again = { ...params(), body: { reason: 'bad-timing', nextStep: 'Call' } };
    await test.call(ana, handBackHandoff, again);
    test.clock.advance(minutes(11));
    expect(await test.send(ana, undoVerdict, params())).toMatchObject({ body: { code: 'handoff.undo-too-late' } });
  });

  it('decides several at once: what cannot be decided is told and stops nothing', async () => {
    const [second, closed] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ana.id, { status: 'rejected' }),
    ];
    const other = await createHandoff(test, workspace, (await createMember(test, workspace)).id);
    const done = await test.call(ana, acceptHandoffs, { body: { handoffIds: [handoffId, closed, other] } });
    expect(done).toMatchObject({
      done: [handoffId],
      refused: [{ id: closed, code: 'handoff.already-rejected' }],
      missing: 1,
    });
    const body = { handoffIds: [second, handoffId], reason: 'bad-timing' };
    expect(await test.call(ana, rejectHandoffs, { body })).toMatchObject({
      done: [second],
      refused: [{ id: handoffId, code: 'handoff.already-accepted' }],
    });
  });

  it('is for whoever has it: others do not learn that it exists', async () => {
    const other = await createMember(test, workspace);
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    for (const who of [other, mary, stranger]) {
      expect(await reject({ reason: 'bad-timing' }, who)).toMatchObject({ status: 404 });
    }
    expect(await reject({ reason: 'bad-timing' }, viewer)).toMatchObject({ status: 403 });
  });
});
