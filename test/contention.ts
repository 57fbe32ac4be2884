import { sql } from 'kysely';
import type { WorkspaceId } from '../src/context.ts';
import type { TestApp } from './app.ts';

/**
 * Starts requests that change roles while the test holds the lock that they need, and lets go when all of them wait (or
 * have ended, because they needed no lock): each has decided who is asking before any other has changed anything.
 */
export async function sendAtOnce<T>(
  test: TestApp,
  workspace: WorkspaceId,
  ...requests: (() => Promise<T>)[]
): Promise<T[]> {
  let ended = 0;
  const { workers } = test.databases;
  const running = await workers.transaction().execute(async (trx) => {
    await trx.selectFrom('workspaces').select('id').where('id', '=', workspace).forUpdate().execute();
    const sent = requests.map((request) => request().finally(() => (ended += 1)));
    while (ended + (await countWaiting(test)) < requests.length) await Promise.resolve();
    return { answers: Promise.all(sent) };
  });
  return running.answers;
}

/** How many statements wait for a lock that somebody else holds. */
export async function countWaiting(test: TestApp): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(test.databases.reports);
  return rows[0]?.waiting ?? 0;
}
