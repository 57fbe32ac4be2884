import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/**
 * A rule is only worth its planted violation: one file for every import boundary and every form of import, one for every
 * other ban, each in a copy of the tree that holds nothing but the settings. Each must fail with the message that says
 * where the thing belongs; a tree of blameless files must pass.
 */
type Finding = { path: string; message: string };
type Plants = Record<string, string>;

const house = join(import.meta.dirname, '..');
const trees: string[] = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** Packages that planted files import, whether or not the house has come to need them. */
const packages =
  'zod yaml tldts mailchecker temporal-polyfill libphonenumber-js @noble/hashes pg pg-copy-streams kysely fastify react'.split(
    ' ',
  );

const forms = {
  static: (specifier: string) => `import { planted } from '${specifier}';\nexport const mine = [planted];\n`,
  type: (specifier: string) => `import type { Planted } from '${specifier}';\nexport type Mine = Planted[];\n`,
  dynamic: (specifier: string) => `export const load = async () => await import('${specifier}');\n`,
  're-export': (specifier: string) => `export { planted } from '${specifier}';\n`,
};

const pure = 'src/core is pure';
const plumbing = 'Plumbing (http, jobs, connectors, history)';
const sql = 'SQL lives in the store.ts of its noun';
const store = 'A store belongs to its own feature';
const outside = 'src imports nothing outside src';
const tests = 'Nothing imports test/ or bench/';
const browser = 'The browser sees only src/core';
const feature = 'A feature imports core, db, http';
const schema = 'schema.ts is read by the browser too';
const collected = 'Routes and jobs are collected by';

/** [the importing file, what it must not import, how the message begins]. */
type Boundary = [path: string, specifier: string, message: string];

const boundaries: Boundary[] = [
  ...from('src/core/money.ts', pure, 'node:fs', 'pg', '../db/database.ts', '../context.ts', '../../test/clock.ts'),
  ...from('src/core/calendar/week.ts', pure, 'node:fs', '../../db/database.ts', '../../features/members/schema.ts'),
  ...from('src/db/pool.ts', 'src/db knows only itself and src/core', '../http/server.ts', '../context.ts', '../app.ts'),
  ...from(
    'src/db/row.ts',
    'src/db knows only itself and src/core',
    '../features/members/store.ts',
    '../../test/app.ts',
  ),
  ...from('src/http/server.ts', plumbing, '../features/members/schema.ts', '../jobs/schedule.ts', '../config.ts'),
  ...from('src/jobs/queue.ts', plumbing, '../features/members/invite-member.ts', '../http/limits.ts', '../clock.ts'),
  ...from('src/connectors/smtp.ts', plumbing, '../jobs/queue.ts', '../../web/api.ts', '../../test/app.ts'),
  ...from('src/history/load.ts', plumbing, '../features/deals/store.ts', '../connectors/smtp.ts', '../main.ts'),
  ...from('src/context.ts', 'src/context.ts knows only core and db', './http/server.ts', '../test/app.ts'),
  ...from('src/config.ts', 'config.ts stands alone', './db/database.ts', './context.ts', '../test/app.ts'),
  ...from('src/clock.ts', 'clock.ts only reads the time', './config.ts', './core/money.ts', '../test/clock.ts'),
  ...from('src/app.ts', 'app.ts and worker.ts collect features', './main.ts', './cli/baton.ts', './worker.ts'),
  ...from('src/worker.ts', 'app.ts and worker.ts collect features', './app.ts', './main.ts', './cli/baton.ts'),
  ...from('src/main.ts', 'main.ts is the only wiring', './cli/baton.ts'),
  ...['src/app.ts', 'src/worker.ts', 'src/main.ts'].flatMap((path) => [
    ...from(path, store, './features/members/store.ts'),
    ...from(path, outside, '../bench/ingest.ts', '../web/api.ts'),
  ]),
  ...from('src/cli/user.ts', store, '../features/members/store.ts'),
  ...from('src/cli/user.ts', outside, '../../bench/ingest.ts', '../../web/api.ts'),
  ...from('src/cli/conformance/scoring.ts', store, '../../features/members/store.ts'),
  ...from('src/cli/conformance/scoring.ts', outside, '../../../bench/ingest.ts', '../../../web/api.ts'),
  ...from('src/features/members/schema.ts', schema, 'node:crypto', 'kysely', '../../db/database.ts'),
  ...from('src/features/teams/schema.ts', schema, '../members/invite-member.ts', './store.ts', '../../context.ts'),
  ...['store.ts', 'invite-member.ts', 'routes.ts', 'jobs.ts'].flatMap((name) => [
    ...from(`src/features/members/${name}`, store, '../teams/store.ts'),
    ...from(`src/features/members/${name}`, collected, '../teams/routes.ts', '../teams/jobs.ts'),
    ...from(`src/features/members/${name}`, feature, '../../config.ts', '../../app.ts', '../../../test/clock.ts'),
  ]),
  ...[
    'src/http/server.ts',
    'src/jobs/queue.ts',
    'src/connectors/smtp.ts',
    'src/history/load.ts',
    'src/context.ts',
    'src/config.ts',
    'src/clock.ts',
    'src/app.ts',
    'src/worker.ts',
    'src/main.ts',
    'src/cli/user.ts',
    'src/cli/conformance/scoring.ts',
    'src/features/members/invite-member.ts',
  ].flatMap((path) => from(path, sql, 'pg', 'kysely', 'pg-copy-streams')),
  ...from('web/main.tsx', browser, '../src/features/members/store.ts', '../src/app.ts', '../src/context.ts'),
  ...from('web/features/members/queries.ts', browser, '../../../src/features/members/routes.ts'),
  ...from('web/ui/button.tsx', browser, '../../src/db/database.ts', '../../src/http/server.ts'),
  ...from('web/ui/button.tsx', 'The browser has no Node', 'node:fs'),
  ...from('web/ui/button.tsx', tests, '../../test/app.ts', '../../bench/ingest.ts'),
  ...from('web/ui/button.tsx', "Scripts run on the developer's machine", '../../scripts/check.ts'),
  ...from('snippet/queue.ts', 'The snippet runs in pages of others', '../src/core/money.ts', '../web/api.ts', 'zod'),
  ...from('scripts/write.ts', tests, '../test/database.ts', '../bench/ingest.ts'),
  ...from('vite.config.ts', tests, './test/database.ts', './bench/ingest.ts'),
];

function from(path: string, message: string, ...specifiers: string[]): Boundary[] {
  return specifiers.map((specifier) => [path, specifier, message]);
}

const time = 'Time and chance come from outside';
const environment = 'Only src/config.ts reads the environment';
const impure = 'Do not use the global variable';

/** [the file, its text, how the message begins]: what the language offers and the house does not use there. */
const bans: [string, string, string][] = [
  ['src/core/argless-date.ts', 'export const now = () => new Date();\n', time],
  ['src/core/global.ts', 'export const wait = (next: () => void) => setTimeout(next, 1);\n', impure],
  ['src/core/chance.ts', 'export const draw = () => Math.random();\n', time],
  ['src/db/date-now.ts', 'export const now = () => Date.now();\n', time],
  ['src/http/date-call.ts', 'export const now = () => Date();\n', time],
  ['src/jobs/temporal-now.ts', 'export const now = () => Temporal.Now.instant();\n', time],
  ['src/features/members/list-members.ts', 'export const since = (at: Date = new Date()) => at;\n', time],
  ['src/main.ts', 'export const started = Date.now;\n', time],
  ['web/ui/argless-date.tsx', 'export const now = () => new Date();\n', time],
  ['src/db/environment.ts', 'export const url = process.env.DATABASE_URL;\n', environment],
  ['src/cli/environment.ts', 'export const read = (key: "env") => process[key].DATABASE_URL;\n', environment],
  ['src/features/teams/list-teams.ts', 'export const url = () => globalThis.process.env.HOME;\n', environment],
  ['src/jobs/environment.ts', "import { env } from 'node:process';\nexport const url = env.HOME;\n", environment],
  ...['db/pool.ts', 'http/server.ts', 'context.ts', 'clock.ts', 'app.ts', 'worker.ts', 'main.ts', 'cli/user.ts']
    .concat(['features/members/store.ts', 'features/members/find-member.ts'])
    .map((path): [string, string, string] => [
      `src/${path}`,
      "export { env as mine } from 'node:process';\n",
      environment,
    ]),
  ['src/app.ts', 'const { env } = process;\nexport const url = env.HOME;\n', environment],
  ['src/http/sql-tag.ts', "import { sql } from 'kysely';\nexport const one = sql`select 1`;\n", sql],
  ['src/features/teams/find-team.ts', "export const find = (db: Db) => db.selectFrom('teams');\n", sql],
  ['src/jobs/query.ts', "export const find = (pool: Pool) => pool.query('select 1');\n", sql],
  [
    'src/features/keys/revoke-key.ts',
    "import type { A } from './list-keys.ts';\nexport type B = A;\n",
    'part of a cycle',
  ],
  [
    'src/features/keys/list-keys.ts',
    "import type { B } from './revoke-key.ts';\nexport type A = B;\n",
    'part of a cycle',
  ],
];

/** [the file, its text, a part of the message]: what scripts/check-structure.ts finds. */
const structure: [string, string, string][] = [
  ['src/core/detour.ts', "import '../core/../db/database.ts';\n", 'takes a detour'],
  ['web/ui/detour.tsx', "import './../ui/button.tsx';\n", 'takes a detour'],
  ['web/ui/absolute.ts', "export * from '/src/db/database.ts';\n", 'hides from the import rules'],
  ['src/core/computed.ts', 'export const load = (path: string) => import(path);\n', 'computed path'],
  ['src/core/template.ts', 'export const load = () => import(`../db/database.ts`);\n', 'computed path'],
  ['src/core/type-of-import.ts', "export type Db = import('../db/database.ts').Database;\n", 'A type of import()'],
  ['src/core/typeof-import.ts', "export type Db = typeof import('../db/database.ts');\n", 'A type of import()'],
  ['src/core/require.ts', "export const db = require('../db/database.ts');\n", 'require hides'],
  ['src/http/to-a-test.ts', "import './server.test.ts';\n", 'nothing imports a test'],
  ['src/http/deep/server.ts', '', 'has no folders'],
  ['src/core/calendar/deep/week.ts', '', 'one level of folders'],
  ['src/billing/invoice.ts', '', 'No import boundary covers src/billing'],
  ['src/start.ts', '', 'No import boundary covers this file'],
  ['src/db/pool.mjs', '', 'Code is written in .ts here'],
  ['src/features/members/member.ts', '', 'A feature holds schema.ts'],
  ['src/features/members/member-card.ts', '', 'A feature holds schema.ts'],
  ['src/features/members.ts', '', 'A feature is a folder'],
  ['src/core/date-utils.ts', '', 'a drawer for anything'],
  ['web/helpers/dates.ts', '', 'a drawer for anything'],
  ['web/ui/index.ts', '', 'no index barrels'],
  ['web/ui/BigButton.tsx', '', 'not kebab-case'],
  ['web/biome.json', '{}', 'One biome.json'],
  ['src/core/long.ts', 'export {};\n'.repeat(401), '401 lines'],
  ['src/core/ignored.ts', '// @ts-nocheck\nexport {};\n', 'hides type errors'],
  ['src/core/expected.ts', '// @ts-expect-error planted\nexport {};\n', 'belongs to tests only'],
  ['src/core/foreign.ts', '/* eslint-disable */\nexport {};\n', 'a tool that this house does not use'],
  [
    'src/core/silenced.ts',
    '// biome-ignore lint/style/noRestrictedImports: planted\nexport {};\n',
    'silences a boundary',
  ],
  ['src/core/group.ts', '// biome-ignore lint/style: planted\nexport {};\n', 'silences a whole group'],
  ['migrations/0001_first.sql', '', ''],
  ['migrations/0003_third.sql', '', 'this one should be 0002'],
  ['migrations/four.sql', '', 'A migration is called'],
];

/** One file of each place that imports all it may. */
const clean: Plants = {
  'src/core/money.ts': using(
    './ids.ts',
    './calendar/week.ts',
    'zod',
    'yaml',
    'tldts',
    'mailchecker',
    'temporal-polyfill',
  ),
  'src/core/text.ts': using('libphonenumber-js/min', 'libphonenumber-js', '@noble/hashes/sha2.js', 'zod/mini'),
  'src/core/calendar/week.ts': `${using('../ids.ts', './day.ts', 'zod', 'temporal-polyfill')}export const epoch = new Date(0);\n`,
  'src/core/money.test.ts': `${using('node:fs', '../db/database.ts', '../../test/database.ts')}export const at = Date.now();\n`,
  'src/db/database.ts': `${using('pg', './pool.ts', '../core/ids.ts', 'node:fs')}export const read = () => pool.query('select 1');\n`,
  'src/http/server.ts': using(
    '../core/ids.ts',
    '../db/database.ts',
    '../context.ts',
    './problem.ts',
    'fastify',
    'node:fs',
  ),
  'src/context.ts': `${using('./core/ids.ts', './db/database.ts')}import type { Kysely } from 'kysely';\nexport type Db = Kysely<unknown>;\n`,
  'src/clock.ts': `${using('./context.ts')}export const systemClock = () => new Date();\n`,
  'src/config.ts': `${using('./core/errors.ts', 'zod', '../package.json')}export const url = process.env.DATABASE_URL;\n`,
  'src/features/teams/schema.ts': using('../../core/money.ts', '../members/schema.ts', 'zod'),
  'src/features/teams/store.ts': `${using('../../core/ids.ts', '../../db/database.ts', '../../context.ts', './schema.ts')}import { sql } from 'kysely';\nexport const one = sql;\n`,
  'src/features/teams/find-team.ts': using(
    ...[
      'core/ids.ts',
      'db/database.ts',
      'http/problem.ts',
      'jobs/queue.ts',
      'connectors/smtp.ts',
      'history/load.ts',
    ].map((path) => `../../${path}`),
    ...['../../context.ts', '../members/schema.ts', '../members/list-members.ts', './store.ts'],
  ),
  'src/features/teams/routes.ts': using('./find-team.ts', './schema.ts', '../../http/problem.ts'),
  'src/app.ts': using(
    './features/teams/routes.ts',
    './http/server.ts',
    './context.ts',
    './clock.ts',
    '../package.json',
  ),
  'src/main.ts': using('./app.ts', './worker.ts', './config.ts', './clock.ts', '../package.json'),
  'src/cli/user.ts': `${using('../main.ts', '../features/members/list-members.ts', '../../package.json')}console.log('here');\n`,
  'web/features/team.tsx': using('../../src/core/money.ts', '../../src/features/teams/schema.ts', '../api.ts', 'react'),
  'test/database.ts': `${using('../src/features/teams/store.ts', 'pg')}export const read = [Date.now(), process.env.HOME];\n`,
  'bench/ingest.ts': `${using('../test/database.ts')}export const at = [Date.now(), Math.random()];\n`,
  'scripts/write.ts': `${using('../src/app.ts', 'node:fs')}export const home = process.env.HOME;\n`,
};

function using(...specifiers: string[]): string {
  return specifiers.map((specifier) => `import '${specifier}';\n`).join('');
}

const seen = new Set<string>();

describe.each(Object.entries(forms))('an import that is %s', (_form, write) => {
  const rows = boundaries.map(([path, specifier, message]) => ({ path, specifier, message, text: write(specifier) }));
  test.each(lintEach(rows))('$path may not import $specifier', ({ message, found }) => {
    expect(found).toEqual([expect.stringContaining(message)]);
  });
});

describe('a ban', () => {
  const rows = bans.map(([path, text, message]) => ({ path, text, message }));
  test.each(lintEach(rows))('$path: $text', ({ message, found }) => {
    expect(found).toEqual([expect.stringContaining(message)]);
  });
});

describe('the structure', () => {
  const { findings, failed } = checkStructure(plant(Object.fromEntries(structure.map(([path, text]) => [path, text]))));
  test('fails the check', () => expect(failed).toBe(true));
  test.each(structure.filter(([, , message]) => message !== ''))('%s', (path, _text, message) =>
    expectOnly(findings, path, message),
  );
  test('finds nothing else', () => expect(findings).toHaveLength(structure.length - 1));
});

describe('blameless files', () => {
  const tree = plant(clean);
  test('pass Biome', () => expect(lint(tree)).toEqual({ findings: [], failed: false }));
  test('pass the structure check', () => expect(checkStructure(tree)).toEqual({ findings: [], failed: false }));
});

test('no boundary stands without its planted violation', () => {
  const settings = readFileSync(join(house, 'biome.json'), 'utf8');
  const plugins = globSync('scripts/biome/*.grit', { cwd: house }).map((path) =>
    readFileSync(join(house, path), 'utf8'),
  );
  const messages = [settings, ...plugins].flatMap((text) =>
    [...text.matchAll(/"?message"?\s*[:=]\s*"([^"]+)"/g)].map((found) => found[1] ?? ''),
  );
  expect(messages.length).toBeGreaterThan(20);
  expect(messages.filter((message) => !seen.has(message))).toEqual([]);
});

/** A folder with the settings of the house and these files, and nothing else. */
function plant(files: Plants): string {
  const tree = mkdtempSync(join(tmpdir(), 'baton-boundaries-'));
  trees.push(tree);
  for (const path of ['biome.json', 'scripts/biome']) cpSync(join(house, path), join(tree, path), { recursive: true });
  const dependencies = Object.fromEntries(packages.map((name) => [name, '*']));
  writeFileSync(join(tree, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  symlinkSync(join(house, 'node_modules'), join(tree, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

/** Lints every row as a file of its own, in as many trees as one path needs, and adds the messages found in that file. */
function lintEach<Row extends { path: string; text: string }>(rows: Row[]): (Row & { found: string[] })[] {
  const round = (row: Row) => rows.filter((other) => other.path === row.path).indexOf(row);
  const linted = Map.groupBy(rows, round);
  return [...linted.values()].flatMap((together) => {
    const { findings, failed } = lint(plant(Object.fromEntries(together.map(({ path, text }) => [path, text]))));
    if (!failed) throw new Error('Biome found nothing in a tree of planted violations.');
    return together.map((row) => ({
      ...row,
      found: findings.filter(({ path }) => path === row.path).map(({ message }) => message),
    }));
  });
}

/** A planted re-export is a barrel besides: that is not what it is planted for. */
const beside = 'lint/performance/noBarrelFile';

function lint(tree: string): { findings: Finding[]; failed: boolean } {
  const biome = join(house, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '--error-on-warnings', '.'];
  const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 26 });
  type Diagnostic = { message: string; category: string; location: { path: string } };
  const report = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  const findings = report.diagnostics
    .filter(({ category }) => category !== beside)
    .map(({ message, location }) => ({ path: location.path.replaceAll('\\', '/'), message }));
  for (const { message } of findings) seen.add(message);
  return { findings, failed: run.status !== 0 };
}

function checkStructure(tree: string): { findings: Finding[]; failed: boolean } {
  const run = spawnSync(process.execPath, [join(house, 'scripts/check-structure.ts'), tree], { encoding: 'utf8' });
  const findings = [...run.stdout.matchAll(/^(\S+):\d+ (.+)$/gm)].map(([, path = '', message = '']) => ({
    path,
    message,
  }));
  return { findings, failed: run.status !== 0 };
}

/** That this and nothing else is wrong with the file. */
function expectOnly(findings: Finding[], path: string, message: string): void {
  const own = findings.filter((finding) => finding.path === path).map((finding) => finding.message);
  expect(own).toEqual([expect.stringContaining(message)]);
}
