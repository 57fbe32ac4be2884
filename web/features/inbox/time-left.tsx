import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import { useLive } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { readRing } from '../../ui/ring-time.ts';
import { minutesText } from '../../ui/ring-words.ts';
import { Verdict } from '../../ui/verdict.tsx';

/** Minutes of business time say something up to about a working day; beyond, people think in dates. */
const longestInMinutes = 10 * 60;

/** What is left, in one or two words that go on by themselves; the verdict is a glyph and a word. */
export function TimeLeft({ clock }: { clock: HandoffClock }) {
  const format = useFormat();
  const look = useLive((at) => readRing(clock, at).look);
  const text = useLive((at) => shortText(clock, at, format));
  if (look === 'broken') return <Verdict is="bad">{text}</Verdict>;
  if (look === 'amber') return <Verdict is="warn">{text}</Verdict>;
  return text;
}

function shortText(clock: HandoffClock, at: number, format: Format): string {
  const { look, minutesLeft } = readRing(clock, at);
  if (look === 'broken') return 'late';
  if (look === 'unreachable') return 'no due time';
  if (look !== 'running' && look !== 'amber') return look;
  if (minutesLeft !== null && minutesLeft <= longestInMinutes) return minutesText(minutesLeft, format);
  return clock.dueAt === null ? 'running' : format.when(clock.dueAt, new Date(at));
}
