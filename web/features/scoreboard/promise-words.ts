/** What a promise's figure says: verdict, delivered, and the line below the bar. */
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import type { Format } from '../../format.ts';

type Shown = Pick<Format, 'number' | 'percent' | 'roughMoney'>;
export type PromiseLook = { is: 'good' | 'warn' | 'bad' | 'unknown'; word: string };

const looks: Record<PromiseFigure['verdict'], PromiseLook> = {
  kept: { is: 'good', word: 'Kept' },
  missed: { is: 'bad', word: 'Missed' },
  'on-pace': { is: 'good', word: 'On pace' },
  'behind-pace': { is: 'warn', word: 'Behind pace' },
  'not-enough-data': { is: 'unknown', word: 'Not enough data' },
  'nothing-owed': { is: 'unknown', word: 'Nothing owed yet' },
};

/**
 * The verdict as a glyph and a word; too little data never looks good or bad.
 *
 * @example
 * lookOf({ verdict: 'not-enough-data', decided: 7, needed: 30 }).word // 'Not enough data (7 of 30)'
 */
export function lookOf({
  verdict,
  decided,
  needed,
}: Pick<PromiseFigure, 'verdict' | 'decided' | 'needed'>): PromiseLook {
  const look = looks[verdict];
  return verdict === 'not-enough-data' ? { ...look, word: `${look.word} (${decided} of ${needed})` } : look;
}

/** A figure in the unit of the promise: so many, so much money, or a share. */
export function sayAmount(measure: PromiseFigure['measure'], value: number, currency: string, format: Shown): string {
  if (measure === 'share') return format.percent(value);
  if (measure === 'value') return format.roughMoney({ minor: Math.round(value), currency });
  return format.number(Math.round(value * 10) / 10);
}

/**
 * The figure that stands largest, with what it is of.
 *
 * @example
 * sayDelivered({ measure: 'count', delivered: 71, target: 120, kept: 71, decided: 71 }, 'EUR', format) // ['71', 'of 120']
 */
export function sayDelivered(
  { measure, delivered, target, kept, broken, decided, direction, verdict }: PromiseFigure,
  currency: string,
  format: Shown,
): [figure: string, of: string] {
  if (measure !== 'share') {
    return [sayAmount(measure, delivered ?? 0, currency, format), `of ${sayAmount(measure, target, currency, format)}`];
  }
  if (delivered === null) return ['–', 'none decided'];
  if (verdict === 'not-enough-data') {
    return direction === 'at-most' ? [`${broken} of ${decided}`, 'rejected'] : [`${kept} of ${decided}`, 'kept'];
  }
  return [format.percent(delivered), `of ${format.number(decided)}`];
}

/** What was agreed and what is known beside it, in the order in which people ask. */
export function sayDetails(figure: PromiseFigure, currency: string, format: Shown): string[] {
  const { measure, pace, direction, target, low, high, broken, running, parts } = figure;
  const say = (value: number) => sayAmount(measure, value, currency, format);
  if (pace !== null) {
    const left = pace.workingDays - pace.elapsed;
    const need = (pace.requiredPerDay ?? 0) > 0 && left > 0 ? `needs ${say(pace.requiredPerDay ?? 0)} a day` : null;
    const projection = pace.projected === null || left === 0 ? null : `estimate ${say(pace.projected)}`;
    const days = `working day ${pace.elapsed} of ${pace.workingDays}`;
    return [`Pace today ${say(pace.goalToDate)}`, days, need, projection, sayVersions(parts)].filter(
      (one) => one !== null,
    );
  }
  const atMost = direction === 'at-most';
  return [
    `Agreed ${atMost ? 'at most ' : ''}${format.percent(target)}`,
    low === null || high === null ? null : `interval ${format.percent(low)} to ${format.percent(high)}`,
    broken === 0 || atMost ? null : `${format.number(broken)} broken`,
    running === 0 ? null : `${format.number(running)} ${atMost ? 'undecided' : 'running'}`,
    sayVersions(parts),
  ].filter((one) => one !== null);
}

function sayVersions(parts: PromiseFigure['parts']): string | null {
  return parts.length > 1 ? `by versions ${parts.map(({ number }) => number).join(' and ')}` : null;
}

/** How full the bar is and where its mark stands, from 0 to 1. */
export function readBar({ measure, delivered, target, pace }: PromiseFigure): { filled: number; mark: number } {
  if (measure === 'share') return { filled: delivered ?? 0, mark: target };
  const part = (value: number) => (target === 0 ? 0 : Math.min(1, value / target));
  return { filled: part(delivered ?? 0), mark: part(pace?.goalToDate ?? 0) };
}
