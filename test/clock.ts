import type { Clock } from '../src/context.ts';

/** A Monday morning, in winter time, far from month ends: the instant at which every test begins. */
export const testEpoch = new Date('2026-03-02T09:00:00.000Z');

/** A clock that moves only when a test says so. */
export function createTestClock(
  start: Date = testEpoch,
): Clock & { advance(milliseconds: number): void; set(at: Date): void } {
  let at = start.getTime();
  return Object.assign(() => new Date(at), {
    advance: (milliseconds: number) => {
      at += milliseconds;
    },
    set: (next: Date) => {
      at = next.getTime();
    },
  });
}

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => seconds(60 * n);
export const hours = (n: number): number => minutes(60 * n);
export const days = (n: number): number => hours(24 * n);
