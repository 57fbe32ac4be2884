import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, type EngineLog, startEngine } from './engine.ts';
import { judgeVersion } from './external-postgres.ts';

const log: EngineLog = { info: () => {}, warn: () => {}, error: () => {} };
const connect = (databaseUrl: string): Promise<Engine> => startEngine({ home: '/unused', databaseUrl, log });

test('versions: 14 is refused, 15 to 18 pass, 19 is warned about', () => {
  expect(() => judgeVersion(140_011, 'db:5432')).toThrow(/PostgreSQL 14; Baton needs 15 or newer/);
  expect(judgeVersion(150_000, 'db:5432')).toBeUndefined();
  expect(judgeVersion(180_004, 'db:5432')).toBeUndefined();
  expect(judgeVersion(190_000, 'db:5432')).toMatch(/newer than the newest/);
});

test('what is no URL of PostgreSQL is refused without repeating it', async () => {
  for (const url of ['mysql://u:geheim@h/d', 'geheim', 'postgresql://u:geheim@h:port/d']) {
    const problem = await connect(url).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'database.bad-url' });
    expect(String(problem)).not.toContain('geheim');
  }
});

test('a port where nothing listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const problem = await connect(`postgresql://u:geheim@127.0.0.1:${port}/d`).catch((error: unknown) => error);
  expect(problem).toMatchObject({ kind: 'unavailable', code: 'database.refused' });
  expect(String(problem)).toContain(`127.0.0.1:${port}`);
  expect(String(problem)).not.toContain('geheim');
});

describe.skipIf(process.platform === 'win32')('a PostgreSQL that is there (over a socket, which Windows lacks)', () => {
  const home = mkdtempSync(join(tmpdir(), 'baton-external-'));
  let other: Engine;
  const url = (user: string, database: string): string =>
    `postgresql://${user}:geheim@/${database}?host=${encodeURIComponent(String(other.connection.host))}`;

  beforeAll(async () => {
    other = await startEngine({ home, fsync: false, log });
  }, 20_000);
  afterAll(async () => {
    await other.stop();
    rmSync(home, { recursive: true });
  });

  test('is used and not stopped', async () => {
    const engine = await connect(url('baton', 'baton'));
    expect(engine).toMatchObject({ kind: 'external', serverVersionNum: other.serverVersionNum });
    await engine.stop();
    await expect(connect(url('baton', 'baton'))).resolves.toBeDefined();
  });

  test('without the database, or for a user it does not let in, says so and not the password', async () => {
    const unknown = await connect(url('baton', 'nothing')).catch((error: unknown) => error);
    expect(unknown).toMatchObject({
      code: 'database.unknown',
      message: expect.stringContaining('"nothing"') as string,
    });
    const denied = await connect(url('eve', 'baton')).catch((error: unknown) => error);
    expect(denied).toMatchObject({ code: 'database.denied', message: expect.stringContaining('"eve"') as string });
    expect(`${unknown} ${denied}`).not.toContain('geheim');
  });
});
