/** How far a promise is: the owner's colour, and the mark of what was agreed or of today's pace. */

import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import { departmentClass } from '../../ui/department.ts';
import { readBar } from './promise-words.ts';
import styles from './promises.module.css';

export function PromiseBar({ figure }: { figure: PromiseFigure }) {
  const { filled, mark } = readBar(figure);
  const isUnknown = figure.verdict === 'not-enough-data' || figure.verdict === 'nothing-owed';
  return (
    <div
      className={`${styles.bar} ${isUnknown ? styles.unknown : ''} ${departmentClass[figure.department]}`}
      aria-hidden="true"
    >
      <i style={{ width: `${isUnknown ? 100 : filled * 100}%` }} />
      {!isUnknown && <b style={{ left: `${mark * 100}%` }} />}
    </div>
  );
}
