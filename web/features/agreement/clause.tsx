/** One clause as it is read: number, sentence, what is said of it, and the place of its compliance. */
import { Link, useLocation } from '@tanstack/react-router';
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import { useFormat } from '../../format.ts';
import { departmentClass } from '../../ui/department.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { PromiseBar } from '../scoreboard/promise-bar.tsx';
import { lookOf, sayDelivered, sayDetails } from '../scoreboard/promise-words.ts';
import styles from './agreement.module.css';
import type { Clause as ClauseData } from './articles.ts';
import { KeepCounts } from './keep-counts.tsx';
import { useRoom } from './room.ts';
import { Sentence } from './sentence.tsx';
import { TalkButton } from './talk-button.tsx';
import { shortMeasure } from './talk-words.ts';

export function Clause({ clause }: { clause: ClauseData }) {
  const { hash } = useLocation();
  const { path, number, name, anchor, text, owner } = clause;
  return (
    <div
      id={anchor}
      className={`${styles.clause} ${departmentClass[owner]}`}
      data-target={decodeURIComponent(hash) === anchor || undefined}
    >
      <ClauseNumber clause={clause} />
      <div className={styles.said}>
        <Sentence text={text} />
        <div className={styles.foot}>
          <TalkButton path={path} number={number} name={name} />
          <KeepCounts path={path} />
        </div>
      </div>
      <Proof path={path} />
    </div>
  );
}

/** The number is the clause's address. */
export function ClauseNumber({ clause }: { clause: ClauseData }) {
  return (
    <Link
      className={styles.number}
      to="."
      hash={clause.anchor}
      search={true}
      hashScrollIntoView={false}
      resetScroll={false}
      replace
      aria-label={`Clause ${clause.number}, ${clause.name}: its address`}
    >
      {clause.number}
    </Link>
  );
}

/** Filled by what is measured; until then it says what that will be, never a figure. */
function Proof({ path }: { path: string }) {
  const { readings, figures } = useRoom();
  const compliance = readings.get(path)?.compliance;
  const isPromise = path.startsWith('salesCommits.') || path.startsWith('marketingCommits.');
  const measured = figures.data.filter(({ clause }) => clause === path);
  if (compliance && compliance.state !== 'not-in-force' && measured.length > 0) {
    return (
      <div className={styles.proof}>
        {measured.map((figure) => (
          <Delivered key={figure.department} figure={figure} currency={figures.currency} />
        ))}
      </div>
    );
  }
  return (
    <div className={styles.proof}>
      {compliance && (
        <>
          {isPromise && (
            <>
              <Verdict is="unknown">
                {compliance.state === 'not-in-force' ? 'Measured once in force' : 'Not measured yet'}
              </Verdict>
              <span className={styles.track} aria-hidden="true" />
            </>
          )}
          <p className="cap">{shortMeasure(compliance.sentence)}</p>
        </>
      )}
    </div>
  );
}

/** What the Scoreboard says of the same promise, with the way to its records. */
function Delivered({ figure, currency }: { figure: PromiseFigure; currency: string }) {
  const format = useFormat();
  const { is, word } = lookOf(figure);
  const delivered = sayDelivered(figure, currency, format).join(' ');
  return (
    <>
      <Verdict is={is}>{word}</Verdict>
      <PromiseBar figure={figure} />
      <p className="cap">
        <Link
          className="link"
          to="/scoreboard"
          search={{ promise: figure.clause, side: figure.department }}
          aria-label={`${delivered}: the records of ${figure.sentence}`}
        >
          {delivered}
        </Link>{' '}
        · {sayDetails(figure, currency, format).join(' · ')}
      </p>
    </>
  );
}
