/** Takes back what an import made, and says what stayed and why. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Import,
  type KeptRecord,
  listImports,
  listKept,
  readImport,
  undoImport,
} from '../../../src/features/imports/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { objectName } from './import-words.ts';
import { Meter } from './meter.tsx';

export function Undo({ given }: { given: Import }) {
  if (given.status === 'undoing' || given.status === 'undone') return <Undone given={given} />;
  if (given.undoUntil === null) return null;
  if (given.undoUntil < now().toISOString()) {
    return (
      <Card title="Undo">
        <p className="sub">
          It could be undone until <TimeText at={given.undoUntil} as="date" />. What it made stays.
        </p>
      </Card>
    );
  }
  return <Offer given={given} until={given.undoUntil} />;
}

function Offer({ given, until }: { given: Import; until: string }) {
  const { member } = useSession();
  const [isAsked, setAsked] = useState(false);
  const undo = useAction(undoImport, { refresh: [readImport, listImports] });
  return (
    <Card title="Undo">
      <div className="stack">
        <p className="sub">
          Until <TimeText at={until} /> the records that it made can be removed again, and older values that it changed
          are given back. What somebody has changed or used since stays, and you are told why.
        </p>
        {may(member.role, undoImport) && (
          <div>
            <Button variant="outline" color="bad" onClick={() => setAsked(true)}>
              Undo this import
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Undo the import of ${given.name}?`}
        confirm="Undo it"
        action={() => undo.mutateAsync({ params: { importId: given.id } })}
      >
        What it made is removed and what it changed is set back, but for what somebody has changed or used since. It
        cannot be taken back; the file can be imported again.
      </ConfirmDialog>
    </Card>
  );
}

function Undone({ given: { id, status, undone } }: { given: Import }) {
  const format = useFormat();
  const { removed, restored, kept } = undone ?? { removed: 0, restored: 0, kept: 0 };
  const say = (count: number, noun: string) => (count === 1 ? `one ${noun}` : `${format.number(count)} ${noun}s`);
  if (status === 'undoing') {
    return (
      <Card title="Undo">
        <Meter
          label="Undoing"
          share={null}
          words={`${say(removed, 'record')} removed so far. You may leave this page: it goes on.`}
        />
      </Card>
    );
  }
  return (
    <Card
      title="Undone"
      lead={[
        `Removed: ${say(removed, 'record')}.`,
        ...(restored > 0 ? [`Set back: ${say(restored, 'value')}.`] : []),
        ...(kept > 0 ? [`Left as it is: ${say(kept, 'record')}.`] : []),
      ].join(' ')}
      flush={kept > 0}
    >
      {kept > 0 ? <Kept importId={id} /> : <p className="sub">Nothing of it is left.</p>}
    </Card>
  );
}

function Kept({ importId }: { importId: string }) {
  const list = usePages(listKept, { params: { importId }, query: { limit: 50 } });
  return (
    <DataTable
      label="What stayed"
      list={list}
      columns={keptColumns}
      rowKey={({ recordId, why }) => `${recordId} ${why}`}
      empty={<EmptyState title="Nothing stayed" />}
    />
  );
}

const keptColumns: Column<KeptRecord>[] = [
  { key: 'record', header: 'Record', main: true, cell: (kept) => <Record kept={kept} /> },
  { key: 'row', header: 'From row', align: 'end', cell: ({ row }) => row },
  { key: 'why', header: 'Why it stayed', cell: ({ why }) => <bdi>{why}</bdi> },
];

function Record({ kept: { object, recordId } }: { kept: KeptRecord }) {
  const name = objectName(object);
  if (object === 'contact') {
    return (
      <Link to="/people/$contactId" params={{ contactId: recordId }} className="link">
        {name}
      </Link>
    );
  }
  if (object === 'account') {
    return (
      <Link to="/companies/$accountId" params={{ accountId: recordId }} className="link">
        {name}
      </Link>
    );
  }
  return name;
}
