import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type AttemptKind, attemptKinds, countAttempts, hasMadeAttempts, isAttempt } from './attempts.ts';

const hour = 3_600_000;
const day = 24 * hour;
const terms = { attempts: { atLeast: 3, channels: 2, apart: hour } };
const attempt = (at: number, kind: AttemptKind = 'call'): Attempt => ({
  id: `${kind} ${at}`,
  at,
  kind,
  known: 'typed',
  by: 'ana',
  contradictedAt: null,
});
const three = [attempt(0), attempt(hour, 'email-sent'), attempt(2 * hour)];

describe('attempts', () => {
  it.each<[string, Attempt[], number, number]>([
    ['none', [], 0, 0],
    ['far enough apart', three, 3, 2],
    ['a minute too close', [attempt(0), attempt(hour - 60_000)], 1, 1],
    ['exactly apart', [attempt(0), attempt(hour)], 2, 1],
    ['too close, over two channels', [attempt(0), attempt(1, 'email-sent')], 1, 2],
    [
      'a chain: each close to the last, the third far from the first',
      [0, 40, 80].map((m) => attempt(m * 60_000)),
      2,
      1,
    ],
    ['one that was contradicted', [attempt(0), { ...attempt(hour), contradictedAt: 5 }], 1, 1],
  ])('%s', (_name, attempts, count, channels) => {
    expect(countAttempts(attempts, hour)).toMatchObject({ count, channels });
  });

  it.each<[string, boolean, boolean]>([
    ['call', false, true],
    ['email-sent', false, true],
    ['email-sent', true, false],
    ['email-opened', false, false],
    ['email-replied', false, false],
    ['meeting', false, true],
    ['social-message', false, true],
  ])('%s, automated %s: counts %s', (kind, automated, counts) => {
    expect(isAttempt({ kind, automated })).toBe(counts);
  });

  it('shows the share of those typed', () => {
    expect(countAttempts([attempt(0), { ...attempt(day), known: 'observed' }], hour).typedShare).toBe(0.5);
  });

  it('need the number and the channels', () => {
    expect(hasMadeAttempts(three, terms.attempts)).toBe(true);
    expect(hasMadeAttempts(three.slice(1), terms.attempts)).toBe(false);
    expect(
      hasMadeAttempts(
        [0, 1, 2].map((n) => attempt(n * hour)),
        terms.attempts,
      ),
    ).toBe(false);
  });

  it('count the same in any order, never fewer with one more, and never closer than agreed', () => {
    const some = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 2_000 }), fc.constantFrom(...attemptKinds))
        .map(([m, kind]) => attempt(m * 60_000, kind)),
      { maxLength: 20, size: 'max' },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 180 }), (attempts, minutes) => {
        const apart = minutes * 60_000;
        const { count } = countAttempts(attempts, apart);
        expect(countAttempts(attempts.toReversed(), apart).count).toBe(count);
        expect(countAttempts(attempts.slice(1), apart).count).toBeLessThanOrEqual(count);
        const instants = attempts.map(({ at }) => at);
        const span = Math.max(...instants) - Math.min(...instants);
        if (count > 0) expect((count - 1) * apart).toBeLessThanOrEqual(span);
      }),
      { numRuns: 1_000 },
    );
  });
});
