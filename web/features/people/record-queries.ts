/** Lists and counts of people and companies; a condition that is too long for an address goes in a body. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import * as accounts from '../../../src/features/accounts/schema.ts';
import * as contacts from '../../../src/features/contacts/schema.ts';
import { call } from '../../api.ts';
import { usePages } from '../../queries.ts';

export type RecordQuery = z.input<typeof contacts.ListFilter>;
type Count = z.infer<typeof contacts.Count>;

/** Addresses of 8 kB pass everywhere; a condition grows to twice its length in one. */
const longest = 3_000;
export const isLong = ({ filter = '' }: RecordQuery) => filter.length > longest;

/** The same question as a body asks it. */
export function toBody<Query extends RecordQuery>({ filter, deleted, ...rest }: Query) {
  return {
    ...rest,
    ...(filter === undefined ? {} : { filter: readObject(filter) }),
    ...(deleted === 'true' ? { deleted: true } : {}),
  };
}

/** Nothing but what the server will refuse with words where it is no condition. */
function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const pageSize = 100;
type PeopleQuery = Omit<z.input<NonNullable<(typeof contacts.listContacts)['query']>>, 'cursor' | 'limit'>;
type CompaniesQuery = Omit<z.input<NonNullable<(typeof accounts.listAccounts)['query']>>, 'cursor' | 'limit'>;

export function usePeople(query: PeopleQuery) {
  const long = usePages(
    contacts.queryContacts,
    { body: { ...toBody(query), limit: pageSize } },
    { isOn: isLong(query) },
  );
  const short = usePages(contacts.listContacts, { query: { ...query, limit: pageSize } }, { isOn: !isLong(query) });
  return isLong(query) ? long : short;
}

export function useCompanies(query: CompaniesQuery) {
  const long = usePages(
    accounts.queryAccounts,
    { body: { ...toBody(query), limit: pageSize } },
    { isOn: isLong(query) },
  );
  const short = usePages(accounts.listAccounts, { query: { ...query, limit: pageSize } }, { isOn: !isLong(query) });
  return isLong(query) ? long : short;
}

/** How many there are. While another question is asked, the last answer stays, and `isStale` says so. */
export function useCount(object: 'contact' | 'account', query: RecordQuery, isOn = true) {
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [countContract(object, query).id, 'count', query],
    queryFn: ({ signal }) => count(object, query, signal),
    enabled: isOn,
    placeholderData: keepPreviousData,
  });
  return { count: data, error, isStale: isPlaceholderData };
}

const countContract = (object: 'contact' | 'account', query: RecordQuery) => {
  if (object === 'contact') return isLong(query) ? contacts.countQuery : contacts.countContacts;
  return isLong(query) ? accounts.countQuery : accounts.countAccounts;
};

function count(object: 'contact' | 'account', query: RecordQuery, signal: AbortSignal): Promise<Count> {
  if (isLong(query)) {
    const body = toBody(query);
    const options = { signal };
    return object === 'contact'
      ? call(contacts.countQuery, { body }, options)
      : call(accounts.countQuery, { body }, options);
  }
  return object === 'contact'
    ? call(contacts.countContacts, { query }, { signal })
    : call(accounts.countAccounts, { query }, { signal });
}

/** The reads that show people or companies, for what changes one of them. */
export const peopleReads = [contacts.listContacts, contacts.queryContacts, contacts.countContacts, contacts.countQuery];
export const companyReads = [
  accounts.listAccounts,
  accounts.queryAccounts,
  accounts.countAccounts,
  accounts.countQuery,
];
