/** Who was in a team when, with which weight and cap. */
import { Drawer } from '@mantine/core';
import { listMemberships, type Membership, type Team } from '../../../src/features/teams/schema.ts';
import { useFormat } from '../../format.ts';
import { useList } from '../../queries.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './team.module.css';
import { useSlices } from './use-slices.ts';

export function MembershipHistory({ team, onClose }: { team: Team; onClose: () => void }) {
  const format = useFormat();
  const list = useSlices(useList(listMemberships, { params: { teamId: team.id } }), 50);
  const columns: Column<Membership>[] = [
    { key: 'name', header: 'Member', main: true, cell: ({ name }) => name },
    { key: 'weight', header: 'Weight', align: 'end', cell: ({ weight }) => format.number(weight) },
    { key: 'cap', header: 'Cap', align: 'end', cell: ({ cap }) => (cap === null ? 'No limit' : format.number(cap)) },
    { key: 'from', header: 'From', cell: ({ from }) => <TimeText at={from} /> },
    { key: 'to', header: 'Until', cell: ({ to }) => (to ? <TimeText at={to} /> : <Verdict is="good">Now</Verdict>) },
  ];
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={`Who was in ${team.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p className={styles.intro}>
        A change of weight or cap ends one line and begins the next. Nothing here is ever rewritten.
      </p>
      <DataTable
        label="Memberships"
        list={list}
        columns={columns}
        rowKey={({ memberId, from }) => `${memberId} ${from}`}
        empty={<EmptyState title="Nobody yet">Who joins this team stands here, also after they left.</EmptyState>}
      />
    </Drawer>
  );
}
