/** What can be done with the rows that are chosen. */
import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useFormat } from '../../format.ts';
import styles from './people.module.css';
import type { RecordQuery } from './record-queries.ts';
import type { Selection } from './use-selection.ts';

const AddToListDialog = lazy(() =>
  import('../lists/add-to-list-dialog.tsx').then(({ AddToListDialog }) => ({ default: AddToListDialog })),
);

type Props = {
  object: 'contact' | 'account';
  selection: Selection<RecordQuery>;
  /** How many match; null where nobody has counted so far. */
  total: number | null;
  loaded: number;
  /** Further actions on what is chosen. */
  children?: ReactNode;
};

export function SelectionBar({ object, selection, total, loaded, children }: Props) {
  const format = useFormat();
  const [isListing, setListing] = useState(false);
  const { selected, count, isAll, selectAll, clear } = selection;
  if (!selected) return null;
  const isMore = !isAll && (total === null || total > loaded || (count ?? 0) < total);
  return (
    <section className={styles.chosen} aria-label="What is chosen">
      <b aria-live="polite">{count === null ? 'All that match' : `${format.number(count)} chosen`}</b>
      {isMore && (
        <Button data-size="small" variant="subtle" onClick={selectAll}>
          {total === null ? 'Select all that match' : `Select all ${format.number(total)} that match`}
        </Button>
      )}
      <Button data-size="small" onClick={() => setListing(true)}>
        Add to a list
      </Button>
      {children}
      <Button data-size="small" variant="subtle" onClick={clear}>
        Clear the selection
      </Button>
      {isListing && (
        <Suspense fallback={null}>
          <AddToListDialog object={object} selected={selected} count={count} onClose={() => setListing(false)} />
        </Suspense>
      )}
    </section>
  );
}
