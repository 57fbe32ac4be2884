/** What is promised to this lead: each clause as its sentence, how it stands, and when. */
import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import type { Brief } from '../../../src/features/handoffs/schema.ts';
import { now, useLive } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { Half } from '../../ui/half.tsx';
import { Ring } from '../../ui/ring.tsx';
import { type RingLook, readRing } from '../../ui/ring-time.ts';
import { minutesText, ringWords } from '../../ui/ring-words.ts';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './brief.module.css';
import { sayPause } from './pause-words.ts';
import { promiseWords } from './promise-words.ts';

export function Promises({ clocks, agreement }: { clocks: HandoffClock[]; agreement: Brief['agreement'] }) {
  return (
    <section className={styles.wide}>
      <h3>What is promised</h3>
      <ul className={styles.promises}>
        {clocks.map((clock) => (
          <Row key={clock.id} clock={clock} />
        ))}
      </ul>
      {clocks.length === 0 && (
        <p className="sub">Version {agreement.number} promises nothing about this lead by a time.</p>
      )}
    </section>
  );
}

const verdictOf: Record<RingLook, { is: 'good' | 'warn' | 'bad' | 'unknown'; word: string }> = {
  running: { is: 'good', word: 'On time' },
  amber: { is: 'warn', word: 'Nearly up' },
  broken: { is: 'bad', word: 'Late' },
  paused: { is: 'unknown', word: 'Paused' },
  kept: { is: 'good', word: 'Kept' },
  unreachable: { is: 'unknown', word: 'No due time' },
  cancelled: { is: 'unknown', word: 'Not owed' },
};

function Row({ clock }: { clock: HandoffClock }) {
  const format = useFormat();
  const { department } = promiseWords[clock.kind];
  const look = useLive((at) => readRing(clock, at).look);
  const detail = useLive((at) => detailOf(clock, look, at, format));
  const { is, word } = verdictOf[look];
  return (
    <li>
      <Ring clock={clock} department={department} />
      <div>
        <p>{clock.sentence}</p>
        <p className={styles.standing}>
          <Verdict is={is}>{word}</Verdict>
          <span>{detail}</span>
        </p>
        {look === 'paused' && clock.pause?.note && <p className={styles.standing}>“{clock.pause.note}”</p>}
        <p className={styles.clause}>
          <Half department={department} /> {clock.owner?.name ?? 'Nobody is named'} · Clause {clock.clause}
        </p>
      </div>
    </li>
  );
}

function detailOf(clock: HandoffClock, look: RingLook, at: number, format: Format): string {
  const due = clock.dueAt === null ? null : format.when(clock.dueAt, new Date(at));
  const answered = clock.answeredAt === null ? null : format.when(clock.answeredAt, now());
  if (look === 'kept') {
    const spare = clock.minutesLeft === null ? '' : `, with ${minutesText(clock.minutesLeft, format)} to spare`;
    return answered ? `${answered}${spare}` : `in time${spare}`;
  }
  if (look === 'broken') return [due && `due ${due}`, answered && `done ${answered}`].filter(Boolean).join(', ');
  if (look === 'running' || look === 'amber') return `${ringWords(clock, at, format)}${due ? `, until ${due}` : ''}`;
  if (look === 'paused') {
    const why = clock.pause && sayPause(clock.pause, new Date(at), format);
    const left = clock.minutesLeft === null ? null : `${minutesText(clock.minutesLeft, format)} of business time left`;
    return [why, left].filter(Boolean).join('; ');
  }
  return look === 'unreachable' ? 'no working hours ahead' : '';
}
