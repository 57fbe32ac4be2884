import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { BatonError } from '../core/errors.ts';
import { type DatabaseUser, runsAsRoot } from './home-folder.ts';

/**
 * Who runs PostgreSQL, which refuses to be root: the owner of the data folder where there is one, else the system's
 * `postgres`, else `nobody`. `undefined` means ourselves. No user is ever created.
 */
export function chooseDatabaseUser(dataFolder: string): DatabaseUser | undefined {
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (!runsAsRoot()) {
    refuseForeignData(dataFolder, owner?.uid);
    return undefined;
  }
  const users = readUsers();
  if (owner && owner.uid !== 0) {
    const name = users.find((user) => user.uid === owner.uid)?.name ?? String(owner.uid);
    return { uid: owner.uid, gid: owner.gid, name };
  }
  const chosen = users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody');
  if (chosen) return chosen;
  throw new BatonError(
    'unavailable',
    'database.no-user',
    'PostgreSQL refuses to run as root, and this system has neither a user "postgres" nor "nobody". ' +
      'Start Baton as an ordinary user, or set DATABASE_URL to an existing PostgreSQL.',
  );
}

function refuseForeignData(dataFolder: string, uid: number | undefined): void {
  if (uid === undefined || process.getuid === undefined || uid === process.getuid()) return;
  const name = readUsers().find((user) => user.uid === uid)?.name ?? `with number ${uid}`;
  throw new BatonError(
    'forbidden',
    'home.other-owner',
    `The data in ${dataFolder} belongs to the user ${name}. Start Baton as that user (or as root, if it was started as ` +
      'root before), or set BATON_HOME to another folder.',
  );
}

function readUsers(): DatabaseUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}

/** The name under which PostgreSQL sees our connections on its socket. */
export function ownUserName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new BatonError(
      'unavailable',
      'database.nameless-user',
      `The user that runs Baton (number ${process.getuid?.()}) has no name on this system, and PostgreSQL needs one. ` +
        'Start Baton as a user listed in /etc/passwd, or set DATABASE_URL to an existing PostgreSQL.',
      { cause: error },
    );
  }
}
