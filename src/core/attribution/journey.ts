import type { CreditModel } from './model-names.ts';

/** Anything that passed between us and a contact, by what credit asks of it. */
export type CreditTouch = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What is given credit: a channel, or any other word by which touches are told apart, such as the campaign. */
  readonly channel: string;
  readonly contact?: string;
};

/** When the journey reached what shaped models look at: epoch milliseconds, null where it never did or nobody knows. */
export type Stamps = {
  /** Became a lead (LC). */
  readonly lead: number | null;
  /** The deal was made (OC). */
  readonly deal: number | null;
  /** The deal was won (CW). */
  readonly won: number | null;
};

/** Who takes part in the deal, never everybody with the company's domain. */
export type Committee = { readonly primary: string | null; readonly contacts: readonly string[] };

/** The way to one deal, or to none: all touches known of it, in any order. */
export type Journey = {
  readonly touches: readonly CreditTouch[];
  /** When it was decided, epoch milliseconds: what came later is in no model. */
  readonly endedAt: number;
  readonly won: boolean;
  /** Of a won one, whole minor units of the reporting currency, less what was refunded: below 0 takes credit back. */
  readonly revenue: number;
  readonly stamps: Stamps;
  /** Null: every touch is in scope. */
  readonly committee: Committee | null;
};

/** How credit is given: the clause `credit` of an agreement as it is. */
export type CreditSettings = {
  readonly model: CreditModel;
  /** Milliseconds; a day has 86,400 s. */
  readonly lookback: number;
  /** `contact`: touches of the main contact only. `account`: of all who take part in the deal. */
  readonly level: 'contact' | 'account';
  /** Milliseconds in which a touch comes to count half as much, for time-decay. */
  readonly halfLife: number;
  /** How many channels Markov remembers. */
  readonly markovOrder: number;
};

/** A touch that may be given credit, with where it stands in the list that came. */
export type EligibleTouch = CreditTouch & { readonly index: number };

/**
 * The touches of a journey that may be given credit, in order of time, those of one instant by id: not after the end, not
 * older than the lookback (to the millisecond, inclusive), and of somebody in scope.
 *
 * @example
 * findEligible({ touches: [{ id: 'b', at: 10, channel: 'email' }, { id: 'a', at: 10, channel: 'event' }, { id: 'c', at: 4, channel: 'ads' }],
 *   endedAt: 15, won: true, revenue: 0, stamps: { lead: null, deal: null, won: null }, committee: null }, { lookback: 10, level: 'account' }).map(({ id }) => id)
 * // ['a', 'b']
 */
export function findEligible(
  { touches, endedAt, committee }: Pick<Journey, 'touches' | 'endedAt' | 'committee'>,
  { lookback, level }: Pick<CreditSettings, 'lookback' | 'level'>,
): EligibleTouch[] {
  const scope = committee === null ? null : new Set(level === 'contact' ? [committee.primary] : committee.contacts);
  return touches
    .map((touch, index) => ({ ...touch, index }))
    .filter(({ at, contact }) => {
      if (!(Number.isFinite(at) && at <= endedAt && endedAt - at <= lookback)) return false;
      return scope === null || (contact !== undefined && scope.has(contact));
    })
    .sort(compareTouches);
}

/**
 * Orders touches by time, those of one instant by id. The channel is the last resort: ids may repeat in what others send,
 * and the order must not hang on how it came.
 *
 * @example
 * compareTouches({ id: 'b', at: 1, channel: 'ads' }, { id: 'a', at: 1, channel: 'ads' }) // 1
 */
export function compareTouches(a: CreditTouch, b: CreditTouch): number {
  return a.at - b.at || compareTexts(a.id, b.id) || compareTexts(a.channel, b.channel);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * Where the touch stands that holds a milestone: the last one at or before its stamp; -1 without a stamp or such a touch.
 *
 * @param touches in order of time
 * @example
 * findMilestone([{ at: 5 }, { at: 12 }, { at: 19 }], 18) // 1
 * findMilestone([{ at: 5 }], null) // -1
 */
export function findMilestone(touches: readonly { readonly at: number }[], stamp: number | null): number {
  return stamp === null ? -1 : touches.findLastIndex(({ at }) => at <= stamp);
}
