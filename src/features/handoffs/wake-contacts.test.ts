import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createLead } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { getRejection } from '../feedback/schema.ts';
import { offerLeads } from './offer-leads.ts';
import { acceptHandoff, getHandoff, logAttempt, rejectHandoff } from './schema.ts';
import { wakeContacts } from './wake-contacts.ts';

const text = lapText
  .replace(
    'channels: 2, apart: 1h }',
    `channels: 2, apart: 1h }
  - { key: hand-back, promise: hand back after the attempts, same_rep_again_after: 30d, at_most_cycles: 3 per 365d }`,
  )
  .replace('promise: first response, within', 'promise: first response, kept_by: first-two-way-contact, within')
  .replace(
    /enter_when: \{ any: \[ \{ field: grade.*?hand_to/,
    'enter_when: { all: [ { field: contact.title, op: matches-any, value: [head of operations] } ] }, requires: [contact.email], hand_to',
  );

describe('a lead that Sales did not want yet', () => {
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
  const reject = (who: TestMember, id: string, wakeUpOn?: string) =>
    test.send(who, rejectHandoff, {
      params: { handoffId: id },
      body: { reason: 'bad-timing', ...(wakeUpOn === undefined ? {} : { wakeUpOn }) },
    });
  const contact = () =>
    db()
      .selectFrom('contacts')
      .select(['currentStage', 'wakeUpAt', 'cycle'])
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow();
  const handoffs = () =>
    db()
      .selectFrom('handoffs')
      .select(['id', 'cycle', 'status', 'memberId'])
      .where('contactId', '=', contactId)
      .orderBy('number')
      .execute();
  const wake = async (at: Date) => {
    test.clock.set(at);
    await wakeContacts(ctx());
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
    await createTeam(test, workspace, 'inbound', [{ member: ana }, { member: ben }]);
    await db()
      .insertInto('acknowledgements')
      .values(
        [ana, ben].map(({ id }) => ({
          ...{ workspaceId: workspace, versionId, memberId: id, acknowledgedAt: test.clock() },
        })),
      )
      .execute();
    const lead = await createLead(test, workspace, versionId);
    const { offered } = await tx(ctx(), (inner) => offerLeads(inner, relay, [lead]));
    contactId = offered[0]?.contactId ?? '';
    handoffId = offered[0]?.handoffId ?? '';
  });

  it('comes back on the day that the rep names, which Marketing reads; else after the time of the reason', async () => {
    expect(await reject(ana, handoffId, '2026-03-01')).toMatchObject({ body: { code: 'hand-back.wake-up-passed' } });
    expect(await reject(ana, handoffId, '2027-03-04')).toMatchObject({ body: { code: 'hand-back.wake-up-too-late' } });
    const { body } = await reject(ana, handoffId, '2026-03-12');
    const at = '2026-03-11T23:00:00.000Z';
    expect(body.returned).toMatchObject({ verdict: 'recycle', wakeUpAt: at });
    expect(await contact()).toMatchObject({ currentStage: 'recycled', wakeUpAt: new Date(at) });
    const params = { rejectionId: body.rejection?.id ?? '' };
    expect(await test.call(mo, getRejection, { params })).toMatchObject({ wakeUpAt: at });

    await wake(new Date('2026-03-11T22:59:59Z'));
    expect(await handoffs()).toHaveLength(1);
    await wake(new Date(at));
    // The agreed 30 days are not over: it goes to somebody else by routing.
    expect(await handoffs()).toMatchObject([
      { cycle: 1, memberId: ana.id, status: 'rejected' },
      { cycle: 2, memberId: ben.id, status: 'offered' },
    ]);
    // Nobody in Marketing was named to take it over: its head hears of it.
    const told = await db()
      .selectFrom('notifications')
      .select(['memberId'])
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'lead-woken')
      .execute();
    expect(told).toEqual([{ memberId: mo.id }]);
  });

  it('comes back only where the clause holds again; who does not meet it stays with Marketing', async () => {
    expect((await reject(ana, handoffId)).body.returned).toMatchObject({ wakeUpAt: '2026-05-31T09:00:00.000Z' });
    await db().updateTable('contacts').set({ title: 'Student' }).where('id', '=', contactId).execute();
    await wake(new Date('2026-05-31T09:00:00Z'));
    expect(await contact()).toMatchObject({ currentStage: 'recycled', wakeUpAt: null, cycle: 1 });
    expect(await handoffs()).toHaveLength(1);
    expect(await wakeContacts(ctx())).toBe(false);
  });

  it('has three cycles in a year, then it is disqualified as exhausted', async () => {
    for (const cycle of [1, 2, 3]) {
      const open = (await handoffs()).at(-1);
      expect(open).toMatchObject({ cycle, status: 'offered' });
      const member = [ana, ben].find(({ id }) => id === open?.memberId);
      const caller = await signIn(test, workspace, member?.id ?? '');
      expect((await reject({ ...ana, ...caller }, open?.id ?? '')).status).toBe(200);
      const { currentStage, wakeUpAt } = await contact();
      expect(currentStage).toBe(cycle === 3 ? 'disqualified' : 'recycled');
      expect(wakeUpAt === null).toBe(cycle === 3);
      if (wakeUpAt !== null) await wake(wakeUpAt);
    }
    test.clock.advance(days(200));
    expect(await wakeContacts(ctx())).toBe(false);
    expect(await handoffs()).toHaveLength(3);
  });

  it('is responded to by talking with them, where the agreement says so', async () => {
    const params = { params: { handoffId } };
    await test.call(ana, acceptHandoff, params);
    const states = async () =>
      (await test.call(ana, getHandoff, params)).clocks.filter(({ kind }) => kind === 'respond');
    await test.call(ana, logAttempt, { ...params, body: { kind: 'call', outcome: 'voicemail' } });
    expect(await states()).toMatchObject([
      {
        state: 'running',
        sentence: 'Sales talks with a sales-ready lead within 4 business hours; an attempt alone is not enough.',
      },
    ]);
    await test.call(ana, logAttempt, { ...params, body: { kind: 'call', outcome: 'reached' } });
    expect(await states()).toMatchObject([{ state: 'kept' }]);
  });
});
