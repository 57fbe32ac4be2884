/** Companies, found by name, domain and owner. */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import {
  type AccountSummary,
  countAccounts,
  createAccount,
  listAccounts,
} from '../../../src/features/accounts/schema.ts';
import { ListFilter } from '../../../src/features/contacts/schema.ts';
import { type Format, useFormat } from '../../format.ts';
import { queryOf, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ImportLink } from '../imports/import-link.tsx';
import { OwnerSelect } from '../people/owner-select.tsx';
import styles from '../people/people.module.css';
import { countryName } from '../people/person-facts.tsx';
import { SearchInput } from '../people/search-input.tsx';
import settings from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { AddCompanyDialog } from './add-company-dialog.tsx';

const names = ['search', 'owner', 'removed', 'filter', 'sort', 'direction'] as const;
const pageSize = 100;
/** Nobody reads more rows than this one by one, and a browser need not hold them. */
const mostRead = 1_000;

type Query = Omit<z.input<NonNullable<(typeof listAccounts)['query']>>, 'cursor' | 'limit'>;

export function CompaniesPage() {
  const format = useFormat();
  const { member } = useSession();
  const narrow = useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState(false);
  const [filters, setFilters] = useFilters(names);
  const { search, owner, removed, filter } = filters;
  const asked: z.input<typeof ListFilter> = {
    ...(search?.trim() ? { search: search.trim().slice(0, 100) } : {}),
    ...(owner && ListFilter.shape.owner.safeParse(owner).success ? { owner } : {}),
    ...(removed === 'yes' ? { deleted: 'true' } : {}),
    ...(filter ? { filter } : {}),
  };
  const isDown = filters.direction === 'desc';
  const query: Query = { ...asked, sort: 'name', direction: isDown ? 'desc' : 'asc' };
  const list = usePages(listAccounts, { query: { ...query, limit: pageSize } });
  const { data: count } = useQuery(queryOf(countAccounts, { query: asked }));
  const isFiltered = Object.keys(asked).length > 0;
  const clear = () => setFilters(Object.fromEntries(names.map((name) => [name, null])));
  const add = may(member.role, createAccount) && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      Add a company
    </Button>
  );
  return (
    <>
      <PageHead
        title={count ? sayCount(count, isFiltered, format) : 'Companies'}
        lead="Where the people work whom we know, with everything that passed between us."
        actions={
          <>
            <ImportLink />
            {add}
          </>
        }
      />
      <Card flush>
        <search className={settings.toolbar}>
          <SearchInput placeholder="Name or domain" value={search} onSearch={(text) => setFilters({ search: text })} />
          <OwnerSelect value={owner ?? null} onChange={(id) => setFilters({ owner: id })} />
          {narrow && (
            <Button variant="subtle" onClick={() => setFilters({ direction: isDown ? null : 'desc' })}>
              {isDown ? 'From A to Z' : 'From Z to A'}
            </Button>
          )}
          <Button
            variant="subtle"
            aria-pressed={removed === 'yes'}
            onClick={() => setFilters({ removed: removed === 'yes' ? null : 'yes' })}
          >
            {removed === 'yes' ? 'Hide removed' : 'Show removed'}
          </Button>
          {isFiltered && (
            <Button variant="subtle" onClick={clear}>
              Clear
            </Button>
          )}
        </search>
        <DataTable
          label="Companies"
          list={list}
          columns={columnsFor(format, {
            is: isDown ? 'desc' : 'asc',
            toggle: () => setFilters({ direction: isDown ? null : 'desc' }),
          })}
          rowKey={({ id }) => id}
          endless={mostRead}
          tooMany="To find one among so many, search or filter."
          empty={
            isFiltered ? (
              <EmptyState title="No company fits" action={<Button onClick={clear}>Clear the filters</Button>}>
                No company within your reach has this name or domain and meets all of these filters.
              </EmptyState>
            ) : (
              <EmptyState title="No company is known yet" action={add}>
                Companies come with their people: by the domain of an e-mail address, or as a website or an import names
                them.
              </EmptyState>
            )
          }
        />
      </Card>
      {adding && <AddCompanyDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function sayCount({ count, isMore }: { count: number; isMore: boolean }, isFiltered: boolean, format: Format): string {
  const fits = isFiltered ? ' fit' : '';
  if (isMore) return `More than ${format.number(count)} companies${fits}`;
  if (count === 0) return isFiltered ? 'No company fits' : 'Companies';
  if (count === 1) return isFiltered ? 'One company fits' : 'One company';
  return `${format.number(count)} companies${fits}`;
}

const unknown = <span className="cap">–</span>;

function columnsFor(format: Format, sort: NonNullable<Column<AccountSummary>['sort']>): Column<AccountSummary>[] {
  return [
    {
      key: 'name',
      header: 'Company',
      main: true,
      sort,
      cell: ({ id, label, name, domain }) => (
        <span className={styles.named}>
          <Link to="/companies/$accountId" params={{ accountId: id }} className={styles.record}>
            <bdi>{label || 'No name'}</bdi>
          </Link>
          {name && domain && <small>{domain}</small>}
        </span>
      ),
    },
    {
      key: 'industry',
      header: 'Industry',
      cell: ({ industry }) => (industry ? <bdi className={styles.cut}>{industry}</bdi> : unknown),
    },
    {
      key: 'employees',
      header: 'Employees',
      align: 'end',
      cell: ({ employees }) => (employees === null ? unknown : format.number(employees)),
    },
    {
      key: 'country',
      header: 'Country',
      cell: ({ country }) => (country ? <bdi className={styles.cut}>{countryName(country, format)}</bdi> : unknown),
    },
    { key: 'tier', header: 'Target', cell: (company) => <Target {...company} /> },
    { key: 'people', header: 'People', align: 'end', cell: ({ people }) => format.number(people) },
    {
      key: 'owner',
      header: 'Owner',
      cell: ({ owner }) => (owner ? <bdi className={styles.cut}>{owner.name}</bdi> : unknown),
    },
  ];
}

function Target({ tier, isTarget }: Pick<AccountSummary, 'tier' | 'isTarget'>) {
  if (tier !== null) return <Tag>Tier {tier}</Tag>;
  return isTarget ? <Tag>Target</Tag> : unknown;
}
