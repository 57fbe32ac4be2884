import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ClauseReading, listClauses } from '../../../src/features/clauses/schema.ts';
import { queryOf } from '../../queries.ts';

const none: ReadonlyMap<string, ClauseReading> = new Map();

/** What is said of each clause, by its place. The text is read without it: it comes a moment later, and may not come. */
export function useReadings(versionId: string, isReadable: boolean): ReadonlyMap<string, ClauseReading> {
  const { data } = useQuery({ ...queryOf(listClauses, { params: { versionId } }), enabled: isReadable });
  return useMemo(() => (data ? new Map(data.data.map((one) => [one.clause, one])) : none), [data]);
}
