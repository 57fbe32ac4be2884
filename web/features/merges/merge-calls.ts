/** The calls of merging for people and for companies: the same shapes under two names. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getAccount } from '../../../src/features/accounts/schema.ts';
import { getContact } from '../../../src/features/contacts/schema.ts';
import {
  listAccountMerges,
  listContactMerges,
  mergeTwoAccounts,
  mergeTwoContacts,
  previewAccountMerge,
  previewContactMerge,
  undoMerge,
} from '../../../src/features/merges/schema.ts';
import { call } from '../../api.ts';
import { nameOf } from '../../vocabulary.ts';
import type { MergeObject } from './merge-words.ts';

/** One of two records, with what tells it from the other. */
export type Side = { id: string; label: string; facts: readonly (readonly [name: string, value: string])[] };

type Choice = { otherId: string; survivorId?: string; areOne?: boolean };

export function usePreview(object: MergeObject, id: string, body: Choice) {
  return useQuery({
    queryKey: ['merge-preview', object, id, body],
    queryFn: ({ signal }) =>
      object === 'contact'
        ? call(previewContactMerge, { params: { contactId: id }, body }, { signal })
        : call(previewAccountMerge, { params: { accountId: id }, body }, { signal }),
    staleTime: 0,
    // The choice of another survivor does not empty the dialog.
    placeholderData: (before) => before,
  });
}

export function useSide(object: MergeObject, id: string, date: (instant: string) => string) {
  return useQuery({
    queryKey: ['merge-side', object, id],
    queryFn: async ({ signal }): Promise<Side> => {
      const said = (pairs: [string, string | number | null | undefined][]) =>
        pairs.flatMap(([name, value]) =>
          value === null || value === undefined || value === '' ? [] : [[name, String(value)] as const],
        );
      if (object === 'contact') {
        const person = await call(getContact, { params: { contactId: id } }, { signal });
        const { label, title, account, owner, stage, touchCount, emails, phones, createdAt } = person;
        const facts = said([
          ['E-mail', emails.map(({ value }) => value).join(', ')],
          ['Phone', phones.map(({ value }) => value).join(', ')],
          ['Title', title],
          ['Company', account?.name],
          ['Owner', owner?.name],
          ['Stage', stage && nameOf([], stage)],
          ['Touches', touchCount],
          ['Known since', date(createdAt)],
        ]);
        return { id, label, facts };
      }
      const company = await call(getAccount, { params: { accountId: id } }, { signal });
      const { label, domains, industry, country, people, owner, createdAt } = company;
      const facts = said([
        ['Domains', domains.join(', ')],
        ['Industry', industry],
        ['Country', country],
        ['People', people],
        ['Owner', owner?.name],
        ['Known since', date(createdAt)],
      ]);
      return { id, label, facts };
    },
  });
}

export function useMerges(object: MergeObject, id: string) {
  return useQuery({
    queryKey: ['merges', object, id],
    queryFn: ({ signal }) =>
      object === 'contact'
        ? call(listContactMerges, { params: { contactId: id } }, { signal })
        : call(listAccountMerges, { params: { accountId: id } }, { signal }),
  });
}

/** Merging changes what nearly every list says: all of them are read again. */
export function useMergeActions(object: MergeObject) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries();
  const merge = useMutation({
    mutationFn: ({ id, version, body }: { id: string; version: number; body: Choice & { otherVersion: number } }) =>
      object === 'contact'
        ? call(mergeTwoContacts, { params: { contactId: id }, version, body })
        : call(mergeTwoAccounts, { params: { accountId: id }, version, body }),
    onSuccess,
  });
  const undo = useMutation({
    mutationFn: (mergeId: string) => call(undoMerge, { params: { mergeId } }),
    onSuccess,
  });
  return { merge, undo };
}
