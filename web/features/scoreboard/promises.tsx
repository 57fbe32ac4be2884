/** The promises of both sides, face to face, always together. */
import { Link } from '@tanstack/react-router';
import { departments } from '../../../src/core/access.ts';
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import { useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { PromiseBar } from './promise-bar.tsx';
import { lookOf, sayDelivered, sayDetails } from './promise-words.ts';
import styles from './promises.module.css';

export function Promises({ figures, currency }: { figures: readonly PromiseFigure[]; currency: string }) {
  return (
    <Card flush>
      <div className={styles.facing}>
        {departments.map((side) => (
          <section key={side} className={departmentClass[side]} aria-label={`${departmentName[side]} promises`}>
            <h3 className={styles.promiser}>
              <Half department={side} />
              {departmentName[side]} promises
            </h3>
            <ul>
              {figures
                .filter(({ department }) => department === side)
                .map((figure) => (
                  <PromiseRow key={figure.clause} figure={figure} currency={currency} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

function PromiseRow({ figure, currency }: { figure: PromiseFigure; currency: string }) {
  const format = useFormat();
  const { is, word } = lookOf(figure);
  const [got, of] = sayDelivered(figure, currency, format);
  const { clause, department, sentence } = figure;
  return (
    <li className={styles.promise}>
      <div className={styles.said}>
        <p>{sentence}</p>
        <Verdict is={is}>{word}</Verdict>
      </div>
      <Link
        className={styles.got}
        to="/scoreboard"
        search={{ promise: clause, side: department }}
        resetScroll={false}
        aria-label={`${got} ${of}: the records of ${sentence}`}
      >
        {got} <small>{of}</small>
      </Link>
      <div className={styles.measure}>
        <PromiseBar figure={figure} />
        <p className="cap">
          {sayDetails(figure, currency, format).join(' · ')} ·{' '}
          <Link className="link" to="/agreement" hash={clause} aria-label={`The clause: ${sentence}`}>
            Clause
          </Link>
        </p>
      </div>
    </li>
  );
}
