import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSource } from '../src/features/sources/schema.ts';
import { agreeOn, lapText } from './agreements.ts';
import { useTestApp } from './app.ts';
import { days } from './clock.ts';
import { countWaiting } from './contention.ts';
import { createMember, createWorkspace } from './fixtures.ts';
import { createLead } from './handoffs.ts';
import { createTeam } from './teams.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** Heads of operations who ask for a demo, one after the other in one request, as a site sends them. */
const batchOf = (count: number) => ({
  batch: Array.from({ length: count }, (_, n) => ({
    type: 'track',
    event: 'Form Submitted',
    messageId: `demo-${n}`,
    userId: `person-${n}`,
    properties: {
      form: 'demo-request',
      email: `person${n}@company${n}.example`,
      firstName: 'Olivia',
      lastName: `Operations ${n}`,
      title: 'Head of operations',
    },
  })),
});

describe('fifty leads at once for a team of four', () => {
  const test = useTestApp();
  let processes: WorkerProcess[];

  beforeAll(async () => {
    const { connection } = test.database;
    processes = await Promise.all([startWorkerProcess(connection), startWorkerProcess(connection)]);
  });
  afterAll(() => Promise.all(processes.map((one) => one.stop())));

  it('are shared out by weight over who is there, and nobody is left out, by whichever of two workers', async () => {
    const workspace = await createWorkspace(test);
    const text = lapText.replace('to: "team:inbound", method: round-robin', 'to: "team:inbound", method: weighted');
    const versionId = await agreeOn(test, workspace, text);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const weights = [4, 3, 2, 1];
    const team = await Promise.all(
      weights.map((weight) => createMember(test, workspace, { name: `Rep of ${weight}` })),
    );
    await createTeam(
      test,
      workspace,
      'inbound',
      team.map((member, n) => ({ member, weight: weights[n] ?? 1 })),
    );
    const at = test.clock().getTime();
    const db = test.databases.screens;
    const away = { id: admin.id, memberId: team[1]?.id ?? '', coverId: null };
    await db
      .insertInto('absences')
      .values({
        ...{ workspaceId: workspace, ...away, createdAt: test.clock() },
        ...{ startsAt: new Date(at - days(1)), endsAt: new Date(at + days(1)) },
      })
      .execute();

    // Some wait already since nobody was there, the others arrive now.
    for (let n = 0; n < 20; n += 1) await createLead(test, workspace, versionId, { segment: null });
    const { writeKey } = await test.call(admin, createSource, { body: { name: 'Website', kind: 'server' } });
    const sent = await test.app.inject({
      ...{ method: 'POST', url: '/v1/batch', payload: batchOf(30) },
      headers: { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` },
    });
    expect(sent.statusCode).toBe(200);

    // Both want to route before either may.
    await test.databases.workers.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('routing:' || ${workspace}, 0))`.execute(trx);
      const [first, second] = processes;
      await first?.ask(test.clock(), { kind: 'start-loops', without: ['route-queue'] });
      await second?.ask(test.clock(), { kind: 'start-loops', without: ['process-inbound', 'judge-marked'] });
      while ((await countWaiting(test)) < 2) await new Promise((resolve) => setImmediate(resolve));
    });
    const listHolders = () =>
      db.selectFrom('handoffs').select('memberId').where('workspaceId', '=', workspace).execute();
    while ((await listHolders()).length < 50) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all(processes.map((one) => one.ask(test.clock(), { kind: 'stop-loops' })));

    const holders = await listHolders();
    expect(holders).toHaveLength(50);
    const shares = [(50 * 4) / 7, 0, (50 * 2) / 7, 50 / 7];
    for (const [n, { id }] of team.entries()) {
      const count = holders.filter(({ memberId }) => memberId === id).length;
      expect(Math.abs(count - (shares[n] ?? 0)), team[n]?.name).toBeLessThan(1);
    }
    const left = await db
      .selectFrom('qualifications')
      .select('id')
      .where('workspaceId', '=', workspace)
      .where('status', '<>', 'handed-over')
      .execute();
    expect(left).toEqual([]);
  });
});
