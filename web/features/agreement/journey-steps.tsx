/** The steps of a buyer in a row, each in the colour of who is accountable for it. */
import { Link } from '@tanstack/react-router';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import room from './agreement.module.css';
import type { Clause } from './articles.ts';
import type { ContractText } from './contract-text.ts';
import styles from './journey.module.css';

export function JourneySteps({ steps, clauses }: { steps: ContractText['journey']; clauses: readonly Clause[] }) {
  return (
    <ol className={styles.steps} aria-label="Steps of the journey">
      {steps.map(({ key, name, accountable }) => (
        <li key={key} className={departmentClass[accountable]}>
          <Link
            to="."
            search={true}
            hash={clauses.find(({ path }) => path === `journey.${key}`)?.anchor ?? ''}
            className={styles.step}
          >
            <Half department={accountable} />
            <span>
              {name}
              <span className={room.hidden}>, {departmentName[accountable]} accountable</span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
