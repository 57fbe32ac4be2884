import type { Ctx } from '../../context.ts';
import type { Handoff } from '../../core/handoff/handoff.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { requireFound } from '../../core/version.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { nameMembers } from '../members/name-members.ts';
import { loadWorked, requireRelay, toHandoff } from './load-handoff.ts';
import { refuseMissing, refuseTaken } from './refuse-verdict.ts';
import { findHolders, listHistory, lockContacts, lockHandoff, type StateRow } from './store.ts';

/** A handoff that nobody else changes until the transaction ends, with all that a decision about it rests on. */
export type Held = { row: StateRow; handoff: Handoff; history: Handoff[]; relay: Relay; noShows: number };

/**
 * Holds a handoff within reach. Whoever waited meanwhile for somebody who gave it to another member is told so.
 *
 * @throws BatonError `handoff.not-found`, `handoff.already-reassigned`
 */
export async function holdHandoff(ctx: Ctx, handoffId: string): Promise<Held> {
  const [seen] = await findHolders(ctx, [handoffId]);
  if (seen === undefined) throw await refuseMissing(ctx, handoffId);
  await lockContacts(ctx, [seen.contactId]);
  const row = await lockHandoff(ctx, handoffId);
  if (row === undefined) throw await refuseMissing(ctx, handoffId);
  if (row.memberId !== seen.memberId) {
    throw refuseTaken(
      { id: row.memberId, name: (await nameMembers(ctx, [row.memberId])).get(row.memberId) ?? '' },
      row.assignedAt,
    );
  }
  return loadHeld(ctx, row);
}

/** What a locked row rests on. */
export async function loadHeld(ctx: Ctx, row: StateRow): Promise<Held> {
  const worked = (await loadWorked(ctx, [row])).get(row.id);
  const history = (await listHistory(ctx, [row.contactId])).map(toHandoff);
  return {
    row,
    handoff: worked?.handoff ?? toHandoff(row),
    history,
    relay: await requireRelay(ctx, row.versionId),
    noShows: worked?.noShows ?? 0,
  };
}

/** The member who answers for a verdict that is given now. */
export const findDecider = async (ctx: Ctx) => ({ kind: 'member' as const, id: await findResponsibleMember(ctx) });

/** Holds a handoff for a ruling about it, whoever had it. The caller has seen that it is within reach. */
export async function holdForRuling(ctx: Ctx, handoffId: string, contactId: string): Promise<Held> {
  await lockContacts(ctx, [contactId]);
  return loadHeld(ctx, requireFound('handoff', await lockHandoff(ctx, handoffId)));
}
