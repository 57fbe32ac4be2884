/** What a promise's clock says at an instant, from the open stretches that came with it: the browser counts business time by itself. */
import type { HandoffClock } from '../../src/features/clocks/schema.ts';

/** What the ring needs of a clock. */
export type RingClock = Pick<HandoffClock, 'state' | 'asOf' | 'dueAt' | 'minutes' | 'minutesLeft' | 'open'>;

/** `amber` is running with at least 80 % of its time used. */
export type RingLook = 'running' | 'amber' | 'broken' | 'paused' | 'kept' | 'unreachable' | 'cancelled';

export type RingReading = {
  look: RingLook;
  /** Business minutes, fractions kept; null where they cannot be told. */
  minutesLeft: number | null;
  /** Share of the whole time that is left, 0 to 1; null where it cannot be told. */
  left: number | null;
};

/** The share of its time after which a running clock is amber. */
const amberFrom = 0.8;

/**
 * Business minutes left at an instant (epoch milliseconds). Time passes only in the open stretches and only while the clock
 * runs; before `asOf` it is what it was then.
 *
 * @example
 * minutesLeftAt({ ...clock, minutesLeft: 90, open: [{ from: '2026-11-23T08:00:00Z', to: '2026-11-23T09:30:00Z' }] },
 *   Date.parse('2026-11-23T08:30:00Z')) // 60
 */
export function minutesLeftAt(clock: RingClock, at: number): number | null {
  if (clock.state === 'broken') return 0;
  if (clock.state === 'unreachable' || clock.minutesLeft === null) return null;
  if (clock.state !== 'running') return clock.minutesLeft;
  if (clock.dueAt !== null && at >= Date.parse(clock.dueAt)) return 0;
  const asOf = Date.parse(clock.asOf);
  const passed = clock.open.reduce((sum, { from, to }) => {
    const start = Math.max(Date.parse(from), asOf);
    return sum + Math.max(0, Math.min(Date.parse(to), at) - start);
  }, 0);
  return Math.max(0, clock.minutesLeft - passed / 60_000);
}

/**
 * The ring of a clock at an instant (epoch milliseconds). A running clock whose time is over is broken, whether or not the
 * server has said so yet: time alone breaks a promise.
 *
 * @example
 * readRing({ ...clock, minutes: 240, minutesLeft: 48 }, asOf) // { look: 'amber', minutesLeft: 48, left: 0.2 }
 */
export function readRing(clock: RingClock, at: number): RingReading {
  const minutesLeft = minutesLeftAt(clock, at);
  const whole = clock.minutes;
  const left = minutesLeft === null || !whole ? null : Math.min(1, minutesLeft / whole);
  if (clock.state !== 'running') return { look: clock.state, minutesLeft, left };
  const isOver = minutesLeft === 0 || (clock.dueAt !== null && at >= Date.parse(clock.dueAt));
  if (isOver) return { look: 'broken', minutesLeft, left: 0 };
  return { look: left !== null && 1 - left >= amberFrom ? 'amber' : 'running', minutesLeft, left };
}

/**
 * Whether business time passes at an instant (epoch milliseconds): outside of the stretches a running clock stands still. A
 * browser that is behind the server sees what was at `asOf`.
 */
export function isOpenAt(clock: RingClock, at: number): boolean {
  const seen = Math.max(at, Date.parse(clock.asOf));
  return clock.open.some(({ from, to }) => Date.parse(from) <= seen && seen < Date.parse(to));
}
