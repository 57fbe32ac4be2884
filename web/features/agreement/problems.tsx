/** What authors should know about their text, with the place and what to do. */
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './standing.module.css';

const words = {
  error: { is: 'bad', word: 'Error' },
  warning: { is: 'warn', word: 'Warning' },
  note: { is: 'unknown', word: 'Note' },
} as const;

export function Problems({ problems }: { problems: AgreementVersion['problems'] }) {
  return (
    <ul className={styles.problems}>
      {problems.map(({ severity, code, path, message, remedy, line, column }) => (
        <li key={`${line}:${column}:${code}:${path}`}>
          <Verdict is={words[severity].is}>{words[severity].word}</Verdict>
          <p>
            {message} {remedy}{' '}
            <span className="cap">
              line {line}
              {path && `, ${path}`}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
