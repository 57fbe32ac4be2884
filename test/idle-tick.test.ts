import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../src/context.ts';
import { runLoop } from '../src/jobs/loop.ts';
import { collectLoops } from '../src/worker.ts';
import { agreeOn } from './agreements.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, systemCtx } from './fixtures.ts';
import { createHandoff, startClocks } from './handoffs.ts';

const handoffs = 25_000;

/** The loops that look for what time has done: to promises, to people who sleep, to scores. */
const watching = ['clocks', 'handoffs', 'judge-due-contacts'];

type Statement = { sql: string; parameters: readonly unknown[] };
type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };

describe('a tick in which nothing is due', () => {
  let sent: Statement[] = [];
  const test = useTestApp({ onStatement: (statement) => sent.push(statement) });
  let client: pg.Client;
  let workspace: WorkspaceId;

  beforeAll(async () => {
    client = new pg.Client(test.database.connection);
    await client.connect();
    workspace = await createWorkspace(test);
    const versionId = await agreeOn(test, workspace);
    const rep = await createMember(test, workspace);
    const handoffId = await createHandoff(test, workspace, rep.id);
    await startClocks(test, workspace, handoffId);
    await fill(client, { workspace, handoffId, versionId, now: test.clock() });
  }, 60_000);
  afterAll(() => client.end());

  async function countPages(statement: string, parameters: readonly unknown[]): Promise<number> {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, buffers, format json) ${statement}`,
      [...parameters],
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (plan === undefined) throw new Error(`There is no plan of ${statement}`);
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  }

  it('touches fewer than twenty pages, with 100,000 promises running', async () => {
    const tick = async (name: string) => {
      const loop = collectLoops().find((one) => one.name === name);
      if (loop === undefined) throw new Error(`There is no loop ${name}.`);
      const { log, enqueue, sealer, publicUrl } = systemCtx(test, workspace);
      sent = [];
      const parts = { databases: test.database.observed, clock: test.clock, log, enqueue, sealer };
      expect(await runLoop(loop, { ...parts, publicUrl: () => publicUrl })).toBe(false);
      return sent.filter(({ sql }) => !/^(?:begin|commit)/.test(sql));
    };
    const pages: Record<string, number> = {};
    // The second round is that of a process that runs for a while: it knows the agreement, and its connections the indexes.
    for (const name of [...watching, ...watching]) {
      pages[name] = 0;
      for (const { sql, parameters } of await tick(name)) pages[name] += await countPages(sql, parameters);
    }
    const { rows } = await client.query('select count(*)::int as open from clocks where outcome is null');
    expect(rows).toEqual([{ open: expect.toSatisfy((open: number) => open >= 100_000) }]);
    expect(
      Object.values(pages).reduce((sum, one) => sum + one),
      JSON.stringify(pages),
    ).toBeLessThan(20);
  });
});

type Filled = { workspace: WorkspaceId; handoffId: string; versionId: string; now: Date };

/**
 * Copies of one handoff with four promises each, all of which are due later; and as many people again who are gone, of whom
 * something was due long ago.
 */
async function fill(client: pg.Client, { workspace, handoffId, versionId, now }: Filled): Promise<void> {
  // They cost most of the time, and no plan depends on them.
  for (const table of ['contacts', 'handoffs', 'clocks']) await dropReferences(client, table);
  const at = (seconds: string) => `$2::timestamptz + interval '1 hour' + ${seconds} * interval '1 second'`;
  await client.query(`
    create temporary table copies as
    select n, gen_random_uuid() as contact, gen_random_uuid() as handoff from generate_series(1, ${handoffs}) n`);
  await client.query(
    `insert into contacts (workspace_id, id, sort_key, current_stage, cycle, scored_under, valid_until, created_at, updated_at)
     select $1, contact, 'p', 'qualified', 1, $3, ${at('n')}, $2, $2 from copies`,
    [workspace, now, versionId],
  );
  await client.query(
    `insert into contacts (workspace_id, id, sort_key, merged_into, scored_under, valid_until, wake_up_at, created_at, updated_at)
     select $1, gen_random_uuid(), 'p', contact, case when n % 2 = 0 then $1::uuid end, $2, $2, $2, $2 from copies`,
    [workspace, now],
  );
  await client.query(
    'update contacts set scored_under = $2 where workspace_id = $1 and scored_under is null and merged_into is null',
    [workspace, versionId],
  );
  await client.query(
    `insert into handoffs (workspace_id, id, contact_id, cycle, number, member_id, assigned_at, explore, status, offered_at, brief, version_id)
     select h.workspace_id, c.handoff, c.contact, 1, 1, member_id, $2, false, 'offered', $2, '{}', version_id
     from copies c, handoffs h where h.workspace_id = $1 and h.id = $3`,
    [workspace, now, handoffId],
  );
  await client.query(
    `insert into clocks (workspace_id, id, kind, clause, version_id, handoff_id, member_id, department, started_at, target_unit, target_count, due_at, next_at)
     select k.workspace_id, gen_random_uuid(), kinds.kind, k.clause, k.version_id, c.handoff, k.member_id, k.department, $2, k.target_unit,
       k.target_count, ${at('2 * n')}, ${at('n')}
     from copies c, unnest(array['respond', 'decide', 'qualify', 'attempts']) as kinds (kind), clocks k
     where k.workspace_id = $1 and k.handoff_id = $3 and k.kind = 'respond'`,
    [workspace, now, handoffId],
  );
  await client.query('vacuum analyze contacts');
  await client.query('vacuum analyze clocks');
}

async function dropReferences(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select conname as name from pg_constraint where contype = 'f' and conrelid = $1::regclass",
    [table],
  );
  await client.query(`alter table ${table} ${rows.map(({ name }) => `drop constraint "${name}"`).join(', ')}`);
}
