/** Why this grade: fit and engagement, each with the clauses that gave its points, as they stood when the lead was handed over. */
import { type RefObject, useId } from 'react';
import type { z } from 'zod';
import type { Brief, ScoreReason } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import styles from './brief.module.css';

type Open = { fit: boolean; engagement: boolean };

export function Reasons({
  brief,
  open,
  onOpen,
  heading,
}: {
  brief: Brief;
  open: Open;
  onOpen: (open: Open) => void;
  /** Takes the focus when somebody asks why beside the grade. */
  heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { scores, agreement } = brief;
  if (scores === null) {
    return (
      <section>
        <h3 ref={heading} tabIndex={-1}>
          No grade
        </h3>
        <p className="cap">
          {agreement.name}, version {agreement.number}, does not score leads.
        </p>
      </section>
    );
  }
  const { fit, engagement, grade } = scores;
  return (
    <section>
      <h3 ref={heading} tabIndex={-1}>
        Why {grade}
      </h3>
      <Score
        name={`Fit ${fit.letter}`}
        score={fit.score}
        reasons={fit.reasons}
        open={open.fit}
        onOpen={(isOpen) => onOpen({ ...open, fit: isOpen })}
      />
      <Score
        name={`Engagement ${engagement.level}`}
        score={engagement.score}
        reasons={engagement.reasons}
        open={open.engagement}
        onOpen={(isOpen) => onOpen({ ...open, engagement: isOpen })}
      />
      <p className="cap">
        As it stood when it was handed over, by {agreement.name}, version {agreement.number}
      </p>
    </section>
  );
}

function Score(props: {
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
        <button
          type="button"
          className={styles.why}
          aria-label={`Why ${props.name}?`}
          aria-expanded={props.open}
          aria-controls={id}
          onClick={() => props.onOpen(!props.open)}
        >
          Why?
        </button>
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
