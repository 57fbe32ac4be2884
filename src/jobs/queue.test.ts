import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestClock } from '../../test/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSealer } from '../http/sealer.ts';
import { job, upkeep } from './job.ts';
import { openQueue } from './queue.ts';

const Thing = z.object({ n: z.int() });

describe('the job queue', () => {
  let database: TestDatabase;
  const problems: unknown[] = [];
  const log = { info() {}, warn() {}, error: (details: object) => void problems.push(details) };
  const clock = createTestClock();

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const parts = () => ({
    databases: database.databases,
    clock,
    log,
    sealer: createSealer('a secret that is long enough for tests'),
    publicUrl: () => 'http://baton.test',
  });

  it('keeps what a transaction sent exactly when the transaction commits', async () => {
    const seen: number[] = [];
    const count = job('count', Thing, {}, async (ctx, { n }) => {
      expect(ctx.now).toEqual(clock());
      seen.push(n);
    });
    const queue = await openQueue(database.connection, [count], log);
    const db = database.databases.screens;
    await db.transaction().execute((tx) => queue.enqueue(tx, 'count', { n: 1 }));
    const failing = db.transaction().execute(async (tx) => {
      await queue.enqueue(tx, 'count', { n: 2 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await queue.drain(parts())).toBe(1);
    expect(seen).toEqual([1]);
    await expect(queue.enqueue(db, 'no-such-job', {})).rejects.toThrow('no job named');
    await queue.stop();
  });

  it('runs a job soon after its commit, again when it threw, and a stop waits for it', async () => {
    let tries = 0;
    let finished = false;
    const started = Promise.withResolvers<void>();
    const slow = job('slow', Thing, { retryDelay: 0 }, async () => {
      tries += 1;
      if (tries === 1) throw new Error('the first try fails');
      started.resolve();
      await new Promise((resolve) => setTimeout(resolve, 300));
      finished = true;
    });
    const queue = await openQueue(database.connection, [slow], log, { works: true });
    await queue.work(parts());
    await database.databases.screens.transaction().execute((tx) => queue.enqueue(tx, 'slow', { n: 1 }));
    await started.promise;
    expect(finished).toBe(false);
    await queue.stop();
    expect(finished).toBe(true);
    expect(tries).toBe(2);
    expect(problems).toMatchObject([{ job: 'slow' }]);
  });

  it('runs upkeep when it starts, once for several processes', async () => {
    let runs = 0;
    const done = Promise.withResolvers<void>();
    const tidy = upkeep('tidy', '0 3 * * *', { atStart: true, pollEvery: 0.5 }, async () => {
      runs += 1;
      // Longer than a worker's poll: the other process would have taken a second one by now.
      await new Promise((resolve) => setTimeout(resolve, 700));
      done.resolve();
    });
    const open = () => openQueue(database.connection, [tidy], log, { works: true });
    const queues = await Promise.all([open(), open()]);
    await Promise.all(queues.map((queue) => queue.work(parts())));
    await done.promise;
    await Promise.all(queues.map((queue) => queue.stop()));
    expect(runs).toBe(1);
  });
});
