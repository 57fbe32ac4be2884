import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import { now, useLive } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { Ring } from '../../ui/ring.tsx';
import { readRing } from '../../ui/ring-time.ts';
import { minutesText } from '../../ui/ring-words.ts';
import styles from './brief-timer.module.css';
import { sayPause } from './pause-words.ts';
import { firstClock, promiseWords } from './promise-words.ts';

/** The clock that needs somebody first, large. */
export function BriefTimer({ handoff }: { handoff: Handoff }) {
  // Of a closed lead nothing is owed any more: what was promised stands below.
  const clock = handoff.closedAt === null ? firstClock(handoff) : null;
  return clock && <ClockTimer clock={clock} />;
}

export function ClockTimer({ clock }: { clock: HandoffClock }) {
  const format = useFormat();
  const { department, task } = promiseWords[clock.kind];
  const look = useLive((at) => readRing(clock, at).look);
  const head = useLive((at) => headOf(clock, at, format));
  const due = clock.dueAt === null ? null : format.when(clock.dueAt, now());
  const isRunning = look === 'running' || look === 'amber';
  return (
    <div className={styles.timer} data-look={look}>
      <p>
        <b className={styles.left} data-look={look}>
          {head}
        </b>
        <span className={styles.task}>
          {task}
          {due && isRunning && `, until ${due}`}
          {due && look === 'broken' && `, due ${due}`}
          {look === 'paused' && clock.pause && `: ${sayPause(clock.pause, now(), format)}`}
        </span>
      </p>
      <Ring clock={clock} department={department} size="l" />
    </div>
  );
}

function headOf(clock: HandoffClock, at: number, format: Format): string {
  const { look, minutesLeft } = readRing(clock, at);
  if (look === 'broken') return 'Late';
  if (look === 'kept') return 'Kept';
  if (look === 'cancelled') return 'No longer owed';
  if (look === 'unreachable') return 'No due time';
  const left = minutesLeft === null ? null : `${minutesText(minutesLeft, format)} left`;
  if (look === 'paused') return left ? `Paused, ${left}` : 'Paused';
  return left ?? 'Running';
}
