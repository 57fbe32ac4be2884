import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import type { listRates as contract } from './schema.ts';
import { selectRates } from './store.ts';

/** More are no help to who looks whether a day has its rate. */
const mostRates = 500;

export async function listRates(
  ctx: Ctx,
  { currency }: { currency?: string | undefined },
): Promise<CallOutput<typeof contract>> {
  return { data: await selectRates(ctx, currency ?? null, mostRates) };
}
