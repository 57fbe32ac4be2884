import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BatonError } from '../core/errors.ts';

/** Who runs PostgreSQL when that is not ourselves. */
export type DatabaseUser = { uid: number; gid: number; name: string };

/** Creates BATON_HOME where it is missing and returns its real path. Refuses in one line what cannot work. */
export function prepareHome(home: string): string {
  const path = resolve(home);
  try {
    // As root PostgreSQL runs as another user, who has to pass through this folder but need not list it.
    mkdirSync(path, { recursive: true, mode: runsAsRoot() ? 0o711 : 0o700 });
    return realpathSync(path);
  } catch (error) {
    throw folderProblem(error, path);
  }
}

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Names a folder by what it is, not by how it is written: the same through links, bind mounts and renames. */
export function folderKey(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16);
}

/** Turns an error of the file system into one line that says what to do. Other errors are returned as they are. */
export function folderProblem(error: unknown, path: string): unknown {
  if (error instanceof BatonError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [kind, name, message] = ((): ['no-space' | 'forbidden' | 'invalid', string, string] | [undefined, '', ''] => {
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return [
        'no-space',
        'home.no-space',
        `No space is left on the disk that holds ${path}. Free some and start again.`,
      ];
    }
    if (code === 'EROFS') {
      return [
        'forbidden',
        'home.read-only',
        `${path} is on a read-only disk. Set BATON_HOME to a folder that can be written.`,
      ];
    }
    if (code === 'EACCES' || code === 'EPERM') {
      return [
        'forbidden',
        'home.not-writable',
        `${path} cannot be written by this user. Give it to the user who runs Baton, or set BATON_HOME to another folder.`,
      ];
    }
    if (code === 'ENOTDIR' || code === 'EEXIST') {
      return ['invalid', 'home.not-a-folder', `${path} is not a folder. Set BATON_HOME to a folder.`];
    }
    return [undefined, '', ''];
  })();
  return kind === undefined ? error : new BatonError(kind, name, message, { cause: error });
}

/**
 * Whether `user` may pass through every folder above and including `folder`, by the permission bits. Access lists are
 * not read: a wrong "no" only means that the longer way is taken.
 */
export function canReach(folder: string, user: DatabaseUser): boolean {
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { uid, gid, mode } = statSync(path);
    const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & needed) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

type BorrowedFolder = {
  /** File inside BATON_HOME that remembers the path. */
  record: string;
  /** Shared folders to try in order. */
  parents: string[];
  name: string;
  mode: number;
  /** Who must own it; ourselves when absent. */
  owner?: DatabaseUser | undefined;
};

/**
 * A folder of our own inside a shared one such as the temp folder. Anybody may have made a folder of that name before:
 * one that is not ours, or that others may write, is left alone and a random name is taken.
 */
export function borrowFolder({ record, parents, name, mode, owner }: BorrowedFolder): string {
  const uid = owner?.uid ?? process.getuid?.();
  const recorded = readIfPresent(record);
  if (recorded !== undefined && isOurs(recorded, uid)) return recorded;
  const problems: unknown[] = [];
  for (const parent of parents) {
    const folder = join(parent, name);
    try {
      const made = makeFolder(folder, mode, owner) || isOurs(folder, uid) ? folder : mkdtempSync(`${folder}-`);
      if (made !== folder) takeFolder(made, mode, owner);
      writeFileSync(record, made);
      return made;
    } catch (error) {
      problems.push(error);
    }
  }
  throw folderProblem(problems[0], parents[0] ?? name);
}

function makeFolder(folder: string, mode: number, owner: DatabaseUser | undefined): boolean {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  takeFolder(folder, mode, owner);
  return true;
}

function takeFolder(folder: string, mode: number, owner: DatabaseUser | undefined): void {
  chmodSync(folder, mode);
  if (owner) chownSync(folder, owner.uid, owner.gid);
}

function isOurs(folder: string, uid: number | undefined): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  return process.platform === 'win32' || (found.uid === uid && (found.mode & 0o022) === 0);
}

export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
