import type { Pace } from '../funnel/pace.ts';
import { type Interval, wilson } from '../statistics/wilson.ts';

/** Below so many decided cases nobody judges a rate. */
export const leastDecided = 30;

export const promiseVerdicts = ['kept', 'missed', 'on-pace', 'behind-pace', 'not-enough-data', 'nothing-owed'] as const;
export type PromiseVerdict = (typeof promiseVerdicts)[number];

/** The cases of one version of the agreement, with the share of them that it asks to keep, from 0 to 1. */
export type RatePart = {
  readonly level: number;
  readonly kept: number;
  readonly broken: number;
  readonly running: number;
};

/**
 * Whether a side keeps a promise about a share of cases. Each version asks its own share of its own cases. A level of 100 % is
 * judged by facts, however few they are: one broken breaks it. The interval is Wilson's at 95 %.
 *
 * @example
 * judgeRate([{ level: 0.9, kept: 28, broken: 2, running: 4 }]).verdict // 'kept'
 * judgeRate([{ level: 0.9, kept: 7, broken: 0, running: 0 }]).verdict // 'not-enough-data'
 * judgeRate([{ level: 1, kept: 7, broken: 1, running: 0 }]).verdict // 'missed'
 */
export function judgeRate(parts: readonly RatePart[]): Interval & { decided: number; verdict: PromiseVerdict } {
  const sum = (value: (part: RatePart) => number) => parts.reduce((total, part) => total + value(part), 0);
  const [kept, broken, running] = [sum((part) => part.kept), sum((part) => part.broken), sum((part) => part.running)];
  const decided = kept + broken;
  const owed = sum((part) => part.level * (part.kept + part.broken));
  const whole = parts.filter(({ level }) => level === 1);
  return { ...wilson(kept, decided), decided, verdict: judge() };

  function judge(): PromiseVerdict {
    if (decided + running === 0) return 'nothing-owed';
    if (whole.some((part) => part.broken > 0)) return 'missed';
    const isFact = parts.every((part) => part.level === 1 || part.kept + part.broken + part.running === 0);
    if (isFact) return decided > 0 ? 'kept' : 'nothing-owed';
    if (decided < leastDecided) return 'not-enough-data';
    // A share of some cases is no whole number, and a sum of such shares misses it by a hair.
    return kept >= owed - 1e-9 ? 'kept' : 'missed';
  }
}

/**
 * Whether a side keeps a promise about an amount in a period: by its pace while the period runs, by what came once it is over.
 *
 * @param isOver whether the last day of the period is past
 * @example
 * judgeAmount(40, { actual: 24, goalToDate: 20 }, false) // 'on-pace'
 * judgeAmount(40, { actual: 24, goalToDate: 40 }, true) // 'missed'
 */
export function judgeAmount(
  goal: number,
  { actual, goalToDate }: Pick<Pace, 'actual' | 'goalToDate'>,
  isOver: boolean,
): PromiseVerdict {
  if (goal === 0) return 'nothing-owed';
  // A goal that is put together from days misses its sum by a hair.
  if (actual >= goal * (1 - 1e-9)) return 'kept';
  if (isOver) return 'missed';
  return actual >= goalToDate * (1 - 1e-9) ? 'on-pace' : 'behind-pace';
}
