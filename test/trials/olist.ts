import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { createDayReader } from '../../src/core/calendar/day.ts';
import { findQuantiles } from '../../src/core/statistics/quantile.ts';
import { wilson } from '../../src/core/statistics/wilson.ts';
import { reachDatabase } from '../../src/db/backup-engine.ts';
import { listHandoffs } from '../../src/features/handoffs/schema.ts';
import { listRows, readImport, startImport } from '../../src/features/imports/schema.ts';
import { reportTouches } from '../../src/features/rollups/schema.ts';
import type { Caller } from '../app.ts';
import { end, startServer } from '../server-process.ts';
import { agree, call, setUpBoth } from './instance.ts';

/**
 * The marketing funnel of Olist, brought into a fresh Baton through its API with an agreement in force, and what came of it.
 * Each figure is held to a count over the files by code that shares nothing with Baton. Ends with 1 when one differs.
 */
const zone = 'America/Sao_Paulo';
const folder = path.join(process.env.BATON_DATA ?? path.join(import.meta.dirname, '../../../shared/data'), 'olist');
const files = {
  leads: path.join(folder, 'olist_marketing_qualified_leads_dataset.csv'),
  deals: path.join(folder, 'olist_closed_deals_dataset.csv'),
};

type Rate = { name: string; leads: number; won: number; rate: number | null; low: number | null; high: number | null };
type Spread = { n: number; median: number | null; lower: number | null; upper: number | null; leftOut: string[] };
type Count = { name: string; won: number };
type Report = {
  totals: Rate;
  byOrigin: Rate[];
  daysToWin: Spread;
  byMonth: Rate[];
  wonInMonth: Count[];
  bySdr: Count[];
  bySr: Count[];
};

/** Rows of the database of the instance: one a person. */
type Person = {
  lead: string;
  at: Date;
  origin: string | null;
  won: Date | null;
  sdr: string | null;
  sr: string | null;
};

const noOrigin = '(blank)';
const byName = <T extends { name: string }>(rows: T[]): T[] => rows.sort((a, b) => (a.name < b.name ? -1 : 1));

/** What Baton has of it, worked out with Baton's own rules. */
function reportPeople(people: readonly Person[]): Report {
  const dayOf = createDayReader(zone);
  const rateOf = (name: string, group: readonly Person[]): Rate => {
    const won = group.filter((person) => person.won !== null).length;
    return { name, leads: group.length, won, ...wilson(won, group.length) };
  };
  const rates = (key: (person: Person) => string) =>
    byName([...Map.groupBy(people, key)].map(([name, group]) => rateOf(name, group)));
  const counts = (key: (person: Person) => string | null) => {
    const won = people.filter((person) => person.won !== null);
    return byName(
      [...Map.groupBy(won, (person) => key(person) ?? '')].map(([name, { length }]) => ({ name, won: length })),
    );
  };
  const days: number[] = [];
  const leftOut: string[] = [];
  for (const { lead, at, won } of people) {
    if (won === null) continue;
    const [from, until] = [dayOf(at.getTime()), dayOf(won.getTime())];
    const passed = (Date.parse(until) - Date.parse(from)) / 86_400_000;
    if (passed < 0) leftOut.push(`${lead}: first contact ${from}, won ${until}`);
    else days.push(passed);
  }
  const [lower = null, median = null, upper = null] = findQuantiles(days, [0.25, 0.5, 0.75]);
  return {
    totals: rateOf('all', people),
    byOrigin: rates(({ origin }) => origin ?? noOrigin),
    daysToWin: { n: days.length, median, lower, upper, leftOut },
    byMonth: rates(({ at }) => dayOf(at.getTime()).slice(0, 7)),
    wonInMonth: counts(({ won }) => won && dayOf(won.getTime()).slice(0, 7)),
    bySdr: counts(({ sdr }) => sdr),
    bySr: counts(({ sr }) => sr),
  };
}

/** The same from the files alone: own arithmetic, nothing of Baton's. Texts of days are counted as days; no zone is needed. */
function countFiles(): Report {
  const read = (file: string) => parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[];
  const deals = new Map(read(files.deals).map((row) => [row.mql_id, row]));
  const tally = new Map<string, { leads: number; won: number }>();
  const add = (key: string, isWon: boolean) => {
    const entry = tally.get(key) ?? { leads: 0, won: 0 };
    entry.leads += 1;
    if (isWon) entry.won += 1;
    tally.set(key, entry);
  };
  const days: number[] = [];
  const leftOut: string[] = [];
  for (const { mql_id, first_contact_date = '', origin } of read(files.leads)) {
    const deal = deals.get(mql_id);
    add('total/all', deal !== undefined);
    add(`origin/${origin === '' ? noOrigin : origin}`, deal !== undefined);
    add(`month/${first_contact_date.slice(0, 7)}`, deal !== undefined);
    if (deal === undefined) continue;
    const won = (deal.won_date ?? '').slice(0, 10);
    add(`won/${won.slice(0, 7)}`, true);
    add(`sdr/${deal.sdr_id}`, true);
    add(`sr/${deal.sr_id}`, true);
    const [ay = 0, am = 0, ad = 0] = first_contact_date.split('-').map(Number);
    const [by = 0, bm = 0, bd = 0] = won.split('-').map(Number);
    const passed = Math.round((Date.UTC(by, bm - 1, bd) - Date.UTC(ay, am - 1, ad)) / 864e5);
    if (passed < 0) leftOut.push(`${mql_id}: first contact ${first_contact_date}, won ${won}`);
    else days.push(passed);
  }
  // Score interval as the two roots of (p - rate)² = z² p (1 - p) / n.
  const rate = (name: string, { leads, won }: { leads: number; won: number }): Rate => {
    const z2 = 1.959963984540054 ** 2;
    const [a, b, c] = [leads + z2, -(2 * won + z2), (won * won) / leads];
    const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
    return { name, leads, won, rate: won / leads, low: (-b - root) / (2 * a), high: (-b + root) / (2 * a) };
  };
  const part = (kind: string) =>
    byName(
      [...tally].filter(([key]) => key.startsWith(`${kind}/`)).map(([key, of]) => rate(key.slice(kind.length + 1), of)),
    );
  const won = (kind: string) => part(kind).map(({ name, won: count }) => ({ name, won: count }));
  days.sort((one, other) => one - other);
  const quantile = (share: number) => {
    const place = share * (days.length - 1);
    const [low = 0, high = 0] = [days[Math.floor(place)], days[Math.ceil(place)]];
    return low * (1 - (place % 1)) + high * (place % 1);
  };
  return {
    totals: rate('all', tally.get('total/all') ?? { leads: 0, won: 0 }),
    byOrigin: part('origin'),
    daysToWin: { n: days.length, median: quantile(0.5), lower: quantile(0.25), upper: quantile(0.75), leftOut },
    byMonth: part('month'),
    wonInMonth: won('won'),
    bySdr: won('sdr'),
    bySr: won('sr'),
  };
}

/** Where two values differ, as paths; numbers may differ by rounding. */
function findDifferences(baton: unknown, files: unknown, where: string): string[] {
  if (typeof baton === 'number' && typeof files === 'number') {
    return Math.abs(baton - files) <= 1e-9 * Math.max(1, Math.abs(files))
      ? []
      : [`${where}: ${baton}, in the files ${files}`];
  }
  if (baton === null || files === null || typeof baton !== 'object' || typeof files !== 'object') {
    return baton === files ? [] : [`${where}: ${JSON.stringify(baton)}, in the files ${JSON.stringify(files)}`];
  }
  const keys = new Set([...Object.keys(baton), ...Object.keys(files)]);
  return [...keys].flatMap((key) =>
    findDifferences(Reflect.get(baton, key) ?? null, Reflect.get(files, key) ?? null, `${where}.${key}`),
  );
}

async function bringIn(url: string, owner: Caller, file: string): Promise<string> {
  const response = await fetch(`${url}/api/imports?name=${path.basename(file)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      origin: url,
      cookie: owner.cookie ?? '',
      'x-csrf-token': owner.csrfToken ?? '',
    },
    body: readFileSync(file),
  });
  const { id: importId, preset } = (await response.json()) as { id: string; preset: string };
  if (!response.ok) throw new Error(`The upload was answered with ${response.status}.`);
  await call(url, owner, startImport, { params: { importId }, body: { how: 'history' } });
  const began = performance.now();
  for (;;) {
    const { status, done, rowCount, counts } = await call(url, owner, readImport, { params: { importId } });
    if (status === 'done') {
      const took = Math.round(performance.now() - began);
      console.log(
        `${path.basename(file)} (preset ${preset}): ${rowCount} rows in ${took} ms, ${JSON.stringify(counts)}`,
      );
      return importId;
    }
    if (performance.now() - began > 300_000) throw new Error(`The import stands at ${done} of ${rowCount}, ${status}.`);
    await pause(200);
  }
}

async function selectPeople(client: pg.Client): Promise<Person[]> {
  const { rows } = await client.query<Person>(`
    select x.external_id as lead, t.at, s.value as origin, d.won_at as won,
           d.fields->>'sdr_id' as sdr, d.fields->>'sr_id' as sr
      from contacts c
      join external_ids x on x.workspace_id = c.workspace_id and x.record_id = c.id and x.object = 'contact'
      join identities i on i.workspace_id = c.workspace_id and i.contact_id = c.id
      join touches t on t.workspace_id = c.workspace_id and t.identity_id = i.id
      left join dictionary s on s.workspace_id = t.workspace_id and s.code = t.source
      left join deal_contacts dc on dc.workspace_id = c.workspace_id and dc.contact_id = c.id
      left join deals d on d.workspace_id = c.workspace_id and d.id = dc.deal_id`);
  return rows;
}

/** What an import of history must leave alone: everybody's work, and everything that tells somebody of it. */
const work = ['handoffs', 'clocks', 'qualifications', 'outbox', 'assignments', 'tasks', 'notifications'];

async function countWork(client: pg.Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of work) {
    const { rows: found } = await client.query('select to_regclass($1) is not null as is_there', [table]);
    if (found[0]?.is_there !== true) continue;
    const { rows } = await client.query(`select count(*)::int as n from ${table}`);
    counts[table] = Number(rows[0]?.n);
  }
  return counts;
}

const percent = (share: number | null) => (share === null ? '—' : `${(100 * share).toFixed(1)} %`);
const line = ({ name, leads, won, rate, low, high }: Rate) =>
  `  ${name.padEnd(20)} ${String(leads).padStart(6)} leads ${String(won).padStart(5)} won  ${percent(rate).padStart(7)}  (${percent(low)} to ${percent(high)})`;
const list = (rows: readonly Count[]) => rows.map(({ name, won }) => `${name.slice(0, 8)} ${won}`).join(', ');

function print({ totals, byOrigin, daysToWin, byMonth, wonInMonth, bySdr, bySr }: Report): void {
  const lines = [
    '',
    'Totals, with the interval by Wilson at 95 %',
    line(totals),
    'By origin',
    ...byOrigin.map(line),
    `Days to win, whole days of ${zone} from first contact to won`,
    `  n ${daysToWin.n}, lower quartile ${daysToWin.lower}, median ${daysToWin.median}, upper quartile ${daysToWin.upper}`,
    ...daysToWin.leftOut.map((one) => `  left out, since it was won before its first contact: ${one}`),
    'By month of first contact',
    ...byMonth.map(line),
    `Won in month: ${list(wonInMonth)}`,
    `Won by SDR (${bySdr.length}): ${list(bySdr)}`,
    `Won by SR (${bySr.length}): ${list(bySr)}`,
    '',
  ];
  console.log(lines.join('\n'));
}

async function run(): Promise<string[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'baton-olist-'));
  const server = await startServer(home);
  const { url } = server;
  const { connection } = await reachDatabase({
    home,
    databaseUrl: undefined,
    databaseUrlDirect: undefined,
    log: { info() {}, warn() {}, error() {} },
  });
  const client = new pg.Client(connection);
  try {
    await client.connect();
    const owner = await setUpBoth(url, zone);
    await agree(url, owner, { from: 'template', template: 'minimal' });
    const inbox = async () => (await call(url, owner, listHandoffs, { query: {} })).data.length;
    const before = { inbox: await inbox(), ...(await countWork(client)) };
    await bringIn(url, owner, files.leads);
    const deals = await bringIn(url, owner, files.deals);
    const flagged = await call(url, owner, listRows, { params: { importId: deals }, query: { status: 'flagged' } });
    // Whatever would follow of it has had its time: all who came have been looked at.
    for (let waiting = 1; waiting > 0; ) {
      await pause(500);
      const { rows } = await client.query('select count(*)::int as n from contacts_to_judge');
      waiting = Number(rows[0]?.n);
    }
    const after = { inbox: await inbox(), ...(await countWork(client)) };

    const report = reportPeople(await selectPeople(client));
    print(report);
    const counted = countFiles();
    const touches = await call(url, owner, reportTouches, {
      query: { from: '2017-01-01', to: '2018-12-31', by: 'source' },
    });
    const sources = byName(touches.data.map(({ value, touches: n }) => ({ name: value ?? noOrigin, leads: n })));
    return [
      ...findDifferences(report, counted, 'report'),
      ...findDifferences(
        sources,
        counted.byOrigin.map(({ name, leads }) => ({ name, leads })),
        'touches by source',
      ),
      ...findDifferences(flagged.data.length, counted.daysToWin.leftOut.length, 'rows flagged by the import'),
      ...findDifferences(after, before, 'work'),
    ];
  } finally {
    await client.end();
    await end(server.process, 'SIGTERM');
    await rm(home, { recursive: true, force: true });
  }
}

if (!existsSync(files.leads) || !existsSync(files.deals)) {
  console.log(
    `trial:olist: skipped, since the files of Olist are not in ${folder} (BATON_DATA names the folder above it).`,
  );
} else {
  const differences = await run();
  for (const one of differences) console.error(`DIFFERS ${one}`);
  const verdict =
    differences.length === 0 ? 'every figure is what the files say, and nobody has more to do' : 'it failed';
  console.log(`trial:olist: ${verdict}`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}
