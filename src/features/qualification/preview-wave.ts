import type { Ctx } from '../../context.ts';
import { judgePerson } from '../../core/relay/judge.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import type { Lead } from '../handoffs/offer-leads.ts';
import { previewOffers } from '../handoffs/preview-offers.ts';
import { loadPeople } from './load-people.ts';
import { findHighIntent, writeLead } from './write-lead.ts';

/** Of some contacts, what would follow if all of them were judged at once. */
export type Wave = {
  qualified: number;
  /** Who would qualify but for something that Marketing owes first. */
  incomplete: number;
  /** Of those who qualify, whom nobody could take within the caps. */
  queued: number;
  /** How many each member would be offered. */
  added: Map<string, number>;
};

const peopleAtOnce = 500;

/** Judges contacts as a wave would and says who would get how many; writes nothing. */
export async function previewWave(ctx: Ctx, relay: Relay, contactIds: readonly string[]): Promise<Wave> {
  const now = ctx.now.getTime();
  const leads: Lead[] = [];
  let incomplete = 0;
  for (let at = 0; at < contactIds.length; at += peopleAtOnce) {
    for (const loaded of await loadPeople(ctx, relay.lifecycle, contactIds.slice(at, at + peopleAtOnce))) {
      const judgement = judgePerson(relay, loaded.person, 'wave', now);
      const { qualification, occurredAt } = judgement;
      if (qualification?.outcome === 'incomplete') incomplete += 1;
      if (qualification?.outcome !== 'qualified') continue;
      const { explore, evidence } = qualification;
      const highIntentAt = findHighIntent(relay, loaded.person, now);
      const decision = { id: newId(ctx.now), explore, evidence, occurredAt: new Date(occurredAt ?? now), highIntentAt };
      leads.push(writeLead(relay, { ...loaded, judgement }, decision, now));
    }
  }
  const added = new Map<string, number>();
  const chosen = await previewOffers(ctx, relay, leads);
  for (const memberId of chosen) if (memberId !== null) added.set(memberId, (added.get(memberId) ?? 0) + 1);
  return { qualified: leads.length, incomplete, queued: chosen.filter((one) => one === null).length, added };
}
