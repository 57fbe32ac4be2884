/** What was merged into a record: a word on top while it is new, and the history at the side, each with Undo. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Merge } from '../../../src/features/merges/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import record from '../people/record.module.css';
import { say } from '../settings/say.tsx';
import { useMergeActions, useMerges } from './merge-calls.ts';
import { fieldName, type MergeObject, sayCounts } from './merge-words.ts';
import styles from './merges.module.css';

type Props = { object: MergeObject; id: string; mayEdit: boolean };

/** A merge is news for a day. */
const fresh = 86_400_000;

export function MergedNotice({ object, id, mayEdit }: Props) {
  const { data } = useMerges(object, id);
  const [undoing, setUndoing] = useState(false);
  const latest = data?.data.find(({ undone }) => undone === null);
  if (!latest || now().getTime() - Date.parse(latest.at) > fresh) return null;
  return (
    <div className={record.notice} role="status">
      <p>
        <Named merge={latest} /> was merged into this record <TimeText at={latest.at} as="ago" />.
      </p>
      {mayEdit && latest.undoUntil && (
        <Button data-size="small" onClick={() => setUndoing(true)}>
          Undo
        </Button>
      )}
      {undoing && <UndoDialog object={object} merge={latest} onClose={() => setUndoing(false)} />}
    </div>
  );
}

export function MergeHistory({ object, id, mayEdit }: Props) {
  const format = useFormat();
  const { data } = useMerges(object, id);
  const [undoing, setUndoing] = useState<Merge | null>(null);
  if (!data || data.data.length === 0) return null;
  return (
    <Card title="Merges">
      <ul className={`${styles.reasons} ${styles.history}`}>
        {data.data.map((merge) => (
          <li key={merge.id}>
            <p>
              <Named merge={merge} />
            </p>
            <span className="cap">
              {merge.by ? `By ${merge.by.name}` : 'Proved by a message'}, <TimeText at={merge.at} />
            </span>
            <span className="cap">{sayCounts(merge.moved, format.number).join(', ') || 'Nothing moved'}</span>
            {merge.undone && (
              <span className="cap">
                Undone <TimeText at={merge.undone.at} as="ago" />
                {merge.undone.by && ` by ${merge.undone.by.name}`}
              </span>
            )}
            {mayEdit && merge.undoUntil && (
              <Button data-size="small" variant="subtle" onClick={() => setUndoing(merge)}>
                Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undoing && <UndoDialog object={object} merge={undoing} onClose={() => setUndoing(null)} />}
    </Card>
  );
}

function Named({ merge }: { merge: Merge }) {
  return <bdi className={record.long}>{merge.merged.name || 'A record without a name'}</bdi>;
}

function UndoDialog({ object, merge, onClose }: { object: MergeObject; merge: Merge; onClose: () => void }) {
  const { undo } = useMergeActions(object);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Undo this merge?"
      confirm="Undo the merge"
      danger={false}
      action={async () => {
        const { undone } = await undo.mutateAsync(merge.id);
        const kept = undone?.changedSince.map(fieldName) ?? [];
        const left = kept.length === 0 ? [] : [`Changed since, and kept: ${kept.join(', ')}.`];
        say(['Both stand for themselves again.', ...left, ...(undone?.notes ?? [])].join(' '));
      }}
    >
      The other record stands for itself again, with everything that it brought and with what came by its own ids since.
      What somebody has changed since the merge stays here.
    </ConfirmDialog>
  );
}
