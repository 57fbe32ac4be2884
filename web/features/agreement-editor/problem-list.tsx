/** Everything that is wrong or worth a thought, in one list; each leads to its place. */
import { Verdict } from '../../ui/verdict.tsx';
import styles from './agreement-editor.module.css';
import type { PlacedProblem } from './read-draft.ts';

type Props = {
  problems: readonly PlacedProblem[];
  onGo: (problem: PlacedProblem) => void;
  /** What stands before each: its part of the agreement, or its line. */
  where: (problem: PlacedProblem) => string;
};

const marks = { error: 'bad', warning: 'warn', note: 'unknown' } as const;
const order = ['error', 'warning', 'note'];

export function ProblemList({ problems, onGo, where }: Props) {
  const sorted = [...problems].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul className={styles.problems} aria-label="Problems">
      {sorted.map((problem) => (
        <li key={`${problem.path} ${problem.code} ${problem.line} ${problem.message}`}>
          <button type="button" onClick={() => onGo(problem)}>
            <Verdict is={marks[problem.severity]}>{where(problem)}</Verdict>
            <span>{problem.message}</span>
            {problem.remedy && <span className="sub">{problem.remedy}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/**
 * @example
 * countProblems([]) // 'Nothing is wrong'
 */
export function countProblems(problems: readonly PlacedProblem[]): string {
  const count = (severity: string, one: string) => {
    const many = problems.filter((problem) => problem.severity === severity).length;
    return many === 0 ? [] : [`${many} ${one}${many === 1 ? '' : 's'}`];
  };
  const parts = [...count('error', 'error'), ...count('warning', 'warning'), ...count('note', 'note')];
  return parts.length > 0 ? parts.join(', ') : 'Nothing is wrong';
}
