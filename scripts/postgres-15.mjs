// Runs a command with DATABASE_URL pointing at a throwaway PostgreSQL 15 of the system: the oldest that Baton supports.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const [command, ...args] = process.argv.slice(2);
if (!command) throw new Error('usage: node scripts/postgres-15.mjs COMMAND [ARGUMENT ...]');

const folder = mkdtempSync(path.join(tmpdir(), 'baton-pg15-'));
const isRoot = process.getuid?.() === 0;
// PostgreSQL refuses to run as root; Debian's package brings this user along.
const user = isRoot ? ids('postgres') : {};
if (isRoot) chownSync(folder, user.uid, user.gid);

const port = await freePort();
run('initdb', ['-D', `${folder}/data`, '-U', 'baton', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']);
const server = spawn(
  `${bin}/postgres`,
  [
    '-D',
    `${folder}/data`,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    '-c',
    'fsync=off',
    '-c',
    'max_connections=100',
  ],
  { ...user, cwd: folder, stdio: 'ignore' },
);
let status = 1;
try {
  waitUntilReady();
  run('psql', ['-h', '127.0.0.1', '-p', String(port), '-U', 'baton', '-d', 'postgres', '-qc', 'create database baton']);
  const DATABASE_URL = `postgresql://baton@127.0.0.1:${port}/baton`;
  status = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DATABASE_URL } }).status ?? 1;
} finally {
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);

function run(program, programArgs) {
  execFileSync(`${bin}/${program}`, programArgs, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function waitUntilReady() {
  for (let tries = 0; tries < 100; tries += 1) {
    const probe = spawnSync(`${bin}/pg_isready`, ['-h', '127.0.0.1', '-p', String(port), '-q', '-t', '1']);
    if (probe.status === 0) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  throw new Error('PostgreSQL 15 did not become ready');
}

function ids(name) {
  const number = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
