import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, createLead } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { removeContact } from '../contacts/remove-contact.ts';
import { type Lead, offerLeads } from '../handoffs/offer-leads.ts';
import { routeQueue } from '../handoffs/route-queue.ts';
import { getHandoff } from '../handoffs/schema.ts';
import { rebuildLeads } from '../qualification/rebuild-leads.ts';
import { reportExceptions } from '../scoreboard/schema.ts';
import { editWorkspace, getWorkspace } from '../workspaces/schema.ts';
import { giveLead, giveLeads, listQueue, pullLead } from './schema.ts';

describe('a lead that waits for somebody', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let versionId: string;
  let relay: Relay;
  let head: TestMember;
  let ana: TestMember;
  let ben: TestMember;
  let far: TestMember;

  const db = () => test.databases.screens;
  const ctx = () => systemCtx(test, workspace);
  const queue = async (who: TestMember) => (await test.call(who, listQueue, { query: {} })).data;
  const pull = (who: TestMember, { qualificationId }: Pick<Lead, 'qualificationId'>) =>
    test.send(who, pullLead, { params: { qualificationId } });
  const give = (who: TestMember, lead: Pick<Lead, 'qualificationId'>, memberId: string) =>
    test.send(who, giveLead, { params: { qualificationId: lead.qualificationId }, body: { memberId } });
  const wait = async (values: Parameters<typeof createLead>[3] = {}): Promise<Lead> => {
    const lead = await createLead(test, workspace, versionId, values);
    await tx(ctx(), (inner) => offerLeads(inner, relay, [lead]));
    return lead;
  };
  const clocks = () =>
    db()
      .selectFrom('clocks')
      .select(['kind', 'dueAt', 'outcome', 'answeredAt', 'handoffId', 'targetCount'])
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'assign')
      .orderBy('outcome')
      .execute();
  const setCap = (cap: number | null) =>
    db().updateTable('teamMembers').set({ cap }).where('workspaceId', '=', workspace).execute();

  beforeEach(async () => {
    // A Monday; the calendar of the agreement is open from 8:00 to 16:00 of UTC.
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    versionId = await agreeOn(test, workspace);
    relay = (await findRelay(ctx(), versionId)) as Relay;
    head = await createMember(test, workspace, { name: 'Hana', role: 'head', heads: ['sales'] });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
    far = await createMember(test, workspace, { name: 'Far' });
    // Nobody takes turns, so that every lead waits; each may still take one.
    const members = [ana, ben].map((member) => ({ member, weight: 0 }));
    await createTeam(test, workspace, 'mid-market', members);
    await createTeam(test, workspace, 'inbound', members);
  });

  it('has a clock of its own in business time, which breaks by time alone and tells the head of Sales', async () => {
    test.clock.set(new Date('2026-03-02T14:00:00Z'));
    const lead = await wait();
    const [row] = await queue(head);
    expect(row).toMatchObject({
      ...{ qualificationId: lead.qualificationId, since: '2026-03-02T14:00:00.000Z', reason: 'nobody-available' },
      clock: {
        ...{ kind: 'assign', state: 'running', owner: { name: 'Hana' }, dueAt: '2026-03-03T10:00:00.000Z' },
        ...{ minutes: 240, sentence: 'Sales finds somebody for a lead that waits within 4 business hours.' },
      },
    });
    expect(row?.skipped.map(({ member, why }) => [member.name, why]).sort()).toEqual([
      ['Ana', 'Takes no turns: the weight is 0.'],
      ['Ben', 'Takes no turns: the weight is 0.'],
    ]);
    test.clock.set(new Date('2026-03-02T16:00:00Z'));
    await judgeDueClocks(ctx());
    test.clock.set(new Date('2026-03-03T10:00:00.001Z'));
    await Promise.all([judgeDueClocks(ctx()), judgeDueClocks(ctx())]);
    expect(await clocks()).toMatchObject([{ outcome: 'broken', answeredAt: null }]);
    const told = await db()
      .selectFrom('notifications')
      .select(['memberId', 'text', 'urgent'])
      .where('workspaceId', '=', workspace)
      .orderBy('at')
      .execute();
    expect(told).toEqual([
      { memberId: head.id, text: '50 % of the time to find somebody for {who} is over.', urgent: false },
      {
        memberId: head.id,
        text: 'The time to find somebody for {who} is over, and the promise is broken.',
        urgent: true,
      },
    ]);
    const { groups } = await test.call(head, reportExceptions, {});
    expect(groups).toMatchObject([
      { kind: 'queue', count: 1, data: [{ clock: 'assign', dueAt: '2026-03-03T10:00:00.000Z', department: 'sales' }] },
    ]);
    // Both facts stand: it broke, and somebody was found later.
    await give(head, lead, ana.id);
    expect(await clocks()).toMatchObject([{ outcome: 'broken', answeredAt: test.clock() }]);
  });

  it('has as many hours as the workspace sets, and starts to wait once', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    const { version } = await test.call(admin, getWorkspace, {});
    expect(await test.call(admin, editWorkspace, { body: { queueHours: 2 }, version })).toMatchObject({
      queueHours: 2,
    });
    await wait();
    test.clock.advance(hours(1));
    await routeQueue(ctx(), relay, rebuildLeads);
    expect(await clocks()).toMatchObject([
      { targetCount: 120, dueAt: new Date('2026-03-02T11:00:00Z'), outcome: null, handoffId: null },
    ]);
  });

  it('is kept when routing finds somebody, and cancelled when the person goes', async () => {
    const [kept, gone] = [await wait(), await wait()];
    test.clock.advance(hours(1));
    await tx({ ...ctx(), reach: 'all' }, (inner) => removeContact(inner, gone.contactId));
    expect(await clocks()).toMatchObject([{ outcome: 'cancelled' }, { outcome: null }]);
    await db().updateTable('teamMembers').set({ weight: 1 }).where('memberId', '=', ana.id).execute();
    const { offered } = await routeQueue(ctx(), relay, rebuildLeads);
    expect(offered).toMatchObject([{ contactId: kept.contactId, memberId: ana.id }]);
    expect(await clocks()).toMatchObject([{ outcome: 'cancelled' }, { outcome: 'kept', answeredAt: test.clock() }]);
    expect(await queue(head)).toEqual([]);
    expect(await pull(ana, gone)).toMatchObject({ status: 409, body: { code: 'lead.not-waiting' } });
  });

  it('is taken by whom a rule names: offered, logged, audited and told once', async () => {
    const lead = await wait();
    expect((await queue(ana)).map(({ qualificationId }) => qualificationId)).toEqual([lead.qualificationId]);
    expect(await queue(far)).toEqual([]);
    expect(await pull(far, lead)).toMatchObject({ status: 404, body: { code: 'lead.not-found' } });
    const taken = await pull(ana, lead);
    expect(taken).toMatchObject({
      status: 200,
      body: { status: 'offered', member: { name: 'Ana' }, assignments: [{ cause: 'pulled' }] },
    });
    expect(taken.body.clocks.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['decide', 'running'],
      ['respond', 'running'],
    ]);
    const { id: handoffId } = taken.body;
    const log = await db()
      .selectFrom('routingLog')
      .select(['cause', 'byMember', 'chosen', 'rule', 'pool'])
      .where('handoffId', '=', handoffId)
      .execute();
    expect(log).toEqual([{ cause: 'pulled', byMember: ana.id, chosen: ana.id, rule: 'fallback', pool: null }]);
    const audit = await db()
      .selectFrom('audit')
      .select(['actorId', 'after'])
      .where('workspaceId', '=', workspace)
      .where('verb', '=', 'handoffs.offered')
      .where('actorKind', '=', 'member')
      .execute();
    expect(audit).toEqual([
      {
        actorId: ana.id,
        after: { cause: 'pulled', offered: [{ handoffId, contactId: lead.contactId, memberId: ana.id }], queued: [] },
      },
    ]);
    const events = await db().selectFrom('events').select(['kind']).where('objectId', '=', handoffId).execute();
    expect(events).toEqual([{ kind: 'handoff.offered' }]);
    expect(await db().selectFrom('notifications').select('id').where('workspaceId', '=', workspace).execute()).toEqual(
      [],
    );
    // Twice is once.
    expect((await pull(ana, lead)).body).toMatchObject({ code: 'lead.already-taken' });
  });

  it('goes to one of two who take it at once; the other is told by whom', async () => {
    for (let round = 0; round < 5; round += 1) {
      const lead = await wait();
      const answers = await Promise.all([pull(ana, lead), pull(ben, lead)]);
      const [won, lost] = answers[0].status === 200 ? answers : [answers[1], answers[0]];
      expect(won).toMatchObject({ status: 200 });
      expect(lost).toMatchObject({
        status: 409,
        body: {
          ...{ code: 'lead.already-taken', detail: `${won.body.member.name} has this lead now.` },
          by: { id: won.body.member.id },
        },
      });
    }
  });

  it('brings nobody above their cap, not even by two at once, nor by hand', async () => {
    await setCap(2);
    await createHandoff(test, workspace, ana.id);
    const [first, second] = [await wait(), await wait()];
    const answers = await Promise.all([pull(ana, first), pull(ana, second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const left = answers[0].status === 200 ? second : first;
    const detail = 'You have 2 open leads, and your cap is 2. Close one first, or ask for a higher cap.';
    expect(await pull(ana, left)).toMatchObject({ status: 409, body: { code: 'lead.at-cap', detail } });
    expect(await give(head, left, ana.id)).toMatchObject({
      status: 409,
      body: {
        code: 'lead.at-cap',
        detail: 'Ana has 2 open leads, and the cap is 2. Choose somebody else, or raise the cap.',
      },
    });
  });

  it('comes to nobody by themselves who has not confirmed the agreement in time, or had it before', async () => {
    const lead = await wait();
    await db().updateTable('workspaces').set({ acknowledgeDays: 0 }).where('id', '=', workspace).execute();
    expect(await pull(ana, lead)).toMatchObject({ status: 409, body: { code: 'lead.not-acknowledged' } });
    await db().updateTable('workspaces').set({ acknowledgeDays: 5 }).where('id', '=', workspace).execute();
    const before = await createHandoff(test, workspace, ana.id, { contactId: lead.contactId, status: 'rejected' });
    expect(before).toBeTruthy();
    expect(await pull(ana, lead)).toMatchObject({ status: 409, body: { code: 'lead.same-rep-too-soon' } });
    expect(await pull(ben, lead)).toMatchObject({ status: 200, body: { number: 2 } });
  });

  it('is given by a head or lead of Sales to any seller, and told to them', async () => {
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const other = await createMember(test, workspace, { role: 'head', department: 'marketing', heads: ['marketing'] });
    const lead = await createMember(test, workspace, { role: 'lead' });
    const [first, second] = [await wait(), await wait()];
    expect(await give(other, first, far.id)).toMatchObject({ status: 403 });
    expect(await give(ana, first, ana.id)).toMatchObject({ status: 403 });
    expect(await give(head, first, marketer.id)).toMatchObject({ status: 400, body: { code: 'handoff.unfit-member' } });
    expect(await give(lead, first, far.id)).toMatchObject({
      status: 200,
      body: { member: { name: 'Far' }, assignments: [{ cause: 'given' }], brief: { route: { rule: null } } },
    });
    const body = { qualificationIds: [first.qualificationId, second.qualificationId], memberId: far.id };
    const done = await test.call(head, giveLeads, { body });
    expect(done).toMatchObject({
      done: [second.qualificationId],
      refused: [{ code: 'lead.already-taken' }],
      missing: 0,
    });
    const log = await db()
      .selectFrom('routingLog')
      .select(['cause', 'byMember'])
      .where('chosen', '=', far.id)
      .orderBy('at')
      .orderBy('id')
      .execute();
    expect(log).toEqual([
      { cause: 'given', byMember: lead.id },
      { cause: 'given', byMember: head.id },
    ]);
    const told = await db().selectFrom('notifications').select('kind').where('memberId', '=', far.id).execute();
    expect(told.map(({ kind }) => kind)).toEqual(['lead-offered', 'lead-offered']);
    const { data } = await test.call(far, listQueue, { query: {} });
    expect(data).toEqual([]);
    const mine = await db().selectFrom('handoffs').select('id').where('memberId', '=', far.id).execute();
    for (const { id } of mine) expect((await test.call(far, getHandoff, { params: { handoffId: id } })).id).toBe(id);
  });
});
