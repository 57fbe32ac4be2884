/** The open tasks about a record. */
import { listTasks } from '../../../src/features/tasks/schema.ts';
import { usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import type { About } from '../notes/note-form.tsx';
import { More } from './more.tsx';
import { TaskLine } from './task-line.tsx';
import styles from './tasks.module.css';

export function TasksCard({ about }: { about: About }) {
  const { rows, error, reload, more } = usePages(listTasks, { query: { ...about, limit: 20 } });
  return (
    <Card title="Tasks">
      {rows && rows.length > 0 && (
        <ul className={styles.tasks}>
          {rows.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
      {rows?.length === 0 && <p className="sub">Nothing is to be done here.</p>}
      {!rows && !error && <LoadingState lines={2} label="Loading the tasks" />}
      {error && <ErrorState error={error} what="The tasks could not be loaded." retry={reload} />}
      <More more={more} />
    </Card>
  );
}
