/** Words for how a form stands: its state, and how many of those who saw it sent it. */
import type { Conversion, Form } from '../../../src/features/forms/schema.ts';
import { type Format, useFormat } from '../../format.ts';
import { Verdict } from '../../ui/verdict.tsx';
import shared from '../settings/settings.module.css';

const states = {
  draft: { is: 'unknown', word: 'Draft' },
  live: { is: 'good', word: 'Online' },
  closed: { is: 'bad', word: 'Closed' },
} as const;

export function FormStateWord({ state }: { state: Form['state'] }) {
  const { is, word } = states[state];
  return <Verdict is={is}>{word}</Verdict>;
}

/** With fewer views a share says nothing. */
const enough = 30;

/** A rate, its interval and what it is of; with too few views how many there are. */
export function ConversionText({ conversion }: { conversion: Conversion }) {
  const format = useFormat();
  const { views, converted } = conversion;
  const rate = rateText(conversion, format);
  if (rate === null) {
    return (
      <span className={shared.named}>
        <span className="cap">Not enough data</span>
        <small>
          {format.number(views)} of {enough} views
        </small>
      </span>
    );
  }
  return (
    <span className={shared.named}>
      <span className={shared.nowrap}>{rate}</span>
      <small>
        {format.number(converted)} of {format.number(views)} views
      </small>
    </span>
  );
}

/** `12 % (8 to 17 %)`; null where there are too few views. */
export function rateText({ views, rate, low, high }: Conversion, format: Format): string | null {
  if (views < enough || rate === null || low === null || high === null) return null;
  return `${format.percent(rate)} (95 %: ${format.percent(low)} to ${format.percent(high)})`;
}
