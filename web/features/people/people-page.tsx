/** Room 4: everybody whom we know, in views that filters, conditions, an order and columns make. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type ContactChange,
  type ContactSummary,
  createContact,
  editContact,
  getContact,
  listContacts,
  queryContacts,
} from '../../../src/features/contacts/schema.ts';
import { call } from '../../api.ts';
import { type Format, useFormat } from '../../format.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { useVocabulary } from '../../vocabulary.ts';
import { ImportLink } from '../imports/import-link.tsx';
import { ListsLink } from '../lists/lists-link.tsx';
import { DuplicatesLink } from '../merges/duplicates-link.tsx';
import { useColumns } from '../views/use-columns.ts';
import { useViews, type ViewState } from '../views/use-views.ts';
import { ViewBar } from '../views/view-bar.tsx';
import { readColumns } from '../views/view-words.ts';
import { AddPersonDialog } from './add-person-dialog.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { ExportMenu } from './export-menu.tsx';
import { firstColumns, peopleColumns } from './people-columns.tsx';
import { PeopleFilterBar } from './people-filter-bar.tsx';
import { nextOrder, toPeopleQuery } from './people-query.ts';
import { useCount, usePeople } from './record-queries.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useCellEdit } from './use-cell-edit.tsx';
import { useSelection } from './use-selection.ts';

/** Beside the order these are the only words that filter nothing. */
const filterNames = ['search', 'stage', 'grade', 'owner', 'list', 'removed', 'filter'];

export function PeoplePage() {
  const state = useViews('contact');
  const { member } = useSession();
  const [adding, setAdding] = useState(false);
  const format = useFormat();
  const query = toPeopleQuery(state.words, member.id);
  const { sort: _, direction: __, ...filter } = query;
  const { count } = useCount('contact', filter, state.isReady);
  const isFiltered = Object.keys(filter).length > 0;
  const add = may(member.role, createContact) && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      Add a person
    </Button>
  );
  return (
    <>
      <PageHead
        title={count ? sayCount(count, isFiltered, format) : 'People'}
        lead="Everybody whom we know, with what both departments know of them."
        actions={
          <>
            <ListsLink object="contact" />
            <DuplicatesLink object="contact" />
            <ImportLink />
            <ExportMenu object="contact" query={query} columns={keysOf(state)} />
            {add}
          </>
        }
      />
      {state.isReady ? (
        <People state={state} query={query} total={count && !count.isMore ? count.count : null} add={add} />
      ) : (
        <>
          <ViewBar state={state} columns={null} />
          <LoadingState lines={8} label="Loading people" />
        </>
      )}
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
    </>
  );
}

/** The columns of the view, or those that a table has by itself. */
function keysOf({ words }: ViewState): string[] {
  const asked = readColumns(words.columns).map(({ key }) => key);
  return asked.length > 0 ? asked : firstColumns;
}

type Query = ReturnType<typeof toPeopleQuery>;

function People(props: { state: ViewState; query: Query; total: number | null; add: React.ReactNode }) {
  const { state, query, total, add } = props;
  const { words, change } = state;
  const { sort, direction, ...filter } = query;
  const format = useFormat();
  const { member } = useSession();
  const vocabulary = useVocabulary();
  const list = usePeople(query);
  const save = useCellEdit<ContactSummary, ContactChange>({
    edit: (contactId, body, version) => call(editContact, { params: { contactId }, body, version }),
    load: (contactId) => call(getContact, { params: { contactId } }),
    lists: [listContacts, queryContacts],
    record: getContact,
  });
  const isFiltered = Object.keys(filter).length > 0;
  const selection = useSelection(filter, total);
  const isRemoved = words.removed === 'yes';
  const columns = useColumns(state, firstColumns, list.rows, (ownFields) =>
    peopleColumns({
      ...{ vocabulary, format, ownFields },
      order: {
        ...(sort === undefined ? {} : { sort }),
        ...(direction === undefined ? {} : { direction }),
        onSort: (wanted) => change(nextOrder(query, wanted)),
      },
      save: may(member.role, editContact) && !isRemoved ? save : null,
    }),
  );
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  return (
    <>
      <ViewBar state={state} columns={columns.chooser} />
      <Card flush>
        <PeopleFilterBar
          filters={words}
          onChange={change}
          {...(isFiltered ? { onClear: clear } : {})}
          stages={vocabulary?.stages ?? []}
          rest={filter}
        />
        <SelectionBar object="contact" selection={selection} total={total} loaded={list.rows?.length ?? 0}>
          {!isRemoved && <BulkActions object="contact" selection={selection} />}
          <ExportMenu
            object="contact"
            query={query}
            columns={columns.shown.map(({ key }) => key)}
            selected={selection.selected}
            size="small"
          />
        </SelectionBar>
        <VirtualTable
          label="People"
          list={list}
          columns={columns.shown}
          rowKey={({ id }) => id}
          rowName={({ label }) => label || 'somebody without a name'}
          total={total}
          density={words.density === 'compact' ? 'compact' : 'calm'}
          choice={may(member.role, editContact) ? selection : undefined}
          onResize={columns.resize}
          tooMany="To find somebody among so many, search or filter."
          empty={
            isFiltered ? (
              <EmptyState title="Nobody fits" action={<Button onClick={clear}>Clear the filters</Button>}>
                Nobody within your reach has this name or address and meets all of these filters.
              </EmptyState>
            ) : (
              <EmptyState title="Nobody is known yet" action={add}>
                People come in by themselves once a website or a form is connected, and stand here with every touch.
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  );
}

/** The server counts up to 10,000: beyond, an exact number helps nobody. */
function sayCount({ count, isMore }: { count: number; isMore: boolean }, isFiltered: boolean, format: Format): string {
  const fits = isFiltered ? ' fit' : '';
  if (isMore) return `More than ${format.number(count)} people${fits}`;
  if (count === 0) return isFiltered ? 'Nobody fits' : 'People';
  if (count === 1) return isFiltered ? 'One person fits' : 'One person';
  return `${format.number(count)} people${fits}`;
}
