import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { canonicalText, hashAgreement } from '../src/core/agreement/canonical-text.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import { startEngine } from '../src/db/engine.ts';
import { newId } from '../src/db/ids.ts';
import { getContactTimeline, listContacts } from '../src/features/contacts/schema.ts';
import { reportTouches } from '../src/features/rollups/schema.ts';
import { createSource } from '../src/features/sources/schema.ts';
import type { Caller } from '../test/app.ts';
import { callServer, end, setUp, startServer } from '../test/server-process.ts';

/**
 * From accepted to visible, for as long as BENCH_SECONDS: events of known people are sent at a steady rate to a whole Baton,
 * with an agreement in force, and each second one is looked for on its person's timeline; in the end the report of touches
 * must have all of them. The rate is a share of the limit of the same run (BENCH_SHARE, 0.14 unless said, so that the sender is not
 * what keeps the figure below the eighth that is asked for): bare inserts of the same rows into touches, 500 a statement, over
 * one connection, before and after. Sender and reader share the machine.
 */
const seed = 20_260_302;
const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const share = Number(process.env.BENCH_SHARE ?? 0.14);
const people = Number(process.env.BENCH_PEOPLE ?? 2_000);
const rowsAtOnce = 500;
const batchSize = 100;
/** Batches leave in steps of so many milliseconds. */
const step = 100;
const quiet = { info() {}, warn() {}, error() {} };
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const at = (times: readonly number[], portion: number) =>
  Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * portion)] ?? 0);

const identify = (n: number) => ({
  type: 'identify',
  messageId: `identify-${n}`,
  userId: `person-${n}`,
  traits: {
    email: `person${n}@company${n % 400}.example`,
    firstName: 'Ana',
    lastName: `Person ${n}`,
    title: 'Head of operations',
  },
});
const bodyOf = (n: number) => ({
  type: 'track',
  event: 'Pricing viewed',
  messageId: `bench-${seed}-${n}`,
  userId: `person-${n % people}`,
  timestamp: new Date().toISOString(),
  properties: { plan: 'team', seats: n % 50, path: `/pricing/${n % 20}`, title: 'What it costs and what it saves' },
  context: {
    page: { url: 'https://shop.example/pricing', path: '/pricing', referrer: 'https://www.example.org/' },
    campaign: { source: 'news', medium: 'email', name: 'spring' },
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    library: { name: 'bench', version: '1' },
  },
});

function post(url: string, writeKey: string, batch: object[]): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  };
  return new Promise((resolve, reject) => {
    const call = request(`${url}/v1/batch`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`A request was answered with ${answer.statusCode}.`));
      });
    });
    call.on('error', reject).end(JSON.stringify({ batch, sentAt: new Date().toISOString() }));
  });
}

async function read<C extends Parameters<typeof callServer>[2]>(
  url: string,
  owner: Caller,
  contract: C,
  input: Parameters<typeof callServer<C>>[3],
) {
  const answer = await callServer(url, owner, contract, input);
  if (answer?.status !== 200) throw new Error(`${contract.id} answered ${JSON.stringify(answer)}`);
  return answer.body;
}

/**
 * Measures bare inserts while no server runs, and first puts the agreement of the tests in force. Says also how many people still
 * waited to be judged when the server was stopped.
 */
async function measureLimit(home: string, isFirst: boolean): Promise<{ limit: number; unjudged: number }> {
  const engine = await startEngine({ home, log: quiet });
  const client = new pg.Client(engine.connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select id from workspaces limit 1');
    const workspace = rows[0]?.id;
    const now = new Date();
    const waiting = await client.query<{ count: string }>('select count(*) from contacts_to_judge');
    if (isFirst && process.env.BENCH_AGREEMENT !== 'none') await agree(client, workspace, now);
    await client.query("select ensure_months('touches', $1, 2)", [now]);
    const columns = [
      'workspace_id',
      'at',
      'id',
      'identity_id',
      'known_at',
      'kind',
      'name',
      'path',
      'host',
      'campaign',
      'channel',
      'source',
      'medium',
      'department',
      'live',
      'props',
      'texts',
      'message_hash',
    ];
    const places = Array.from(
      { length: rowsAtOnce },
      (_, row) => `(${columns.map((_, n) => `$${row * columns.length + n + 1}`).join(',')})`,
    );
    const text = `insert into touches (${columns.join(',')}) values ${places.join(',')}`;
    let n = 0;
    const rowOf = () => {
      n += 1;
      const { properties } = bodyOf(n);
      const texts = { 'prop.title': { text: properties.title.toLowerCase(), words: properties.title.toLowerCase() } };
      return [
        workspace,
        now,
        newId(now),
        n % people,
        now,
        1,
        2,
        n % 20,
        3,
        4,
        5,
        6,
        7,
        'marketing',
        true,
        JSON.stringify(properties),
        JSON.stringify(texts),
        Buffer.alloc(32, n % 256),
      ];
    };
    const figures: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [began, first] = [performance.now(), n];
      while (performance.now() - began < 2_000)
        await client.query(text, Array.from({ length: rowsAtOnce }, rowOf).flat());
      figures.push((n - first) / ((performance.now() - began) / 1_000));
    }
    await client.query('truncate touches');
    return {
      limit: Math.round(figures.toSorted((a, b) => a - b)[1] as number),
      unjudged: Number(waiting.rows[0]?.count),
    };
  } finally {
    await client.end();
    await engine.stop();
  }
}

async function agree(client: pg.Client, workspace: string | undefined, now: Date): Promise<void> {
  const text = readFileSync(path.join(import.meta.dirname, '../test/fixtures/agreement/lap.yaml'), 'utf8');
  const { agreement } = readAgreement(text);
  if (agreement === null) throw new Error('The agreement of the bench is not valid.');
  await client.query(
    `insert into agreement_versions (workspace_id, id, number, status, name, source, canonical, hash, effective_at, in_force_from, created_at, updated_at)
     values ($1, $2, 1, 'in-force', $3, $4, $5, $6, $7, $7, $7, $7)`,
    [workspace, newId(now), agreement.name, text, canonicalText(agreement), hashAgreement(agreement), now],
  );
}

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
let server = await startServer(home, { BATON_ROLE: 'web' });
try {
  const owner = await setUp(server.url);
  const keys: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const made = await callServer(server.url, owner, createSource, { body: { name: `Source ${n}`, kind: 'server' } });
    keys.push(made?.body.writeKey ?? '');
  }
  await end(server.process, 'SIGTERM');
  const { limit: before } = await measureLimit(home, true);
  const rate = Number(process.env.BENCH_RATE ?? Math.ceil(before * share));

  server = await startServer(
    home,
    process.env.BENCH_PROFILE ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.env.BENCH_PROFILE}` } : {},
  );
  const { url } = server;
  const counted = async () => (await read(url, owner, reportTouches, { query: {} })).total.touches;
  const known: Promise<void>[] = [];
  for (let n = 0; n < people; n += batchSize) {
    known.push(
      post(
        url,
        keys[0] as string,
        Array.from({ length: Math.min(batchSize, people - n) }, (_, of) => identify(n + of)),
      ),
    );
  }
  await Promise.all(known);
  const email = identify(people - 1).traits.email;
  const findPerson = async () =>
    (await read(url, owner, listContacts, { query: { search: email } })).data.find((one) => one.email === email)?.id;
  let contactId = await findPerson();
  for (; contactId === undefined; contactId = await findPerson()) await pause(200);
  const person = contactId;

  let sent = 0;
  let accepted = 0;
  const delays: number[] = [];
  const deliver = async (batch: object[]) => {
    await post(url, keys[(sent / batchSize) % keys.length] as string, batch);
    accepted += batch.length;
  };
  const under: Promise<void>[] = [];
  const began = performance.now();
  /** When events of one person were accepted, until they are seen on the timeline. One reader looks for all of them. */
  const unseen = new Map<string, number>();
  let marked = 0;
  let isDone = false;
  const mark = async () => {
    const event = `Seen ${marked} times`;
    marked += 1;
    const own = { ...bodyOf(0), messageId: event, event, userId: `person-${people - 1}` };
    await post(url, keys[0] as string, [own]);
    accepted += 1;
    unseen.set(event, performance.now());
  };
  const look = async () => {
    while (!isDone || unseen.size > 0) {
      const { data } = await read(url, owner, getContactTimeline, {
        params: { contactId: person },
        query: { limit: 200 },
      });
      const text = JSON.stringify(data);
      for (const [event, from] of unseen) {
        if (text.includes(event)) {
          delays.push(performance.now() - from);
          unseen.delete(event);
        } else if (performance.now() - from > 60_000) {
          const state = `${await counted()} of ${accepted} accepted events are counted`;
          throw new Error(`An event was not visible after a minute; ${state}.\n${server.output()}`);
        }
      }
      await pause(250);
    }
  };
  const looking = look();
  while (performance.now() - began < seconds * 1_000) {
    const due = Math.floor(((performance.now() - began) / 1_000) * rate);
    for (; sent + batchSize <= due; ) {
      const batch = Array.from({ length: batchSize }, () => bodyOf(sent++));
      under.push(deliver(batch));
    }
    if (marked <= (performance.now() - began) / 1_000) under.push(mark());
    await pause(step);
  }
  await Promise.all(under);
  const took = (performance.now() - began) / 1_000;
  const ended = performance.now();
  const atEnd = await counted();
  let seen = atEnd;
  for (; seen < sent + marked && performance.now() - ended < 120_000; seen = await counted()) await pause(250);
  const backlog = performance.now() - ended;
  isDone = true;
  await looking;
  await end(server.process, 'SIGTERM');
  const after = await measureLimit(home, false);
  const limit = Math.round((before + after.limit) / 2);
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  const perSecond = {
    offered: rate,
    accepted: Math.round(accepted / took),
    visible: Math.round(seen / (took + backlog / 1_000)),
    bareInserts: limit,
  };
  console.log(
    JSON.stringify(
      {
        bench: 'visible',
        version,
        seed,
        input: {
          seconds,
          people,
          batchSize,
          bytesOfMessage: JSON.stringify(bodyOf(1)).length,
          events: sent + marked,
        },
        machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version },
        perSecond,
        all: seen === sent + marked,
        failedRounds: server.output().split('a loop failed').length - 1,
        backlog: {
          eventsAtEnd: sent + marked - atEnd,
          milliseconds: Math.round(backlog),
          unjudgedAtStop: after.unjudged,
        },
        millisecondsToTimeline: { median: at(delays, 0.5), p95: at(delays, 0.95), most: at(delays, 0.9999) },
        ratios: { visibleToBareInserts: Number((perSecond.visible / limit).toFixed(3)) },
      },
      null,
      2,
    ),
  );
} finally {
  agent.destroy();
  await end(server.process, 'SIGTERM');
  await rm(home, { recursive: true, force: true });
}
