import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createAccount, createContact, createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { createKey } from '../keys/schema.ts';
import { acceptHandoff, getHandoff } from './schema.ts';

describe('accepting a handoff', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let handoffId: string;

  const db = () => test.databases.screens;
  const accept = (caller: TestMember, id = handoffId) =>
    test.send(caller, acceptHandoff, { params: { handoffId: id } });

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    test.clock.advance(minutes(30));
  });

  it('keeps the promise to decide, starts those that follow, and moves the contact', async () => {
    const accepted = await test.call(ana, acceptHandoff, { params: { handoffId } });
    expect(accepted).toMatchObject({
      status: 'accepted',
      acceptedBy: 'rep',
      acceptedAt: test.clock().toISOString(),
      version: 2,
    });
    expect(accepted.clocks.map(({ kind, state }) => [kind, state])).toEqual([
      ['respond', 'running'],
      ['qualify', 'running'],
      ['attempts', 'running'],
      ['decide', 'kept'],
    ]);
    const contact = await db()
      .selectFrom('contacts')
      .select(['currentStage', 'furthestStage'])
      .where('id', '=', accepted.contact.id)
      .executeTakeFirst();
    expect(contact).toEqual({ currentStage: 'accepted', furthestStage: 'accepted' });
    const entry = await db().selectFrom('audit').selectAll().where('objectId', '=', handoffId).execute();
    expect(entry).toMatchObject([
      { verb: 'handoff.accepted', actorId: ana.id, before: { status: 'offered' }, after: { status: 'accepted' } },
    ]);
  });

  it('is told apart from a second time, and from one that is closed', async () => {
    await accept(ana);
    expect(await accept(ana)).toMatchObject({ status: 409, body: { code: 'handoff.already-accepted' } });
    const closed = await createHandoff(test, workspace, ana.id, { status: 'rejected' });
    expect(await accept(ana, closed)).toMatchObject({ status: 409, body: { code: 'handoff.already-rejected' } });
  });

  it('is won by one of two who do it at once; the other is told, and there is one entry', async () => {
    const lead = await createMember(test, workspace, { role: 'admin' });
    const answers = await db()
      .transaction()
      .execute(async (trx) => {
        // Both wait for the same row before either can decide.
        await trx.selectFrom('contacts').select('id').where('workspaceId', '=', workspace).forUpdate().execute();
        const both = [accept(ana), accept(lead)];
        while ((await countWaiting()) < 2) await Promise.resolve();
        return { both: Promise.all(both) };
      });
    expect((await answers.both).map(({ status }) => status).sort()).toEqual([200, 409]);
    const entries = await db().selectFrom('audit').select('id').where('objectId', '=', handoffId).execute();
    expect(entries).toHaveLength(1);
    const clocks = await db().selectFrom('clocks').select('kind').where('handoffId', '=', handoffId).execute();
    expect(clocks).toHaveLength(4);
  });

  async function countWaiting(): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(test.databases.reports);
    return rows[0]?.waiting ?? 0;
  }

  it('is for the rep, and for who may act for them: others do not learn that it exists', async () => {
    const other = await createMember(test, workspace);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect(await accept(viewer)).toMatchObject({ status: 403 });
    for (const who of [other, marketer, stranger]) {
      expect(await accept(who)).toMatchObject({ status: 404, body: { code: 'handoff.not-found' } });
    }
    expect((await accept(admin)).status).toBe(200);
    const row = await db()
      .selectFrom('handoffs')
      .select(['memberId', 'verdictBy'])
      .where('id', '=', handoffId)
      .executeTakeFirst();
    expect(row).toEqual({ memberId: ana.id, verdictBy: admin.id });
  });

  it('can be done with an API key, for which its maker answers', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    const body = { name: 'Dialler', scopes: ['handoffs:write' as const], expiresAt: null };
    const { secret } = await test.call(admin, createKey, { body });
    const answer = await test.send({ key: secret }, acceptHandoff, { params: { handoffId } });
    expect(answer).toMatchObject({ status: 200, body: { acceptedBy: 'rep' } });
  });

  it('after its time keeps both facts', async () => {
    test.clock.set(new Date('2026-03-05T09:00:00Z'));
    const { clocks } = await test.call(ana, acceptHandoff, { params: { handoffId } });
    expect(clocks.find(({ kind }) => kind === 'decide')).toMatchObject({
      state: 'broken',
      dueAt: '2026-03-04T16:00:00.000Z',
      answeredAt: test.clock().toISOString(),
      minutesLeft: 0,
    });
  });

  it('reads names as they stand now and the brief as it was told, with colleagues', async () => {
    const accountId = await createAccount(test, workspace, 'Acme');
    const contactId = await createContact(test, workspace, { name: 'Dana Doe', accountId });
    const colleague = await createContact(test, workspace, { name: 'Eli Roe', accountId });
    const id = await createHandoff(test, workspace, ana.id, { contactId, accountId });
    await db().updateTable('contacts').set({ name: 'Dana Smith' }).where('id', '=', contactId).execute();
    test.clock.advance(hours(1));
    expect(await test.call(ana, getHandoff, { params: { handoffId: id } })).toMatchObject({
      contact: { id: contactId, name: 'Dana Smith' },
      account: { id: accountId, name: 'Acme', employees: 200 },
      colleagues: [{ id: colleague, name: 'Eli Roe', grade: 'A1' }],
      brief: { because: ['The grade is A1.'], agreement: { name: 'One lap' } },
      reason: 'The grade is A1.',
    });
  });
});
