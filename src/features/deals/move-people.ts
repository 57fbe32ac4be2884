import type { Ctx } from '../../context.ts';
import type { DealKind, LossReason } from '../../core/deals/pipeline.ts';
import { BatonError } from '../../core/errors.ts';
import { findRung } from '../../core/lifecycle/stage-events.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Closing } from '../../db/relay-tables.ts';
import { findRelay, findRelayInForce } from '../agreements/find-relay.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { undoMove } from '../contacts/undo-move.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import type { DealPerson } from './store.ts';

type Moves = Closing['moves'];

/** Deals with which somebody becomes a customer, or buys more; a renewal or a loss of a customer moves nobody. */
export const movesPeople = (kind: DealKind): boolean => kind === 'new' || kind === 'expansion';

/**
 * Moves the people of a deal on: to `opportunity` when it is opened, to `customer` when it is won. Who is there already stays, as
 * does who is no buyer. A customer begins a new cycle by an expansion alone.
 *
 * @param versions by which agreement each is a lead, where a handoff says so
 */
export async function movePeople(
  ctx: Ctx,
  people: readonly DealPerson[],
  to: 'opportunity' | 'customer',
  { kind, by, versions }: { kind: DealKind; by: string; versions: ReadonlyMap<string, string> },
): Promise<Moves> {
  const moves: Moves = [];
  if (!movesPeople(kind)) return moves;
  for (const { id, currentStage } of people) {
    const relay = await findRelayOf(ctx, versions.get(id));
    if (relay === null || currentStage === 'disqualified' || currentStage === 'other') continue;
    const move = await moveContact(ctx, relay, {
      ...{ contactId: id, to, actor: { kind: 'user', id: by }, occurredAt: ctx.now },
      expansion: kind === 'expansion',
    });
    if (move !== null) moves.push({ contactId: id, move, versionId: relay.version.id });
  }
  return moves;
}

/** Gives the people of a lost deal back: they sleep for a while, or are out. Who was handed over never, or bought before, is not. */
export async function giveBackPeople(
  ctx: Ctx,
  people: readonly DealPerson[],
  lost: { verdict: LossReason['verdict']; reason: string; note: string | null; wakeUpAt: Date; by: string },
  versions: ReadonlyMap<string, string>,
): Promise<Moves> {
  const moves: Moves = [];
  for (const person of people) {
    const relay = await findRelayOf(ctx, versions.get(person.id));
    if (relay === null || !isWithSales(relay, person.currentStage)) continue;
    const bought = findRung(relay.lifecycle, person.furthestStage) >= rungOfCustomer(relay);
    const to = lost.verdict === 'disqualify' && !bought ? 'disqualified' : 'recycled';
    const move = await moveContact(ctx, relay, {
      ...{ contactId: person.id, to, actor: { kind: 'user', id: lost.by }, occurredAt: ctx.now, reason: lost.reason },
      ...(lost.note === null ? {} : { note: lost.note }),
      wakeUpAt: to === 'recycled' ? lost.wakeUpAt : null,
    });
    if (move !== null) moves.push({ contactId: person.id, move, versionId: relay.version.id });
  }
  // Who was given back scores less from now on; that alone qualifies nobody.
  const inForce = moves.length > 0 ? await findRelayInForce(ctx) : null;
  if (inForce !== null) {
    await judgeContacts(ctx, inForce, new Map(moves.map(({ contactId }) => [contactId, 'new-version'])));
  }
  return moves;
}

/** Takes moves back by further ones that say so. Where more has been done since, that stands. */
export async function undoMoves(ctx: Ctx, moves: Moves, by: string, reason: string): Promise<void> {
  for (const { contactId, move, versionId } of moves) {
    const relay = await findRelay(ctx, versionId);
    if (relay === null) continue;
    try {
      await undoMove(ctx, relay, { contactId, move, actor: { kind: 'user', id: by }, reason });
    } catch (error) {
      if (!(error instanceof BatonError) || !error.code.startsWith('stage.')) throw error;
    }
  }
}

const findRelayOf = (ctx: Ctx, versionId: string | undefined): Promise<Relay | null> =>
  versionId === undefined ? findRelayInForce(ctx) : findRelay(ctx, versionId);

function isWithSales({ lifecycle }: Relay, stage: string | null): boolean {
  const rung = findRung(lifecycle, stage);
  const handed = lifecycle.stages.findIndex(({ handTo }) => handTo !== undefined);
  return handed !== -1 && rung >= handed && rung < rungOfCustomer({ lifecycle });
}

/** Beyond all where the agreement has no customers. */
function rungOfCustomer({ lifecycle }: Pick<Relay, 'lifecycle'>): number {
  const rung = findRung(lifecycle, 'customer');
  return rung === -1 ? Number.POSITIVE_INFINITY : rung;
}
