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

/** [the importing file, what it must not import, how the message begins]. A path stands once: each is planted once a form. */
const boundaries: [string, string, string][] = [
  ['src/core/to-node.ts', 'node:fs', pure],
  ['src/core/to-package.ts', 'pg', pure],
  ['src/core/to-db.ts', '../db/database.ts', pure],
  ['src/core/to-context.ts', '../context.ts', pure],
  ['src/core/to-test.ts', '../../test/clock.ts', pure],
  ['src/core/calendar/to-node.ts', 'node:crypto', pure],
  ['src/core/calendar/to-db.ts', '../../db/database.ts', pure],
  ['src/core/calendar/to-feature.ts', '../../features/members/schema.ts', pure],
  ['src/db/to-http.ts', '../http/server.ts', 'src/db knows only itself and src/core'],
  ['src/db/to-context.ts', '../context.ts', 'src/db knows only itself and src/core'],
  ['src/db/to-feature.ts', '../features/members/store.ts', 'src/db knows only itself and src/core'],
  ['src/db/to-test.ts', '../../test/database.ts', 'src/db knows only itself and src/core'],
  ['src/http/to-feature.ts', '../features/members/schema.ts', plumbing],
  ['src/http/to-jobs.ts', '../jobs/queue.ts', plumbing],
  ['src/http/to-config.ts', '../config.ts', plumbing],
  ['src/http/to-pg.ts', 'pg', sql],
  ['src/jobs/to-http.ts', '../http/server.ts', plumbing],
  ['src/jobs/to-feature.ts', '../features/members/invite-member.ts', plumbing],
  ['src/jobs/to-clock.ts', '../clock.ts', plumbing],
  ['src/connectors/to-jobs.ts', '../jobs/queue.ts', plumbing],
  ['src/connectors/to-test.ts', '../../test/app.ts', plumbing],
  ['src/history/to-connectors.ts', '../connectors/smtp.ts', plumbing],
  ['src/history/to-feature.ts', '../features/deals/store.ts', plumbing],
  ['src/history/to-copy.ts', 'pg-copy-streams', sql],
  ['src/context.ts', './http/server.ts', 'src/context.ts knows only core and db'],
  ['src/config.ts', './db/database.ts', 'config.ts and clock.ts stand alone'],
  ['src/clock.ts', './config.ts', 'config.ts and clock.ts stand alone'],
  ['src/app.ts', './main.ts', 'app.ts and worker.ts collect features'],
  ['src/worker.ts', './features/members/store.ts', store],
  ['src/main.ts', './cli/baton.ts', 'main.ts is the only wiring'],
  ['src/cli/to-store.ts', '../features/members/store.ts', store],
  ['src/cli/to-bench.ts', '../../bench/ingest.ts', outside],
  ['src/cli/to-web.ts', '../../web/api.ts', outside],
  ['src/features/members/schema.ts', 'node:crypto', schema],
  ['src/features/teams/schema.ts', '../members/invite-member.ts', schema],
  ['src/features/deals/schema.ts', '../../db/database.ts', schema],
  ['src/features/absences/schema.ts', './store.ts', schema],
  ['src/features/members/store.ts', '../teams/store.ts', store],
  ['src/features/members/invite-member.ts', '../teams/store.ts', store],
  ['src/features/members/list-members.ts', '../teams/routes.ts', 'Routes and jobs are collected by'],
  ['src/features/members/find-member.ts', '../../config.ts', feature],
  ['src/features/members/remove-member.ts', '../../../web/api.ts', feature],
  ['src/features/members/routes.ts', '../../app.ts', feature],
  ['src/features/members/jobs.ts', '../../../test/clock.ts', feature],
  ['src/features/teams/list-teams.ts', 'pg', sql],
  ['web/main.tsx', '../src/features/members/store.ts', browser],
  ['web/features/members/queries.ts', '../../../src/features/members/invite-member.ts', browser],
  ['web/ui/to-db.tsx', '../../src/db/database.ts', browser],
  ['web/ui/to-app.tsx', '../../src/app.ts', browser],
  ['web/ui/to-node.tsx', 'node:fs', 'The browser has no Node'],
  ['web/ui/to-test.tsx', '../../test/app.ts', tests],
  ['web/ui/to-scripts.tsx', '../../scripts/check.ts', "Scripts run on the developer's machine"],
  ['scripts/to-test.ts', '../test/database.ts', tests],
  ['scripts/to-bench.ts', '../bench/ingest.ts', tests],
  ['vite.config.ts', './test/database.ts', tests],
];

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

const clean: Plants = {
  'src/core/money.ts':
    "import { z } from 'zod';\nimport type { Id } from './ids.ts';\nexport const Money = z.custom<Id>();\n",
  'src/core/calendar/week.ts': "import { Money } from '../money.ts';\nexport const epoch = [Money, new Date(0)];\n",
  'src/core/money.test.ts':
    "import { readFileSync } from 'node:fs';\nexport const text = [readFileSync, Date.now()];\n",
  'src/db/database.ts':
    "import pg from 'pg';\nimport { Money } from '../core/money.ts';\nexport const pool = [pg, Money];\n",
  'src/http/server.ts': "import type { Db } from '../db/database.ts';\nexport type Server = Db;\n",
  'src/clock.ts': 'export const systemClock = () => new Date();\n',
  'src/config.ts': 'export const config = { url: process.env.DATABASE_URL };\n',
  'src/features/teams/schema.ts': "import { Money } from '../../core/money.ts';\nexport const Team = Money;\n",
  'src/features/teams/store.ts': "import { sql } from 'kysely';\nexport const one = sql`select 1`;\n",
  'src/features/teams/routes.ts': "import { findTeam } from './find-team.ts';\nexport const routes = [findTeam];\n",
  'src/features/teams/find-team.ts':
    "import { Member } from '../members/schema.ts';\nimport { one } from './store.ts';\nexport const findTeam = [Member, one];\n",
  'src/features/members/schema.ts': "import { Team } from '../teams/schema.ts';\nexport const Member = Team;\n",
  'src/features/members/invite-member.ts':
    "import { findTeam } from '../teams/find-team.ts';\nexport const inviteMember = findTeam;\n",
  'src/app.ts': "import { routes } from './features/teams/routes.ts';\nexport const app = routes;\n",
  'src/main.ts':
    "import { app } from './app.ts';\nimport { config } from './config.ts';\nexport const main = [app, config];\n",
  'web/features/team.tsx':
    "import { Money } from '../../src/core/money.ts';\nimport { Team } from '../../src/features/teams/schema.ts';\nexport const team = [Money, Team];\n",
  'test/database.ts':
    "import { one } from '../src/features/teams/store.ts';\nexport const now = [one, Date.now(), process.env.HOME];\n",
  'bench/ingest.ts': "import { now } from '../test/database.ts';\nexport const start = now;\n",
  'scripts/write.ts': "import { app } from '../src/app.ts';\nexport const write = [app, process.env.HOME];\n",
};

const seen = new Set<string>();

describe.each(Object.entries(forms))('an import that is %s', (_form, write) => {
  const { findings, failed } = lint(
    plant(Object.fromEntries(boundaries.map(([path, specifier]) => [path, write(specifier)]))),
  );
  test('fails the check', () => expect(failed).toBe(true));
  test.each(boundaries)('%s may not import %s', (path, _specifier, message) => expectOnly(findings, path, message));
});

describe('a ban', () => {
  const { findings, failed } = lint(plant(Object.fromEntries(bans.map(([path, text]) => [path, text]))));
  test('fails the check', () => expect(failed).toBe(true));
  test.each(bans)('%s', (path, _text, message) => expectOnly(findings, path, message));
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
  for (const path of ['biome.json', 'package.json', 'scripts/biome'])
    cpSync(join(house, path), join(tree, path), { recursive: true });
  symlinkSync(join(house, 'node_modules'), join(tree, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

/** Rules that a planted file breaks only by being made up. */
const beside = new Set(['lint/performance/noBarrelFile', 'lint/correctness/noUndeclaredDependencies']);

function lint(tree: string): { findings: Finding[]; failed: boolean } {
  const biome = join(house, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '--error-on-warnings', '.'];
  const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 26 });
  type Diagnostic = { message: string; category: string; location: { path: string } };
  const report = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  const findings = report.diagnostics
    .filter(({ category }) => !beside.has(category))
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

function expectOnly(findings: Finding[], path: string, message: string): void {
  const own = findings.filter((finding) => finding.path === path).map((finding) => finding.message);
  expect(own).toEqual([expect.stringContaining(message)]);
}
