/** What is to be done: overdue, today, later, and what was done last. */
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { createTask, listTasks, type Task } from '../../../src/features/tasks/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { More } from './more.tsx';
import { sortTasks } from './sort-tasks.ts';
import { AddTaskDialog } from './task-form.tsx';
import { TaskLine } from './task-line.tsx';
import styles from './tasks.module.css';

export function TasksPage() {
  const { member } = useSession();
  const [whose, setWhose] = useState<'me' | 'all'>('me');
  const [isAdding, setAdding] = useState(false);
  const add = may(member.role, createTask) && (
    <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      Add a task
    </Button>
  );
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          aria-label="Whose tasks"
          value={whose}
          onChange={(value) => setWhose(value === 'all' ? 'all' : 'me')}
          data={[
            { value: 'me', label: 'Mine' },
            { value: 'all', label: 'All that I may see' },
          ]}
        />
        {add}
      </div>
      <div className={styles.groups}>
        <OpenTasks whose={whose} />
        <DoneTasks whose={whose} />
      </div>
      {isAdding && <AddTaskDialog onClose={() => setAdding(false)} />}
    </>
  );
}

const assigneeOf = (whose: 'me' | 'all') => (whose === 'me' ? { assignee: 'me' as const } : {});

function OpenTasks({ whose }: { whose: 'me' | 'all' }) {
  const { dayOf } = useFormat();
  const { rows, error, reload, more } = usePages(listTasks, { query: { ...assigneeOf(whose), limit: 100 } });
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="The tasks could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={6} label="Loading the tasks" />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing is to be done">
        Tasks come from you and your colleagues: here, or on the page of a person or a company.
      </EmptyState>
    );
  }
  const { overdue, today, later } = sortTasks(rows, dayOf(now().toISOString()), dayOf);
  return (
    <>
      <Group title="Overdue" tasks={overdue} />
      <Group title="Today" tasks={today} />
      <Group title="Later" tasks={later} />
      {error && <ErrorState error={error} what="The rest could not be loaded." retry={reload} />}
      <More more={more} />
    </>
  );
}

function Group({ title, tasks }: { title: string; tasks: readonly Task[] }) {
  if (tasks.length === 0) return null;
  return (
    <Card title={title}>
      <ul className={styles.tasks}>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} isAbout />
        ))}
      </ul>
    </Card>
  );
}

function DoneTasks({ whose }: { whose: 'me' | 'all' }) {
  const { rows, more } = usePages(listTasks, { query: { ...assigneeOf(whose), state: 'done', limit: 10 } });
  if (!rows || rows.length === 0) return null;
  return (
    <Card title="Done">
      <ul className={styles.tasks}>
        {rows.map((task) => (
          <TaskLine key={task.id} task={task} isAbout />
        ))}
      </ul>
      <More more={more} />
    </Card>
  );
}
