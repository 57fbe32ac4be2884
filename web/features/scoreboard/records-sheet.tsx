/** The records behind a figure: each a lead, with how it went. */
import { SegmentedControl } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Department } from '../../../src/core/access.ts';
import { listPromiseRecords, type PromiseFigure, type PromiseRecord } from '../../../src/features/promises/schema.ts';
import { usePages } from '../../queries.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';

const states = {
  kept: <Verdict is="good">Kept</Verdict>,
  broken: <Verdict is="bad">Broken</Verdict>,
  running: <Verdict is="unknown">Running</Verdict>,
} satisfies Record<PromiseRecord['state'], unknown>;

export function RecordsSheet({ clause, side, figure }: { clause: string; side: Department; figure?: PromiseFigure }) {
  const navigate = useNavigate();
  const [state, setState] = useState<PromiseRecord['state'] | 'all'>('all');
  const list = usePages(listPromiseRecords, {
    params: { clause },
    query: { department: side, limit: 50, ...(state === 'all' ? {} : { state }) },
  });
  const choices = (['kept', 'broken', 'running'] as const).filter((one) => figure === undefined || figure[one] > 0);
  return (
    <Sheet
      title={figure?.sentence ?? 'The records of this promise'}
      size={860}
      onClose={() => void navigate({ to: '/scoreboard', search: {}, resetScroll: false })}
    >
      <div className="stack">
        {figure && figure.measure === 'share' && choices.length > 1 && (
          <SegmentedControl
            aria-label="Which records"
            value={state}
            onChange={(value) => setState(value as typeof state)}
            data={[
              { value: 'all', label: `All ${figure.decided + figure.running}` },
              ...choices.map((one) => ({ value: one, label: `${words[one]} ${figure[one]}` })),
            ]}
          />
        )}
        <DataTable
          label="Records"
          list={list}
          columns={columnsOf(figure?.measure === 'share')}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="Nothing to list">
              Each lead that this promise is about stands here from when it is owed, as far as you may see it.
            </EmptyState>
          }
        />
      </div>
    </Sheet>
  );
}

const words = { kept: 'Kept', broken: 'Broken', running: 'Running' } as const;

const columnsOf = (isShare: boolean): Column<PromiseRecord>[] => [
  {
    key: 'contact',
    header: 'Lead',
    main: true,
    cell: ({ contact, account }) => (
      <>
        <Link className="link" to="/people/$contactId" params={{ contactId: contact.id }}>
          {contact.name || 'Somebody without a name'}
        </Link>
        {account && <span className="cap"> {account.name}</span>}
      </>
    ),
  },
  ...(isShare ? [{ key: 'state', header: 'How it went', cell: ({ state }: PromiseRecord) => states[state] }] : []),
  { key: 'at', header: 'Began', cell: ({ at }) => <TimeText at={at} /> },
  {
    key: 'due',
    header: 'Due',
    cell: ({ dueAt }) => (dueAt ? <TimeText at={dueAt} /> : <span className="cap">–</span>),
  },
  {
    key: 'member',
    header: 'Whose',
    cell: ({ member }) => member?.name ?? <span className="cap">Nobody</span>,
  },
];
