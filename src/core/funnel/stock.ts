import type { Stay } from '../lifecycle/stays.ts';
import { divide, findQuantile } from '../statistics/quantile.ts';
import { listDurations } from './conversion.ts';
import type { LeadStays, Passage } from './passages.ts';

/**
 * How many leads were in each state at an instant, by replay of their stays. An entry without a known time counts as having
 * been before all others.
 *
 * @param asOf epoch milliseconds, included
 * @example
 * const stay = (state: string, enteredAt: number) =>
 *   ({ state, cycle: 1, enteredAt, exitedAt: null, open: false, inferred: false });
 * countStates([{ lead: 'L1', stays: [stay('lead', 10), stay('qualified', 40)] }, { lead: 'L2', stays: [stay('lead', 20)] }], 30)
 * // new Map([['lead', 2]])
 */
export function countStates(leads: readonly LeadStays[], asOf: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stays } of leads) {
    const state = findStandingStay(stays, asOf)?.state;
    if (state !== undefined) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/** The stay a lead was in at an instant: the last one that had begun. */
function findStandingStay(stays: readonly Stay[], asOf: number): Stay | undefined {
  return stays.findLast(({ enteredAt }) => enteredAt === null || enteredAt <= asOf);
}

/** A lead in the stage it is in now. Epoch milliseconds. */
export type OpenStay = {
  readonly lead: string;
  readonly stage: string;
  /** Null where an import does not say: it has no age. */
  readonly enteredAt: number | null;
  /** When it goes on, where it is paused; null for one that is not paused, or without an end. */
  readonly pausedUntil: number | null;
};

export type Ageing = {
  readonly rows: readonly {
    readonly lead: string;
    readonly stage: string;
    /** Milliseconds in the stage. */
    readonly age: number;
    readonly limit: number | null;
    readonly isOver: boolean;
  }[];
  /** Leads over their limit, and of how many that have one. */
  readonly over: number;
  readonly of: number;
  readonly share: number | null;
  /** Left out: paused until a time that is still to come. */
  readonly paused: number;
  /** Left out: nobody knows since when. */
  readonly unknown: number;
};

/**
 * How long leads have been in the stage they are in, against a limit for each stage.
 *
 * @param limits milliseconds by stage, such as `findAgeLimit` gives; a stage without one has no verdict
 * @param asOf epoch milliseconds
 * @example
 * const lead = (name: string, enteredAt: number, pausedUntil: number | null) =>
 *   ({ lead: name, stage: 'qualified', enteredAt, pausedUntil });
 * const found = measureAgeing([lead('L1', 0, null), lead('L2', 80, null), lead('L3', 0, 200)], new Map([['qualified', 50]]), 100);
 * [found.over, found.of, found.paused] // [1, 2, 1]
 */
export function measureAgeing(
  leads: readonly OpenStay[],
  limits: ReadonlyMap<string, number | null>,
  asOf: number,
): Ageing {
  const rows: Ageing['rows'][number][] = [];
  let over = 0;
  let of = 0;
  let paused = 0;
  let unknown = 0;
  for (const { lead, stage, enteredAt, pausedUntil } of leads) {
    if (pausedUntil !== null && pausedUntil > asOf) {
      paused += 1;
      continue;
    }
    if (enteredAt === null) {
      unknown += 1;
      continue;
    }
    if (enteredAt > asOf) continue;
    const age = asOf - enteredAt;
    const limit = limits.get(stage) ?? null;
    const isOver = limit !== null && age > limit;
    if (limit !== null) of += 1;
    if (isOver) over += 1;
    rows.push({ lead, stage, age, limit, isOver });
  }
  return { rows, over, of, share: divide(over, of), paused, unknown };
}

/**
 * How long a lead may stay in a stage: as long as three of four of those who went on; null when nobody has.
 *
 * @param passages from the stage to the next
 * @param asOf epoch milliseconds
 * @returns milliseconds
 * @example
 * const way = (reachedAt: number) => ({ lead: `L${reachedAt}`, cycle: 1, enteredAt: 0, reachedAt, endedAt: null });
 * findAgeLimit([way(10), way(20), way(40)], 99) // 30
 */
export function findAgeLimit(passages: readonly Passage[], asOf: number): number | null {
  return findQuantile(listDurations(passages, asOf), 0.75);
}
