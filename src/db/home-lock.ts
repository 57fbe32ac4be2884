import { randomUUID } from 'node:crypto';
import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { hostname, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BatonError } from '../core/errors.ts';
import { folderKey, folderProblem, prepareHome, readIfPresent } from './home-folder.ts';
import { processState } from './process-table.ts';

export type HomeLock = {
  /** Real path of the locked folder. */
  readonly home: string;
  /** Called when another machine has taken the folder because this one looked dead: stop writing at once. */
  onLost(listener: () => void): void;
  /** Gives the folder back; idempotent. */
  release(): Promise<void>;
};

/** What the lock file says of its writer. `boot` and `network` name a kernel and a network namespace of it. */
type Holder = { pid: number; host: string; machine: string; boot: string; network: string; token: string };

const beatMs = 1000;
/** Four beats: a holder that is silent for so long is taken for dead. Still leaves a restart under five seconds. */
const silenceMs = 4000;
const answerMs = 300;

/**
 * Takes BATON_HOME for this process. A socket whose name is derived from the folder decides on one machine: the kernel
 * gives it to exactly one process and takes it back the moment that process ends, however it ends. Containers and
 * machines that share a volume do not see each other's sockets: for them a lock file is kept beating.
 *
 * @throws BatonError `home.in-use` with the holder's process id; within a second, or four when the holder is foreign.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  const folder = prepareHome(home);
  const lockFile = join(folder, 'lock');
  const server = await listenOrRefuse(folder, lockFile);
  try {
    await refuseForeignHolder(folder, lockFile);
    return holdLock(folder, lockFile, server);
  } catch (error) {
    server.close();
    throw folderProblem(error, folder);
  }
}

function lockAddress(folder: string): string {
  const name = `baton-${folderKey(folder)}`;
  // A leading NUL is Linux's abstract namespace: no file that can be left behind or deleted.
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`; // not tried
  return join(tmpdir(), `${name}.lock`); // macOS; not tried
}

async function listenOrRefuse(folder: string, lockFile: string): Promise<Server> {
  const address = lockAddress(folder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(address);
    if (server) return server;
    const answer = await askHolder(address);
    if (answer !== 'nobody') throw inUse(folder, answer ?? readHolder(lockFile)?.pid);
    // The file of a dead holder on macOS; on Linux the holder ended in this very moment.
    if (!address.startsWith('\0')) rmSync(address, { force: true });
  }
  throw inUse(folder, readHolder(lockFile)?.pid);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address }, () => resolve(server.unref()));
  });
}

/** The holder's process id; `undefined` when it is there but too busy to say. */
function askHolder(address: string): Promise<number | 'nobody' | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    let answer = '';
    socket.setTimeout(answerMs, () => socket.destroy());
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', () => resolve('nobody'));
    socket.on('close', () => resolve(Number(answer) || undefined));
  });
}

async function refuseForeignHolder(folder: string, lockFile: string): Promise<void> {
  const before = readHolder(lockFile);
  if (!before || isSurelyGone(before, lockFile)) return;
  const firstBeat = readFileSync(lockFile, 'utf8');
  const start = performance.now();
  while (performance.now() - start < silenceMs) {
    await pause(100);
    const beat = readIfPresent(lockFile);
    if (beat === undefined) return;
    if (beat !== firstBeat) throw inUse(folder, before.pid, before.host);
  }
}

function isSurelyGone(holder: Holder, lockFile: string): boolean {
  const own = describeSelf();
  // Same kernel, same network namespace: it would have held the socket.
  if (process.platform === 'linux' && holder.boot === own.boot && holder.network === own.network) return true;
  if (process.platform !== 'linux') return holder.host === own.host && processState(holder.pid) !== 'running';
  // This machine has been restarted since the last beat.
  const bootedAt = performance.timeOrigin + performance.now() - uptime() * 1000;
  return holder.machine === own.machine && holder.boot !== own.boot && statSync(lockFile).mtimeMs < bootedAt;
}

function holdLock(folder: string, lockFile: string, server: Server): HomeLock {
  const holder: Holder = { ...describeSelf(), token: randomUUID() };
  const listeners: (() => void)[] = [];
  let beats = 0;
  const line = (): string => `${JSON.stringify({ ...holder, beat: String(beats).padStart(12, '0') })}\n`;
  const write = (): number => {
    writeFileSync(`${lockFile}.new`, line(), { mode: 0o644 });
    renameSync(`${lockFile}.new`, lockFile);
    return openSync(lockFile, 'r+');
  };
  let file = write();

  const beat = (): void => {
    try {
      beats += 1;
      const current = readHolder(lockFile);
      if (current && current.token !== holder.token) {
        clearInterval(timer);
        for (const listener of listeners) listener();
      } else if (current) {
        // In place and always of one length: needs no free space, so a full disk does not look like a death.
        writeSync(file, line(), 0);
      } else {
        closeSync(file);
        file = write();
      }
    } catch {
      // A disk that fails for a moment; the next beat tries again.
    }
  };
  const timer = setInterval(beat, beatMs).unref();

  let released: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    clearInterval(timer);
    closeSync(file);
    if (readHolder(lockFile)?.token === holder.token) rmSync(lockFile, { force: true });
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    home: folder,
    onLost: (listener) => listeners.push(listener),
    release: () => (released ??= release()),
  };
}

function describeSelf(): Omit<Holder, 'token'> {
  const host = hostname();
  const machine = readIfReadable('/etc/machine-id').trim() || host;
  const boot = readIfReadable('/proc/sys/kernel/random/boot_id').trim();
  return { pid: process.pid, host, machine, boot, network: networkNamespace() };
}

function readIfReadable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function networkNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/net');
  } catch {
    return '';
  }
}

function readHolder(lockFile: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && 'token' in value && 'boot' in value;
}

function inUse(folder: string, pid: number | undefined, host?: string): BatonError {
  const who = `${pid === undefined ? 'process unknown' : `pid ${pid}`}${host === undefined ? '' : ` on host ${host}`}`;
  const extra = { pid: pid ?? null, ...(host === undefined ? {} : { host }) };
  return new BatonError(
    'conflict',
    'home.in-use',
    `The folder ${folder} is in use by another Baton (${who}). Stop that one first, or set BATON_HOME to another folder.`,
    { extra },
  );
}
