/** The common language as a translation table: what Marketing said, what Sales said, what both say now. */
import { useLocation } from '@tanstack/react-router';
import { departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import room from './agreement.module.css';
import type { Clause } from './articles.ts';
import { ClauseNumber } from './clause.tsx';
import type { Word } from './contract-text.ts';
import { useRoom } from './room.ts';
import styles from './tables.module.css';
import { TalkButton } from './talk-button.tsx';
import { Term } from './term.tsx';

export function VocabularyTable({ clauses, words }: { clauses: readonly Clause[]; words: readonly Word[] }) {
  const { discuss } = useRoom();
  const target = decodeURIComponent(useLocation().hash);
  return (
    <table className={styles.words}>
      <thead>
        <tr>
          <th scope="col" className={styles.wordNumber}>
            <span className={room.hidden}>Clause</span>
          </th>
          <th scope="col" className="mkt">
            <span className={styles.side}>
              <Half department="marketing" /> Marketing says
            </span>
          </th>
          <th scope="col" className="sales">
            <span className={styles.side}>
              <Half department="sales" /> Sales says
            </span>
          </th>
          <th scope="col" className="both">
            <span className={styles.side}>
              <Half department="both" /> We say
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {clauses.map((clause) => {
          const word = words.find(({ term }) => `vocabulary.${term}` === clause.path);
          if (!word) return null;
          return (
            <tr key={clause.path} id={clause.anchor} data-target={target === clause.anchor || undefined}>
              <td className={styles.wordNumber}>
                <ClauseNumber clause={clause} />
              </td>
              <td className={`mkt ${styles.old}`} data-label="Marketing says">
                {word.marketingSays ?? <span className="cap">no word of its own</span>}
              </td>
              <td className={`sales ${styles.old}`} data-label="Sales says">
                {word.salesSays ?? <span className="cap">no word of its own</span>}
              </td>
              <td className={`both ${styles.agreed}`}>
                <p className={styles.agreedWord}>
                  <Term word={word} onQuestion={() => discuss(clause.path, 'question')}>
                    {word.term}
                  </Term>
                </p>
                <p className={styles.meaning}>{word.means}</p>
                <p className={styles.keeper}>
                  <span>Kept by the head of {departmentName[word.owner]}</span>
                  <TalkButton path={clause.path} number={clause.number} name={word.term} />
                </p>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
