/** The workspace's own fields of people and companies, as they are defined. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CustomField, listCustomFields } from '../src/features/custom-fields/schema.ts';
import { queryOf } from './queries.ts';

const freshMs = 60_000;
const none: readonly CustomField[] = [];

/** Null while they are not known yet. Without them records show their keys, so a failure is none. */
export function useCustomFields(): readonly CustomField[] | null {
  const { data, error } = useQuery({ ...queryOf(listCustomFields, { query: {} }), staleTime: freshMs });
  return data?.data ?? (error ? none : null);
}

/** Those of one kind of record that people are asked for. */
export function useAskedFields(object: 'contact' | 'account'): readonly CustomField[] {
  const fields = useCustomFields();
  return useMemo(
    () => (fields ?? none).filter((field) => field.object === object && field.archivedAt === null),
    [fields, object],
  );
}
