import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { createContact, createLead } from '../../../test/handoffs.ts';
import { createCalendar, createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { decideRoute } from '../../core/routing/route.ts';
import { newId } from '../../db/ids.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { type Lead, offerLeads } from './offer-leads.ts';
import { routeQueue } from './route-queue.ts';

describe('leads', () => {
  let statements = 0;
  const test = useTestApp({ onStatement: () => (statements += 1) });
  let workspace: WorkspaceId;
  let relay: Relay;
  let versionId: string;

  const ctx = () => systemCtx(test, workspace);

  async function signAgreement(text = lapText): Promise<void> {
    workspace = await createWorkspace(test);
    versionId = await agreeOn(test, workspace, text);
    relay = (await findRelay(ctx(), versionId)) as Relay;
  }

  const addTeam = (key: string, members: Parameters<typeof createTeam>[3]) => createTeam(test, workspace, key, members);
  const createRep = (name: string) => createMember(test, workspace, { name });
  const createLeads = (count: number, values?: Parameters<typeof createLead>[3]) =>
    Promise.all(Array.from({ length: count }, () => createLead(test, workspace, versionId, values)));
  const offer = (leads: Lead[]) => tx(ctx(), (inner) => offerLeads(inner, relay, leads));

  async function countBy(leads: Awaited<ReturnType<typeof offer>>): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { memberId } of leads.offered) counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
    return counts;
  }

  const db = () => test.databases.screens;
  const statusOf = async ({ qualificationId }: Lead) =>
    db()
      .selectFrom('qualifications')
      .select(['status', 'queueReason', 'handedOverAt'])
      .where('id', '=', qualificationId)
      .executeTakeFirstOrThrow();
  const countRows = async (table: 'handoffs' | 'clocks' | 'routingLog' | 'assignments' | 'audit' | 'rotationState') => {
    const { rows } = await db()
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('workspaceId', '=', workspace)
      .executeTakeFirstOrThrow();
    return rows;
  };

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    await signAgreement();
  });

  describe('offering a batch of leads', () => {
    it('gives a hundred to four by weight, each within one of the ideal', async () => {
      const reps = await Promise.all(['Ana', 'Ben', 'Cleo', 'Dan'].map(createRep));
      // The rule of the fixture has a cap of 15: the one without stands in for it here.
      await formInbound(reps.map((member, at) => ({ member, weight: at + 1 })));
      const counts = await countBy(await offer(await createLeads(100, { segment: null })));
      for (const [at, { id }] of reps.entries())
        expect(Math.abs((counts.get(id) ?? 0) - 10 * (at + 1))).toBeLessThan(1);
    });

    it('is as fair over many small batches as over one', async () => {
      const reps = await Promise.all(['Ana', 'Ben', 'Cleo'].map(createRep));
      await formInbound(reps.map((member, at) => ({ member, weight: at + 1 })));
      const counts = new Map<string, number>();
      for (let batch = 0; batch < 10; batch += 1) {
        for (const { memberId } of (await offer(await createLeads(3, { segment: null }))).offered) {
          counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
        }
      }
      for (const [at, { id }] of reps.entries()) expect(Math.abs((counts.get(id) ?? 0) - 5 * (at + 1))).toBeLessThan(1);
    });

    it('never goes beyond a cap, and queues who is left, with the reason', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [{ member: ana, cap: 2 }, { member: ben }]);
      const leads = await createLeads(20);
      const result = await offer(leads);
      expect(await countBy(result)).toEqual(
        new Map([
          [ana.id, 2],
          [ben.id, 15],
        ]),
      );
      expect(result.queued).toEqual(
        leads.slice(17).map(({ contactId }) => ({ contactId, reason: 'nobody-available' })),
      );
      expect(await statusOf(leads[19] as Lead)).toEqual({
        status: 'queued',
        queueReason: 'nobody-available',
        handedOverAt: null,
      });
      expect(await statusOf(leads[0] as Lead)).toEqual({
        status: 'handed-over',
        queueReason: null,
        handedOverAt: test.clock(),
      });
      // Those of the next batch find the caps as the first left them.
      expect((await offer(await createLeads(1))).offered).toEqual([]);
    });

    it('passes over who is absent, and counts what is open already', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [{ member: ana }, { member: ben, cap: 1 }]);
      const at = test.clock();
      await db()
        .insertInto('absences')
        .values({
          workspaceId: workspace,
          id: newId(at),
          memberId: ana.id,
          startsAt: new Date(at.getTime() - hours(1)),
          endsAt: new Date(at.getTime() + hours(1)),
          createdAt: at,
        })
        .execute();
      expect(await countBy(await offer(await createLeads(2)))).toEqual(new Map([[ben.id, 1]]));
      test.clock.advance(hours(1));
      expect(await countBy(await offer(await createLeads(2)))).toEqual(new Map([[ana.id, 2]]));
    });

    it('passes over who has not acknowledged once five business days are over', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [{ member: ana }, { member: ben }]);
      await db()
        .insertInto('acknowledgements')
        .values({ workspaceId: workspace, versionId, memberId: ben.id, acknowledgedAt: test.clock() })
        .execute();
      // In force on Monday; the fifth business day after it closes at 17:00 in Berlin on the Monday that follows.
      test.clock.set(new Date('2026-03-09T15:59:00Z'));
      expect(await countBy(await offer(await createLeads(2)))).toEqual(
        new Map([
          [ana.id, 1],
          [ben.id, 1],
        ]),
      );
      test.clock.set(new Date('2026-03-09T16:00:00Z'));
      expect(await countBy(await offer(await createLeads(2)))).toEqual(new Map([[ben.id, 2]]));
    });

    it('gives leads outside of working hours to those at work first', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [{ member: ana }, { member: ben }]);
      await createCalendar(test, workspace, { memberId: ben.id }, { zone: 'America/New_York', span: '09:00-17:00' });
      expect(await countBy(await offer(await createLeads(2)))).toEqual(new Map([[ana.id, 2]]));
      test.clock.set(new Date('2026-03-02T20:00:00Z'));
      expect(await countBy(await offer(await createLeads(2)))).toEqual(new Map([[ben.id, 2]]));
    });

    it('goes to the owner first, to a member by name, and to the finder while the lead is protected', async () => {
      await signAgreement(
        lapText.replace(
          'routing:',
          'routing:\n  - { key: owner-first, to: account.owner, cap: 1 open }\n  - { key: by-name, to: "member:zoe-o-neil", cap: 1 open }',
        ),
      );
      const [ana, zoe, finder] = await Promise.all([createRep('Ana'), createRep('Zoë O’Neil'), createRep('Finder')]);
      const [first, second, third, own] = [
        await createLead(test, workspace, versionId, { accountOwner: ana.id }),
        await createLead(test, workspace, versionId, { accountOwner: ana.id }),
        await createLead(test, workspace, versionId),
        await createLead(test, workspace, versionId, {
          foundBy: finder.id,
          protectedUntil: new Date(test.clock().getTime() + days(1)),
        }),
      ];
      const { offered, queued } = await offer([first, second, third, own]);
      expect(offered.map(({ memberId }) => memberId)).toEqual([ana.id, zoe.id, finder.id]);
      expect(queued).toEqual([{ contactId: third.contactId, reason: 'nobody-available' }]);
      const rows = await db()
        .selectFrom('handoffs')
        .select(['memberId', 'salesSourced', 'brief'])
        .where('workspaceId', '=', workspace)
        .orderBy('id')
        .execute();
      expect(rows.map(({ salesSourced }) => salesSourced)).toEqual([false, false, true]);
      expect(rows.map(({ brief }) => (brief.route as { rule: string | null }).rule)).toEqual([
        'owner-first',
        'by-name',
        null,
      ]);
      for (const { brief } of rows) expect((brief.route as { sentence: string }).sentence).toMatch(/\.$/);
    });

    it('does nothing twice for the same batch, nor for a contact with an open handoff', async () => {
      await addTeam('mid-market', [{ member: await createRep('Ana') }]);
      const leads = await createLeads(3);
      const first = await offer(leads);
      const tables = ['handoffs', 'clocks', 'routingLog', 'assignments', 'audit', 'rotationState'] as const;
      const count = () => Promise.all(tables.map(countRows));
      const before = await count();
      // The second entry of the audit log is that of the member.
      expect(before).toEqual([3, 6, 3, 3, 2, 1]);
      expect(await offer(leads)).toEqual(first);
      expect(await count()).toEqual(before);
      const next = { ...(leads[0] as Lead), cycle: 2 };
      expect((await offer([next])).offered).toEqual([first.offered[0]]);
    });

    it('makes one handoff of two leads of the same contact, and of two batches at once', async () => {
      await addTeam('mid-market', [{ member: await createRep('Ana') }]);
      const lead = await createLead(test, workspace, versionId);
      const { offered } = await offer([lead, { ...lead }]);
      expect(new Set(offered.map(({ handoffId }) => handoffId)).size).toBe(1);
      const other = await createLead(test, workspace, versionId);
      const both = await Promise.all([offer([other]), offer([other])]);
      expect(new Set(both.flatMap((one) => one.offered.map(({ handoffId }) => handoffId))).size).toBe(1);
    });

    it('counts turns and caps right when batches come at once', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [
        { member: ana, cap: 3 },
        { member: ben, cap: 3 },
      ]);
      const batches = await Promise.all([createLeads(2), createLeads(2), createLeads(2), createLeads(2)]);
      const results = await Promise.all(batches.map(offer));
      const counts = await countBy({ offered: results.flatMap(({ offered }) => offered), queued: [] });
      expect(counts).toEqual(
        new Map([
          [ana.id, 3],
          [ben.id, 3],
        ]),
      );
      expect(results.flatMap(({ queued }) => queued)).toHaveLength(2);
    });

    it('returns to the same rep only after the agreed time or on a new high-intent touch', async () => {
      const [ana, ben] = await Promise.all([createRep('Ana'), createRep('Ben')]);
      await addTeam('mid-market', [{ member: ana }, { member: ben }]);
      const contactId = await createContact(test, workspace);
      const [first] = (await offer([await createLead(test, workspace, versionId, { contactId })])).offered;
      await db()
        .updateTable('handoffs')
        .set({ status: 'handed-back', closedAt: test.clock() })
        .where('id', '=', first?.handoffId ?? '')
        .execute();
      test.clock.advance(hours(1));
      const wake = { contactId, cycle: 2 };
      const [second] = (await offer([await createLead(test, workspace, versionId, wake)])).offered;
      expect(second?.memberId).not.toBe(first?.memberId);
      await db()
        .updateTable('handoffs')
        .set({ status: 'handed-back', closedAt: test.clock() })
        .where('id', '=', second?.handoffId ?? '')
        .execute();
      test.clock.advance(hours(1));
      const third = { contactId, cycle: 3, highIntentAt: test.clock() };
      expect((await offer([await createLead(test, workspace, versionId, third)])).offered[0]?.memberId).toBe(
        second?.memberId,
      );
      const numbers = await db().selectFrom('handoffs').select('number').where('contactId', '=', contactId).execute();
      expect(numbers.map(({ number }) => number).sort()).toEqual([1, 2, 3]);
    });

    it('keeps with the handoff what it was offered with, and logs a decision that can be taken again', async () => {
      const ana = await createRep('Ana');
      const teamId = await addTeam('mid-market', [{ member: ana }]);
      const lead = await createLead(test, workspace, versionId, { campaign: 'spring' });
      await offer([lead]);
      const handoff = await db()
        .selectFrom('handoffs')
        .selectAll()
        .where('workspaceId', '=', workspace)
        .executeTakeFirst();
      expect(handoff).toMatchObject({
        contactId: lead.contactId,
        memberId: ana.id,
        teamId,
        number: 1,
        status: 'offered',
        leadValue: 'demo',
        expectedValue: 720_000,
        campaign: 'spring',
        promises: { respond: 'respond', decide: 'decide', qualify: 'qualify', attempts: 'attempts', answer: 'answer' },
        brief: { agreement: { id: versionId, number: 1, name: 'One lap' }, route: { rule: 'mid-market' } },
      });
      const log = await db()
        .selectFrom('routingLog')
        .selectAll()
        .where('workspaceId', '=', workspace)
        .executeTakeFirst();
      expect(log).toMatchObject({
        chosen: ana.id,
        rule: 'mid-market',
        pool: 'team:mid-market',
        handoffId: handoff?.id,
      });
      expect(log && decideRoute(log.input)).toMatchObject({ chosen: ana.id, considered: log?.considered });
    });

    it('sends as many statements for twenty as for three', async () => {
      await addTeam('mid-market', [{ member: await createRep('Ana') }, { member: await createRep('Ben') }]);
      const measure = async (count: number) => {
        const leads = await createLeads(count);
        statements = 0;
        await offer(leads);
        return statements;
      };
      const few = await measure(3);
      expect(await measure(20)).toBe(few);
    });
  });

  describe('the queue', () => {
    it('offers who waits once somebody is there, the longest waiting first, and tells nothing twice', async () => {
      const [first] = await createLeads(1);
      test.clock.advance(1);
      const leads = [first as Lead, ...(await createLeads(1))];
      await offer(leads);
      const byId = new Map(leads.map((lead) => [lead.qualificationId, lead]));
      const rebuild = async (_ctx: unknown, _relay: unknown, ids: string[]) =>
        ids.map((id) => byId.get(id) as Lead).reverse();
      const before = [await countRows('routingLog'), await countRows('audit')];
      expect((await routeQueue(ctx(), relay, rebuild)).queued).toHaveLength(2);
      expect([await countRows('routingLog'), await countRows('audit')]).toEqual(before);
      const ana = await createRep('Ana');
      await addTeam('mid-market', [{ member: ana, cap: 1 }]);
      const { offered, queued } = await routeQueue(ctx(), relay, rebuild);
      expect(offered).toMatchObject([{ contactId: leads[0]?.contactId, memberId: ana.id }]);
      expect(queued).toMatchObject([{ contactId: leads[1]?.contactId }]);
      expect((await statusOf(leads[0] as Lead)).status).toBe('handed-over');
    });

    it('says when no rule applies', async () => {
      await signAgreement(lapText.replace(/ {2}- \{ key: fallback.*\n/, ''));
      const [lead] = await createLeads(1, { segment: null });
      expect((await offer([lead as Lead])).queued[0]?.reason).toBe('no-rule-applies');
    });
  });

  /** A team that takes by weight, without a cap. */
  async function formInbound(members: Parameters<typeof createTeam>[3]): Promise<void> {
    const text = lapText.replace('to: "team:inbound", method: round-robin', 'to: "team:inbound", method: weighted');
    versionId = await replaceAgreement(workspace, text);
    relay = (await findRelay(ctx(), versionId)) as Relay;
    await addTeam('inbound', members);
  }

  async function replaceAgreement(of: WorkspaceId, text: string): Promise<string> {
    const now = test.clock();
    await db()
      .updateTable('agreementVersions')
      .set({ status: 'superseded', inForceTo: now })
      .where('workspaceId', '=', of)
      .execute();
    return agreeOn(test, of, text);
  }
});
