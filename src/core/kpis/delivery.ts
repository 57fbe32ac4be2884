import type { Period } from '../funnel/conversion.ts';
import { divide } from '../statistics/quantile.ts';
import { figureOf, type KpiValue, shareOf } from './kpi-value.ts';
import { isWithin } from './period.ts';

const hour = 3_600_000;

/**
 * `visit_lead_rate`. Both counts of the same period, without robots, our own addresses and people who were known.
 *
 * @example
 * measureVisitLeadRate({ visitors: 12500, newLeads: 250 }).value // 0.02
 */
export function measureVisitLeadRate({ visitors, newLeads }: { visitors: number; newLeads: number }): KpiValue {
  return shareOf(newLeads, visitors);
}

/**
 * `leads_created`: different people whose first time as a lead is in the period. Imported ones are counted, and apart.
 *
 * @param leads each time somebody became a lead; merged duplicates have the same person
 * @example
 * const leads = [{ person: 'a', at: 5, imported: false }, { person: 'a', at: 15, imported: false }];
 * measureLeadsCreated({ leads, period: { from: 10, until: 20 } }).value // 0: this person was a lead before
 */
export function measureLeadsCreated({
  leads,
  period,
}: {
  leads: readonly { person: string; at: number; imported: boolean }[];
  period: Period;
}): KpiValue & { imported: number } {
  const first = new Map<string, { at: number; imported: boolean }>();
  for (const { person, at, imported } of leads) {
    const known = first.get(person);
    if (known === undefined || at < known.at) first.set(person, { at, imported });
  }
  const created = [...first.values()].filter(({ at }) => isWithin(period, at));
  const imported = created.filter((lead) => lead.imported).length;
  return { ...figureOf(created.length, created.length), imported };
}

/**
 * `mqls`: handoffs offered in the period, and to how many different leads. One that was taken back within the hour is void.
 *
 * @example
 * const handoffs = [{ lead: 'a', offeredAt: 0, voidedAt: 3_600_000 }, { lead: 'b', offeredAt: 0, voidedAt: null }];
 * measureHandoffs({ handoffs, period: { from: 0, until: 1 } }).value // 1
 */
export function measureHandoffs({
  handoffs,
  period,
}: {
  handoffs: readonly { lead: string; offeredAt: number; voidedAt: number | null }[];
  period: Period;
}): KpiValue & { uniqueLeads: number; voided: number } {
  const offered = handoffs.filter(({ offeredAt }) => isWithin(period, offeredAt));
  const stand = offered.filter(({ offeredAt, voidedAt }) => voidedAt === null || voidedAt - offeredAt > hour);
  return {
    ...figureOf(stand.length, stand.length),
    uniqueLeads: new Set(stand.map(({ lead }) => lead)).size,
    voided: offered.length - stand.length,
  };
}

/**
 * `sla_mkt`: what was delivered of what was promised, in leads or in money. A promise of nothing is neither kept nor broken.
 *
 * @example
 * measureMarketingPromise({ delivered: 226400, promised: 250000 }).value // 0.9056
 */
export function measureMarketingPromise({ delivered, promised }: { delivered: number; promised: number }): KpiValue {
  return figureOf(promised > 0 ? divide(delivered, promised) : null, promised);
}
