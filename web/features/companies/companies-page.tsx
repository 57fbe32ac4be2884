/** Companies, in views that filters, conditions, an order and columns make. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  type AccountChange,
  type AccountSummary,
  createAccount,
  editAccount,
  getAccount,
  listAccounts,
  queryAccounts,
} from '../../../src/features/accounts/schema.ts';
import { call } from '../../api.ts';
import { type Format, useFormat } from '../../format.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { ImportLink } from '../imports/import-link.tsx';
import { ListsLink } from '../lists/lists-link.tsx';
import { DuplicatesLink } from '../merges/duplicates-link.tsx';
import { BulkActions } from '../people/bulk-actions.tsx';
import { ExportMenu } from '../people/export-menu.tsx';
import { toPeopleQuery } from '../people/people-query.ts';
import { useCompanies, useCount } from '../people/record-queries.ts';
import { SelectionBar } from '../people/selection-bar.tsx';
import { useCellEdit } from '../people/use-cell-edit.tsx';
import { useSelection } from '../people/use-selection.ts';
import { useColumns } from '../views/use-columns.ts';
import { useViews, type ViewState } from '../views/use-views.ts';
import { ViewBar } from '../views/view-bar.tsx';
import { readColumns } from '../views/view-words.ts';
import { AddCompanyDialog } from './add-company-dialog.tsx';
import { companyColumns, firstColumns } from './companies-columns.tsx';
import { CompaniesFilterBar } from './companies-filter-bar.tsx';

const filterNames = ['search', 'owner', 'list', 'removed', 'filter'];

/** The words that People has, too, without those that only a person has. */
function toQuery({ stage: _, grade: __, ...words }: ViewState['words'], memberId: string) {
  const { sort: ___, direction: ____, ...filter } = toPeopleQuery(words, memberId);
  const sort = words.sort === 'created' ? 'created' : 'name';
  const first = sort === 'name' ? 'asc' : 'desc';
  const direction = words.direction === 'asc' || words.direction === 'desc' ? words.direction : first;
  return { filter, order: { sort, direction } } as const;
}

export function CompaniesPage() {
  const state = useViews('account');
  const { member } = useSession();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const { filter, order } = toQuery(state.words, member.id);
  const { count } = useCount('account', filter, state.isReady);
  const add = may(member.role, createAccount) && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      Add a company
    </Button>
  );
  return (
    <>
      <PageHead
        title={count ? sayCount(count, Object.keys(filter).length > 0, format) : 'Companies'}
        lead="Where the people work whom we know, with everything that passed between us."
        actions={
          <>
            <ListsLink object="account" />
            <DuplicatesLink object="account" />
            <ImportLink />
            <ExportMenu object="account" query={{ ...filter, ...order }} columns={keysOf(state)} />
            {add}
          </>
        }
      />
      {state.isReady ? (
        <Companies state={state} total={count && !count.isMore ? count.count : null} add={add} />
      ) : (
        <>
          <ViewBar state={state} columns={null} />
          <LoadingState lines={8} label="Loading companies" />
        </>
      )}
      {adding && <AddCompanyDialog onClose={() => setAdding(false)} />}
    </>
  );
}

/** The columns of the view, or those that a table has by itself. */
function keysOf({ words }: ViewState): string[] {
  const asked = readColumns(words.columns).map(({ key }) => key);
  return asked.length > 0 ? asked : firstColumns;
}

function Companies({ state, total, add }: { state: ViewState; total: number | null; add: ReactNode }) {
  const { words, change } = state;
  const format = useFormat();
  const { member } = useSession();
  const { filter, order } = toQuery(words, member.id);
  const list = useCompanies({ ...filter, ...order });
  const isFiltered = Object.keys(filter).length > 0;
  const selection = useSelection(filter, total);
  const save = useCellEdit<AccountSummary, AccountChange>({
    edit: (accountId, body, version) => call(editAccount, { params: { accountId }, body, version }),
    load: (accountId) => call(getAccount, { params: { accountId } }),
    lists: [listAccounts, queryAccounts],
    record: getAccount,
  });
  const mayEdit = may(member.role, editAccount);
  const onSort = (sort: 'name' | 'created') => {
    const first = sort === 'name' ? 'asc' : 'desc';
    const other = first === 'asc' ? 'desc' : 'asc';
    const direction = order.sort === sort && order.direction === first ? other : null;
    change({ sort: sort === 'name' ? null : sort, direction });
  };
  const columns = useColumns(state, firstColumns, list.rows, (ownFields) =>
    companyColumns({
      ...{ format, ownFields, order: { ...order, onSort } },
      save: mayEdit && words.removed !== 'yes' ? save : null,
    }),
  );
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  return (
    <>
      <ViewBar state={state} columns={columns.chooser} />
      <Card flush>
        <CompaniesFilterBar words={words} onChange={change} {...(isFiltered ? { onClear: clear } : {})} rest={filter} />
        <SelectionBar object="account" selection={selection} total={total} loaded={list.rows?.length ?? 0}>
          {words.removed !== 'yes' && <BulkActions object="account" selection={selection} />}
          <ExportMenu
            object="account"
            query={{ ...filter, ...order }}
            columns={columns.shown.map(({ key }) => key)}
            selected={selection.selected}
            size="small"
          />
        </SelectionBar>
        <VirtualTable
          label="Companies"
          list={list}
          columns={columns.shown}
          rowKey={({ id }) => id}
          rowName={({ label }) => label || 'a company without a name'}
          total={total}
          density={words.density === 'compact' ? 'compact' : 'calm'}
          choice={mayEdit ? selection : undefined}
          onResize={columns.resize}
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
