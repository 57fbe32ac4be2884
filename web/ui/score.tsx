/** One score with its reasons: each clause as a sentence, with what it gave and when. */
import { useId } from 'react';
import type { z } from 'zod';
import type { ScoreReason } from '../../src/features/handoffs/schema.ts';
import { now } from '../clock.ts';
import { useFormat } from '../format.ts';
import styles from './score.module.css';

export function Score(props: {
  /** "Fit B" */
  name: string;
  score: number;
  reasons: z.infer<typeof ScoreReason>[];
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const format = useFormat();
  const id = useId();
  return (
    <>
      <p className={styles.score}>
        <span>{props.name}</span>
        <WhyButton of={props.name} open={props.open} controls={id} onClick={() => props.onOpen(!props.open)} />
        <b className="num">{format.number(Math.round(props.score * 10) / 10)}</b>
      </p>
      <ul id={id} className={styles.reasons} hidden={!props.open}>
        {props.reasons.map((reason) => (
          <li key={`${reason.clause} ${reason.at}`}>
            <span>
              {reason.sentence}
              <span className={styles.clause}>
                {reason.at && <>{format.when(reason.at, now())} · </>}Clause {reason.clause}
              </span>
            </span>
            <b className="num">{format.signed(reason.points)}</b>
          </li>
        ))}
        {props.reasons.length === 0 && <li className="sub">No clause gave points.</li>}
      </ul>
    </>
  );
}

/** "Why?" beside something that has reasons. */
export function WhyButton(props: {
  /** What is asked about, for screen readers: "Fit B". */
  of: string;
  onClick: () => void;
  open?: boolean;
  /** The id of what it opens. */
  controls?: string;
}) {
  return (
    <button
      type="button"
      className={styles.why}
      aria-label={`Why ${props.of}?`}
      aria-expanded={props.open}
      aria-controls={props.controls}
      onClick={props.onClick}
    >
      Why?
    </button>
  );
}
