import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { WorkspaceId } from '../src/context.ts';
import { buildCatalogue } from '../src/core/agreement/catalogue.ts';
import { compileCondition } from '../src/core/agreement/compile-condition.ts';
import type { Condition } from '../src/core/agreement/condition.ts';
import type { Facts } from '../src/core/agreement/facts.ts';
import { readAgreement } from '../src/core/agreement/read-agreement.ts';
import { meetsCondition } from '../src/db/condition-sql.ts';
import { type Database, openDatabases } from '../src/db/database.ts';
import { startEngine } from '../src/db/engine.ts';
import { migrate } from '../src/db/migrate.ts';

/**
 * Conditions of the sample agreement: as predicates on plain objects, in conditions per second by touches a contact, beside
 * a predicate that asks nothing; and as SQL over a real database, in contacts per second, beside `select count(*)`.
 */
const seed = 1;
const day = 86_400_000;
const now = new Date('2027-03-02T09:00:00.000Z');
const sample = readFileSync(path.join(import.meta.dirname, '../test/fixtures/agreement/sample.yaml'), 'utf8');
const { agreement } = readAgreement(sample);
if (agreement === null) throw new Error('The sample agreement cannot be read.');
const catalogue = buildCatalogue(agreement);
const conditions: Record<string, Condition> = {
  personaByTitle: agreement.personas[0]?.match as Condition,
  segmentByAccount: agreement.segments[1]?.match as Condition,
  stageByGradeOrTouch: agreement.stages[1]?.enterWhen as Condition,
  stepByTouches: agreement.journey[1]?.enterWhen as Condition,
};
const titles = ['Head of Laboratory', 'Lab manager, Chemistry', 'Sales Director', 'Technician', 'Coordinator'];
const industries = ['Chemicals', 'Food', 'Healthcare', 'Software'];
const kinds = ['page-viewed', 'form-submitted', 'email-clicked'];
const forms = ['trial', 'price-list', 'newsletter', 'contact', 'callback'];

/** Mulberry32: chance from a seed, the same on every machine. */
function startChance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makePeople(touches: number): Facts[] {
  const chance = startChance(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
  return Array.from({ length: 2_000 }, () => ({
    at: now.getTime(),
    contact: { title: pick(titles) },
    account: { industry: pick(industries), employees: Math.floor(chance() * 1_000), revenue: 1e9, country: 'SE' },
    derived: { grade: pick(['A1', 'B3', 'C2', 'D4']) },
    touches: Array.from({ length: touches }, () => ({
      kind: pick(kinds),
      form: chance() < 0.1 ? pick(forms) : null,
      at: now.getTime() - Math.floor(chance() * 200) * day,
    })),
  }));
}

/** Runs for 300 milliseconds after a first round over all people, and gives answers per second. */
function measurePredicate(people: Facts[], predicate: (facts: Facts) => boolean): number {
  let met = 0;
  const round = () => {
    for (const facts of people) met += Number(predicate(facts));
  };
  round();
  const began = performance.now();
  let rounds = 0;
  for (; performance.now() - began < 300; rounds += 1) round();
  if (met < 0) throw new Error('Nobody was asked.');
  return Math.round((1_000 * rounds * people.length) / (performance.now() - began));
}

const predicates = [0, 5, 50].map((touches) => {
  const people = makePeople(touches);
  const measured = Object.entries(conditions).map(([name, condition]) => [
    name,
    measurePredicate(people, compileCondition(condition, catalogue)),
  ]);
  const nothing = measurePredicate(people, (facts) => facts.at > 0);
  return { touchesPerContact: touches, perSecond: { ...Object.fromEntries(measured), emptyPredicate: nothing } };
});

const rows = { accounts: 20_000, contacts: 200_000, touches: 500_000 };
const workspace = '019b76da-a800-7000-8000-000000000001' as WorkspaceId;

/** Rows from their numbers, by multiplication with primes: the same in every run. */
async function fill(db: Database): Promise<void> {
  const id = (mark: string, number: string) =>
    sql.raw(`('00000000-0000-7000-8${mark}-' || lpad(to_hex(${number}), 12, '0'))::uuid`);
  const pick = (values: string[], number: string) =>
    sql`(${values}::text[])[1 + (${sql.raw(number)} % ${values.length}::int)]`;
  const lower = (values: string[]) => values.map((value) => value.toLowerCase());
  await sql`create table touches_of_bench partition of touches default`.execute(db);
  await sql`insert into workspaces (id, name, currency, zone, locale, fiscal_start, created_at)
    values (${workspace}, 'Bench', 'SEK', 'Europe/Stockholm', 'en-GB', '01-01', ${now})`.execute(db);
  await sql`insert into accounts (workspace_id, id, sort_key, employees, revenue, texts, created_at, updated_at)
    select ${workspace}, ${id('000', 'n')}, '', n * 7 % 1000, n::bigint * 104729 % 100000000000,
      jsonb_build_object('industry', ${pick(lower(industries), 'n')}, 'country', 'se'), ${now}, ${now}
    from generate_series(1, ${rows.accounts}::int) n`.execute(db);
  await sql`insert into contacts (workspace_id, id, account_id, sort_key, grade, texts, created_at, updated_at)
    select ${workspace}, ${id('001', 'n')}, ${id('000', `1 + n % ${rows.accounts}`)}, '',
      ${pick(['A1', 'B3', 'C2', 'D4', 'D3'], 'n * 31')},
      jsonb_build_object('title', case when n % 5 = 1 then '["lab manager, chemistry", " lab manager chemistry "]'::jsonb
        else to_jsonb(${pick(lower(titles), 'n')}) end), ${now}, ${now}
    from generate_series(1, ${rows.contacts}::int) n`.execute(db);
  await sql`insert into identities (workspace_id, kind, value, contact_id, created_at)
    select ${workspace}, 'contact', id, id, created_at from contacts where workspace_id = ${workspace}`.execute(db);
  for (const [kind, values] of Object.entries({ kind: kinds, form: forms })) {
    await sql`insert into dictionary (workspace_id, kind, value, folded, words)
      select ${workspace}, ${kind}, word, word, ' ' || replace(word, '-', ' ') || ' ' from unnest(${values}::text[]) word`.execute(
      db,
    );
  }
  const code = (kind: string, word: unknown) =>
    sql`(select code from dictionary where workspace_id = ${workspace} and kind = ${kind} and value = ${word})`;
  await sql`insert into touches (workspace_id, at, id, identity_id, known_at, kind, form, department, live)
    select ${workspace}, ${now}::timestamptz - n * 7919::bigint % 17280000 * interval '1 second', ${id('002', 'n')},
      (select min(id) from identities where workspace_id = ${workspace}) + n * 104729::bigint % ${rows.contacts}::int, ${now},
      case when n % 3 = 0 then ${code('kind', 'form-submitted')} else ${code('kind', 'page-viewed')} end,
      case n % 30 when 0 then ${code('form', 'trial')} when 3 then ${code('form', 'newsletter')} end, 'marketing', true
    from generate_series(1, ${rows.touches}::int) n`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function measureSql() {
  const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
  const quiet = { info() {}, warn() {}, error: console.error };
  const engine = await startEngine({ home, log: quiet, fsync: false });
  await migrate(engine.connection, now);
  const databases = openDatabases(engine.connection, { screens: 1, ingest: 1, workers: 1, reports: 1 }, quiet);
  try {
    await fill(databases.workers);
    const best = async (condition: Condition | null) => {
      const meets = condition === null ? sql`true` : meetsCondition(condition, { workspace, catalogue, at: now });
      let fastest = Number.POSITIVE_INFINITY;
      let met = 0;
      for (let round = 0; round < 4; round += 1) {
        const began = performance.now();
        const found = await sql<{ met: number }>`select count(*) as met from contacts c
          where c.workspace_id = ${workspace} and ${meets}`.execute(databases.workers);
        fastest = Math.min(fastest, performance.now() - began);
        met = found.rows[0]?.met ?? 0;
      }
      return { met, contactsPerSecond: Math.round((1_000 * rows.contacts) / fastest) };
    };
    const results: Record<string, { met: number; contactsPerSecond: number }> = {};
    for (const [name, condition] of Object.entries(conditions)) results[name] = await best(condition);
    return { postgres: engine.serverVersionNum, rows, results: { ...results, countOfAll: await best(null) } };
  } finally {
    await databases.end();
    await engine.stop();
    await rm(home, { recursive: true, force: true });
  }
}

const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};
const machine = { cpus: cpus().length, node: process.version };
const measured = { predicates, sql: await measureSql() };
console.log(JSON.stringify({ bench: 'conditions', version, seed, machine, people: 2_000, ...measured }, null, 2));
