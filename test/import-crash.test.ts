import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { startEngine } from '../src/db/engine.ts';
import { readImport, startImport, uploadFile } from '../src/features/imports/schema.ts';
import { createSource } from '../src/features/sources/schema.ts';
import { type Caller, toRequest } from './app.ts';
import { callServer, end, type ServerProcess, setUp, startServer } from './server-process.ts';

/**
 * The suite kills twice, during smaller files; `ROUNDS=10 npx vitest run test/import-crash.test.ts` is the longer trial, with
 * files of 100,000 rows.
 */
const rounds = Number(process.env.ROUNDS ?? 2);
const importRows = Number(process.env.KILL_ROWS ?? (rounds > 2 ? 100_000 : 12_000));
const quiet = { info() {}, warn() {}, error() {} };
/** Events that were taken in, how many differ, and the touches that came of them. */
const counts = `select count(*)::int as stored, count(distinct message_id)::int as events,
  (select count(*)::int from touches) as touches,
  (select count(*)::int from (select from touches group by message_hash having count(*) > 1) again) as twice
  from inbound`;
const atOnce = 8;
const batch = 50;

describe.skipIf(process.env.DATABASE_URL)('a kill', () => {
  const homes: string[] = [];
  let server: ServerProcess | undefined;
  afterAll(async () => {
    if (server) await end(server.process, 'SIGTERM');
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  const begin = async (): Promise<{ home: string; owner: Caller }> => {
    if (server) await end(server.process, 'SIGTERM');
    const home = await mkdtemp(path.join(tmpdir(), 'baton-import-crash-'));
    homes.push(home);
    server = await startServer(home);
    return { home, owner: await setUp(server.url) };
  };
  const url = () => server?.url ?? '';
  const kill = async (home: string) => {
    if (server) await end(server.process, 'SIGKILL');
    server = await startServer(home);
  };
  /** Looks into the database of a folder that nobody serves from. */
  const look = async <Row extends pg.QueryResultRow>(home: string, text: string): Promise<Row[]> => {
    if (server) await end(server.process, 'SIGTERM');
    const engine = await startEngine({ home, log: quiet });
    const client = new pg.Client(engine.connection);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
      await engine.stop();
    }
  };
  const settle = async (isDone: () => Promise<boolean>, seconds: number, what: string) => {
    const until = performance.now() + seconds * 1_000;
    while (!(await isDone())) {
      if (performance.now() > until) throw new Error(`${what} after ${seconds} s: ${server?.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('during an import loses and doubles no row, and needs no hand', {
    timeout: 120_000 + rounds * importRows * 2,
  }, async () => {
    const { home, owner } = await begin();
    const goneOn: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const rows = Array.from(
        { length: importRows },
        (_, n) => `${round}-${n},Person ${n},p${n}.r${round}@company${n % 1_000}.example,Company ${n % 1_000}`,
      );
      const request = toRequest(owner, uploadFile, { query: { name: `round-${round}.csv` } });
      const { host: _, ...headers } = request.headers as Record<string, string>;
      const answer = await fetch(`${url()}${request.url}`, {
        method: 'POST',
        headers: { ...headers, origin: url(), 'content-type': 'application/octet-stream' },
        body: `Contact ID,Name,Email,Company\n${rows.join('\n')}\n`,
      });
      const { id } = uploadFile.response.parse(await answer.json());
      const params = { importId: id };
      const read = async () => (await callServer(url(), owner, readImport, { params }))?.body;
      await callServer(url(), owner, startImport, { params, body: {} });
      // Somewhere in the middle of it, each round a little later.
      const target = Math.floor((importRows * (round + 1)) / (rounds + 1));
      await settle(async () => ((await read())?.done ?? 0) >= target, 120, 'the import had not come half way');
      await kill(home);
      const from = (await read())?.done ?? 0;
      await settle(async () => (await read())?.status === 'done', 300, 'the import had not ended');
      goneOn.push(`${from} of ${importRows}`);
      expect((await read())?.counts).toMatchObject({ created: importRows, updated: 0, faults: 0 });
    }
    const [totals] = await look<Record<string, number>>(
      home,
      `select (select count(*)::int from contacts) as contacts, (select count(distinct email)::int from contacts) as emails,
        (select count(*)::int from contact_keys) as keys, (select count(*)::int from accounts) as accounts,
        (select count(*)::int from external_ids where object = 'contact') as ids,
        (select count(*)::int from import_records where object = 'contact') as made`,
    );
    const all = rounds * importRows;
    expect(totals).toEqual({ contacts: all, emails: all, keys: all, accounts: 1_000, ids: all, made: all });
    console.log(`killed and gone on at: ${goneOn.join(', ')}`);
  });

  it('during capture at full speed keeps every acknowledged event, once', {
    timeout: 120_000 + rounds * 30_000,
  }, async () => {
    const { home, owner } = await begin();
    const source = await callServer(url(), owner, createSource, { body: { name: 'Website', kind: 'server' } });
    const authorization = `Basic ${btoa(`${source?.body.writeKey}:`)}`;
    const acknowledged = new Set<string>();
    let sent = 0;
    for (let round = 0; round < rounds; round += 1) {
      let isKilled = false;
      const send = async () => {
        while (!isKilled) {
          const ids = Array.from({ length: batch }, () => {
            sent += 1;
            return `m-${sent}`;
          });
          const events = ids.map((messageId) => ({
            ...{ type: 'track', event: 'Pricing viewed', messageId, userId: `user-${sent % 500}` },
            timestamp: new Date().toISOString(),
          }));
          try {
            const response = await fetch(`${url()}/v1/batch`, {
              method: 'POST',
              headers: { authorization, 'content-type': 'application/json' },
              body: JSON.stringify({ batch: events }),
            });
            await response.arrayBuffer();
            if (response.status === 200) for (const id of ids) acknowledged.add(id);
          } catch {
            // The connection broke: nobody was told anything.
          }
        }
      };
      const lanes = Array.from({ length: atOnce }, send);
      await new Promise((resolve) => setTimeout(resolve, 1_500 + round * 130));
      const killing = server ? end(server.process, 'SIGKILL') : null;
      isKilled = true;
      await Promise.all([killing, ...lanes]);
      server = await startServer(home);
    }
    expect(acknowledged.size).toBeGreaterThan(rounds * batch);
    // What was taken in is processed by itself after the last start, each event into one touch.
    const seen = () => look<{ events: number; stored: number; touches: number; twice: number }>(home, counts);
    let [totals] = await seen();
    // As long as it goes on: how many there are depends on the machine. The lease of a killed process runs for 30 s.
    for (let idle = 0; totals && totals.touches < totals.events && idle < 10; ) {
      const before = totals.touches;
      server = await startServer(home);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      [totals] = await seen();
      idle = totals && totals.touches > before ? 0 : idle + 1;
    }
    expect(totals).toMatchObject({ events: totals?.stored, touches: totals?.stored, twice: 0 });
    const rows = await look<{ id: string }>(home, 'select message_id as id from inbound');
    const stored = new Set(rows.map(({ id }) => id));
    expect(
      [...acknowledged].filter((id) => !stored.has(id)),
      'an acknowledged event is gone',
    ).toEqual([]);
    console.log(`${acknowledged.size} acknowledged of ${sent} sent, ${stored.size} stored`);
  });
});
