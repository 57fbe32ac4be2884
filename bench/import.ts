import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startEngine } from '../src/db/engine.ts';
import { readImport, startImport, uploadFile } from '../src/features/imports/schema.ts';
import { toRequest } from '../test/app.ts';
import { callServer, end, setUp, startServer } from '../test/server-process.ts';

/**
 * How fast a file of contacts of twelve columns is brought in, by a whole Baton: from the upload, and from the start, to the
 * last row, with keys, companies, duplicate check, the list of what was made and audit. Beside it the limit of the same
 * database in the same run: the same contacts, finished, by COPY into a temporary table and one upsert into a copy of the
 * contacts table with its indexes. `BENCH_ROWS` sets the size.
 */
const rows = Number(process.env.BENCH_ROWS ?? 100_000);
const rounds = 3;
const quiet = { info() {}, warn() {}, error() {} };
const headers =
  'Contact ID,First name,Last name,Email,Phone,Job title,Company,Website,Country,Source,City,Annual budget'.split(',');
const firsts = 'Anna,Björn,Chloé,Dmitri,Elif,Fatima,Giulia,Hiro,Ines,Jakub'.split(',');
/** 24,000 surnames: as many as a hundred thousand people have. */
const starts =
  'Al,Bar,Ber,Bran,Cas,Dal,Dor,El,Fer,Gar,Hal,Hen,Jan,Kar,Kov,Lam,Lin,Mar,Mül,Nor,Oli,Pet,Ros,San,Schmi,Tan,Var,Wal,Yıl,Zim'.split(
    ',',
  );
const middles =
  'a,ba,be,bi,da,de,di,do,e,ga,go,ha,i,ka,ke,ko,la,le,li,lo,ma,me,mi,mo,na,ne,ni,no,o,ra,re,ri,ro,sa,se,si,ta,te,ti,to'.split(
    ',',
  );
const ends = 'ch,cki,dt,ez,ff,l,ler,mann,n,nen,ng,ns,r,rd,s,ska,son,th,tti,z'.split(',');
const surname = (n: number) =>
  `${starts[n % 30]}${middles[Math.floor(n / 30) % 40]}${ends[Math.floor(n / 1_200) % 20]}`;
const titles = ['Head of Operations', 'CFO', 'Plant manager', 'Procurement lead', 'COO', 'Engineer'];

function* lines() {
  yield `${headers.join(',')}\n`;
  for (let n = 0; n < rows; n += 1) {
    const company = n % Math.ceil(rows / 5);
    const [first, last] = [firsts[n % 10], surname((n * 7_919) % 24_000)];
    const email = `person.${n}@company-${company}.example`;
    const named = `${first},${last},${email},+49 30 ${String(1_000_000 + n)},${titles[n % 6]}`;
    yield `c-${n},${named},Company ${company} Ltd,www.company-${company}.example,DE,Fair,Berlin,${n % 1000}\n`;
  }
}

/** Every COPY and upsert into a fresh copy of the table, as an import into an empty workspace. */
async function measureLimit(home: string): Promise<number> {
  const engine = await startEngine({ home, log: quiet });
  const client = new pg.Client(engine.connection);
  await client.connect();
  try {
    const given = await buffer(client.query(copyTo('copy contacts to stdout')));
    const { rows: columns } = await client.query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = 'contacts' order by ordinal_position",
    );
    const updates = columns.map(({ name }) => `${name} = excluded.${name}`).join(', ');
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await client.query(
        'create table contacts_copy (like contacts including all); create temp table given (like contacts)',
      );
      const began = performance.now();
      await pipeline(Readable.from([given]), client.query(copyFrom('copy given from stdin')));
      await client.query(
        `insert into contacts_copy select * from given on conflict (workspace_id, id) do update set ${updates}`,
      );
      times.push(performance.now() - began);
      await client.query('drop table contacts_copy; drop table given');
    }
    return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] as number;
  } finally {
    await client.end();
    await engine.stop();
  }
}

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
try {
  const environment = process.env.BENCH_PROFILE
    ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.env.BENCH_PROFILE}` }
    : {};
  const server = await startServer(home, environment);
  const owner = await setUp(server.url);
  const body = [...lines()].join('');
  const { url, headers: sent } = toRequest(owner, uploadFile, { query: { name: 'bench.csv' } });
  const began = performance.now();
  const answer = await fetch(`${server.url}${url}`, {
    method: 'POST',
    headers: {
      ...(sent as Record<string, string>),
      host: '',
      origin: server.url,
      'content-type': 'application/octet-stream',
    },
    body,
  });
  const { id } = uploadFile.response.parse(await answer.json());
  const started = performance.now();
  const params = { importId: id };
  await callServer(server.url, owner, startImport, { params, body: {} });
  let done = await callServer(server.url, owner, readImport, { params });
  while (done?.body.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 250));
    done = await callServer(server.url, owner, readImport, { params });
  }
  const ended = performance.now();
  if (done?.body.counts.created !== rows) throw new Error(`The import ended as ${JSON.stringify(done?.body)}`);
  await end(server.process, 'SIGTERM');
  const limit = await measureLimit(home);
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
  const perSecond = (milliseconds: number) => Math.round((rows / milliseconds) * 1_000);
  const result = {
    ...{ bench: 'import', version, rows, columns: headers.length },
    machine: { cpus: cpus().length, node: process.version },
    seconds: { upload: (started - began) / 1_000, run: (ended - started) / 1_000, limit: limit / 1_000 },
    perSecond: { whole: perSecond(ended - began), run: perSecond(ended - started) },
    limit: { copyAndUpsertPerSecond: perSecond(limit) },
    share: { whole: limit / (ended - began), run: limit / (ended - started) },
  };
  console.log(JSON.stringify(result, null, 2));
} finally {
  await rm(home, { recursive: true, force: true });
}
