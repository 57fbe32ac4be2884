import type { Ctx } from '../../context.ts';
import { explainCondition } from '../../core/qualification/condition-finding.ts';
import { judgePerson } from '../../core/relay/judge.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Lead } from '../handoffs/offer-leads.ts';
import { loadPeople } from './load-people.ts';
import { selectQueuedContacts } from './store.ts';
import { findHighIntent, writeLead } from './write-lead.ts';

/**
 * The leads of qualifications that wait in the queue, as their contacts stand now. The decision stands, whatever became of the
 * grade since; the brief tells the rep how things are today.
 */
export async function rebuildLeads(ctx: Ctx, relay: Relay, qualificationIds: readonly string[]): Promise<Lead[]> {
  const contactIds = await selectQueuedContacts(ctx, qualificationIds);
  const now = ctx.now.getTime();
  const people = await loadPeople(ctx, relay.lifecycle, contactIds);
  return people.flatMap((loaded) => {
    const { person, qualification } = loaded;
    if (qualification === null || !qualificationIds.includes(qualification.id)) return [];
    const judgement = judgePerson(relay, person, 'time', now);
    const evidence =
      relay.qualifying === null ? [] : explainCondition(relay.qualifying.asked, judgement.facts).evidence;
    const { id, explore, occurredAt } = qualification;
    const highIntentAt = findHighIntent(relay, person, now);
    return [writeLead(relay, { ...loaded, judgement }, { id, explore, evidence, occurredAt, highIntentAt }, now)];
  });
}
