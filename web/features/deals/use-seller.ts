import type { Contract } from '../../../src/core/contract.ts';
import { createDeal } from '../../../src/features/deals/schema.ts';
import { may, useSession } from '../../session.ts';

/** Whether the reader may make such a change of deals at all: they belong to Sales. The server decides each call again. */
export function useSeller(contract: Pick<Contract, 'access'> = createDeal): boolean {
  const { member } = useSession();
  const isOfSales = member.role === 'admin' || member.actsFor.includes('sales') || member.department !== 'marketing';
  return isOfSales && (may(member.role, contract) || member.actsFor.includes('sales'));
}
