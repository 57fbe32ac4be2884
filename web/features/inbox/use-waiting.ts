/** Whom leads that wait for somebody concern, and how many there are. */
import { useQuery } from '@tanstack/react-query';
import { listQueue, pullLead } from '../../../src/features/assignments/schema.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';

type Member = ReturnType<typeof useSession>['member'];

/** Whoever works leads of Sales, as it is their work: an admin gives them. */
export const canTake = (member: Member): boolean =>
  may(member.role, pullLead) && member.department !== 'marketing' && member.role !== 'admin';

export const seesWaiting = (member: Member): boolean =>
  may(member.role, listQueue) && member.department !== 'marketing';

/** How many wait within reach; 0 while that is not known. */
export function useWaiting(): number {
  const { member } = useSession();
  const { data } = useQuery({
    ...queryOf(listQueue, { query: { limit: 1 } }),
    enabled: seesWaiting(member),
    refetchInterval: 60_000,
  });
  return data?.count ?? 0;
}
