import type { GradeBands } from './grade.ts';

/** How long points take to halve, in milliseconds; `never` for points that stay. */
export type HalfLife = number | 'never';

/** What of the engagement is left when Sales gives a contact back. */
export type OnRecycle = 'keep' | 'keep-half' | 'reset';

/**
 * The stretch of time that an `atMost` speaks of; without one it speaks of all touches together. A window opens with the
 * first touch that lies in no earlier window: `rolling` at that touch, for `length` milliseconds; `calendar-day` at
 * midnight of its day, for `days` whole days of the zone.
 */
export type CapWindow =
  | { readonly kind: 'rolling'; readonly length: number }
  | { readonly kind: 'calendar-day'; readonly days: number; readonly zone: string };

/** What scoring needs of a touch. `at` is when it happened, `knownAt` when we heard of it; epoch milliseconds. */
export type ScoredTouch = { readonly id: string; readonly kind: string; readonly at: number; readonly knownAt: number };

/** A moment in which Sales gave the contact back to Marketing; epoch milliseconds. */
export type Recycle = { readonly at: number; readonly knownAt: number };

/** All that scoring reads of one contact, in any order. */
export type ScoreHistory<Touch extends ScoredTouch> = {
  readonly touches: readonly Touch[];
  readonly recycles: readonly Recycle[];
};

/** Points for who somebody is. `when` is the compiled condition, asked of the contact as it stands. */
export type FitRule<Contact> = {
  readonly key: string;
  readonly points: number;
  readonly when: (contact: Contact, at: number) => boolean;
  /** The fields that the condition reads and that have no value: with one of them the rule could still apply. */
  readonly missing?: (contact: Contact) => readonly string[];
  /** The next instant after `at` at which the answer of `when` can change by the passing of time alone, else null. */
  readonly flipsAt?: (contact: Contact, at: number) => number | null;
};

/**
 * Points for what somebody does: each touch of the kind that meets the condition adds `points`, which halve every half-life.
 * At most `atMost` points count, after decay; of negative points at most so many are taken off.
 */
export type EngagementRule<Touch extends ScoredTouch> = {
  readonly key: string;
  readonly points: number;
  /** The kind of touch; every kind without it. */
  readonly touch?: string;
  /** Instead of the half-life of all rules. */
  readonly halfLife?: HalfLife;
  readonly atMost?: number;
  readonly window?: CapWindow;
  readonly when?: (touch: Touch, at: number) => boolean;
  /** As for fit. A `when` that reads its second argument must have it, or the grade is held for valid for too long. */
  readonly flipsAt?: (touch: Touch, at: number) => number | null;
};

/** How engagement is counted: the half-life where a rule has none, its rules, and the most it can be (100 unless said). */
export type EngagementRules<Touch extends ScoredTouch> = {
  readonly halfLife: HalfLife;
  readonly rules: readonly EngagementRule<Touch>[];
  readonly cap?: number;
  readonly onRecycle: OnRecycle;
};

/** The `scoring` of an agreement with its conditions compiled. */
export type ScoringRules<Contact, Touch extends ScoredTouch> = {
  readonly fit: readonly FitRule<Contact>[];
  readonly engagement: EngagementRules<Touch>;
  readonly grade: GradeBands;
};
