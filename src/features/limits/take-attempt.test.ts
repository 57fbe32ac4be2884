import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, minutes, seconds } from '../../../test/clock.ts';
import { systemCtx } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import type { BatonError } from '../../core/errors.ts';
import type { Bucket } from './store.ts';
import { guessesAt, guessesFrom, guessesHere, removeOldFailures, returnAttempt, takeAttempt } from './take-attempt.ts';

const nowhere = '00000000-0000-0000-0000-000000000000' as WorkspaceId;

describe('attempts', () => {
  const test = useTestApp();

  /** Whole seconds to wait; 0 when the attempt was let through. */
  async function attempt(...buckets: Bucket[]): Promise<number> {
    try {
      await takeAttempt(systemCtx(test, nowhere), buckets);
      return 0;
    } catch (error) {
      return (error as BatonError).details.retryAfter ?? Number.NaN;
    }
  }

  async function attempts(count: number, ...buckets: Bucket[]): Promise<number[]> {
    const waits: number[] = [];
    for (let n = 0; n < count; n += 1) waits.push(await attempt(...buckets));
    return waits;
  }

  describe('guesses at one account from one place', () => {
    it('are free five times, then wait 1 s doubling to 15 min', async () => {
      const bucket = guessesHere('growing@example.test', '192.0.2.1');
      expect(await attempts(5, bucket)).toEqual([0, 0, 0, 0, 0]);
      const waits: number[] = [];
      for (let n = 0; n < 13; n += 1) {
        const wait = await attempt(bucket);
        waits.push(wait);
        test.clock.advance(seconds(wait) - 1);
        expect(await attempt(bucket)).toBeGreaterThan(0);
        test.clock.advance(1);
        expect(await attempt(bucket)).toBe(0);
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    });

    it('let exactly five of a hundred through that come at once', async () => {
      const bucket = guessesHere('burst@example.test', '192.0.2.1');
      const waits = await Promise.all(Array.from({ length: 100 }, () => attempt(bucket)));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    });

    it('are forgotten after a success, and after a day', async () => {
      const bucket = guessesHere('forgotten@example.test', '192.0.2.1');
      await attempts(5, bucket);
      await returnAttempt(systemCtx(test, nowhere), [bucket]);
      expect(await attempts(5, bucket)).toEqual([0, 0, 0, 0, 0]);
      test.clock.advance(days(1));
      expect(await attempts(6, bucket)).toEqual([0, 0, 0, 0, 0, 1]);
    });
  });

  describe('guesses from one place', () => {
    it('are free thirty times in 15 minutes', async () => {
      const bucket = guessesFrom('192.0.2.30');
      expect(Math.max(...(await attempts(30, bucket)))).toBe(0);
      test.clock.advance(minutes(5));
      expect(await attempt(bucket)).toBe(600);
      test.clock.advance(minutes(10));
      expect(await attempt(bucket)).toBe(0);
    });

    it('take the half of an IPv6 address that its holder cannot choose for one place', async () => {
      await attempts(30, guessesFrom('2001:db8::1'));
      expect(await attempt(guessesFrom('2001:db8::ffff:2'))).toBe(900);
      expect(await attempt(guessesFrom('2001:db8:0:1::1'))).toBe(0);
    });

    it('do not count what succeeds', async () => {
      const bucket = guessesFrom('192.0.2.31');
      for (let n = 0; n < 40; n += 1) {
        expect(await attempt(bucket)).toBe(0);
        await returnAttempt(systemCtx(test, nowhere), [bucket]);
      }
    });
  });

  describe('guesses at one account from many places', () => {
    it('are free fifty times an hour, also for an address that nobody has', async () => {
      const bucket = guessesAt('many@example.test');
      expect(Math.max(...(await attempts(50, bucket)))).toBe(0);
      expect(await attempt(bucket)).toBe(3600);
      expect(await attempt(guessesAt('MANY@example.test '))).toBe(3600);
      test.clock.advance(hours(1));
      expect(await attempt(bucket)).toBe(0);
    });
  });

  it('counts nothing for a request that another bucket blocks', async () => {
    const [blocked, other] = [guessesHere('a@example.test', '192.0.2.40'), guessesFrom('192.0.2.40')];
    await attempts(5, blocked);
    await attempts(20, blocked, other);
    expect(Math.max(...(await attempts(30, other)))).toBe(0);
  });

  it('removes what counts for nothing any more and keeps no address in clear', async () => {
    await attempts(5, guessesHere('removed@example.test', '192.0.2.50'));
    const rows = await test.databases.screens.selectFrom('signInFailures').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('example.test');
    expect(await removeOldFailures(test.databases.screens, test.clock())).toBe(
      rows.filter(({ firstAt }) => firstAt.getTime() <= test.clock().getTime() - days(1)).length,
    );
    test.clock.advance(days(1));
    await removeOldFailures(test.databases.screens, test.clock());
    expect(await test.databases.screens.selectFrom('signInFailures').selectAll().execute()).toEqual([]);
  });
});
