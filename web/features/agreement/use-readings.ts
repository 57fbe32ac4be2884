import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ClauseReading, listClauses } from '../../../src/features/clauses/schema.ts';
import { type PromiseFigure, reportPromises } from '../../../src/features/promises/schema.ts';
import { queryOf } from '../../queries.ts';

const none: ReadonlyMap<string, ClauseReading> = new Map();

/** What is said of each clause, by its place. The text is read without it: it comes a moment later, and may not come. */
export function useReadings(versionId: string, isReadable: boolean): ReadonlyMap<string, ClauseReading> {
  const { data } = useQuery({ ...queryOf(listClauses, { params: { versionId } }), enabled: isReadable });
  return useMemo(() => (data ? new Map(data.data.map((one) => [one.clause, one])) : none), [data]);
}

const noFigures: { data: readonly PromiseFigure[]; currency: string } = { data: [], currency: 'EUR' };

/** What was delivered of each promise in its running period, of the version in force; nothing of any other. */
export function useFigures(versionId: string, isInForce: boolean): typeof noFigures {
  const { data } = useQuery({ ...queryOf(reportPromises, { query: {} }), enabled: isInForce });
  const agreement = data?.agreement;
  return useMemo(
    () => (data && agreement?.id === versionId ? { data: data.data, currency: agreement.currency } : noFigures),
    [data, agreement, versionId],
  );
}
