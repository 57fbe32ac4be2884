/** The condition of a table: a button that opens the builder and says whether there is one. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { parseCondition } from '../conditions/parse-condition.ts';
import type { RecordQuery } from './record-queries.ts';

// Most who open the table build nothing.
const ConditionDialog = lazy(() =>
  import('../conditions/condition-dialog.tsx').then(({ ConditionDialog }) => ({ default: ConditionDialog })),
);

type Props = {
  object: 'contact' | 'account';
  /** The JSON text of the address. */
  filter: string | undefined;
  rest: RecordQuery;
  onChange: (filter: string | null) => void;
};

export function ConditionFilter({ object, filter, rest, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const { filter: _, ...others } = rest;
  return (
    <>
      <Button variant={filter ? 'light' : 'default'} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {filter ? 'Edit the condition' : 'Add a condition'}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <ConditionDialog
            asked={object}
            title={object === 'contact' ? 'People who meet a condition' : 'Companies that meet a condition'}
            initial={filter ? parseCondition(filter) : null}
            rest={others}
            apply="Show them"
            onApply={(condition) => {
              onChange(condition && JSON.stringify(condition));
              close();
            }}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  );
}
