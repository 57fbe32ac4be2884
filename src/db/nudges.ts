import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';

/**
 * Names that one process tells the others over their database: that there is work of a kind, or news. A hint that spares them the wait
 * until they look by themselves, which they go on doing: what is lost here comes a moment later.
 */
export type Nudges = {
  /** Tells the others, after the commit of what it is about. Never throws and never waits. */
  send(name: string): void;
  stop(): Promise<void>;
};

const channel = 'baton_nudges';
/** A lost connection is made again after so long, in milliseconds, and twice as long each time, up to the second. */
const [firstPause, longestPause] = [100, 60_000];

/**
 * Resolves once it hears, or where it cannot yet, which it goes on trying.
 *
 * @param connection a direct one: through a pooler that shares connections nothing would be heard
 * @param hear is called for what others send; what this process sends it does not hear
 */
export async function openNudges(
  connection: pg.ClientConfig,
  db: Database,
  log: { warn(details: object, message: string): void },
  hear: (name: string) => void,
): Promise<Nudges> {
  const own = randomUUID();
  const waiting = new Set<string>();
  let isSending = false;
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | null = null;
  let pause = firstPause;
  let stopped = false;

  const connect = async () => {
    const opened = new pg.Client({
      ...connection,
      application_name: 'baton nudges',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client = opened;
    const lost = (error?: unknown) => {
      if (client !== opened || stopped) return;
      client = null;
      log.warn({ err: error }, 'nudges of other processes are not heard for a moment; work is still found by looking');
      again = setTimeout(() => void connect(), pause).unref();
      pause = Math.min(longestPause, pause * 2);
      opened.end().catch(() => {});
    };
    opened.on('error', lost).on('end', () => lost());
    opened.on('notification', ({ payload = '' }) => {
      const [sender, name = ''] = payload.split(' ');
      if (sender !== own) hear(name);
    });
    try {
      await opened.connect();
      await opened.query(`listen ${channel}`);
      pause = firstPause;
    } catch (error) {
      lost(error);
    }
  };
  const sendWaiting = async () => {
    isSending = true;
    while (waiting.size > 0 && !stopped) {
      const names = [...waiting];
      waiting.clear();
      const payloads = names.map((name) => `${own} ${name}`);
      // Whoever is not told looks by themselves.
      await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`
        .execute(db)
        .catch(() => {});
    }
    isSending = false;
  };
  await connect();
  return {
    send(name) {
      waiting.add(name);
      if (!isSending && !stopped) void sendWaiting();
    },
    async stop() {
      stopped = true;
      if (again !== null) clearTimeout(again);
      await client?.end().catch(() => {});
    },
  };
}
