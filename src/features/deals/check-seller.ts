import type { Actor, Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';

/** Whether somebody may write deals at all: admins, whoever works in Sales, and who heads it. */
export function isSeller(actor: Actor): boolean {
  if (actor.kind !== 'member') return true;
  return actor.role === 'admin' || actor.actsFor.includes('sales') || actor.department !== 'marketing';
}

/** Deals are Sales': Marketing reads them. */
export function checkSeller({ actor }: Ctx): void {
  if (isSeller(actor)) return;
  throw new BatonError('forbidden', 'deal.sales-only', 'Deals belong to Sales. Ask the owner of this one.');
}
