import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type DealSummary, listDeals } from '../../../src/features/deals/schema.ts';
import { usePages } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { VirtualTable, type WideColumn } from '../../ui/virtual-table.tsx';
import people from '../people/people.module.css';
import { Amount } from './amount.tsx';
import { CloseDay } from './close-day.tsx';
import { kindNames, statusNames } from './deal-words.ts';
import { toDealFilter, type Words } from './deals-query.ts';

const sorts = { name: 'asc', amount: 'desc', close: 'asc', created: 'desc', closed: 'desc' } as const;
type Sort = keyof typeof sorts;

type Props = {
  words: Words;
  onChange: (next: Record<string, string | null>) => void;
  isFiltered: boolean;
  onClear: () => void;
  add: ReactNode;
  filters: ReactNode;
};

export function DealsTable({ words, onChange, isFiltered, onClear, add, filters }: Props) {
  const { member } = useSession();
  const sort: Sort = words.sort !== undefined && words.sort in sorts ? (words.sort as Sort) : 'close';
  const direction = words.direction === 'asc' || words.direction === 'desc' ? words.direction : sorts[sort];
  const { status, stage, removed } = words;
  const list = usePages(listDeals, {
    query: {
      ...toDealFilter(words, member.id),
      ...{ sort, direction, limit: 100 },
      ...(status === 'open' || status === 'won' || status === 'lost' ? { status } : {}),
      ...(stage ? { stage } : {}),
      ...(removed === 'yes' ? { deleted: 'true' as const } : {}),
    },
  });
  const sortBy = (key: Sort) => ({
    is: sort === key ? direction : null,
    toggle: () => {
      const isFirst = sort === key && direction === sorts[key];
      const other = sorts[key] === 'asc' ? 'desc' : 'asc';
      onChange({ sort: key === 'close' ? null : key, direction: isFirst ? other : null });
    },
  });
  return (
    <Card flush>
      {filters}
      <VirtualTable
        label="Deals"
        list={list}
        columns={listColumns(sortBy)}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        total={null}
        tooMany="To find one among so many, search or filter."
        empty={
          isFiltered ? (
            <EmptyState title="No deal fits" action={<Button onClick={onClear}>Clear the filters</Button>}>
              No deal within your reach meets all of these filters.
            </EmptyState>
          ) : (
            <EmptyState title="No deal is open yet" action={add}>
              Deals are opened from an accepted lead in the Inbox, from a person, from a company, or come with an
              import.
            </EmptyState>
          )
        }
      />
    </Card>
  );
}

type SortBy = (key: Sort) => { is: 'asc' | 'desc' | null; toggle: () => void };

function listColumns(sortBy: SortBy): WideColumn<DealSummary>[] {
  return [
    {
      key: 'name',
      header: 'Deal',
      main: true,
      width: 270,
      sort: sortBy('name'),
      cell: ({ id, name, account }) => (
        <span className={people.named}>
          <Link to="/deals/$dealId" params={{ dealId: id }} search={{}} className={people.record}>
            <bdi>{name}</bdi>
          </Link>
          {account && <small>{account.name}</small>}
        </span>
      ),
    },
    {
      key: 'stage',
      header: 'Stage',
      width: 150,
      cell: ({ status, stage }) => (status === 'open' ? stage.name : statusNames[status]),
    },
    {
      key: 'amount',
      header: 'Amount',
      align: 'end',
      width: 150,
      sort: sortBy('amount'),
      cell: (deal) => <Amount deal={deal} />,
    },
    { key: 'close', header: 'Closes', width: 170, sort: sortBy('close'), cell: (deal) => <CloseDay deal={deal} /> },
    { key: 'contact', header: 'Person', width: 170, cell: ({ contact }) => <bdi>{contact?.name ?? ''}</bdi> },
    { key: 'kind', header: 'Kind', width: 130, cell: ({ kind }) => kindNames[kind] },
    { key: 'owner', header: 'Owner', width: 160, cell: ({ owner }) => owner?.name ?? 'Nobody' },
  ];
}
