import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { BatonError } from '../core/errors.ts';
import { canReach, type DatabaseUser, folderProblem, readIfPresent } from './home-folder.ts';
import { binaryPath, type PostgresBinaries } from './postgres-binaries.ts';
import { processesIn, signalProcess } from './process-table.ts';

const unfinished = 'data.new-';

export type Initialisation = {
  home: string;
  user: DatabaseUser | undefined;
  binaries: PostgresBinaries;
  fsync: boolean;
  /** Where connections need one (Windows). */
  password: string | undefined;
};

/**
 * How PostgreSQL is told where its data is. Where it may not pass the folders above, the path of its own working
 * directory serves: Node enters that directory as root, before it changes the user, and every process of PostgreSQL
 * stays in it.
 */
export function dataArgument(dataFolder: string, user: DatabaseUser | undefined): string {
  if (user === undefined || canReach(join(dataFolder, '..'), user)) return dataFolder;
  if (existsSync('/proc/self/cwd')) return '/proc/self/cwd';
  throw new BatonError(
    'forbidden',
    'home.not-reachable',
    `PostgreSQL runs as ${user.name}, who may not pass the folders above ${dataFolder}. Set BATON_HOME to a folder outside.`,
  );
}

/** Minimal and the same everywhere: the operator's PG* variables and locale must not change what PostgreSQL does. */
export const childEnvironment: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32' ? undefined : { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates the data folder on the first start. It is made under another name and renamed when complete, so one that was
 * interrupted is never taken for data.
 */
export async function ensureDataFolder(dataFolder: string, plan: Initialisation): Promise<void> {
  try {
    removeUnfinished(plan.home);
    if (isEmptyOrMissing(dataFolder)) await initialise(dataFolder, plan);
    refuseOtherMajor(dataFolder, plan.binaries.major);
    takeOwnership(dataFolder, plan.user);
  } catch (error) {
    throw folderProblem(error, plan.home);
  }
}

function removeUnfinished(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(unfinished))) {
    // An initdb whose Node was killed goes on by itself.
    for (const pid of processesIn(join(home, name))) signalProcess(pid, 'SIGKILL');
    rmSync(join(home, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}

function isEmptyOrMissing(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

async function initialise(dataFolder: string, plan: Initialisation): Promise<void> {
  const { home, user, binaries, fsync, password } = plan;
  const folder = join(home, `${unfinished}${randomBytes(4).toString('hex')}`);
  const passwordFile = join(home, 'password.new');
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  const access =
    password === undefined
      ? ['--auth-local=peer', '--auth-host=reject']
      : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  if (password !== undefined) writeFileSync(passwordFile, password, { mode: 0o600 });
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', '--encoding=UTF8'];
  const sync = fsync ? [] : ['--no-sync'];
  const place = ['-D', dataArgument(folder, user), '-U', 'baton'];
  try {
    await runInitdb(binaryPath(binaries, 'initdb'), [...place, ...locale, ...access, ...sync], folder, user);
    if (existsSync(dataFolder)) rmdirSync(dataFolder);
    renameSync(folder, dataFolder);
    if (fsync) syncFolder(home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function runInitdb(command: string, args: string[], cwd: string, user: DatabaseUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const identity = user ? { uid: user.uid, gid: user.gid } : {};
    const child = spawn(command, args, {
      cwd,
      env: childEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.on('error', (error) => reject(cannotRun(error, command, user)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(initdbProblem(complaint, cwd));
    });
  });
}

/** What it means when a program of PostgreSQL cannot even be started. */
export function cannotRun(error: NodeJS.ErrnoException, command: string, user: DatabaseUser | undefined): BatonError {
  const reason =
    error.code === 'ENOENT' && existsSync(command)
      ? 'This system lacks the GNU C library the bundled PostgreSQL is built for (Alpine Linux does).'
      : error.code === 'EPERM' && user
        ? `Root may not become the user ${user.name} here. Start Baton as an ordinary user.`
        : `${command}: ${error.code ?? error.message}.`;
  return new BatonError(
    'unavailable',
    'database.cannot-run',
    `The bundled PostgreSQL cannot be run. ${reason} Or set DATABASE_URL to an existing PostgreSQL.`,
    { cause: error },
  );
}

function initdbProblem(complaint: string, folder: string): unknown {
  if (/No space left|Disk quota/.test(complaint)) return Object.assign(new Error(complaint), { code: 'ENOSPC' });
  if (/Read-only file system/.test(complaint)) return Object.assign(new Error(complaint), { code: 'EROFS' });
  const lines = complaint.split('\n').filter((line) => /error|fatal|hint/i.test(line));
  const said = (lines.length > 0 ? lines.join(' ') : complaint).trim();
  return new BatonError('unavailable', 'database.initdb', `PostgreSQL could not set up its data in ${folder}: ${said}`);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function refuseOtherMajor(dataFolder: string, major: number): void {
  const found = readIfPresent(join(dataFolder, 'PG_VERSION'))?.trim();
  if (found === String(major)) return;
  if (found === undefined) {
    throw new BatonError(
      'conflict',
      'database.not-data',
      `${dataFolder} holds files but no PostgreSQL data. Move them away, or set BATON_HOME to another folder.`,
    );
  }
  throw new BatonError(
    'conflict',
    'database.other-major',
    `The data in ${dataFolder} was written by PostgreSQL ${found}; this Baton brings ${major}, which cannot read it. ` +
      'Start the Baton version that wrote it, make a backup with "baton backup", move the folder away, and restore the ' +
      'backup with this version.',
  );
}

/** Data copied into place as root belongs to root, as whom PostgreSQL cannot read it. */
function takeOwnership(dataFolder: string, user: DatabaseUser | undefined): void {
  if (!user || statSync(dataFolder).uid === user.uid) return;
  // The folder itself last: its owner says whether this has been done.
  for (const path of [...(readdirSync(dataFolder, { recursive: true }) as string[]), '']) {
    lchownSync(join(dataFolder, path), user.uid, user.gid);
  }
  chmodSync(dataFolder, 0o700);
}

/** Writes a file of PostgreSQL's configuration unless it says the same already. */
export function writeConfiguration(path: string, text: string, user: DatabaseUser | undefined): void {
  if (readIfPresent(path) === text) return;
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  if (user) chownSync(`${path}.new`, user.uid, user.gid);
  renameSync(`${path}.new`, path);
}
