import type { Ctx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { rebuildPeople } from '../contacts/rebuild-people.ts';
import { listClaimants } from '../identities/list-claimants.ts';
import { checkScores } from '../qualification/check-scores.ts';
import { rebuildRollups } from '../rollups/rebuild-rollups.ts';

/** One kind of fact: how many were looked at, and how many were not what the messages say. */
export type FactCount = { fact: string; looked: number; wrong: number };

/** Identities that one transaction works out; all that they have to do with come with them. */
const atOnce = 300;

/**
 * Works out anew what is a function of the messages that came: who is who, what was told of people, whose touches are whose, scores
 * and counts. What differs is put right, or only counted with `check`. Decisions (stages, handoffs, verdicts) are no facts: they
 * stay as they were taken.
 */
export async function rebuildFacts(ctx: Ctx, { check }: { check: boolean }): Promise<FactCount[]> {
  const counts = [...(await rebuildAllPeople(ctx, check)), await rebuildScores(ctx, check)];
  const { days, wrong } = await rebuildRollups(ctx, { check });
  counts.push({ fact: 'days of counted touches', looked: days, wrong: wrong.length });
  return counts;
}

async function rebuildAllPeople(ctx: Ctx, check: boolean): Promise<FactCount[]> {
  const seen = new Set<number>();
  const wrongContacts = new Set<string>();
  let [owners, touches] = [0, 0];
  for (let after = 0; ; ) {
    const ids = await listClaimants(ctx, after, atOnce);
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    const fresh = ids.filter((id) => !seen.has(id));
    if (fresh.length === 0) continue;
    const rebuilt = await rebuildPeople(ctx, fresh, check);
    for (const id of rebuilt.seen) seen.add(id);
    for (const id of rebuilt.wrongContacts) wrongContacts.add(id);
    owners += rebuilt.wrongOwners;
    touches += rebuilt.wrongTouches;
  }
  return [
    { fact: 'ids and addresses', looked: seen.size, wrong: owners },
    { fact: 'people as messages tell of them', looked: seen.size, wrong: wrongContacts.size },
    { fact: 'touches in shared browsers', looked: seen.size, wrong: touches },
  ];
}

async function rebuildScores(ctx: Ctx, check: boolean): Promise<FactCount> {
  const count = { fact: 'scores of people', looked: 0, wrong: 0 };
  const relay = await findRelayInForce(ctx);
  for (let after: string | null = null; relay !== null; ) {
    const { looked, wrong, next } = await checkScores(ctx, relay, { after, check });
    count.looked += looked;
    count.wrong += wrong.length;
    if (next === null) break;
    after = next;
  }
  return count;
}
