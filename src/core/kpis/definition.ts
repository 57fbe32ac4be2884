import type { Department } from '../access.ts';
import type { KpiId } from '../agreement/kpi-ids.ts';

/** What a figure is counted in. `share` and `ratio` are stored as parts of one; a ratio may be above it. */
export type KpiUnit =
  | 'share'
  | 'ratio'
  | 'count'
  | 'money'
  | 'count-or-money'
  | 'money-per-day'
  | 'minutes'
  | 'days'
  | 'months'
  | 'times'
  | 'index'
  | 'points';

/** A figure that is no KPI of its own, but is looked at beside one. */
export type CompanionFigure =
  | 'connect-rate'
  | 'lift'
  | 'deals-opened'
  | 'average-won'
  | 'reopened-actions'
  | 'pulse-responses';

/**
 * One number that both departments read in the same way. A change of what it means is a new `version`: history is never
 * restated silently. `pair` is what is looked at beside it, because the number alone can be made to look good.
 */
export type KpiDefinition = {
  readonly id: KpiId;
  readonly version: number;
  readonly name: string;
  readonly formula: string;
  readonly unit: KpiUnit;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Whose number it is. Both names stand on the chart where it is shared. */
  readonly owners: readonly [Department, ...Department[]];
  readonly pair: { readonly with: KpiId | CompanionFigure; readonly sign: string };
  readonly edgeCases: string;
};

/** A definition but for its id, which is the key that it stands under. */
export type KpiEntry = Omit<KpiDefinition, 'id'>;
