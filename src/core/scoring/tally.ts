import { Temporal } from 'temporal-polyfill';
import type { CapWindow, EngagementRule, EngagementRules, OnRecycle, ScoredTouch, ScoreHistory } from './rules.ts';

/** Touches of one rule between two recycles. `sum` is their points as they stand at `latest`, the last of them. */
export type Batch<Touch extends ScoredTouch> = { sum: number; latest: number; readonly touches: Touch[] };

/** What one cap applies to: the touches of a rule, or of a rule in one window. Points are kept without their sign. */
export type PointGroup<Touch extends ScoredTouch> = {
  readonly rule: EngagementRule<Touch>;
  /** Milliseconds; Infinity for points that stay. */
  readonly halfLife: number;
  readonly sign: 1 | -1;
  readonly cap: number;
  /** When its window ends; Infinity without one. */
  readonly closes: number;
  readonly batches: Batch<Touch>[];
};

/** The touches of a contact up to an instant, sorted into groups. It grows by `addTouch` and `addRecycle` in order of time. */
export type Tally<Touch extends ScoredTouch> = {
  readonly engagement: EngagementRules<Touch>;
  readonly groups: PointGroup<Touch>[];
  readonly current: Map<EngagementRule<Touch>, PointGroup<Touch>>;
};

const shares: Readonly<Record<OnRecycle, number>> = { keep: 1, 'keep-half': 0.5, reset: 0 };

/**
 * The share of the engagement that a recycle leaves.
 *
 * @example
 * shareKept('keep-half') // 0.5
 */
export function shareKept(onRecycle: OnRecycle): number {
  return shares[onRecycle];
}

/**
 * What is left of points after some time.
 *
 * @param age, halfLife milliseconds; a half-life of Infinity leaves everything
 * @example
 * decayPoints(15, 30, 30) // 7.5
 */
export function decayPoints(points: number, age: number, halfLife: number): number {
  return halfLife === Number.POSITIVE_INFINITY ? points : points * 2 ** (-age / halfLife);
}

/**
 * What is known by an instant, in order of time. Touches of the same instant are put in order of their ids, so that the
 * order in which they came in makes no difference.
 *
 * @param knownBy epoch milliseconds: what was heard of later is left out
 * @example
 * sortHistory({ touches: [{ id: 'a', kind: 'call', at: 2, knownAt: 9 }], recycles: [] }, 5).touches // []
 */
export function sortHistory<Touch extends ScoredTouch>(
  history: ScoreHistory<Touch>,
  knownBy: number,
): ScoreHistory<Touch> {
  return {
    touches: history.touches
      .filter((touch) => touch.knownAt <= knownBy)
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id))),
    recycles: history.recycles.filter((recycle) => recycle.knownAt <= knownBy).sort((a, b) => a.at - b.at),
  };
}

/**
 * Sorts what happened up to an instant into the groups that are capped together.
 *
 * @param sorted as `sortHistory` gives it
 * @param at epoch milliseconds: what happens later does not count yet
 * @example
 * tallyTouches({ halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'call', points: 5 }] },
 *   { touches: [{ id: 'a', kind: 'call', at: 1, knownAt: 1 }], recycles: [] }, 1).groups[0]?.batches[0]?.sum // 5
 */
export function tallyTouches<Touch extends ScoredTouch>(
  engagement: EngagementRules<Touch>,
  sorted: ScoreHistory<Touch>,
  at: number,
): Tally<Touch> {
  const tally: Tally<Touch> = { engagement, groups: [], current: new Map() };
  let recycled = 0;
  for (const touch of sorted.touches) {
    if (touch.at > at) break;
    for (let next = sorted.recycles[recycled]; next && next.at < touch.at; next = sorted.recycles[recycled]) {
      addRecycle(tally);
      recycled += 1;
    }
    addTouch(tally, touch, at);
  }
  for (const recycle of sorted.recycles.slice(recycled)) if (recycle.at <= at) addRecycle(tally);
  return tally;
}

/**
 * Adds a touch that is not earlier than those before it.
 *
 * @param at the instant of the score, epoch milliseconds: conditions are asked as of then
 * @example
 * const tally = tallyTouches({ halfLife: 'never', onRecycle: 'reset', rules: [{ key: 'call', points: 5 }] }, { touches: [], recycles: [] }, 0);
 * addTouch(tally, { id: 'a', kind: 'call', at: 2, knownAt: 2 }, 2);
 * tally.groups[0]?.batches[0]?.sum // 5
 */
export function addTouch<Touch extends ScoredTouch>(tally: Tally<Touch>, touch: Touch, at: number): void {
  for (const rule of tally.engagement.rules) {
    if (rule.touch !== undefined && rule.touch !== touch.kind) continue;
    if (rule.when !== undefined && !rule.when(touch, at)) continue;
    const group = findGroup(tally, rule, touch.at);
    const batch = group.batches.at(-1);
    if (batch === undefined) continue;
    batch.sum = decayPoints(batch.sum, touch.at - batch.latest, group.halfLife) + Math.abs(rule.points);
    batch.latest = touch.at;
    batch.touches.push(touch);
  }
}

/**
 * Closes the batches: what happened until now counts by the share that a recycle leaves.
 *
 * @example
 * const tally = tallyTouches({ halfLife: 'never', onRecycle: 'reset', rules: [{ key: 'call', points: 5 }] }, { touches: [], recycles: [] }, 0);
 * addTouch(tally, { id: 'a', kind: 'call', at: 2, knownAt: 2 }, 2);
 * addRecycle(tally);
 * tally.groups[0]?.batches.length // 2
 */
export function addRecycle<Touch extends ScoredTouch>(tally: Tally<Touch>): void {
  if (shareKept(tally.engagement.onRecycle) === 1) return;
  for (const group of tally.groups) {
    group.batches.push({ sum: 0, latest: group.batches.at(-1)?.latest ?? 0, touches: [] });
  }
}

/**
 * What a group gives at an instant, without its sign: each batch decayed, added to what the recycle before it left, capped.
 *
 * @param at epoch milliseconds, not before its last touch
 * @example
 * countGroup({
 *   rule: { key: 'call', points: 5 }, halfLife: 30, sign: 1, cap: 12, closes: 99, batches: [{ sum: 20, latest: 0, touches: [] }],
 * }, 30, 1) // 10
 */
export function countGroup<Touch extends ScoredTouch>(group: PointGroup<Touch>, at: number, share: number): number {
  let points = 0;
  for (const batch of group.batches) {
    points = Math.min(group.cap, points * share + decayPoints(batch.sum, at - batch.latest, group.halfLife));
  }
  return points;
}

function findGroup<Touch extends ScoredTouch>(
  tally: Tally<Touch>,
  rule: EngagementRule<Touch>,
  at: number,
): PointGroup<Touch> {
  const current = tally.current.get(rule);
  if (current !== undefined && at < current.closes) return current;
  const halfLife = rule.halfLife ?? tally.engagement.halfLife;
  const group: PointGroup<Touch> = {
    rule,
    halfLife: halfLife === 'never' ? Number.POSITIVE_INFINITY : halfLife,
    sign: rule.points < 0 ? -1 : 1,
    cap: rule.atMost ?? Number.POSITIVE_INFINITY,
    closes: rule.window === undefined ? Number.POSITIVE_INFINITY : closeWindow(rule.window, at),
    batches: [{ sum: 0, latest: at, touches: [] }],
  };
  tally.groups.push(group);
  tally.current.set(rule, group);
  return group;
}

function closeWindow(window: CapWindow, opened: number): number {
  if (window.kind === 'rolling') return opened + window.length;
  const day = Temporal.Instant.fromEpochMilliseconds(Math.floor(opened)).toZonedDateTimeISO(window.zone).toPlainDate();
  return day.add({ days: window.days }).toZonedDateTime(window.zone).epochMilliseconds;
}
