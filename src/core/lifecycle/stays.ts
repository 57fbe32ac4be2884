import { findStandingEvents, type StageEvent } from './stage-events.ts';

/** One stay in a stage or side state; epoch milliseconds. Null where the time is not known, or the stay has not ended. */
export type Stay = {
  readonly state: string;
  readonly cycle: number;
  readonly enteredAt: number | null;
  readonly exitedAt: number | null;
  readonly open: boolean;
  readonly inferred: boolean;
};

/**
 * The stays of a contact in order; what was taken back is left out. A skipped stage is a stay of no length.
 *
 * @example
 * readStays([]) // []
 */
export function readStays(events: readonly StageEvent[]): Stay[] {
  const standing = findStandingEvents(events);
  return standing.flatMap(({ to, cycle, occurredAt, inferred }, at) => {
    const next = standing[at + 1];
    if (to === null) return [];
    return [
      {
        state: to,
        cycle,
        enteredAt: occurredAt,
        exitedAt: next?.occurredAt ?? null,
        open: next === undefined,
        inferred,
      },
    ];
  });
}

/**
 * How long a contact was in a state, over all its stays. Stays without a known beginning or end are left out; one that ends
 * before it begins is an error in the data and is counted as such.
 *
 * @param now epoch milliseconds, the end of a stay that has not ended
 * @example
 * measureTimeInState([{ state: 'lead', cycle: 1, enteredAt: 10, exitedAt: 40, open: false, inferred: false }], 'lead', 99)
 * // { time: 30, stays: 1, faulty: 0 }
 */
export function measureTimeInState(
  stays: readonly Stay[],
  state: string,
  now: number,
): { time: number; stays: number; faulty: number } {
  const sum = { time: 0, stays: 0, faulty: 0 };
  for (const stay of stays) {
    const exited = stay.open ? now : stay.exitedAt;
    if (stay.state !== state || stay.enteredAt === null || exited === null) continue;
    if (exited < stay.enteredAt) {
      sum.faulty += 1;
      continue;
    }
    sum.time += exited - stay.enteredAt;
    sum.stays += 1;
  }
  return sum;
}

/**
 * When a contact first came to a state, over all cycles or in one; null when it never did or the time is not known.
 *
 * @example
 * findFirstEntry([{ state: 'lead', cycle: 1, enteredAt: 10, exitedAt: 40, open: false, inferred: false }], 'lead') // 10
 */
export function findFirstEntry(stays: readonly Stay[], state: string, cycle?: number): number | null {
  const entries = stays
    .filter((stay) => stay.state === state && (cycle === undefined || stay.cycle === cycle))
    .map(({ enteredAt }) => enteredAt)
    .filter((at) => at !== null);
  return entries.length === 0 ? null : Math.min(...entries);
}
