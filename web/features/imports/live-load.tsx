/** What a live import would cause, shown before it hands anybody over; it is released by whoever has seen it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type Import,
  listImports,
  measureImport,
  readImport,
  releaseImport,
} from '../../../src/features/imports/schema.ts';
import { ApiError } from '../../api.ts';
import { type Format, useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './imports.module.css';
import { Meter } from './meter.tsx';

type Load = NonNullable<Import['load']>;

export function LiveLoad({ given }: { given: Import }) {
  const { load, releasedUnder } = given;
  const format = useFormat();
  if (load === null) {
    return (
      <Card title="What releasing it would cause">
        <Meter label="Computing the load" share={null} words="Judging its people by the agreement in force…" />
      </Card>
    );
  }
  return (
    <Card
      flush
      title={releasedUnder ? 'What was released' : 'What releasing it would cause'}
      lead={sayLoad(load, format)}
      aside={releasedUnder ? <Verdict is="good">Released</Verdict> : <Release given={given} load={load} />}
    >
      <DataTable
        label="Load of each member"
        list={{ rows: load.members, error: null, reload: () => undefined, more: null }}
        columns={memberColumns(format)}
        rowKey={({ memberId }) => memberId}
        empty={
          <EmptyState title="Nobody would be offered a lead">
            Either nobody of the file qualifies, or nobody can take one within the caps.
          </EmptyState>
        }
      />
    </Card>
  );
}

function sayLoad({ qualified, incomplete, queued }: Load, format: Format): string {
  const people = (count: number) => (count === 1 ? 'One person' : `${format.number(count)} people`);
  return [
    `${people(qualified)} of the file ${qualified === 1 ? 'qualifies' : 'qualify'} by the agreement in force.`,
    queued > 0 ? `${people(queued)} would wait: nobody may take more.` : '',
    incomplete > 0 ? `${people(incomplete)} would, but for something that Marketing owes first.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const memberColumns = (format: Format): Column<Load['members'][number]>[] => [
  { key: 'name', header: 'Member', main: true, cell: ({ name }) => <bdi>{name}</bdi> },
  { key: 'open', header: 'Open now', align: 'end', cell: ({ open }) => format.number(open) },
  { key: 'added', header: 'Added', align: 'end', cell: ({ added }) => format.number(added) },
  { key: 'cap', header: 'At most', align: 'end', cell: ({ cap }) => (cap === null ? 'No cap' : format.number(cap)) },
];

function Release({ given: { id, name }, load }: { given: Import; load: Load }) {
  const format = useFormat();
  const { member } = useSession();
  const [isAsked, setAsked] = useState(false);
  const measure = useAction(measureImport, { refresh: [readImport] });
  const release = useAction(releaseImport, { refresh: [readImport, listImports] });
  const params = { importId: id };
  const now = load.qualified - load.queued;
  if (!may(member.role, releaseImport)) return null;
  return (
    <div className={styles.release}>
      <Button loading={measure.isPending} onClick={() => measure.mutate({ params })}>
        Compute again
      </Button>
      {load.qualified > 0 && (
        <Button variant="filled" onClick={() => setAsked(true)}>
          Release
        </Button>
      )}
      <FormProblem problem={measure.error instanceof ApiError ? measure.error : null} kept="Nobody was handed over." />
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Release ${name}?`}
        confirm="Release"
        danger={false}
        action={() => release.mutateAsync({ params, body: { version: load.version, qualified: load.qualified } })}
      >
        {format.number(now)} {now === 1 ? 'lead is' : 'leads are'} handed over to Sales now, with running clocks, and{' '}
        {format.number(load.queued)} {load.queued === 1 ? 'waits' : 'wait'} in the queue. It cannot be taken back here.
      </ConfirmDialog>
    </div>
  );
}
