import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createLead } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { answerRejection } from '../feedback/schema.ts';
import { acceptByTimeout } from './accept-by-timeout.ts';
import { offerLeads } from './offer-leads.ts';
import { reassignLate } from './reassign-late.ts';
import { acceptHandoff, getHandoff, type Handoff, handBackHandoff, logAttempt, rejectHandoff } from './schema.ts';
import { wakeContacts } from './wake-contacts.ts';

const text = lapText
  .replace('tell: [owner, team-lead, board] }', 'tell: [owner, team-lead, board] }\n  - { at: 150%, do: reassign }')
  .replace(
    'method: weighted, cap: 15 open }',
    'method: weighted, cap: 15 open, credit_back: { reasons: [never, duplicate], outcomes: [no-show] } }',
  )
  .replace(
    '    - { key: not-icp-company',
    `    - { key: never, name: Never was a lead, verdict: not-a-lead, fixer: scoring }
    - { key: duplicate, name: Already being worked, verdict: attach, fixer: data }
    - { key: not-icp-company`,
  )
  .replace('answers: { targeting', 'answers: { scoring: head-of-marketing, data: revops, targeting')
  .replace(
    'channels: 2, apart: 1h }',
    'channels: 2, apart: 1h }\n  - { key: hand-back, promise: hand back after the attempts, same_rep_again_after: 30d }',
  )
  .replace(
    /enter_when: \{ any: \[ \{ field: grade.*?hand_to/,
    'enter_when: { all: [ { field: contact.title, op: matches-any, value: [head of operations] } ] }, requires: [contact.email], hand_to',
  );

describe('what the agreement does by itself', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let relay: Relay;
  let ana: TestMember;
  let ben: TestMember;
  let mo: TestMember;
  let handoffId: string;
  let contactId: string;

  const db = () => test.databases.screens;
  const ctx = () => systemCtx(test, workspace);
  const read = (id = handoffId) => test.call(mo, getHandoff, { params: { handoffId: id } });
  const clocksOf = ({ clocks }: Pick<Handoff, 'clocks'>) =>
    clocks.map(({ kind, state, owner }) => [kind, state, owner?.name]);
  const places = async () =>
    Object.fromEntries(
      (
        await db()
          .selectFrom('rotationState')
          .select(['memberId', 'owed'])
          .where('workspaceId', '=', workspace)
          .execute()
      ).map(({ memberId, owed }) => [memberId === ana.id ? 'Ana' : 'Ben', owed]),
    );
  const run = async () => {
    await judgeDueClocks(ctx());
    await acceptByTimeout(ctx());
    await reassignLate(ctx());
  };

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    const versionId = await agreeOn(test, workspace, text);
    relay = (await findRelay(ctx(), versionId)) as Relay;
    mo = await createMember(test, workspace, { name: 'Mo', role: 'admin', department: 'both', heads: ['marketing'] });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
    await createTeam(test, workspace, 'mid-market', [{ member: ana }, { member: ben }]);
    const lead = await createLead(test, workspace, versionId);
    const { offered } = await tx(ctx(), (inner) => offerLeads(inner, relay, [lead]));
    const [first] = offered;
    expect(first?.memberId).toBe(ana.id);
    contactId = first?.contactId ?? '';
    handoffId = first?.handoffId ?? '';
  });

  it('accepts by silence at the first instant after the time to decide, and marks it as such', async () => {
    test.clock.set(new Date('2026-03-04T16:00:00.000Z'));
    await run();
    expect((await read()).status).toBe('offered');
    test.clock.set(new Date('2026-03-04T16:00:00.001Z'));
    await Promise.all([run(), run()]);
    const done = await read();
    expect(done).toMatchObject({ status: 'accepted', acceptedBy: 'timeout', undoUntil: null });
    expect(clocksOf(done)).toContainEqual(['decide', 'broken', 'Ben']);
    const late = await test.send(ben, rejectHandoff, { params: { handoffId }, body: { reason: 'never' } });
    expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining('accepted by timeout') } });
    const entries = await db()
      .selectFrom('audit')
      .select(['verb', 'after'])
      .where('objectId', '=', handoffId)
      .execute();
    expect(entries.filter(({ verb }) => verb === 'handoff.accepted')).toHaveLength(1);
  });

  it('gives a lead to which nobody responds to somebody else, who owes a response of their own', async () => {
    test.clock.set(new Date('2026-03-02T14:59:59Z'));
    await run();
    expect((await read()).member.name).toBe('Ana');
    test.clock.set(new Date('2026-03-02T15:00:00Z'));
    await run();
    await run();
    const given = await read();
    expect(given.member.name).toBe('Ben');
    expect(given.assignments.map(({ member, cause }) => [member.name, cause])).toEqual([
      ['Ana', 'routed'],
      ['Ben', 'escalated'],
    ]);
    expect(clocksOf(given).sort()).toEqual([
      ['decide', 'running', 'Ben'],
      ['respond', 'broken', 'Ana'],
      ['respond', 'running', 'Ben'],
    ]);
    const routings = await db()
      .selectFrom('routingLog')
      .select(['chosen'])
      .where('handoffId', '=', handoffId)
      .orderBy('at')
      .execute();
    expect(routings.map(({ chosen }) => chosen)).toEqual([ana.id, ben.id]);
    expect(await test.send(ana, acceptHandoff, { params: { handoffId } })).toMatchObject({
      status: 409,
      body: { code: 'handoff.already-reassigned', detail: 'Ben has this lead now.' },
    });
  });

  it('leaves it where it is when somebody has responded meanwhile, or nobody else is there', async () => {
    test.clock.set(new Date('2026-03-02T15:00:00Z'));
    await judgeDueClocks(ctx());
    await test.call(ana, logAttempt, { params: { handoffId }, body: { kind: 'call' } });
    await reassignLate(ctx());
    expect((await read()).member.name).toBe('Ana');
    await db()
      .updateTable('clocks')
      .set({ consequence: 'reassign', answeredAt: null })
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'respond')
      .execute();
    await db().updateTable('members').set({ active: false }).where('id', '=', ben.id).execute();
    await reassignLate(ctx());
    expect((await read()).member.name).toBe('Ana');
  });

  it('wakes a lead on its day: who qualifies begins a new cycle, with the same rep where that is agreed again', async () => {
    await test.call(ana, acceptHandoff, { params: { handoffId } });
    const body = { reason: 'bad-timing', nextStep: 'Invite to the webinar', wakeUpOn: '2026-05-04' };
    await test.call(ana, handBackHandoff, { params: { handoffId }, body });
    test.clock.set(new Date('2026-05-03T21:59:59Z'));
    expect(await wakeContacts(ctx())).toBe(false);
    const asleep = await db()
      .selectFrom('contacts')
      .select(['currentStage', 'wakeUpAt'])
      .where('id', '=', contactId)
      .executeTakeFirst();
    expect(asleep).toEqual({ currentStage: 'recycled', wakeUpAt: new Date('2026-05-03T22:00:00Z') });
    test.clock.set(new Date('2026-05-03T22:00:00Z'));
    await db()
      .insertInto('acknowledgements')
      .values(
        [ana, ben].map(({ id }) => ({
          workspaceId: workspace,
          versionId: relay.version.id,
          memberId: id,
          acknowledgedAt: test.clock(),
        })),
      )
      .execute();
    await Promise.all([wakeContacts(ctx()), wakeContacts(ctx())]);
    const rows = await db()
      .selectFrom('handoffs')
      .select(['id', 'cycle', 'number', 'status', 'memberId'])
      .where('contactId', '=', contactId)
      .orderBy('number')
      .execute();
    expect(rows).toMatchObject([
      { cycle: 1, number: 1, status: 'handed-back' },
      { cycle: 2, number: 2, status: 'offered', memberId: ana.id },
    ]);
    const events = await db()
      .selectFrom('events')
      .select(['kind', 'memberIds'])
      .where('objectId', '=', contactId)
      .execute();
    expect(events).toEqual([{ kind: 'contact.woke', memberIds: [mo.id] }]);
    const signedIn = await signIn(test, workspace, ana.id);
    expect(await test.call(signedIn, acceptHandoff, { params: { handoffId: rows[1]?.id ?? '' } })).toMatchObject({
      status: 'accepted',
      cycle: 2,
    });
  });

  it('gives the turn back once for what the agreement names, when it stands', async () => {
    const { rejection } = await test.call(ana, rejectHandoff, { params: { handoffId }, body: { reason: 'never' } });
    expect(await places()).toMatchObject({ Ana: 0 });
    test.clock.advance(minutes(5));
    await test.call(mo, answerRejection, { params: { rejectionId: rejection?.id ?? '' }, body: { text: 'Right.' } });
    expect(await places()).toMatchObject({ Ana: 1 });
  });

  it.each([
    ['at once for what is worked already', 'duplicate', 1],
    ['not for other reasons', 'bad-timing', 0],
  ])('gives the turn back %s', async (_case, reason, owed) => {
    await test.call(ana, rejectHandoff, { params: { handoffId }, body: { reason } });
    expect(await places()).toMatchObject({ Ana: owed });
  });

  it('gives the turn back for a meeting to which nobody came, once', async () => {
    await test.call(ana, acceptHandoff, { params: { handoffId } });
    for (let n = 0; n < 2; n += 1) {
      test.clock.advance(hours(2));
      await test.call(ana, logAttempt, { params: { handoffId }, body: { kind: 'meeting', outcome: 'no-show' } });
    }
    expect(await places()).toMatchObject({ Ana: 1 });
  });
});
