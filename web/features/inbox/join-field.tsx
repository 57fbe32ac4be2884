/** What a lead joins that is being worked already: an open lead, or another person. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listContacts } from '../../../src/features/contacts/schema.ts';
import { listHandoffs } from '../../../src/features/handoffs/schema.ts';
import { queryOf } from '../../queries.ts';

const pause = 250;
const mostFound = 15;

export function JoinField(props: {
  handoffId: string;
  contactId: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), pause);
  const open = useQuery(queryOf(listHandoffs, { query: { status: 'open', limit: 100 } }));
  const people = useQuery({
    ...queryOf(listContacts, { query: { search, limit: mostFound } }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const leads = (open.data?.data ?? [])
    .filter(({ id, contact }) => id !== props.handoffId && contact.id !== props.contactId)
    .map(({ id, contact, account }) => ({
      value: `handoff:${id}`,
      label: [contact.name, account?.name].filter(Boolean).join(', '),
    }))
    .filter(({ label }) => label.toLocaleLowerCase().includes(search.toLocaleLowerCase()))
    .slice(0, mostFound);
  const others = (search === '' ? [] : (people.data?.data ?? []))
    .filter(({ id }) => id !== props.contactId)
    .map(({ id, label, name, email }) => ({
      value: `contact:${id}`,
      label: [label, name && email].filter(Boolean).join(', '),
    }));
  return (
    <Select
      label="It joins"
      description="Another person, or an open lead. Leave it empty where they are being worked under their own name."
      placeholder="Type a name"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear what it joins' }}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[
        { group: 'Open leads', items: leads },
        { group: 'People', items: others },
      ].filter(({ items }) => items.length > 0)}
      nothingFoundMessage={search === '' ? 'Type a name' : people.isFetching ? 'Looking …' : 'Nobody like that'}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
