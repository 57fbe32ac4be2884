import type { Ctx } from '../../context.ts';
import { termStart } from '../../core/agreement/term-start.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { findConversionWindow, measureCohort } from '../../core/funnel/conversion.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import type { Funnel } from './schema.ts';
import { countEntries, selectPassages } from './store.ts';

const day = 86_400_000;
/** How long it takes to become a customer is read from so many days at least: a term that has just begun knows nothing yet. */
const leastHistory = 365 * day;
/** The stage to which a won deal leads. */
const customer = 'customer';

/** The funnel of the term: see the contract; null while no agreement is in force. */
export async function reportFunnel(ctx: Ctx): Promise<{ data: Funnel | null }> {
  const relay = await findRelayInForce(ctx);
  if (relay === null) return { data: null };
  const { agreement, qualifying } = relay;
  const from = termStart(agreement);
  const entered = await countEntries(
    ctx,
    agreement.stages.map(({ key }) => key),
    from,
  );
  const handing = agreement.stages.findIndex(({ handTo }) => handTo !== undefined);
  const hasCustomers = agreement.stages.some(({ key }) => key === customer);
  return {
    data: {
      from: createDayReader(agreement.calendar?.timezone ?? 'UTC')(from.getTime()),
      asOf: ctx.now.toISOString(),
      measure: 'flow',
      stages: agreement.stages.map(({ key, name, by }, at) => ({
        ...{ key, name, department: by ?? (handing === -1 || at <= handing ? 'marketing' : 'sales') },
        entered: entered.get(key) ?? 0,
      })),
      cohort: qualifying === null || !hasCustomers ? null : await readCohort(ctx, qualifying.key, from),
    },
  };
}

async function readCohort(ctx: Ctx, stage: string, from: Date): Promise<NonNullable<Funnel['cohort']>> {
  const now = ctx.now.getTime();
  const since = new Date(Math.min(from.getTime(), now - leastHistory));
  const passages = (await selectPassages(ctx, stage, customer, since)).map(
    ({ enteredAt, reachedAt, endedAt, ...row }) => ({
      ...row,
      enteredAt: enteredAt.getTime(),
      reachedAt: reachedAt?.getTime() ?? null,
      endedAt: endedAt?.getTime() ?? null,
    }),
  );
  const window = findConversionWindow(passages, now);
  // Without anybody who came through nobody's time is over.
  const cohort = measureCohort(passages, window ?? Number.POSITIVE_INFINITY, now, {
    from: from.getTime(),
    until: now + 1,
  });
  const { mature, converted, immature, rate, low, high } = cohort;
  return {
    from: stage,
    to: customer,
    windowDays: window === null ? null : window / day,
    mature,
    converted,
    immature,
    rate,
    low,
    high,
  };
}
