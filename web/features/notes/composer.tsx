/** What somebody has to say or did with a record: a note, an activity, a task. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { logActivity } from '../../../src/features/activities/schema.ts';
import { createNote } from '../../../src/features/notes/schema.ts';
import { createTask } from '../../../src/features/tasks/schema.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ActivityForm } from '../activities/activity-form.tsx';
import { TaskForm } from '../tasks/task-form.tsx';
import { type About, NoteForm } from './note-form.tsx';
import styles from './notes.module.css';

type Kind = 'note' | 'activity' | 'task';

export function Composer({ about }: { about: About }) {
  const { member } = useSession();
  const [kind, setKind] = useState<Kind>('note');
  if (!may(member.role, createNote)) return null;
  const isOfSales = member.department !== 'marketing' || member.role === 'admin' || member.actsFor.length > 0;
  const choices: { value: Kind; label: string }[] = [
    { value: 'note', label: 'Note' },
    ...('contactId' in about && isOfSales && may(member.role, logActivity)
      ? [{ value: 'activity' as const, label: 'Activity' }]
      : []),
    ...(may(member.role, createTask) ? [{ value: 'task' as const, label: 'Task' }] : []),
  ];
  return (
    <Card>
      <div className={styles.composer}>
        <div className={styles.foot}>
          <SegmentedControl
            aria-label="What to add"
            value={kind}
            onChange={(value) => setKind(choices.find((choice) => choice.value === value)?.value ?? 'note')}
            data={choices}
          />
        </div>
        {kind === 'note' && <NoteForm about={about} />}
        {kind === 'activity' && 'contactId' in about && <ActivityForm contactId={about.contactId} />}
        {kind === 'task' && <TaskForm about={about} />}
      </div>
    </Card>
  );
}
