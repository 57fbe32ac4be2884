import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { dataArgument, ensureDataFolder, writeConfiguration } from './data-folder.ts';
import { chooseDatabaseUser, ownUserName } from './database-user.ts';
import { borrowFolder, canReach, type DatabaseUser, folderKey, readIfPresent } from './home-folder.ts';
import { binaryPath, type PostgresBinaries, prepareBinaries } from './postgres-binaries.ts';
import { writeAccessRules, writePostgresSettings, writeUserMap } from './postgres-settings.ts';
import type { PostmasterPlan } from './postmaster.ts';
import { signalProcess } from './process-table.ts';

export type EmbeddedPlan = PostmasterPlan & {
  binaries: PostgresBinaries;
  /** `undefined` where there are no Unix sockets (Windows). */
  socketFolder: string | undefined;
};

export type EmbeddedSettings = { home: string; port: number; memoryBytes?: number | undefined; fsync: boolean };

/** Windows has no peer authentication: there a loopback port with a random password stands in. Only Linux has been tried. */
export const overSocket = process.platform !== 'win32';

/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included. */
const longestSocketPath = process.platform === 'linux' ? 107 : 103;

/** Makes everything in and around `home` ready for a start, mending what a crash or a cleaner of folders has taken. */
export async function prepareStart({ home, port, memoryBytes, fsync }: EmbeddedSettings): Promise<EmbeddedPlan> {
  const dataFolder = join(home, 'data');
  const user = chooseDatabaseUser(dataFolder);
  const systemUser = overSocket ? ownUserName() : '';
  const binaries = prepareBinaries(home, user);
  const password = overSocket ? undefined : keepPassword(join(home, 'password'));
  await ensureDataFolder(dataFolder, { home, user, binaries, fsync, password });
  const socketFolder = overSocket ? borrowSocketFolder(home, port, user) : undefined;
  const settings = writePostgresSettings({
    memoryBytes: memoryBytes ?? availableMemory(),
    socketFolder,
    port,
    fsync,
    sharedMemoryBytes: sizeOfSharedMemory(),
  });
  const files: [string, string][] = [
    ['postgresql.conf', settings],
    ['pg_hba.conf', writeAccessRules(overSocket)],
    ['pg_ident.conf', writeUserMap(systemUser)],
  ];
  return {
    program: binaryPath(binaries, 'postgres'),
    dataFolder,
    dataArgument: dataArgument(dataFolder, user),
    user,
    logFile: join(home, 'postgres.log'),
    signature: createHash('sha256')
      .update(JSON.stringify([files, binaries.folder]))
      .digest('hex')
      .slice(0, 16),
    connection: describeConnection(socketFolder, port, password),
    sendSignal: overSocket
      ? signalProcess
      : (pid, signal) => signalByPgCtl(binaryPath(binaries, 'pg_ctl'), pid, signal),
    binaries,
    socketFolder,
    configure: () => {
      for (const [name, text] of files) writeConfiguration(join(dataFolder, name), text, user);
    },
  };
}

function describeConnection(
  socketFolder: string | undefined,
  port: number,
  password: string | undefined,
): ClientConfig {
  // `ssl` is said outright, or PGSSLMODE in the operator's environment would ask a socket for it.
  return {
    host: socketFolder ?? '127.0.0.1',
    port,
    user: 'baton',
    database: 'postgres',
    ssl: false,
    ...(password === undefined ? {} : { password }),
  };
}

function borrowSocketFolder(home: string, port: number, user: DatabaseUser | undefined): string {
  const name = `baton-${folderKey(home)}`;
  const isShort = (parent: string): boolean =>
    Buffer.byteLength(`${join(parent, name)}-XXXXXX/.s.PGSQL.${port}`) <= longestSocketPath;
  const isUsable = (parent: string): boolean =>
    existsSync(parent) && isShort(parent) && (user === undefined || canReach(parent, user));
  return borrowFolder({
    record: join(home, 'socket-folder'),
    parents: [tmpdir(), '/tmp', '/var/tmp', '/dev/shm', home].filter(isUsable),
    name,
    mode: 0o700,
    owner: user,
  });
}

/** Windows; not tried. */
function keepPassword(path: string): string {
  const kept = readIfPresent(path);
  if (kept !== undefined) return kept;
  const password = randomBytes(24).toString('base64url');
  writeFileSync(path, password, { mode: 0o600 });
  return password;
}

/** Windows, where Node can only terminate; not tried. */
function signalByPgCtl(pgCtl: string, pid: number, signal: NodeJS.Signals): void {
  execFileSync(pgCtl, ['kill', signal.slice(3), String(pid)], { stdio: 'ignore' });
}

/** Windows; not tried. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 5432;
}

function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function sizeOfSharedMemory(): number | undefined {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize;
  } catch {
    return undefined;
  }
}
