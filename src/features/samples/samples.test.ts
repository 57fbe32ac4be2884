import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, signIn, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { giveawayCampaign } from '../../core/demo/sample-agreement.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { handoffStates } from '../../core/handoff/handoff.ts';
import { rejectionStates } from '../../core/handoff/rejection.ts';
import { groupFeedback } from '../feedback/schema.ts';
import { inviteMember } from '../invitations/schema.ts';
import { createKey } from '../keys/schema.ts';
import { reportExceptions } from '../scoreboard/schema.ts';
import { getSession, requestPasswordReset, signIn as signInContract, signOut } from '../sessions/schema.ts';
import { getWorkspace } from '../workspaces/schema.ts';
import { createSample, getSample, joinSample, leaveSample, removeSample } from './schema.ts';

/** Enough for every state and for the symptoms, and no more. */
const people = 110;

describe('the sample company', () => {
  const test = useTestApp();
  let home: WorkspaceId;
  let owner: TestMember;
  let sampleId: string;
  const db = () => test.databases.screens;

  /** Every table that keeps rows by workspace, with how many of this one it has. */
  async function countRows(workspace: string): Promise<Map<string, number>> {
    const { rows: tables } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      order by c.relname`.execute(db());
    const counts = new Map<string, number>();
    for (const { name } of tables) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::integer as n from ${sql.table(name)} where workspace_id = ${workspace}`.execute(db());
      if ((rows[0]?.n ?? 0) > 0) counts.set(name, rows[0]?.n ?? 0);
    }
    return counts;
  }

  beforeAll(async () => {
    home = await createWorkspace(test);
    owner = await createMember(test, home, { name: 'Olivia', role: 'admin', department: 'both' });
    const before = await countRows(home);
    const [first, second] = await Promise.all([
      test.call(owner, createSample, { body: { people } }),
      test.call({ ...owner }, createSample, { body: { people } }),
    ]);
    expect([first.status, second.status]).toEqual(['waiting', 'waiting']);
    expect((await test.send(owner, joinSample)).body.code).toBe('sample.not-ready');
    expect((await test.send(owner, removeSample)).body.code).toBe('sample.being-made');
    await test.runJobs();
    expect(await test.call(owner, getSample)).toMatchObject({ status: 'ready', percent: 100 });
    // Nothing of the real workspace has changed but that a sample was asked for.
    const after = await countRows(home);
    before.set('samples', 1).set('audit', (before.get('audit') ?? 0) + 1);
    expect([...after].filter(([name]) => name !== 'idempotency_keys')).toEqual([...before].sort());
    sampleId = (await db().selectFrom('samples').select('sampleId').executeTakeFirstOrThrow()).sampleId;
  }, 120_000);

  const statesOf = async (table: 'handoffs' | 'rejections') => {
    const rows = await db().selectFrom(table).select('status').distinct().where('workspaceId', '=', sampleId).execute();
    return rows.map(({ status }) => status).sort();
  };

  it('is made once, with two departments, teams in two zones, and every state that a lead and a rejection can be in', async () => {
    expect(await db().selectFrom('workspaces').select('id').where('sampleOf', '=', home).execute()).toHaveLength(1);
    const calendars = await db().selectFrom('calendars').select('zone').where('workspaceId', '=', sampleId).execute();
    expect(calendars.map(({ zone }) => zone).sort()).toEqual(['America/New_York', 'Europe/Berlin']);
    const members = await db().selectFrom('members').selectAll().where('workspaceId', '=', sampleId).execute();
    expect(new Set(members.map(({ department }) => department))).toEqual(new Set(['marketing', 'sales', 'both']));
    expect(await statesOf('handoffs')).toEqual([...handoffStates].sort());
    expect(await statesOf('rejections')).toEqual([...rejectionStates].sort());
    const { outcomes } = await sql<{ outcomes: (string | null)[] }>`
      select array_agg(distinct outcome) as outcomes from clocks where workspace_id = ${sampleId}`
      .execute(db())
      .then(({ rows }) => rows[0] ?? { outcomes: [] });
    expect(outcomes).toEqual(expect.arrayContaining(['kept', 'broken', null]));
    const spend = await db().selectFrom('spend').select('campaign').where('workspaceId', '=', sampleId).execute();
    expect(new Set(spend.map(({ campaign }) => campaign)).size).toBeGreaterThan(1);
  });

  it('has the symptoms that are planted, as the code finds them that looks for them', async () => {
    const { rows } = await sql<{ past: number; unworked: number; rejected: number; other: number }>`
      select (select count(*)::integer from clocks c where c.workspace_id = ${sampleId} and c.kind = 'respond'
                and c.outcome is distinct from 'cancelled' and c.due_at < ${test.clock()}) as past,
             (select count(*)::integer from clocks c where c.workspace_id = ${sampleId} and c.kind = 'respond'
                and c.outcome is distinct from 'cancelled' and c.due_at < ${test.clock()}
                and (c.answered_at is null or c.answered_at > c.due_at)) as unworked,
             (select count(*)::integer from handoffs where workspace_id = ${sampleId} and reason is not null
                and status in ('rejected', 'handed-back')) as rejected,
             (select count(*)::integer from handoffs where workspace_id = ${sampleId} and reason = 'other'
                and status in ('rejected', 'handed-back')) as other`.execute(db());
    const [{ past, unworked, rejected, other } = { past: 0, unworked: 0, rejected: 0, other: 0 }] = rows;
    const findings = diagnose(
      {
        'nothing-is-a-lead': { unworked: { count: unworked, of: past } },
        'feedback-not-standard': { other: { count: other, of: rejected } },
      },
      test.clock().getTime(),
    );
    const firing = findings.filter(({ state }) => state === 'firing').map(({ symptom }) => symptom);
    expect(firing.sort(), JSON.stringify(rows)).toEqual(['feedback-not-standard', 'nothing-is-a-lead']);
    const guest = { ...owner };
    await test.call(guest, joinSample);
    const { campaigns } = await test.call(guest, groupFeedback);
    const named = campaigns.filter(({ key }) => key !== null).toSorted((a, b) => b.total - a.total);
    expect(named[0]?.key).toBe(giveawayCampaign);
    const { groups, unacknowledged } = await test.call(guest, reportExceptions);
    expect(unacknowledged.data.map(({ name }) => name)).toEqual(['Tom Becker']);
    expect(groups.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['arbitration', 'answer', 'queue']));
    await test.call(guest, leaveSample);
  });

  it('leaves leads that wait in the Inbox, a ruling that lacks one voice, and somebody who wakes up soon', async () => {
    const now = test.clock();
    const clocks = await db()
      .selectFrom('clocks')
      .select(['dueAt', 'startedAt'])
      .where('workspaceId', '=', sampleId)
      .where('kind', '=', 'respond')
      .where('outcome', 'is', null)
      .where('answeredAt', 'is', null)
      .where('dueAt', '>', now)
      .execute();
    expect(clocks.length).toBeGreaterThanOrEqual(4);
    const votes = await sql<{ n: number }>`
      select count(v.*)::integer as n from rejections r
      left join rejection_votes v on v.workspace_id = r.workspace_id and v.rejection_id = r.id
      where r.workspace_id = ${sampleId} and r.status = 'contested' group by r.id`.execute(db());
    expect(votes.rows.map(({ n }) => n)).toContain(1);
    const waking = await db()
      .selectFrom('contacts')
      .select('wakeUpAt')
      .where('workspaceId', '=', sampleId)
      .where('wakeUpAt', '>', now)
      .where('wakeUpAt', '<', new Date(now.getTime() + 5 * 86_400_000))
      .execute();
    expect(waking.length).toBeGreaterThan(0);
  });

  it('lets nobody of it sign in, tells nobody of it anything and writes no mail', async () => {
    const members = await db().selectFrom('members').selectAll().where('workspaceId', '=', sampleId).execute();
    for (const { email, passwordHash } of members) {
      expect(email).toMatch(/\.example$/);
      expect(passwordHash).toBeNull();
    }
    const rep = members.find(({ name }) => name === 'Jonas Weber');
    const body = { email: rep?.email ?? '', password: 'a long enough password' };
    expect((await test.send({}, signInContract, { body })).status).toBe(401);
    await test.call({}, requestPasswordReset, { body: { email: body.email } });
    await test.runLoops();
    const counts = await countRows(sampleId);
    for (const table of ['outbox', 'password_resets', 'sessions', 'verdict_links', 'invitations', 'api_keys']) {
      expect(counts.get(table), table).toBeUndefined();
    }
    const told = await db()
      .selectFrom('notifications')
      .select('memberId')
      .where('workspaceId', '=', sampleId)
      .execute();
    expect(new Set(told.map(({ memberId }) => memberId)).size).toBeLessThanOrEqual(1);
    expect(told.every(({ memberId }) => memberId === owner.id)).toBe(true);
  });

  it('is entered and left by admins in the session that they have, and marked wherever it is read', async () => {
    const guest = { ...owner, ...(await signIn(test, home, owner.id)) };
    expect((await test.call(guest, joinSample)).workspace).toMatchObject({ id: sampleId, sample: true });
    expect((await test.call(guest, getSession)).member).toMatchObject({
      id: owner.id,
      actsFor: ['marketing', 'sales'],
    });
    expect((await test.call(guest, getWorkspace)).sample).toBe(true);
    // The other browser of the same member stays where it is.
    expect((await test.call(owner, getSession)).workspace).toMatchObject({ id: home, sample: false });
    const invited = await test.send(guest, inviteMember, {
      body: { email: 'real@example.test', name: null, department: 'sales', role: 'member' },
    });
    expect(invited.body.code).toBe('sample.not-here');
    const key = await test.send(guest, createKey, { body: { name: 'Import', scopes: ['contacts:read'] } });
    expect(key.body.code).toBe('sample.not-here');
    expect((await test.send(guest, createSample, { body: { people } })).body.code).toBe('sample.within-sample');
    expect((await test.call(guest, leaveSample)).workspace.id).toBe(home);
    await test.call(guest, joinSample);
    const cookie = { ...guest };
    await test.call(guest, signOut);
    expect((await test.send(cookie, getSession)).status).toBe(401);
    const member = await createMember(test, home, { role: 'head', department: 'sales' });
    expect((await test.send(member, joinSample)).status).toBe(403);
  });

  it('is removed with every row of it, from within, and no real workspace can be', async () => {
    const real = sql`select remove_sample(${home})`.execute(test.database.databases.screens);
    await expect(real).rejects.toThrow('Only a sample can be removed');
    const rename = db().updateTable('workspaces').set({ sampleOf: sampleId }).where('id', '=', home).execute();
    await expect(rename).rejects.toThrow('never changes');
    await expect(
      sql`delete from audit where workspace_id = ${sampleId}`.execute(db()),
      'outside of the procedure the log stays',
    ).rejects.toThrow('append-only');
    const before = await countRows(home);
    await test.call(owner, joinSample);
    await test.call(owner, removeSample);
    expect((await test.call(owner, getSession)).workspace.id).toBe(home);
    expect([...(await countRows(sampleId)).keys()]).toEqual([]);
    expect(await db().selectFrom('workspaces').select('id').where('id', '=', sampleId).execute()).toEqual([]);
    const jobs = await sql`select from pgboss.job where data ->> 'workspace' = ${sampleId}`.execute(db());
    expect(jobs.rows).toEqual([]);
    const after = await countRows(home);
    for (const table of ['audit', 'samples', 'idempotency_keys']) {
      before.delete(table);
      after.delete(table);
    }
    expect([...after]).toEqual([...before]);
    expect(await test.call(owner, getSample)).toMatchObject({ status: 'none' });
    expect((await test.call(owner, createSample, { body: { people: 20 } })).status).toBe('waiting');
  });
});
