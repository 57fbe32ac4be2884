import { countTally } from './engagement.ts';
import type { EngagementRules, ScoredTouch, ScoreHistory } from './rules.ts';
import {
  addRecycle,
  addTouch,
  countGroup,
  decayPoints,
  type PointGroup,
  shareKept,
  sortHistory,
  type Tally,
  tallyTouches,
} from './tally.ts';
import { findTurningPoints } from './turning-points.ts';

/** After so many half-lives a point is less than 1e-19: nothing that decays changes a score any more. */
const lastHalfLife = 64;

/**
 * What is watched for a change. `read` must be of steps: as the raw engagement rises it takes each value in one stretch,
 * such as the band that it lies in. Beyond that it may change at the instants that `flipsAt` gives, and only there.
 */
export type Watch = {
  readonly read: (raw: number, at: number) => string | boolean;
  readonly flipsAt?: (at: number) => number | null;
};

/**
 * The first whole millisecond after `from`, up to `to`, at which what is watched differs from what it is at `from`; null
 * when it never does. Counts with decay in both directions, with caps that cease to bind, with touches and recycles that
 * are known already and still ahead, and with conditions that change with time. It solves; it does not step through time.
 *
 * @param from, to, knownBy epoch milliseconds
 * @example
 * findFirstChange(
 *   { halfLife: 1_000, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
 *   { touches: [{ id: 't1', kind: 'form-submitted', at: 0, knownAt: 0 }], recycles: [] },
 *   { read: (raw) => raw >= 25 },
 *   0, 1_000_000, 0,
 * ) // 1001
 */
export function findFirstChange<Touch extends ScoredTouch>(
  rules: EngagementRules<Touch>,
  history: ScoreHistory<Touch>,
  watch: Watch,
  from: number,
  to: number,
  knownBy: number,
): number | null {
  const sorted = sortHistory(history, knownBy);
  const timed = rules.rules.some((rule) => rule.flipsAt !== undefined);
  let tally = tallyTouches(rules, sorted, from);
  let touch = sorted.touches.filter(({ at }) => at <= from).length;
  let recycle = sorted.recycles.filter(({ at }) => at <= from).length;
  const initial = watch.read(countTally(tally, from), from);
  const differs = (at: number) => watch.read(countTally(tally, at), at) !== initial;
  for (let now = from; ; ) {
    const next = Math.ceil(
      Math.min(
        sorted.touches[touch]?.at ?? Number.POSITIVE_INFINITY,
        sorted.recycles[recycle]?.at ?? Number.POSITIVE_INFINITY,
        watch.flipsAt?.(now) ?? Number.POSITIVE_INFINITY,
        timed ? findNextFlip(tally, sorted, now) : Number.POSITIVE_INFINITY,
      ),
    );
    const found = findInStretch(tally, differs, now, Math.min(next - 1, to));
    if (found !== null) return found;
    if (next > to) return null;
    now = next;
    for (let ahead = sorted.touches[touch]; ahead && ahead.at <= now; ahead = sorted.touches[touch]) {
      for (let due = sorted.recycles[recycle]; due && due.at < ahead.at; due = sorted.recycles[recycle]) {
        addRecycle(tally);
        recycle += 1;
      }
      addTouch(tally, ahead, now);
      touch += 1;
    }
    for (let due = sorted.recycles[recycle]; due && due.at <= now; due = sorted.recycles[recycle]) {
      addRecycle(tally);
      recycle += 1;
    }
    if (timed) tally = tallyTouches(rules, sorted, now);
    if (differs(now)) return now;
  }
}

/** The next instant at which the condition of a rule can give another answer for a touch that has happened. */
function findNextFlip<Touch extends ScoredTouch>(
  tally: Tally<Touch>,
  sorted: ScoreHistory<Touch>,
  now: number,
): number {
  let next = Number.POSITIVE_INFINITY;
  for (const rule of tally.engagement.rules) {
    if (rule.flipsAt === undefined) continue;
    for (const touch of sorted.touches) {
      if (touch.at > now) break;
      if (rule.touch !== undefined && rule.touch !== touch.kind) continue;
      next = Math.min(next, rule.flipsAt(touch, now) ?? next);
    }
  }
  return next;
}

/** Within a stretch in which nothing happens: between two of its stops the raw sum runs in one direction. */
function findInStretch<Touch extends ScoredTouch>(
  tally: Tally<Touch>,
  differs: (at: number) => boolean,
  from: number,
  to: number,
): number | null {
  const halfLives = tally.groups.map(({ halfLife }) => halfLife).filter(Number.isFinite);
  const last = Math.min(to, Math.ceil(from + lastHalfLife * Math.max(0, ...halfLives)));
  if (!(last > from)) return null;
  const ends = [...new Set([...findUncapping(tally, from, last), last])].sort((a, b) => a - b);
  let begin = from;
  for (const end of ends) {
    const turns = findTurns(tally, begin, end).flatMap((turn) => [Math.floor(turn), Math.ceil(turn)]);
    for (const stop of [...turns, end]) {
      if (stop <= begin || stop > end) continue;
      if (differs(stop)) return findLeast(differs, begin, stop);
      begin = stop;
    }
  }
  return null;
}

/** The first whole instant after `from` that passes; `to` does, and all after the first do. */
function findLeast(passes: (at: number) => boolean, from: number, to: number): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The instants around which a cap ceases to bind, because what lies under it has decayed. */
function findUncapping<Touch extends ScoredTouch>(tally: Tally<Touch>, from: number, to: number): number[] {
  const share = shareKept(tally.engagement.onRecycle);
  const stops: number[] = [];
  for (const group of tally.groups) {
    if (group.cap === Number.POSITIVE_INFINITY || group.halfLife === Number.POSITIVE_INFINITY) continue;
    for (let count = 1; count <= group.batches.length; count += 1) {
      const uncapped = (at: number) => countUnder(group, count, at, share) <= group.cap;
      if (uncapped(from) || !uncapped(to)) continue;
      const stop = findLeast(uncapped, from, to);
      // Before and at the change, so that no stretch between two stops contains it.
      stops.push(...[stop - 1, stop].filter((at) => at > from));
    }
  }
  return stops;
}

/** What lies under the cap of the n-th batch. */
function countUnder<Touch extends ScoredTouch>(
  group: PointGroup<Touch>,
  count: number,
  at: number,
  share: number,
): number {
  const before = countGroup({ ...group, batches: group.batches.slice(0, count - 1) }, at, share);
  const batch = group.batches[count - 1];
  return before * share + (batch === undefined ? 0 : decayPoints(batch.sum, at - batch.latest, group.halfLife));
}

/** Where the raw sum turns, as long as no cap begins or ceases to bind between the two instants. */
function findTurns<Touch extends ScoredTouch>(tally: Tally<Touch>, from: number, to: number): number[] {
  if (!tally.groups.some(({ sign }) => sign < 0)) return [];
  const share = shareKept(tally.engagement.onRecycle);
  const middle = (from + to) / 2;
  const coefficients = new Map<number, number>();
  for (const group of tally.groups) {
    if (group.halfLife === Number.POSITIVE_INFINITY) continue;
    let decaying = 0;
    for (const [number, batch] of group.batches.entries()) {
      decaying = decaying * share + decayPoints(batch.sum, from - batch.latest, group.halfLife);
      if (countUnder(group, number + 1, middle, share) > group.cap) decaying = 0;
    }
    coefficients.set(group.halfLife, (coefficients.get(group.halfLife) ?? 0) + group.sign * decaying);
  }
  const terms = [...coefficients].map(([halfLife, coefficient]) => ({ coefficient, rate: Math.LN2 / halfLife }));
  return findTurningPoints(terms, to - from).map((turn) => from + turn);
}
