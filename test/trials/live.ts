import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Analytics } from '@segment/analytics-node';
import { findQuantiles } from '../../src/core/statistics/quantile.ts';
import { startEngine } from '../../src/db/engine.ts';
import { followEvents } from '../../src/features/events/schema.ts';
import { listHandoffs } from '../../src/features/handoffs/schema.ts';
import { acceptInvitation, inviteMember } from '../../src/features/invitations/schema.ts';
import { createSource } from '../../src/features/sources/schema.ts';
import { createTeam, setMembership } from '../../src/features/teams/schema.ts';
import { editWorkspace, getWorkspace } from '../../src/features/workspaces/schema.ts';
import type { Caller } from '../app.ts';
import { end, startServer } from '../server-process.ts';
import { agree, call, setUpBoth } from './instance.ts';
import {
  agreement,
  cap,
  type Expected,
  foldMessages,
  makeMessages,
  repsOfTeam,
  type Sent,
  teams,
} from './live-people.ts';

/**
 * Segment's own Node client sends what thousands of people do to a whole Baton with an agreement in force, at a steady rate. Who is
 * handed over, to which team, once each and within the caps, is held to a fold of the sent messages that shares nothing with
 * Baton. Each rep listens on a stream of their own: the time counts from the HTTP answer to the message that decided, to the
 * event on the stream of the rep. Sender, listeners and Baton share the machine.
 *
 *   npm run trial:live -- --seconds 60 --rate 200 --processes 1,3
 */
const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
    processes: { type: 'string', default: '1,3' },
    seed: { type: 'string', default: '1' },
  },
});
const [seconds, rate, seed] = [given.seconds, given.rate, given.seed].map(Number) as [number, number, number];
/** So long after the last answer everything must have happened; then a little longer, for what must not happen. */
const [patience, afterwards] = [90_000, 3_000];

type Rep = { id: string; team: string; caller: Caller };
/** An event as it came: on whose stream, and when. */
type Arrival = { rep: string; handoff: string; at: number };
type Instance = { url: string; output(): string; stop(): Promise<void> };

const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** One process with its own database, or one that serves and others that work, over a database that they share. */
async function startInstance(home: string, processes: number): Promise<Instance> {
  if (processes === 1) {
    const server = await startServer(home);
    return {
      url: server.url,
      output: server.output,
      stop: async () => void (await end(server.process, 'SIGTERM')),
    };
  }
  const engine = await startEngine({ home, log: { info() {}, warn() {}, error: console.error } });
  const { host = '', port = 5432, database = '', user = '' } = engine.connection;
  const query = new URLSearchParams({ host, port: String(port), user });
  const shared = {
    DATABASE_URL: `postgresql:///${database}?${query}`,
    BATON_SECRET: 'the secret that the processes of a trial share',
  };
  const server = await startServer(path.join(home, 'web'), { ...shared, BATON_ROLE: 'web' });
  const workers = Array.from({ length: processes - 1 }, (_, n) =>
    spawn(process.execPath, ['src/cli/baton.ts', 'serve'], {
      cwd: path.join(import.meta.dirname, '../..'),
      env: {
        ...process.env,
        ...{ LOG_LEVEL: 'error', ...shared, BATON_ROLE: 'worker', BATON_HOME: path.join(home, `worker-${n}`) },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  let printed = '';
  for (const stream of workers.flatMap(({ stdout, stderr }) => [stdout, stderr]))
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return {
    url: server.url,
    output: () => server.output() + printed,
    async stop() {
      const lost = workers.filter(isOver).length;
      for (const child of [server.process, ...workers]) await end(child, 'SIGTERM');
      await engine.stop();
      if (lost > 0) throw new Error(`${lost} of the working processes ended by themselves.`);
    },
  };
}

async function hireReps(url: string, owner: Caller): Promise<Rep[]> {
  const reps: Rep[] = [];
  for (const { key } of teams) {
    const team = await call(url, owner, createTeam, { body: { name: key, key, department: 'sales', leadId: null } });
    for (let n = 0; n < repsOfTeam; n += 1) {
      const email = `${key}.${n}@example.test`;
      const { link } = await call(url, owner, inviteMember, { body: { email, department: 'sales', role: 'member' } });
      const token = /[#=/]([\w-]+)$/.exec(link)?.[1] ?? '';
      const caller: Caller = {};
      const body = { token, name: `Rep ${n} of ${key}`, password: 'a long enough password' };
      const { member } = await call(url, caller, acceptInvitation, { body });
      const params = { teamId: team.id, memberId: member.id };
      await call(url, owner, setMembership, { params, body: { weight: 1, cap } });
      reps.push({ id: member.id, team: key, caller });
    }
  }
  return reps;
}

/** Listens as a browser does: the next connection goes on where the last one ended. Resolves once the first one stands. */
async function listen(url: string, rep: Rep, arrivals: Arrival[], signal: AbortSignal): Promise<void> {
  let last = '';
  const connect = async () => {
    const headers = { accept: 'text/event-stream', cookie: rep.caller.cookie ?? '' };
    const response = await fetch(`${url}/api/events`, {
      headers: last === '' ? headers : { ...headers, 'last-event-id': last },
      signal,
    });
    if (!response.ok || response.body === null) throw new Error(`A stream was answered with ${response.status}.`);
    return response.body;
  };
  const follow = async (body: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      const at = performance.now();
      const parts = `${text}${decoder.decode(chunk, { stream: true })}`.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        last = /^id: (.*)$/m.exec(part)?.[1] ?? last;
        const { kind, objectId } = JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? '{}') as Record<string, string>;
        if (kind === 'handoff.offered' && objectId !== undefined) arrivals.push({ rep: rep.id, handoff: objectId, at });
      }
    }
  };
  const first = await connect();
  const goOn = async () => {
    for (let body = first; !signal.aborted; body = await connect()) await follow(body);
  };
  goOn().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Sends at a steady rate. Gives when each message was answered. */
async function send(url: string, writeKey: string, messages: readonly Sent[]): Promise<Map<string, number>> {
  const answered = new Map<string, number>();
  let refused = 0;
  const analytics = new Analytics({
    writeKey,
    host: url,
    flushAt: 20,
    flushInterval: 100,
    httpClient: async (to, options) => {
      const response = await fetch(to as string, options as RequestInit);
      const at = performance.now();
      if (response.ok) {
        const { batch } = JSON.parse(String(options?.body)) as { batch: { messageId: string }[] };
        for (const { messageId } of batch) answered.set(messageId, at);
      } else refused += 1;
      return response;
    },
  });
  const began = performance.now();
  for (let sent = 0; sent < messages.length; ) {
    const due = Math.min(messages.length, Math.floor(((performance.now() - began) / 1_000) * rate));
    for (; sent < due; sent += 1) post(analytics, messages[sent] as Sent);
    await pause(20);
  }
  await analytics.closeAndFlush({ timeout: 30_000 });
  if (answered.size !== messages.length || refused > 0) {
    console.log(`${answered.size} of ${messages.length} messages were answered; ${refused} requests were refused.`);
  }
  return answered;
}

function post(analytics: Analytics, { id: messageId, person: userId, message }: Sent): void {
  const to = { messageId, userId };
  if (message.kind === 'identify') analytics.identify({ ...to, traits: message.traits });
  else if (message.kind === 'page') {
    const url = `https://shop.example${message.path}`;
    analytics.page({ ...to, name: 'Pricing', properties: { path: message.path, url } });
  } else if (message.kind === 'form') {
    analytics.track({ ...to, event: 'Form Submitted', properties: { form: message.form } });
  } else analytics.track({ ...to, event: message.event });
}

async function readHandoffs(url: string, owner: Caller) {
  const all: Handoff[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call(url, owner, listHandoffs, { query: { limit: 100, ...(cursor ? { cursor } : {}) } });
    for (const { id, contact, member } of page.data) {
      all.push({ id, person: contact.email?.split('@')[0] ?? contact.name ?? '', rep: member?.id ?? '' });
    }
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

/** All that was told, as whoever reaches everything reads it afterwards. */
async function readEvents(url: string, owner: Caller): Promise<Told[]> {
  const all: Told[] = [];
  for (let after = '0-0'; ; ) {
    const { data, lastId, more } = await call(url, owner, followEvents, { query: { after } });
    all.push(...data);
    if (!more) return all;
    after = lastId;
  }
}

type Handoff = { id: string; person: string; rep: string };
type Told = { id: string; kind: string; objectId: string };
type Found = {
  handoffs: Handoff[];
  arrivals: Arrival[];
  events: Told[];
  reps: Rep[];
  answered: Map<string, number>;
};

/** What differs from what had to be, and how long each rep waited for what did not. */
function compare(
  expected: Map<string, Expected>,
  { handoffs, arrivals, events, reps, answered }: Found,
): { waits: number[]; problems: string[] } {
  const waits: number[] = [];
  const problems: string[] = [];
  const byPerson = Map.groupBy(handoffs, ({ person }) => person);
  const byHandoff = Map.groupBy(arrivals, ({ handoff }) => handoff);
  for (const [person, { team, by }] of expected) {
    const [handoff, ...more] = byPerson.get(person) ?? [];
    if (handoff === undefined) {
      problems.push(`${person} had to be handed over and was not`);
      continue;
    }
    if (more.length > 0) problems.push(`${person} was handed over ${more.length + 1} times`);
    const rep = reps.find(({ id }) => id === handoff.rep);
    if (rep?.team !== team) problems.push(`${person} belongs to ${team} and went to ${rep?.team ?? 'nobody'}`);
    const heard = byHandoff.get(handoff.id) ?? [];
    const own = heard.filter((one) => one.rep === handoff.rep);
    if (own.length !== 1) {
      const told = events.filter(({ objectId }) => objectId === handoff.id).map(({ kind, id }) => `${kind} ${id}`);
      problems.push(`the rep of ${person} heard of it ${own.length} times; there is ${told.join(', ') || 'nothing'}`);
    }
    if (heard.length > own.length) problems.push(`${person} was told to somebody whose lead it is not`);
    if (own[0] !== undefined) waits.push(own[0].at - (answered.get(by) ?? 0));
  }
  for (const [person] of byPerson) if (!expected.has(person)) problems.push(`${person} was handed over for no reason`);
  return { waits, problems };
}

const round = (value: number | null | undefined) => (value == null ? null : Math.round(value));

async function run(processes: number): Promise<string[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'baton-live-'));
  const instance = await startInstance(home, processes);
  const { url } = instance;
  const hangUp = new AbortController();
  try {
    const owner = await setUpBoth(url, 'UTC');
    const { version } = await call(url, owner, getWorkspace, {});
    // A rep then hears of what is theirs, and a stream that tells more than that is a fault.
    await call(url, owner, editWorkspace, { body: { visibility: 'own' }, headers: { 'if-match': `"${version}"` } });
    const reps = await hireReps(url, owner);
    await agree(url, owner, { from: 'text', source: agreement });
    const source = await call(url, owner, createSource, { body: { name: 'Website', kind: 'server' } });
    const arrivals: Arrival[] = [];
    await Promise.all(reps.map((rep) => listen(url, rep, arrivals, hangUp.signal)));

    const messages = makeMessages(seconds * rate, seed);
    const began = performance.now();
    const answered = await send(url, source.writeKey ?? '', messages);
    const took = performance.now() - began;
    const inOrder = messages
      .filter(({ id }) => answered.has(id))
      .sort((a, b) => (answered.get(a.id) ?? 0) - (answered.get(b.id) ?? 0));
    const expected = foldMessages(inOrder);
    const endsAt = performance.now() + patience;
    while (arrivals.length < expected.size && performance.now() < endsAt) await pause(100);
    await pause(afterwards);

    const handoffs = await readHandoffs(url, owner);
    const events = await readEvents(url, owner);
    const { waits, problems } = compare(expected, { handoffs, arrivals, events, reps, answered });
    const loads = reps.map(({ id }) => handoffs.filter(({ rep }) => rep === id).length);
    for (const load of loads) if (load > cap) problems.push(`a rep has ${load} open, and the cap is ${cap}`);
    if (answered.size !== messages.length) problems.push('not every message was accepted');
    if (reps.length < 24) problems.push('there are fewer than 24 reps');
    if (seconds >= 60 && rate >= 200 && expected.size < 300) problems.push('fewer than 300 had to be handed over');

    const [median, p99, most] = findQuantiles(waits, [0.5, 0.99, 1]);
    console.log(
      JSON.stringify(
        {
          trial: 'live',
          processes,
          seed,
          machine: { cpus: cpus().length, node: process.version, load: loadavg().map((one) => Number(one.toFixed(1))) },
          sent: {
            messages: messages.length,
            people: new Set(messages.map(({ person }) => person)).size,
            perSecond: Math.round(messages.length / (took / 1_000)),
          },
          reps: { count: reps.length, fewest: Math.min(...loads), most: Math.max(...loads), cap },
          // Rounds that failed are done again; there should be none.
          failedRounds: instance.output().split('a loop failed').length - 1,
          handoffs: { expected: expected.size, made: handoffs.length, heard: arrivals.length },
          millisecondsFromAnswerToStream: {
            n: waits.length,
            median: round(median),
            p99: round(p99),
            most: round(most),
            below250: waits.filter((wait) => wait < 250).length,
          },
        },
        null,
        2,
      ),
    );
    return problems;
  } finally {
    hangUp.abort();
    await instance.stop();
    await rm(home, { recursive: true, force: true });
  }
}

for (const processes of given.processes.split(',').map(Number)) {
  const problems = await run(processes);
  for (const one of problems.slice(0, 20)) console.error(`WRONG ${one}`);
  if (problems.length > 20) console.error(`and ${problems.length - 20} more`);
  const verdict =
    problems.length === 0 ? 'each handoff is the one that had to be, once, to a rep within the cap' : 'it failed';
  console.log(`trial:live with ${processes} ${processes === 1 ? 'process' : 'processes'}: ${verdict}`);
  if (problems.length > 0) process.exitCode = 1;
}
