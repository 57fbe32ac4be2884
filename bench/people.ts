import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { CallInput } from '../src/core/contract.ts';
import { startEngine } from '../src/db/engine.ts';
import { listContacts } from '../src/features/contacts/schema.ts';
import { getSession } from '../src/features/sessions/schema.ts';
import { callServer, end, setUp, startServer } from '../test/server-process.ts';

/**
 * How long people wait for a page of people: lists, filters and searches over a generated sample, four at once, from request
 * to answer, of a database as its own upkeep leaves it some minutes after so much was written. Beside it the limit of the same
 * run: the cheapest answer that needs a session. `BENCH_PEOPLE` sets the size.
 */
const seed = 1;
const people = Number(process.env.BENCH_PEOPLE ?? 200_000);
const lanes = 4;
const perLane = 60;

const condition = (field: string, op: string, value: unknown) => JSON.stringify({ all: [{ field, op, value }] });
const queries: Record<string, Partial<CallInput<typeof listContacts>['query']>> = {
  byName: {},
  byLastTouch: { sort: 'last-touch' },
  filterByTitle: { filter: condition('contact.title', 'matches-any', ['head of operations', 'coo']) },
  filterByIndustry: { filter: condition('account.industry', 'equals', 'logistics'), sort: 'last-touch' },
  search: { search: 'müller' },
  searchWithTypo: { search: 'schnider anna' },
};

async function tidyUp(): Promise<void> {
  const engine = await startEngine({ home, log: { info() {}, warn() {}, error: console.error } });
  const client = new pg.Client(engine.connection);
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.end();
  await engine.stop();
}

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
try {
  let server = await startServer(home);
  const owner = await setUp(server.url);
  await end(server.process, 'SIGTERM');
  const began = performance.now();
  const cli = path.join(import.meta.dirname, '../src/cli/baton.ts');
  const filled = execFileSync(process.execPath, [cli, 'demo', '--seed', `${seed}`, '--people', `${people}`], {
    env: { ...process.env, DATABASE_URL: '', BATON_HOME: home },
    encoding: 'utf8',
  });
  const fillSeconds = Math.round((performance.now() - began) / 1_000);
  await tidyUp();
  server = await startServer(home);
  const measure = async (call: () => Promise<{ status: number } | null>) => {
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) await call();
    const lane = async () => {
      for (let n = 0; n < perLane; n += 1) {
        const from = performance.now();
        const answer = await call();
        if (answer?.status !== 200) throw new Error(`the server answered ${JSON.stringify(answer)}`);
        times.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round(10 * (times[Math.floor(share * times.length)] ?? 0)) / 10;
    return { median: at(0.5), p95: at(0.95) };
  };
  const milliseconds: Record<string, { median: number; p95: number }> = {};
  for (const [name, query] of Object.entries(queries)) {
    milliseconds[name] = await measure(() => callServer(server.url, owner, listContacts, { query }));
  }
  const limit = await measure(() => callServer(server.url, owner, getSession, {}));
  await end(server.process, 'SIGTERM');
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
  const machine = { cpus: cpus().length, node: process.version };
  const result = { bench: 'people', version, seed, filled: filled.trim(), fillSeconds, lanes, machine, milliseconds };
  console.log(JSON.stringify({ ...result, limit: { session: limit } }, null, 2));
} finally {
  await rm(home, { recursive: true, force: true });
}
