import { divide } from '../statistics/quantile.ts';
import { roundUp } from './reverse-funnel.ts';

export type Workload = {
  readonly leads: number;
  /** Attempts that are agreed for each lead, and minutes for each. */
  readonly attempts: number;
  readonly minutesPerAttempt: number;
  /** Research and record keeping. */
  readonly otherMinutesPerLead: number;
  readonly workingDays: number;
  readonly hoursPerDay: number;
  /** Part of the time that goes into leads, 0 to 1. */
  readonly sellingShare: number;
  /** Reps; a fraction for those who are still learning. */
  readonly reps: number;
};

export type Capacity = {
  readonly minutesPerLead: number;
  readonly minutesPerRep: number;
  readonly leadsPerRep: number | null;
  readonly repsNeededExact: number | null;
  readonly repsNeeded: number | null;
  /** Work by the time there is for it; null without reps or time. */
  readonly utilisation: number | null;
  /** `tight` above 85 %, where queues begin to grow; `over` above 100 %, where the promise cannot be kept. */
  readonly state: 'fits' | 'tight' | 'over' | null;
};

/**
 * Whether the reps there are can work so many leads as it is agreed.
 *
 * @example
 * const found = measureCapacity({
 *   leads: 1040, attempts: 6, minutesPerAttempt: 12, otherMinutesPerLead: 18,
 *   workingDays: 21, hoursPerDay: 6, sellingShare: 0.7, reps: 15,
 * });
 * [found.minutesPerLead, found.leadsPerRep, found.repsNeeded, found.state] // [90, 58.8, 18, 'over']
 */
export function measureCapacity(workload: Workload): Capacity {
  const minutesPerLead = workload.attempts * workload.minutesPerAttempt + workload.otherMinutesPerLead;
  const minutesPerRep = workload.workingDays * workload.hoursPerDay * 60 * workload.sellingShare;
  const work = workload.leads * minutesPerLead;
  const repsNeededExact = divide(work, minutesPerRep);
  const utilisation = divide(work, minutesPerRep * workload.reps);
  return {
    minutesPerLead,
    minutesPerRep,
    leadsPerRep: divide(minutesPerRep, minutesPerLead),
    repsNeededExact,
    repsNeeded: repsNeededExact === null ? null : roundUp(repsNeededExact),
    utilisation,
    state: utilisation === null ? null : utilisation > 1 ? 'over' : utilisation > 0.85 ? 'tight' : 'fits',
  };
}

/** What a rep does in the first months, as part of a whole one. */
export const usualRamp: readonly number[] = [0.25, 0.5, 0.75, 1];

/**
 * What reps who are still learning do together. From the end of the ramp on everybody counts as its last part.
 *
 * @param fullCapacity leads of one whole rep
 * @param monthsInRole of each rep, 1 in the first month; before that they count nothing
 * @param ramp part of a whole rep by month
 * @example
 * rampUp(60, [9, 2, 1], usualRamp) // { effectiveReps: 1.75, capacity: 105 }
 */
export function rampUp(
  fullCapacity: number,
  monthsInRole: readonly number[],
  ramp: readonly number[] = usualRamp,
): { effectiveReps: number; capacity: number } {
  const effectiveReps = monthsInRole.reduce((sum, months) => {
    const part = months < 1 ? 0 : (ramp[Math.min(Math.floor(months), ramp.length) - 1] ?? 1);
    return sum + part;
  }, 0);
  return { effectiveReps, capacity: fullCapacity * effectiveReps };
}
