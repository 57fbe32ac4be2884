import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { type Ctx, tx, type WorkspaceId } from '../src/context.ts';
import { canonicalText, hashAgreement } from '../src/core/agreement/canonical-text.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import type { Relay } from '../src/core/relay/relay.ts';
import { openDatabases } from '../src/db/database.ts';
import { startEngine } from '../src/db/engine.ts';
import { newId } from '../src/db/ids.ts';
import { migrate } from '../src/db/migrate.ts';
import { findRelay } from '../src/features/agreements/find-relay.ts';
import { ensureAuditMonths } from '../src/features/audit/ensure-audit-months.ts';
import { judgeDueClocks } from '../src/features/clocks/judge-due-clocks.ts';
import { moveClocks } from '../src/features/clocks/move-clocks.ts';
import { addMember } from '../src/features/members/add-member.ts';
import { insertWorkspace } from '../src/features/workspaces/store.ts';
import { createSealer } from '../src/http/sealer.ts';

/**
 * Milliseconds to judge promises that are all due at once, on a real database that syncs to disk: each takes three steps of its
 * ladder and breaks, its owner is told, and the agreement has a decision follow where it says so. Beside it the limit of the same
 * run: as many rows changed in bare updates, committed as often.
 */
const due = 1_000;
const perCommit = 500;
const rounds = 5;
const start = new Date('2026-03-02T09:00:00Z');
const dueAt = new Date('2026-03-02T13:00:00.001Z');
const quiet = { info() {}, warn() {}, error: console.error };

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
const engine = await startEngine({ home, log: quiet });
try {
  await migrate(engine.connection, start);
  const databases = openDatabases(engine.connection, { screens: 1, ingest: 1, workers: 2, reports: 1 }, quiet);
  const db = databases.workers;
  await ensureAuditMonths(db, start);
  const workspace = newId(start) as WorkspaceId;
  const at = (now: Date): Ctx => ({
    ...{ db, workspace, actor: { kind: 'system', id: null }, reach: 'all', now, requestId: null, log: quiet },
    ...{ enqueue: async () => {}, sealer: createSealer('a secret for a measurement only'), publicUrl: 'http://bench' },
  });
  const { relay, memberId } = await prepare(at(start));
  const judging: number[] = [];
  const updating: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await offer(at(start), relay, memberId);
    const began = performance.now();
    for (let more = true; more; ) more = await judgeDueClocks(at(dueAt));
    const judged = performance.now();
    await updateAlone(at(start));
    // The first round makes connections and remembers plans.
    if (round > 0) {
      judging.push(judged - began);
      updating.push(performance.now() - judged);
    }
  }
  const { rows } = await sql<{ outcome: string | null; count: number }>`
    select outcome, count(*)::int as count from clocks where workspace_id = ${workspace} and kind = 'respond' group by 1`.execute(
    db,
  );
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
  const machine = { cpus: cpus().length, node: process.version };
  const milliseconds = { judged: sum(judging), updatesAlone: sum(updating) };
  console.log(
    JSON.stringify({ bench: 'clocks', version, due, perCommit, rounds, machine, milliseconds, rows }, null, 2),
  );
  await databases.end();
} finally {
  await engine.stop();
  await rm(home, { recursive: true, force: true });
}

function sum(times: readonly number[]): { fastest: number; median: number } {
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  return { fastest: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

/** A workspace with the agreement of the tests in force, and a rep. */
async function prepare(ctx: Ctx): Promise<{ relay: Relay; memberId: string }> {
  const values = { name: 'Bench', currency: 'EUR', zone: 'Europe/Berlin', locale: 'en-GB', fiscalStart: '01-01' };
  await insertWorkspace(ctx, values);
  const person = { name: 'Rep', email: 'rep@example.test', department: 'sales', role: 'member' } as const;
  const { id: memberId } = await addMember(ctx, { ...person, passwordHash: 'none' });
  const source = readFileSync(path.join(import.meta.dirname, '../test/fixtures/agreement/lap.yaml'), 'utf8');
  const { agreement } = readAgreement(source);
  if (agreement === null) throw new Error('The agreement of the tests cannot be read.');
  const id = newId(ctx.now);
  await ctx.db
    .insertInto('agreementVersions')
    .values({
      ...{ workspaceId: ctx.workspace, id, number: 1, status: 'in-force', name: agreement.name, source },
      ...{ canonical: canonicalText(agreement), hash: hashAgreement(agreement), effectiveAt: ctx.now },
      ...{ inForceFrom: ctx.now, inForceTo: null, createdAt: ctx.now, updatedAt: ctx.now },
    })
    .execute();
  const relay = await findRelay(ctx, id);
  if (relay === null) throw new Error('The agreement is not in force.');
  return { relay, memberId };
}

/** So many leads that a rep has, with their promises. */
async function offer(ctx: Ctx, relay: Relay, memberId: string): Promise<void> {
  const leads = Array.from({ length: due }, () => ({ contactId: newId(ctx.now), handoffId: newId(ctx.now) }));
  const lists = sql`unnest(${leads.map(({ contactId }) => contactId)}::uuid[], ${leads.map(({ handoffId }) => handoffId)}::uuid[]) as l (contact, handoff)`;
  await sql`
    insert into contacts (workspace_id, id, sort_key, created_at, updated_at)
    select ${ctx.workspace}, contact, 'p', ${ctx.now}, ${ctx.now} from ${lists}`.execute(ctx.db);
  await sql`
    insert into handoffs (workspace_id, id, contact_id, cycle, number, member_id, assigned_at, explore, status, offered_at, brief, version_id)
    select ${ctx.workspace}, handoff, contact, 1, 1, ${memberId}::uuid, ${ctx.now}, false, 'offered', ${ctx.now}, '{}',
      ${relay.version.id}::uuid from ${lists}`.execute(ctx.db);
  const promises = { respond: 'respond', decide: 'decide' };
  await tx(ctx, (ctx) =>
    moveClocks(
      ctx,
      relay,
      leads.map(({ handoffId }) => ({
        subject: { handoffId, qualificationId: null, memberId, teamId: null, promises },
        facts: [{ kind: 'offered', handoffId, at: ctx.now.getTime() }],
      })),
    ),
  );
}

/** Changes as many clocks, in as many commits, and nothing else. */
async function updateAlone(ctx: Ctx): Promise<void> {
  for (let done = 0; done < due; done += perCommit) {
    await sql`
      update clocks set due_at = due_at, next_at = next_at
      where workspace_id = ${ctx.workspace} and id in (
        select id from clocks where workspace_id = ${ctx.workspace} and kind = 'decide' order by id limit ${perCommit} offset ${done})`.execute(
      ctx.db,
    );
  }
}
