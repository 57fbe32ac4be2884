/** How many messages of a source wait for a correction. */
import { useQuery } from '@tanstack/react-query';
import { listFaults } from '../../../src/features/capture/schema.ts';
import { queryOf } from '../../queries.ts';

/** Beyond this many it says only that there are more. */
const most = 20;

/** Null while it is not known. */
export function useFaultCount(sourceId: string): { count: number; text: string } | null {
  const { data } = useQuery({
    ...queryOf(listFaults, { params: { sourceId }, query: { limit: most + 1 } }),
    refetchInterval: 15_000,
  });
  if (!data) return null;
  const count = data.data.length;
  return { count, text: count > most ? `more than ${most}` : String(count) };
}
