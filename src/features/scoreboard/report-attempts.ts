import type { Ctx } from '../../context.ts';
import { termStart } from '../../core/agreement/term-start.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { attemptKinds } from '../../core/handoff/attempts.ts';
import { wilson } from '../../core/statistics/wilson.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import type { AttemptReport } from './schema.ts';
import { countAttempts } from './store.ts';

/** How the attempts of the term are known: see the contract; null while no agreement is in force. */
export async function reportAttempts(ctx: Ctx): Promise<{ data: AttemptReport | null }> {
  const relay = await findRelayInForce(ctx);
  if (relay === null) return { data: null };
  const from = termStart(relay.agreement);
  const { count, typed } = await countAttempts(ctx, attemptKinds, from);
  const day = createDayReader(relay.agreement.calendar?.timezone ?? 'UTC')(from.getTime());
  return { data: { from: day, asOf: ctx.now.toISOString(), count, typed, ...wilson(typed, count) } };
}
