/** The stages of the agreement as a way: those that were reached wear their owner's colour. */
import type { Contact } from '../../../src/features/contacts/schema.ts';
import { departmentClass } from '../../ui/department.ts';
import { nameOf, type Vocabulary } from '../../vocabulary.ts';
import styles from './record.module.css';
import { standingOf } from './stage-standing.ts';

type Props = { person: Pick<Contact, 'stage' | 'furthestStage' | 'cycle'>; stages: Vocabulary['stages'] };

export function StagePath({ person, stages }: Props) {
  if (stages.length === 0 || !person.stage) return null;
  const { place, isBeside } = standingOf(person, stages);
  return (
    <>
      <ol className={styles.path} aria-label="Stages">
        {stages.map(({ key, name, department }, index) => (
          <li
            key={key}
            className={[
              departmentClass[department],
              index <= place ? styles.done : '',
              index === place && !isBeside ? styles.now : '',
            ].join(' ')}
            {...(index === place && !isBeside ? { 'aria-current': 'step' as const } : {})}
          >
            {name}
          </li>
        ))}
      </ol>
      <p className={styles.stageLine}>
        <b>{nameOf(stages, person.stage)}</b>{' '}
        <span className="sub">
          {isBeside ? 'outside of the stages' : `stage ${place + 1} of ${stages.length}`}
          {person.cycle > 1 && `, cycle ${person.cycle}`}
        </span>
      </p>
    </>
  );
}
