import { Client, type ClientConfig, DatabaseError } from 'pg';
import { parse } from 'pg-connection-string';
import { BatonError } from '../core/errors.ts';
import type { Engine, EngineLog } from './engine-contract.ts';

const oldestVersion = 15;
const newestTriedVersion = 18;

/** Checks that the PostgreSQL at `databaseUrl` can be worked with. Nothing of it is started or stopped by us. */
export async function connectExternalPostgres(databaseUrl: string, log: EngineLog): Promise<Engine> {
  const target = describeTarget(databaseUrl);
  const connection: ClientConfig = { connectionString: databaseUrl };
  const serverVersionNum = await readVersion({ ...connection, connectionTimeoutMillis: 5000 }, target);
  const warning = judgeVersion(serverVersionNum, target.place);
  if (warning !== undefined) log.warn(warning);
  return { kind: 'external', connection, serverVersionNum, stop: async () => {} };
}

/** Refuses a version that is too old; returns what to say about one that is too new to have been tried. */
export function judgeVersion(serverVersionNum: number, place: string): string | undefined {
  const major = Math.floor(serverVersionNum / 10_000);
  if (major < oldestVersion) {
    throw new BatonError(
      'unavailable',
      'database.too-old',
      `The database at ${place} is PostgreSQL ${major}; Baton needs ${oldestVersion} or newer. ` +
        'Upgrade it, or leave DATABASE_URL out to use the PostgreSQL that Baton brings along.',
    );
  }
  if (major <= newestTriedVersion) return undefined;
  return `PostgreSQL ${major} is newer than the newest version Baton was tried with (${newestTriedVersion}).`;
}

type Target = { place: string; user: string; database: string; password: string };

function describeTarget(databaseUrl: string): Target {
  try {
    if (!/^(postgres|postgresql|socket):/.test(databaseUrl)) throw new Error('not a PostgreSQL URL');
    const { host, port, user, database, password } = parse(databaseUrl);
    const place = host?.startsWith('/') ? host : `${host || 'localhost'}:${port || '5432'}`;
    return { place, user: user ?? '', database: database ?? '', password: password ?? '' };
  } catch {
    // Neither the URL nor the cause is repeated: both may contain the password.
    throw new BatonError(
      'invalid',
      'database.bad-url',
      'DATABASE_URL is not a PostgreSQL URL. It has the form postgresql://user:password@host:5432/database; ' +
        'characters such as @ : / ? # in the password must be percent-encoded.',
    );
  }
}

async function readVersion(config: ClientConfig, target: Target): Promise<number> {
  const client = new Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    return Number(rows[0]?.version);
  } catch (error) {
    throw explain(error, target);
  } finally {
    await client.end().catch(() => {});
  }
}

function explain(error: unknown, target: Target): BatonError {
  const code = errorCode(error);
  const [name, problem] = describeProblem(code, target);
  const said =
    error instanceof DatabaseError ? ` (${withoutPassword(error.message, target)})` : code ? ` (${code})` : '';
  return new BatonError('unavailable', `database.${name}`, `${problem}${said}`);
}

/** Node reports a host with several addresses as one error that holds one error for each. */
function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (error instanceof Error && /timeout/i.test(error.message)) return 'ETIMEDOUT';
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function describeProblem(code: string, { place, user, database }: Target): [string, string] {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return [
        'refused',
        `Nothing answers at ${place}. Is PostgreSQL running there, and are host and port in DATABASE_URL right?`,
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['unknown-host', `The host of ${place} cannot be found. Check the host name in DATABASE_URL.`];
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['unreachable', `${place} does not answer within 5 seconds. Check host, port, network and firewall.`];
    case '28P01':
    case '28000':
      return [
        'denied',
        `PostgreSQL at ${place} does not let user "${user}" in. Check user and password in DATABASE_URL and its pg_hba.conf.`,
      ];
    case '3D000':
      return [
        'unknown',
        `There is no database "${database}" at ${place}. Create it (createdb ${database}) or correct DATABASE_URL.`,
      ];
    case '57P03':
      return ['starting', `PostgreSQL at ${place} is starting or stopping. Try again in a moment.`];
    case '53300':
      return ['full', `PostgreSQL at ${place} accepts no more connections. Raise its max_connections or end some.`];
    default:
      return ['unusable', `PostgreSQL at ${place} cannot be used as user "${user}" and database "${database}".`];
  }
}

function withoutPassword(message: string, { password }: Target): string {
  return password === '' ? message : message.replaceAll(password, '***');
}
