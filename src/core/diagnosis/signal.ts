import type { Share } from '../statistics/difference.ts';

/**
 * How a signal is measured, and so what its collector gives:
 * - `share`: how many did, of how many could have; judged by the Wilson interval
 * - `difference`: one share less another; judged by Newcombe's interval
 * - `ratio`: one share by another, such as a rate by that of the year before; judged by both Wilson intervals
 * - `mean`: a mean of answers with its standard error; judged by 95 % around it
 * - `estimate`: a figure that comes with its own 95 % interval
 * - `count`: a figure that was counted whole, such as terms without a signature: there is nothing to be unsure of
 * - `streak`: how many periods in a row, up to the last, something held
 */
export type SignalKind = 'share' | 'difference' | 'ratio' | 'mean' | 'estimate' | 'count' | 'streak';

/** Where the list stands that a figure was made of, for whoever asks "which ones?": an address within Baton. */
type Listed = { readonly list?: string };

/** What collectors give, by the kind of the signal. Shares and differences are parts of one. */
export type SignalInputs = {
  share: Share & Listed;
  difference: { readonly first: Share; readonly second: Share } & Listed;
  ratio: { readonly part: Share; readonly base: Share } & Listed;
  mean: { readonly mean: number; readonly standardError: number; readonly n: number } & Listed;
  estimate: { readonly value: number; readonly low: number; readonly high: number; readonly n: number } & Listed;
  /** `n` is how many were looked at to count. */
  count: { readonly value: number; readonly n: number } & Listed;
  /** Oldest first. */
  streak: { readonly held: readonly boolean[] } & Listed;
};

/** Who gathers what a signal is made of. */
export type Collector =
  | 'briefs'
  | 'campaigns'
  | 'content'
  | 'crm-use'
  | 'customer-profile'
  | 'deals'
  | 'funnel'
  | 'glossary'
  | 'goals'
  | 'handoffs'
  | 'insights'
  | 'meetings'
  | 'outreach'
  | 'pulse'
  | 'promises'
  | 'role-cards'
  | 'target-lists'
  | 'time-samples'
  | 'tone-tags'
  | 'wins';

/** One thing that is measured for a symptom. The threshold and the minimum are conventions: settings with this default. */
export type Signal = {
  readonly kind: SignalKind;
  /** What it says, as the beginning of a sentence: "reports of Marketing that Sales opened within 7 days". */
  readonly name: string;
  /** What stands above the line. */
  readonly numerator: string;
  /** What stands below it; for a count, what was looked at. */
  readonly denominator: string;
  readonly unit: 'share' | 'points' | 'times' | 'days' | 'number' | 'answer' | 'periods';
  readonly fires: 'below' | 'above' | 'from';
  readonly threshold: number;
  /** Fewer than so many, and it says "not enough data". */
  readonly minimum: number;
  readonly collector: Collector;
};

/** Who sees to a cure. `board` is both heads together. */
export type CureOwner = 'head-of-marketing' | 'head-of-sales' | 'board' | 'revops' | 'sponsor';

/** One symptom of misalignment, as the founding documents tell it. */
export type Symptom = {
  /** The document that names it. */
  readonly seed: '000' | '001' | '002' | '003' | '004';
  /** The heading under which it stands there. */
  readonly group: string;
  /** As people say it. */
  readonly words: string;
  readonly signals: Readonly<Record<string, Signal>>;
  readonly cure: { readonly sentence: string; readonly owner: CureOwner };
};
