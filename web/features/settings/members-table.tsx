/** The list of members with search and filters in the address. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberDepartment } from '../../../src/core/access.ts';
import { getMember, listMembers, type Member } from '../../../src/features/members/schema.ts';
import { type ListState, queryOf, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { departmentName } from '../../ui/department.ts';
import { Face } from '../../ui/half.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DepartmentTag, Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { type RowAction, RowActions } from './row-actions.tsx';
import styles from './settings.module.css';
import { useFilters } from './use-filters.ts';
import { postsOf, roleName } from './words.ts';

type Open = (what: 'edit' | 'deactivate' | 'reactivate', member: Member) => void;

export function MembersTable({ mayEdit, onOpen }: { mayEdit: boolean; onOpen: Open }) {
  const [filters, setFilters] = useFilters(['search', 'status', 'department', 'member']);
  const isOne = filters.member !== undefined;
  const isFiltered = Boolean(filters.search || filters.department || filters.status);
  return (
    <Card flush>
      {isOne ? (
        <div className={styles.toolbar}>
          <p className={styles.grows}>One member is shown.</p>
          <Button data-size="small" onClick={() => setFilters({ member: null })}>
            Show all members
          </Button>
        </div>
      ) : (
        <Toolbar filters={filters} onChange={setFilters} />
      )}
      {isOne ? (
        <OneMember id={filters.member ?? ''} columns={columns(mayEdit, onOpen)} />
      ) : (
        <AllMembers filters={filters} columns={columns(mayEdit, onOpen)} isFiltered={isFiltered} onClear={setFilters} />
      )}
    </Card>
  );
}

type Filters = Partial<Record<'search' | 'status' | 'department' | 'member', string>>;
type Change = (change: Partial<Record<keyof Filters, string | null>>) => void;

function Toolbar({ filters, onChange }: { filters: Filters; onChange: Change }) {
  const [typed, setTyped] = useState(filters.search ?? '');
  const search = useDebouncedCallback((text: string) => onChange({ search: text.trim() }), 250);
  return (
    <search className={styles.toolbar}>
      <TextInput
        label="Search"
        placeholder="Name or e-mail"
        type="search"
        leftSection={<Icon name="search" />}
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <Select
        label="Department"
        data={[
          { value: '', label: 'Both departments' },
          { value: 'marketing', label: departmentName.marketing },
          { value: 'sales', label: departmentName.sales },
          { value: 'both', label: 'In both at once' },
        ]}
        value={filters.department ?? ''}
        onChange={(department) => onChange({ department })}
      />
      <SegmentedControl
        aria-label="Which members"
        data={[
          { value: '', label: 'Active' },
          { value: 'deactivated', label: 'Deactivated' },
          { value: 'all', label: 'All' },
        ]}
        value={filters.status ?? ''}
        onChange={(status) => onChange({ status })}
      />
    </search>
  );
}

function AllMembers(props: { filters: Filters; columns: Column<Member>[]; isFiltered: boolean; onClear: Change }) {
  const { filters, isFiltered, onClear } = props;
  const { data: department } = MemberDepartment.safeParse(filters.department);
  const active = { all: {}, deactivated: { active: 'false' as const } }[filters.status ?? ''] ?? {
    active: 'true' as const,
  };
  const list = usePages(listMembers, {
    query: { ...active, ...(department ? { department } : {}), ...(filters.search ? { search: filters.search } : {}) },
  });
  const empty = isFiltered ? (
    <EmptyState
      title="Nobody fits"
      action={
        <Button onClick={() => onClear({ search: null, department: null, status: null })}>Clear the filters</Button>
      }
    >
      No member has this name, e-mail, department and state.
    </EmptyState>
  ) : (
    <EmptyState title="No members yet">Members stand here once they have joined.</EmptyState>
  );
  return <DataTable label="Members" list={list} columns={props.columns} rowKey={({ id }) => id} empty={empty} />;
}

/** From a link to one person, as the search of Baton makes it. */
function OneMember({ id, columns }: { id: string; columns: Column<Member>[] }) {
  const { data, error, refetch } = useQuery(queryOf(getMember, { params: { memberId: id } }));
  const list: ListState<Member> = { rows: data && [data], error, reload: () => void refetch(), more: null };
  return <DataTable label="Member" list={list} columns={columns} rowKey={({ id }) => id} empty={null} />;
}

const columns = (mayEdit: boolean, onOpen: Open): Column<Member>[] => [
  {
    key: 'name',
    header: 'Name',
    main: true,
    cell: (member) => (
      <span className={styles.person}>
        <Face name={member.name} department={member.department} />
        <span className={styles.named}>
          <span>
            {member.name} {!member.active && <Tag>Deactivated</Tag>}
          </span>
          <small>{member.email}</small>
        </span>
      </span>
    ),
  },
  { key: 'department', header: 'Department', cell: ({ department }) => <DepartmentTag department={department} /> },
  {
    key: 'role',
    header: 'Role and posts',
    cell: (member) => (
      <span className={styles.named}>
        <span>{roleName[member.role]}</span>
        {postsOf(member) && <small>{postsOf(member)}</small>}
      </span>
    ),
  },
  { key: 'teams', header: 'Teams', cell: ({ teams }) => teams.map(({ name }) => name).join(', ') || 'None' },
  {
    key: 'seen',
    header: 'Last seen',
    cell: ({ absent, lastSeenAt }) => (
      <span className={styles.named}>
        <span className={styles.nowrap}>{lastSeenAt ? <TimeText at={lastSeenAt} as="ago" /> : 'Never'}</span>
        {absent && <Verdict is="warn">Absent now</Verdict>}
      </span>
    ),
  },
  ...(mayEdit
    ? [
        {
          key: 'actions',
          header: 'Actions',
          actions: true,
          cell: (member: Member) => <RowActions of={member.name} actions={actionsFor(member, onOpen)} />,
        },
      ]
    : []),
];

const actionsFor = (member: Member, onOpen: Open): RowAction[] =>
  member.active
    ? [
        { label: 'Edit', onClick: () => onOpen('edit', member) },
        { label: 'Deactivate', onClick: () => onOpen('deactivate', member), danger: true },
      ]
    : [
        { label: 'Edit', onClick: () => onOpen('edit', member) },
        { label: 'Reactivate', onClick: () => onOpen('reactivate', member) },
      ];
