import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEngine } from '../src/db/engine.ts';
import { newId } from '../src/db/ids.ts';
import { createSource } from '../src/features/sources/schema.ts';
import { callServer, end, setUp, startServer } from '../test/server-process.ts';

/**
 * Messages a second from request to answer, which comes after the commit: in batches as server clients send them, and one
 * a request as browsers do. The sender shares the machine, nothing is processed meanwhile. Beside it the limit of the same database in the same run: bare
 * inserts of 500 rows over one connection, without ids to compare, of the same rows into the log and of as many touches.
 */
const seed = 20_260_302;
const rounds = 5;
const phase = 3_000;
const batchSize = 100;
const rowsAtOnce = 500;
const quiet = { info() {}, warn() {}, error() {} };
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const bodyOf = (n: number) => ({
  type: 'track',
  event: 'Pricing viewed',
  messageId: `bench-${seed}-${n}`,
  anonymousId: `visitor-${n % 10_000}`,
  timestamp: '2026-03-02T09:00:00.000Z',
  properties: { plan: 'team', seats: n % 50, path: `/pricing/${n % 20}`, title: 'What it costs and what it saves' },
  context: {
    page: {
      url: 'https://shop.example/pricing?utm_source=news',
      path: '/pricing',
      referrer: 'https://www.example.org/',
    },
    campaign: { source: 'news', medium: 'email', name: 'spring' },
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    library: { name: 'bench', version: '1' },
  },
});

let sent = 0;
const next = () => {
  sent += 1;
  return bodyOf(sent);
};

function post(url: string, writeKey: string, body: object): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', reject).end(JSON.stringify(body));
  });
}

/** Sends by so many lanes for the time of a phase; each source has its own allowance, so they take turns. */
async function send(
  url: string,
  keys: string[],
  lanes: number,
  count: number,
): Promise<{ perSecond: number; p95: number }> {
  const began = performance.now();
  const times: number[] = [];
  let stored = 0;
  const lane = async (at: number) => {
    for (let turn = at; performance.now() - began < phase; turn += lanes) {
      const key = keys[turn % keys.length] as string;
      const started = performance.now();
      const status =
        count === 1
          ? await post(`${url}/v1/track`, key, next())
          : await post(`${url}/v1/batch`, key, { batch: Array.from({ length: count }, next) });
      if (status !== 200) throw new Error(`A request was answered with ${status}.`);
      times.push(performance.now() - started);
      stored += count;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] as number;
  return { perSecond: Math.round((stored / (performance.now() - began)) * 1_000), p95 };
}

async function insert(client: pg.Client, table: string, columns: string[], rowOf: () => unknown[]): Promise<number> {
  const places = Array.from(
    { length: rowsAtOnce },
    (_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(',')})`,
  );
  const text = `insert into ${table} (${columns.join(',')}) values ${places.join(',')}`;
  const began = performance.now();
  let rows = 0;
  while (performance.now() - began < phase) {
    await client.query(text, Array.from({ length: rowsAtOnce }, rowOf).flat());
    rows += rowsAtOnce;
  }
  return Math.round((rows / (performance.now() - began)) * 1_000);
}

async function measureLimits(home: string): Promise<{ log: number; touches: number }> {
  const engine = await startEngine({ home, log: quiet });
  const client = new pg.Client(engine.connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select id from workspaces limit 1');
    const workspace = rows[0]?.id;
    const now = new Date();
    await client.query("select ensure_days('inbound', $1, 2), ensure_months('touches', $1, 2)", [now]);
    const source = newId(now);
    const log = ['workspace_id', 'received_at', 'source_id', 'message_id', 'happened_at', 'body'];
    const touch = [
      'workspace_id',
      'at',
      'id',
      'identity_id',
      'known_at',
      'kind',
      'path',
      'department',
      'live',
      'props',
    ];
    return {
      log: await insert(client, 'inbound', log, () => {
        const body = next();
        return [workspace, now, source, body.messageId, now, JSON.stringify(body)];
      }),
      touches: await insert(client, 'touches', touch, () => {
        const { properties } = next();
        return [
          workspace,
          now,
          newId(now),
          sent % 10_000,
          now,
          1,
          sent % 20,
          'marketing',
          true,
          JSON.stringify(properties),
        ];
      }),
    };
  } finally {
    await client.end();
    await engine.stop();
  }
}

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
const keys: string[] = [];
const figures = { batches: [] as number[], singles: [] as number[], log: [] as number[], touches: [] as number[] };
const p95 = { batches: [] as number[], singles: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  const server = await startServer(home, { BATON_ROLE: 'web' });
  if (keys.length === 0) {
    const owner = await setUp(server.url);
    for (let n = 0; n < 16; n += 1) {
      const body = { name: `Source ${n}`, kind: 'server' as const };
      const made = await callServer(server.url, owner, createSource, { body });
      keys.push(made?.body.writeKey ?? '');
    }
  }
  const measured = {
    batches: () => send(server.url, keys, 16, batchSize),
    singles: () => send(server.url, keys, 64, 1),
  };
  const order = round % 2 === 0 ? (['batches', 'singles'] as const) : (['singles', 'batches'] as const);
  for (const name of order) {
    const { perSecond, p95: slow } = await measured[name]();
    figures[name].push(perSecond);
    p95[name].push(slow);
  }
  await end(server.process, 'SIGTERM');
  const limits = await measureLimits(home);
  figures.log.push(limits.log);
  figures.touches.push(limits.touches);
}
agent.destroy();
await rm(home, { recursive: true, force: true });

const ratio = (of: number[], to: number[]) =>
  Number(median(of.map((value, at) => value / (to[at] as number))).toFixed(2));
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};
console.log(
  JSON.stringify(
    {
      bench: 'capture',
      version,
      seed,
      rounds,
      input: {
        batchSize,
        bytesOfMessage: JSON.stringify(bodyOf(1)).length,
        sources: keys.length,
        secondsOfPhase: phase / 1_000,
      },
      machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version },
      perSecond: {
        committedInBatches: median(figures.batches),
        committedOneByOne: median(figures.singles),
        bareInsertsIntoLog: median(figures.log),
        bareInsertsIntoTouches: median(figures.touches),
      },
      p95Milliseconds: { batch: Math.round(median(p95.batches)), single: Math.round(median(p95.singles)) },
      ratios: {
        batchesToLog: ratio(figures.batches, figures.log),
        batchesToTouches: ratio(figures.batches, figures.touches),
        singlesToTouches: ratio(figures.singles, figures.touches),
      },
    },
    null,
    2,
  ),
);
