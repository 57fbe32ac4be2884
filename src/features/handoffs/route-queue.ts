import { type Ctx, tx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { type Lead, type Offered, offerLeads, type Queued } from './offer-leads.ts';
import { claimQueued } from './store.ts';

/** Makes leads of qualifications, as their contacts stand now; one that is no lead any more is left out. */
export type RebuildLeads = (ctx: Ctx, relay: Relay, qualificationIds: string[]) => Promise<Lead[]>;

/** So many are tried in one round: those that wait longest. */
const mostLeads = 500;

/** Offers again what waits because nobody was available, the longest first. Who still finds nobody waits on, without a trace. */
export async function routeQueue(
  ctx: Ctx,
  relay: Relay,
  rebuild: RebuildLeads,
): Promise<{ offered: Offered[]; queued: Queued[] }> {
  return tx(ctx, async (ctx) => {
    const ids = await claimQueued(ctx, mostLeads);
    if (ids.length === 0) return { offered: [], queued: [] };
    const leads = await rebuild(ctx, relay, ids);
    const order = new Map(ids.map((id, at) => [id, at]));
    const place = ({ qualificationId }: Lead) => order.get(qualificationId) ?? ids.length;
    return offerLeads(
      ctx,
      relay,
      leads.toSorted((a, b) => place(a) - place(b)),
    );
  });
}
