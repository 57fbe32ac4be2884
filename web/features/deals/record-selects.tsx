/** Finds a company or a person on the server while one types. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { getAccount, listAccounts } from '../../../src/features/accounts/schema.ts';
import { getContact, listContacts } from '../../../src/features/contacts/schema.ts';
import { queryOf } from '../../queries.ts';

const pause = 250;
const mostFound = 20;

type Props = { value: string | null; onChange: (id: string | null) => void; error?: ReactNode };

export function CompanySelect({ value, onChange, error }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), pause);
  const chosen = useQuery({ ...queryOf(getAccount, { params: { accountId: value ?? '' } }), enabled: value !== null });
  const wanted = search && search !== chosen.data?.label ? { search } : {};
  const found = useQuery({
    ...queryOf(listAccounts, { query: { limit: mostFound, ...wanted } }),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordSelect
      label="Company"
      clearable
      {...{ value, onChange, error, typed, setTyped }}
      rows={listRows(found.data?.data, chosen.data)}
      isFetching={found.isFetching}
    />
  );
}

export function PersonSelect({
  value,
  onChange,
  error,
  label,
  except,
}: Props & { label: string; except: readonly string[] }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), pause);
  const chosen = useQuery({ ...queryOf(getContact, { params: { contactId: value ?? '' } }), enabled: value !== null });
  const wanted = search && search !== chosen.data?.label ? { search } : {};
  const found = useQuery({
    ...queryOf(listContacts, { query: { limit: mostFound, ...wanted } }),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordSelect
      label={label}
      {...{ value, onChange, error, typed, setTyped }}
      rows={listRows(found.data?.data, chosen.data).filter(({ id }) => !except.includes(id))}
      isFetching={found.isFetching}
    />
  );
}

type Row = { id: string; label: string };

const listRows = (found: readonly Row[] = [], chosen?: Row): Row[] => [
  ...new Map([...found, ...(chosen ? [chosen] : [])].map((row) => [row.id, row])).values(),
];

function RecordSelect(props: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: ReactNode;
  clearable?: boolean;
  rows: readonly Row[];
  isFetching: boolean;
  typed: string;
  setTyped: (text: string) => void;
}) {
  const { label, value, onChange, error, clearable = false, rows, isFetching, typed, setTyped } = props;
  return (
    <Select
      label={label}
      placeholder="Type a name"
      searchable
      clearable={clearable}
      clearButtonProps={{ 'aria-label': `Clear ${label.toLocaleLowerCase()}` }}
      searchValue={typed}
      onSearchChange={setTyped}
      onFocus={(event) => event.currentTarget.select()}
      // The server has searched already, and forgives typing errors.
      filter={({ options }) => options}
      data={rows.map(({ id, label }) => ({ value: id, label: label || 'No name' }))}
      nothingFoundMessage={isFetching ? 'Searching' : 'Nothing like that'}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
