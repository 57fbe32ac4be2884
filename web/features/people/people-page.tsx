/** Room 4: everybody whom we know, found by name, address, stage, grade and owner. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countContacts, createContact, listContacts } from '../../../src/features/contacts/schema.ts';
import { type Format, useFormat } from '../../format.ts';
import { queryOf, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useVocabulary } from '../../vocabulary.ts';
import { ImportLink } from '../imports/import-link.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { AddPersonDialog } from './add-person-dialog.tsx';
import { PeopleFilterBar } from './people-filter-bar.tsx';
import { nextOrder, peopleNames, toPeopleQuery } from './people-query.ts';
import { peopleColumns } from './person-columns.tsx';

const pageSize = 100;
/** Nobody reads more rows than this one by one, and a browser need not hold them. */
const mostRead = 1_000;

export function PeoplePage() {
  const format = useFormat();
  const { member } = useSession();
  const vocabulary = useVocabulary();
  const [adding, setAdding] = useState(false);
  const [filters, setFilters] = useFilters(peopleNames);
  const query = toPeopleQuery(filters);
  const { sort, direction, ...filter } = query;
  const isFiltered = Object.keys(filter).length > 0;
  const list = usePages(listContacts, { query: { ...query, limit: pageSize } });
  const { data: count } = useQuery(queryOf(countContacts, { query: filter }));
  const clear = () => setFilters(Object.fromEntries(peopleNames.map((name) => [name, null])));
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
            <ImportLink />
            {add}
          </>
        }
      />
      <Card flush>
        <PeopleFilterBar
          filters={filters}
          onChange={setFilters}
          {...(isFiltered ? { onClear: clear } : {})}
          stages={vocabulary?.stages ?? []}
        />
        <DataTable
          label="People"
          list={list}
          columns={peopleColumns(vocabulary, {
            sort,
            direction,
            onSort: (wanted) => setFilters(nextOrder(query, wanted)),
          })}
          rowKey={({ id }) => id}
          endless={mostRead}
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
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
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
