import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createAccount, createContact, createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { getContact } from '../contacts/schema.ts';
import { acceptHandoff, getHandoff, handBackHandoff } from '../handoffs/schema.ts';
import { deactivateMember } from '../members/schema.ts';
import { saveRates } from '../rates/schema.ts';
import * as deals from './schema.ts';

const asking = lapText.replace(
  '{ key: opportunity, name: Opportunity, by: sales }',
  '{ key: opportunity, name: Opportunity, by: sales, requires: [deal.amount, deal.expected_close] }',
);
const euros = (minor: number) => ({ minor, currency: 'EUR' });
const worth = { amount: euros(9_000_000), expectedClose: '2026-06-30' };

describe('deals', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;

  const db = () => test.databases.screens;
  const open = (
    caller: TestMember,
    body: Parameters<typeof test.call<typeof deals.createDeal>>[2] extends infer I
      ? I extends { body: infer B }
        ? B
        : never
      : never,
  ) => test.call(caller, deals.createDeal, { body });
  const tryOpen = (caller: TestMember, body: object) => test.send(caller, deals.createDeal, { body });
  const win = (caller: TestMember, dealId: string) =>
    test.send(caller, deals.winDeal, { params: { dealId }, body: {} });
  const lose = (caller: TestMember, dealId: string, body: object = { reason: 'price' }) =>
    test.send(caller, deals.loseDeal, { params: { dealId }, body: body as { reason: string } });
  const stageOf = async (id: string) =>
    db()
      .selectFrom('contacts')
      .select(['currentStage', 'furthestStage', 'cycle', 'wakeUpAt'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const verbsOf = async (id: string) =>
    (await db().selectFrom('audit').select('verb').where('objectId', '=', id).orderBy('id').execute()).map(
      ({ verb }) => verb,
    );

  /** A lead that Ana has accepted. */
  async function acceptLead(rep = ana) {
    const accountId = await createAccount(test, workspace);
    const handoffId = await createHandoff(test, workspace, rep.id, { accountId });
    await startClocks(test, workspace, handoffId);
    const { contact } = await test.call(rep, acceptHandoff, { params: { handoffId } });
    return { handoffId, contactId: contact.id, accountId };
  }

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace, asking);
    ana = await createMember(test, workspace, { name: 'Ana' });
  });

  it('run from a handoff to a customer, and back when that was a mistake', async () => {
    const { handoffId, contactId, accountId } = await acceptLead();
    expect(await tryOpen(ana, { handoffId })).toMatchObject({
      status: 400,
      body: { code: 'deal.incomplete', errors: [{ pointer: '#/amount' }, { pointer: '#/expectedClose' }] },
    });
    const deal = await open(ana, { handoffId, ...worth });
    expect(deal).toMatchObject({
      ...{ name: 'Dana Doe', kind: 'new', status: 'open', stage: { key: 'discovery', name: 'Discovery' } },
      ...{ base: euros(9_000_000), baseIsEstimate: false, overdue: false, owner: { id: ana.id }, people: 1 },
      account: { id: accountId },
      contacts: [{ id: contactId, stage: 'opportunity', role: null }],
      handoffs: [{ id: handoffId, status: 'accepted' }],
      history: [{ kind: 'opened', by: { id: ana.id } }],
    });
    const handoff = await test.call(ana, getHandoff, { params: { handoffId } });
    expect(handoff).toMatchObject({ status: 'accepted', dealId: deal.id, may: { handBack: { allowed: false } } });
    expect(handoff.clocks.find(({ kind }) => kind === 'qualify')?.state).toBe('kept');
    expect(await tryOpen(ana, { handoffId, ...worth })).toMatchObject({ body: { code: 'handoff.has-deal' } });
    expect(
      await test.send(ana, handBackHandoff, {
        params: { handoffId },
        body: { reason: 'bad-timing', nextStep: 'Write' },
      }),
    ).toMatchObject({ status: 409, body: { code: 'handoff.has-deal' } });

    expect(await win(ana, deal.id)).toMatchObject({ status: 200, body: { status: 'won' } });
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'customer', cycle: 1 });
    expect(await verbsOf(handoffId)).toEqual(['handoff.accepted', 'handoff.deal-opened', 'handoff.won']);
    // Who won a customer sees them still.
    expect((await test.call(ana, getContact, { params: { contactId } })).handoffs[0]?.status).toBe('won');

    const again = await test.call(ana, deals.reopenDeal, { params: { dealId: deal.id }, body: { note: 'Too early' } });
    expect(again).toMatchObject({
      status: 'open',
      handoffs: [{ status: 'accepted' }],
      history: [{ kind: 'reopened' }, {}, {}],
    });
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'opportunity' });
    expect(await verbsOf(deal.id)).toEqual(['deal.created', 'deal.won', 'deal.reopened']);
    const events = await db().selectFrom('events').select('kind').where('workspaceId', '=', workspace).execute();
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['handoff.deal-opened', 'deal.created', 'handoff.won', 'deal.won', 'handoff.reopened']),
    );
  });

  it('that are lost give their people back, until a day or for good, and end the handoff', async () => {
    const { handoffId, contactId } = await acceptLead();
    const deal = await open(ana, { handoffId, ...worth });
    expect(await lose(ana, deal.id, { reason: 'boredom' })).toMatchObject({ body: { code: 'deal.reason-unknown' } });
    const past = { reason: 'price', wakeUpOn: '2026-03-02' };
    expect(await lose(ana, deal.id, past)).toMatchObject({ body: { code: 'deal.wake-up-passed' } });
    const lost = await lose(ana, deal.id, { reason: 'price', note: 'Half of it elsewhere' });
    expect(lost.body).toMatchObject({ status: 'lost', lossReason: { name: 'Price' }, handoffs: [{ status: 'lost' }] });
    const { currentStage, wakeUpAt } = await stageOf(contactId);
    expect([currentStage, wakeUpAt?.toISOString()]).toEqual(['recycled', '2026-08-28T22:00:00.000Z']);

    const other = await acceptLead();
    const out = await open(ana, { handoffId: other.handoffId, ...worth });
    await lose(ana, out.id, { reason: 'not-a-fit' });
    expect(await stageOf(other.contactId)).toMatchObject({ currentStage: 'disqualified', wakeUpAt: null });
    // A lost one is read by its owner still, and may be opened again with the lead.
    const again = await test.call(ana, deals.reopenDeal, { params: { dealId: out.id }, body: { note: 'They called' } });
    expect(again).toMatchObject({ lossReason: null, handoffs: [{ status: 'accepted' }] });
    expect(await stageOf(other.contactId)).toMatchObject({ currentStage: 'opportunity' });
  });

  it('leave alone who is on another open deal, and keep one open handoff for each person', async () => {
    const { handoffId, contactId } = await acceptLead();
    const first = await open(ana, { handoffId, ...worth });
    const second = await open(ana, { contacts: [{ contactId, role: 'buyer' }], ...worth });
    await lose(ana, first.id);
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'opportunity' });
    // With Sales again meanwhile under another handoff: that one goes on, and the first stays closed.
    const next = await createHandoff(test, workspace, ana.id, { contactId, number: 2 });
    const again = await test.call(ana, deals.reopenDeal, { params: { dealId: first.id }, body: { note: 'Again' } });
    expect(again.handoffs).toMatchObject([{ id: handoffId, status: 'lost' }]);
    await lose(ana, second.id);
    await lose(ana, first.id);
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'opportunity' });
    expect((await test.call(ana, getHandoff, { params: { handoffId: next } })).status).toBe('offered');
  });

  it('of one that two end at once are ended once, and the other is told by whom', async () => {
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'], name: 'Hana' });
    for (const others of [win, lose]) {
      const { handoffId } = await acceptLead();
      const deal = await open(ana, { handoffId, ...worth });
      const answers = await db()
        .transaction()
        .execute(async (trx) => {
          await trx.selectFrom('deals').select('id').where('workspaceId', '=', workspace).forUpdate().execute();
          const both = [win(ana, deal.id), others(head, deal.id)];
          while ((await countWaiting()) < 2) await Promise.resolve();
          return { both: Promise.all(both) };
        });
      const told = (await answers.both).find(({ status }) => status === 409);
      expect((await answers.both).map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(told?.body).toMatchObject({ code: expect.stringMatching(/^deal\.already-(won|lost)$/) });
      expect(told?.body.detail).toMatch(/^(Ana|Hana) marked this deal as (won|lost) already\./);
      expect((await verbsOf(deal.id)).length).toBe(2);
      expect((await verbsOf(handoffId)).length).toBe(3);
    }
  });

  async function countWaiting(): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(test.databases.reports);
    return rows[0]?.waiting ?? 0;
  }

  it('move through stages that ask for fields, and keep who moved them when', async () => {
    const contactId = await createContact(test, workspace);
    await db().updateTable('contacts').set({ ownerId: ana.id }).where('id', '=', contactId).execute();
    const deal = await open(ana, { name: 'Without people' });
    const move = (stage: string) => test.send(ana, deals.moveDeal, { params: { dealId: deal.id }, body: { stage } });
    expect(await move('proposal')).toMatchObject({
      body: {
        code: 'deal.incomplete',
        errors: [{ pointer: '#/amount' }, { pointer: '#/expectedClose' }, { pointer: '#/contacts' }],
      },
    });
    expect(await move('limbo')).toMatchObject({ body: { code: 'deal.stage-unknown' } });
    const link = { params: { dealId: deal.id, contactId } };
    const put = await test.send(ana, deals.putDealContact, { ...link, body: { role: 'decision-maker' } });
    expect(put).toMatchObject({ status: 400, body: { code: 'deal.incomplete' } });
    const edited = await test.call(ana, deals.editDeal, { params: { dealId: deal.id }, version: 1, body: worth });
    expect(edited).toMatchObject({ version: 2, missing: { proposal: ['contact'], won: ['contact'] } });
    await test.call(ana, deals.putDealContact, { ...link, body: { role: 'decision-maker' } });
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'opportunity' });
    expect(await move('negotiation')).toMatchObject({ status: 200, body: { stage: { name: 'Negotiation' } } });
    // What the stage asks for stays.
    expect(await test.send(ana, deals.removeDealContact, link)).toMatchObject({ body: { code: 'deal.incomplete' } });
    const empty = { params: { dealId: deal.id }, body: { amount: null } };
    expect(await test.send(ana, deals.editDeal, { ...empty, version: 4 })).toMatchObject({
      body: { code: 'deal.incomplete' },
    });
    expect(await test.send(ana, deals.editDeal, { ...empty, version: 1 })).toMatchObject({ status: 412 });
    const { data } = await test.call(ana, deals.getDealTimeline, {
      params: { dealId: deal.id },
      query: { kinds: 'deal' },
    });
    expect(data.map(({ text }) => text)).toEqual([
      'The deal “Without people” came to Negotiation',
      'The deal “Without people” was opened',
    ]);
  });

  it('with customers begin a new cycle as expansions alone, which never count as new business', async () => {
    const { handoffId, contactId } = await acceptLead();
    await win(ana, (await open(ana, { handoffId, ...worth })).id);
    const contacts = [{ contactId, role: null }];
    await open(ana, { kind: 'renewal', contacts, ...worth });
    await open(ana, { kind: 'new', contacts, ...worth });
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'customer', cycle: 1 });
    const more = await open(ana, { kind: 'expansion', contacts, ...worth });
    expect(await stageOf(contactId)).toMatchObject({ currentStage: 'opportunity', cycle: 2 });
    await win(ana, more.id);
    // A colleague who comes with it is no new business either.
    const colleague = await createContact(test, workspace);
    await db().updateTable('contacts').set({ ownerId: ana.id }).where('id', '=', colleague).execute();
    await open(ana, { kind: 'expansion', contacts: [{ contactId: colleague, role: null }], ...worth });
    const kinds = await db()
      .selectFrom('transitions')
      .select(['contactId', 'toStage', 'cycleKind'])
      .where('workspaceId', '=', workspace)
      .where('toStage', 'in', ['opportunity', 'customer'])
      .orderBy('decidedAt')
      .orderBy('seq')
      .execute();
    expect(kinds.filter(({ cycleKind }) => cycleKind === 'new-business')).toHaveLength(2);
    expect(kinds.filter(({ cycleKind }) => cycleKind === 'expansion')).toHaveLength(3);
  });

  it('belong to Sales: Marketing reads, others do not learn that they exist', async () => {
    const { handoffId, contactId } = await acceptLead();
    const deal = await open(ana, { handoffId, ...worth });
    const rep = await createMember(test, workspace);
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const marketing = await createMember(test, workspace, {
      role: 'head',
      heads: ['marketing'],
      department: 'marketing',
    });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    for (const who of [rep, viewer, stranger]) {
      expect(await test.send(who, deals.getDeal, { params: { dealId: deal.id } })).toMatchObject({ status: 404 });
    }
    expect(await win(rep, deal.id)).toMatchObject({ status: 404, body: { code: 'deal.not-found' } });
    expect(await win(viewer, deal.id)).toMatchObject({ status: 403 });
    for (const who of [marketer, marketing]) {
      expect(await win(who, deal.id)).toMatchObject({ status: 403, body: { code: 'deal.sales-only' } });
      expect(await tryOpen(who, { name: 'Ours' })).toMatchObject({ status: 403, body: { code: 'deal.sales-only' } });
    }
    const read = await test.call(marketing, deals.getDeal, { params: { dealId: deal.id } });
    expect(read.mayEdit).toBe(false);
    // Neither a lead of somebody else nor a person out of reach comes into one's own deal.
    expect(await tryOpen(rep, { handoffId, ...worth })).toMatchObject({
      status: 404,
      body: { code: 'handoff.not-found' },
    });
    const contacts = [{ contactId, role: null }];
    expect(await tryOpen(rep, { contacts, ...worth })).toMatchObject({
      status: 404,
      body: { code: 'contact.not-found' },
    });
    expect(await tryOpen(rep, { name: 'For Ana', ownerId: ana.id })).toMatchObject({ status: 404 });
    const admin = await createMember(test, workspace, { role: 'admin' });
    expect(await tryOpen(admin, { name: 'For Mary', ownerId: marketer.id })).toMatchObject({
      body: { code: 'deal.owner-not-sales' },
    });
    expect((await test.call(rep, deals.listDeals, { query: {} })).data).toEqual([]);
    expect((await test.call(marketing, deals.getBoard, { query: {} })).columns[0]).toMatchObject({
      count: 1,
      sum: euros(9_000_000),
    });
  });

  it('in another currency are worth what the rate of the day says, and nothing while there is none', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    const dollars = { amount: { minor: 1_000_000, currency: 'USD' } };
    const deal = await open(admin, { name: 'Overseas', ...dollars });
    expect(deal).toMatchObject({ base: null, baseIsEstimate: true, amount: { minor: 1_000_000, currency: 'USD' } });
    const { columns } = await test.call(admin, deals.getBoard, { query: {} });
    expect(columns[0]).toMatchObject({ count: 1, unconverted: 1, sum: euros(0) });
    const rate = { currency: 'USD', day: '2026-03-01', rate: 0.92 };
    expect(await test.call(admin, saveRates, { body: { rates: [rate] } })).toEqual({ saved: 1, converted: 1 });
    expect(await test.send(ana, saveRates, { body: { rates: [rate] } })).toMatchObject({ status: 403 });
    const own = { rates: [{ ...rate, currency: 'EUR' }] };
    expect(await test.send(admin, saveRates, { body: own })).toMatchObject({ body: { code: 'rate.own-currency' } });
    const params = { dealId: deal.id };
    expect(await test.call(admin, deals.getDeal, { params })).toMatchObject({
      base: euros(920_000),
      baseIsEstimate: true,
    });
    await db().updateTable('pipelines').set({ version: 1 }).where('workspaceId', '=', workspace).execute();
    const contactId = await createContact(test, workspace);
    await test.call(admin, deals.editDeal, { params, version: 2, body: { expectedClose: '2026-04-01' } });
    await test.call(admin, deals.putDealContact, { params: { ...params, contactId }, body: { role: null } });
    await test.call(admin, saveRates, { body: { rates: [{ ...rate, day: '2026-03-09', rate: 0.8 }] } });
    test.clock.set(new Date('2026-03-10T09:00:00Z'));
    await win(admin, deal.id);
    // Won, it is what it was worth that day, whatever comes.
    expect(await test.call(admin, deals.getDeal, { params })).toMatchObject({
      base: euros(800_000),
      baseIsEstimate: false,
    });
  });

  it('are listed, sorted and found page by page', async () => {
    const names = ['Ärger', 'zeta', 'Beta', '100%'];
    for (const [at, name] of names.entries()) {
      await open(ana, { name, expectedClose: at === 0 ? null : `2026-0${at + 1}-01`, amount: euros(at * 100) });
    }
    const list = async (query: object) => {
      const found: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const answer = await test.call(ana, deals.listDeals, {
          query: { ...query, limit: 3, ...(cursor ? { cursor } : {}) },
        });
        found.push(...answer.data.map(({ name, overdue }) => (overdue ? `${name}!` : name)));
        cursor = answer.nextCursor;
      }
      return found;
    };
    expect(await list({})).toEqual(['zeta!', 'Beta!', '100%', 'Ärger']);
    expect(await list({ sort: 'amount' })).toEqual(['100%', 'Beta!', 'zeta!', 'Ärger']);
    expect(await list({ sort: 'name' })).toEqual(['100%', 'Ärger', 'Beta!', 'zeta!']);
    expect(await list({ sort: 'created', direction: 'asc' })).toEqual(['Ärger', 'zeta!', 'Beta!', '100%']);
    expect(await list({ search: '%' })).toEqual(['100%']);
    expect(await list({ closeTo: '2026-02-28' })).toEqual(['zeta!']);
    expect(await list({ owner: 'none' })).toEqual([]);
    test.clock.set(new Date('2026-03-02T23:30:00Z'));
    await open(ana, { name: 'Today', expectedClose: '2026-03-03' });
    await open(ana, { name: 'Yesterday', expectedClose: '2026-03-02' });
    expect((await list({})).slice(2, 4)).toEqual(['Yesterday!', 'Today']);
    const forged = Buffer.from(JSON.stringify(['close', 'asc', '2026-99-99', workspace])).toString('base64url');
    expect(await test.send(ana, deals.listDeals, { query: { cursor: forged } })).toMatchObject({ status: 400 });
  });

  it('that are removed leave their handoffs to go on, and come back with them', async () => {
    const { handoffId } = await acceptLead();
    const deal = await open(ana, { handoffId, ...worth });
    const params = { dealId: deal.id };
    await test.call(ana, deals.deleteDeal, { params });
    expect((await test.call(ana, getHandoff, { params: { handoffId } })).dealId).toBeNull();
    expect(await win(ana, deal.id)).toMatchObject({ status: 409, body: { code: 'deal.removed' } });
    expect((await test.call(ana, deals.listDeals, { query: { deleted: 'true' } })).data).toHaveLength(1);
    await test.call(ana, deals.restoreDeal, { params });
    expect((await test.call(ana, getHandoff, { params: { handoffId } })).dealId).toBe(deal.id);
  });

  it('go to a successor with the one who leaves', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    const ben = await createMember(test, workspace, { name: 'Ben' });
    const deal = await open(ana, { name: 'Handed over' });
    await test.call(admin, deactivateMember, { params: { memberId: ana.id }, body: { successorId: ben.id } });
    expect(await test.call(ben, deals.getDeal, { params: { dealId: deal.id } })).toMatchObject({
      owner: { id: ben.id },
    });
  });

  it('have stages that heads may change, as long as no open deal stands where one goes', async () => {
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    const { version, ...pipeline } = await test.call(head, deals.getPipeline, {});
    await open(ana, { name: 'At discovery' });
    const first = { key: 'first-talk', name: 'First talk', requires: [], likelihood: 0.2 };
    const edit = (caller: TestMember, body: object, seen = version) =>
      test.send(caller, deals.editPipeline, { version: seen, body: body as typeof pipeline });
    expect(await edit(ana, pipeline)).toMatchObject({ status: 403 });
    expect(await edit(head, { ...pipeline, stages: [first] })).toMatchObject({
      body: { code: 'pipeline.stage-in-use' },
    });
    expect(await edit(head, { ...pipeline, stages: [{ ...first, key: 'won' }] })).toMatchObject({ status: 400 });
    expect(await edit(head, { ...pipeline, stages: [first, ...pipeline.stages] })).toMatchObject({
      body: { version: 2 },
    });
    expect(await edit(head, pipeline)).toMatchObject({ status: 412 });
    expect((await test.call(ana, deals.getBoard, { query: {} })).columns.map(({ stage }) => stage.name)).toEqual([
      ...['First talk', 'Discovery', 'Solution', 'Proposal', 'Negotiation'],
    ]);
  });
});
