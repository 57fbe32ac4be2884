/** Who is away and who comes next, with whoever covers. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Absence, createAbsence, deleteAbsence, listAbsences } from '../../../src/features/absences/schema.ts';
import { getMember, listMembers } from '../../../src/features/members/schema.ts';
import { call } from '../../api.ts';
import { now } from '../../clock.ts';
import { queryClient, useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { CreateAbsenceDialog, EditAbsenceDialog } from './absence-dialogs.tsx';
import { AbsenceSpan } from './absence-span.tsx';
import { MemberSelect } from './member-select.tsx';
import { useMemberReach } from './reach.ts';
import { RowActions } from './row-actions.tsx';
import { say } from './say.tsx';
import styles from './settings.module.css';
import { useFilters } from './use-filters.ts';

const refresh = [listAbsences, listMembers, getMember];

export function AbsencesPage() {
  const { member: me } = useSession();
  const [{ create, member }, setFilters] = useFilters(['create', 'member']);
  // Fixed while the page is open: each new instant would be another list.
  const [endsAfter] = useState(() => now().toISOString());
  const list = usePages(listAbsences, { query: { endsAfter, ...(member ? { memberId: member } : {}) } });
  const mayCreate = may(me.role, createAbsence);
  const [editing, setEditing] = useState<Absence | null>(null);
  const [removing, setRemoving] = useState<Absence | null>(null);
  const away = (list.rows ?? []).filter(({ from }) => from <= endsAfter).length;
  const { reaches } = useMemberReach(createAbsence);
  const addButton = mayCreate && (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      Record an absence
    </Button>
  );
  return (
    <>
      <PageHead
        title={titleOf(away, list.rows !== undefined && !member)}
        lead="Leads go to others while somebody is away, and the clocks of their work know it."
        actions={addButton}
      />
      <Card flush>
        <search className={styles.toolbar}>
          <MemberSelect
            label="Member"
            placeholder="Everybody"
            clearable
            value={member ?? null}
            onChange={(id) => setFilters({ member: id })}
          />
        </search>
        <DataTable
          label="Absences"
          list={list}
          columns={columnsFor({ at: endsAfter, reaches: mayCreate ? reaches : () => false, setEditing, setRemoving })}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title={member ? 'No absence is planned' : 'Everybody is here'} action={addButton}>
              Holidays, parental leave, a training week: what is recorded here keeps leads from waiting for nobody.
            </EmptyState>
          }
        />
      </Card>
      {mayCreate && <CreateAbsenceDialog open={create === 'yes'} onClose={() => setFilters({ create: null })} />}
      {editing && <EditAbsenceDialog absence={editing} onClose={() => setEditing(null)} />}
      <DeleteDialog absence={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

function titleOf(away: number, isKnown: boolean): string {
  if (!isKnown) return 'Absences';
  if (away === 0) return 'Nobody is away right now';
  return away === 1 ? 'One member is away right now' : `${away} members are away right now`;
}

function DeleteDialog({ absence, onClose }: { absence: Absence | null; onClose: () => void }) {
  const remove = useAction(deleteAbsence, { refresh });
  const run = async ({ id, member, from, to, cover }: Absence) => {
    await remove.mutateAsync({ params: { absenceId: id } });
    say(`The absence of ${member.name} is deleted.`, async () => {
      await call(createAbsence, { body: { memberId: member.id, from, to, coverId: cover?.id ?? null } });
      await Promise.all(refresh.map((read) => queryClient.invalidateQueries({ queryKey: [read.id] })));
    });
  };
  return (
    <ConfirmDialog
      open={absence !== null}
      onClose={onClose}
      title={`Delete the absence of ${absence?.member.name ?? ''}?`}
      confirm="Delete"
      action={async () => absence && run(absence)}
    >
      For one that was recorded by mistake. Who comes back early gets an earlier end instead.
    </ConfirmDialog>
  );
}

function columnsFor(props: {
  at: string;
  reaches: (memberId: string) => boolean;
  setEditing: (absence: Absence) => void;
  setRemoving: (absence: Absence) => void;
}): Column<Absence>[] {
  const { at, reaches, setEditing, setRemoving } = props;
  return [
    { key: 'member', header: 'Member', main: true, cell: ({ member }) => member.name },
    { key: 'span', header: 'Away', cell: (absence) => <AbsenceSpan absence={absence} /> },
    {
      key: 'state',
      header: 'State',
      cell: ({ from, to }) =>
        from <= at ? (
          <Verdict is="warn">
            <span>
              Away, back <TimeText at={to} as="ago" />
            </span>
          </Verdict>
        ) : (
          <Verdict is="unknown">
            <span>
              Leaves <TimeText at={from} as="ago" />
            </span>
          </Verdict>
        ),
    },
    { key: 'cover', header: 'Cover', cell: ({ cover }) => cover?.name ?? 'Nobody yet' },
    {
      key: 'actions',
      header: 'Actions',
      actions: true,
      cell: (absence) =>
        reaches(absence.member.id) && (
          <RowActions
            of={`the absence of ${absence.member.name}`}
            actions={[
              { label: 'Edit', onClick: () => setEditing(absence) },
              { label: 'Delete', onClick: () => setRemoving(absence), danger: true },
            ]}
          />
        ),
    },
  ];
}
