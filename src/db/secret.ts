import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BatonError } from '../core/errors.ts';

/**
 * The secret that seals what the database must not show: the configured one, else one kept in the home folder, made in
 * the first run. Several processes that share a database must share it by BATON_SECRET. A backup needs it too.
 */
export async function readSecret(configured: string | undefined, home: string): Promise<string> {
  if (configured) return configured;
  const file = path.join(home, 'secret');
  try {
    await mkdir(home, { recursive: true });
    // `wx` fails when it is there: two processes that start at once end up with one secret.
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new BatonError(
        'invalid',
        'home.unwritable',
        `Baton cannot write ${file} (${reason}). Choose another folder with BATON_HOME.`,
      );
    }
  }
  return (await readFile(file, 'utf8')).trim();
}
