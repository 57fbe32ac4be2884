/** What is done to all that is chosen: it opens a dialog that counts, does and can take back. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { editContacts } from '../../../src/features/bulk-edits/schema.ts';
import { may, useSession } from '../../session.ts';
import type { RecordQuery } from './record-queries.ts';
import type { Selection } from './use-selection.ts';

const BulkDialog = lazy(() => import('./bulk-dialog.tsx').then(({ BulkDialog }) => ({ default: BulkDialog })));

export function BulkActions({
  object,
  selection,
}: {
  object: 'contact' | 'account';
  selection: Selection<RecordQuery>;
}) {
  const { member } = useSession();
  const [open, setOpen] = useState<'change' | 'remove' | null>(null);
  if (!selection.selected || !may(member.role, editContacts)) return null;
  return (
    <>
      <Button data-size="small" onClick={() => setOpen('change')}>
        Change
      </Button>
      <Button data-size="small" onClick={() => setOpen('remove')}>
        Remove
      </Button>
      {open && (
        <Suspense fallback={null}>
          <BulkDialog
            object={object}
            selected={selection.selected}
            what={open}
            onDone={selection.clear}
            onClose={() => setOpen(null)}
          />
        </Suspense>
      )}
    </>
  );
}
