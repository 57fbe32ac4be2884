// Writes test/fixtures/upgrade/NN.dump.gz: a database as this version leaves it, for a test that brings it to head.
// Run on the oldest PostgreSQL that is supported, whose dumps every newer one reads:
//   node scripts/postgres-15.mjs node scripts/write-upgrade-fixture.ts NN
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createAbsence } from '../src/features/absences/schema.ts';
import { inviteMember } from '../src/features/invitations/schema.ts';
import { createKey } from '../src/features/keys/schema.ts';
import { getSession } from '../src/features/sessions/schema.ts';
import { createTeam, setMembership } from '../src/features/teams/schema.ts';
import { callServer, end, setUp, startServer } from '../test/server-process.ts';

const [number] = process.argv.slice(2);
const databaseUrl = process.env.DATABASE_URL;
if (!/^\d\d$/.test(number ?? '') || !databaseUrl) {
  throw new Error('usage: DATABASE_URL=… node scripts/write-upgrade-fixture.ts NN');
}

const home = mkdtempSync(path.join(tmpdir(), 'baton-fixture-'));
const server = await startServer(home, {
  DATABASE_URL: databaseUrl,
  BATON_SECRET: 'the secret of every upgrade fixture',
});
const owner = await setUp(server.url);
const me = await callServer(server.url, owner, getSession, {});
const memberId = me?.body.member.id ?? '';
const team = await callServer(server.url, owner, createTeam, {
  body: { name: 'Inbound', department: 'sales', leadId: memberId },
});
const params = { teamId: team?.body.id ?? '', memberId };
await callServer(server.url, owner, setMembership, { params, body: { weight: 2, cap: 15 } });
await callServer(server.url, owner, setMembership, { params, body: { weight: 3, cap: null } });
await callServer(server.url, owner, inviteMember, {
  body: { email: 'sam@example.test', name: 'Sam', department: 'sales', role: 'head', heads: 'sales' },
});
await callServer(server.url, owner, createKey, { body: { name: 'Warehouse', scopes: ['members:read'] } });
await callServer(server.url, owner, createAbsence, {
  body: { memberId, from: '2027-04-01T00:00:00Z', to: '2027-04-08T00:00:00Z' },
});
await end(server.process, 'SIGTERM');
rmSync(home, { recursive: true, force: true });

const dump = execFileSync(
  'pg_dump',
  ['--no-owner', '--no-privileges', '--inserts', '--rows-per-insert=200', databaseUrl],
  {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  },
);
// psql's own commands (\restrict) mean nothing to a test that loads the file through a connection.
const sql = dump.replace(/^\\.*$/gm, '');
const file = `test/fixtures/upgrade/${number}.dump.gz`;
writeFileSync(file, gzipSync(sql, { level: 9 }));
console.log(`${file}: ${sql.length} characters`);
