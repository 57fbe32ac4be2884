import type { Ctx } from '../../context.ts';
import type { ContactOutcome } from '../../core/handoff/decide-handoff.ts';
import type { Moved } from '../../core/handoff/handoff.ts';
import { undoWithin } from '../../core/handoff/undo-verdict.ts';
import type { UndoRecord } from '../../db/relay-tables.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { type ClockSubject, moveClocks } from '../clocks/move-clocks.ts';
import { copyClocks } from '../clocks/restore-clocks.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { recordEvents } from '../events/record-events.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import type { Held } from './lock-handoff.ts';
import { updateHandoff } from './store.ts';

type Verdict = {
  /** What happened, as the audit log and the stream call it: `handoff.accepted`. */
  verb: string;
  move: Moved;
  /** Where the contact goes: a stage or side state; null where it stays. */
  contact: ContactOutcome | { state: 'accepted' } | null;
  rejection?: ClockSubject['rejection'];
  /** Others whom it concerns: who must answer, who takes it over. */
  tell?: readonly (string | null)[];
  attached?: { contactId: string | null; handoffId: string | null };
  after?: Record<string, unknown>;
};

/**
 * Writes a verdict, of a member or of the agreement: the stage of the contact, the handoff, its clocks, one entry of the audit
 * log and one event, in the caller's transaction. What a member said can be taken back for a while.
 */
export async function writeVerdict(ctx: Ctx, held: Held, verdict: Verdict): Promise<void> {
  const { row, relay } = held;
  const { move, rejection, attached } = verdict;
  const { next } = move;
  const byMember = next.decidedBy?.kind === 'member' ? next.decidedBy.id : null;
  const clause = next.decidedBy?.kind === 'rule' ? next.decidedBy.clause : null;
  const clocks = await copyClocks(ctx, row.id);
  // First what the rules of the stages may refuse.
  const stageMove = await moveTo(ctx, held, verdict.contact, byMember, clause, next.note);
  await updateHandoff(ctx, row.id, {
    ...{ status: next.state, verdict: next.verdict, verdictAt: ctx.now, verdictBy: byMember, verdictClause: clause },
    ...{ reason: next.reason, note: next.note, acceptedBy: next.acceptedBy, cancelCause: next.cancelCause },
    ...{ marketingOwnerId: next.marketingOwnerId, nextStep: next.nextStep },
    acceptedAt: toDate(next.acceptedAt),
    wakeUpAt: toDate(next.wakeUpAt),
    closedAt: toDate(next.closedAt),
    undo: byMember === null ? null : JSON.stringify(rememberBefore(ctx, held, stageMove, clocks)),
    ...(attached === undefined ? {} : { attachedContactId: attached.contactId, attachedHandoffId: attached.handoffId }),
  });
  const { id: handoffId, qualificationId, memberId, teamId, promises } = row;
  const subject = { handoffId, qualificationId, memberId, teamId, promises };
  await moveClocks(ctx, relay, [
    { subject: rejection === undefined ? subject : { ...subject, rejection }, facts: move.facts },
  ]);
  await recordChange(ctx, {
    verb: verdict.verb,
    object: 'handoff',
    objectId: handoffId,
    before: { status: row.status },
    after: { status: next.state, ...verdict.after },
  });
  const memberIds = [memberId, ...(verdict.tell ?? [])].filter((id) => id !== null);
  await recordEvents(ctx, [
    { kind: verdict.verb, object: 'handoff', objectId: handoffId, memberIds, details: { contactId: row.contactId } },
  ]);
}

async function moveTo(
  ctx: Ctx,
  { row, relay }: Held,
  contact: Verdict['contact'],
  byMember: string | null,
  clause: string | null,
  note: string | null,
): Promise<number | null> {
  if (contact === null) return null;
  const byRule = contact.state === 'disqualified' && contact.by === 'rule';
  const actor =
    byMember === null || byRule
      ? { kind: 'rule' as const, id: byRule ? contact.reason : (clause ?? 'handoff') }
      : { kind: 'user' as const, id: byMember };
  const move = await moveContact(ctx, relay, {
    ...{ contactId: row.contactId, to: contact.state, actor, occurredAt: ctx.now },
    ...('reason' in contact ? { reason: contact.reason } : {}),
    ...(note === null ? {} : { note }),
    wakeUpAt: contact.state === 'recycled' && contact.wakeUpAt !== null ? new Date(contact.wakeUpAt) : null,
  });
  if (contact.state !== 'accepted') await scoreAgain(ctx, row.contactId);
  return move;
}

/** A contact that was given back scores less from now on. That alone qualifies nobody. */
export async function scoreAgain(ctx: Ctx, contactId: string): Promise<void> {
  const relay = await findRelayInForce(ctx);
  if (relay !== null) await judgeContacts(ctx, relay, new Map([[contactId, 'new-version']]));
}

function rememberBefore(ctx: Ctx, { row }: Held, move: number | null, clocks: UndoRecord['clocks']): UndoRecord | null {
  if (row.status !== 'offered' && row.status !== 'accepted') return null;
  return {
    until: ctx.now.getTime() + undoWithin,
    move,
    status: row.status,
    verdict: {
      ...{ verdict: row.verdict, by: row.verdictBy, clause: row.verdictClause },
      at: row.verdictAt?.getTime() ?? null,
    },
    acceptedBy: row.acceptedBy,
    acceptedAt: row.acceptedAt?.getTime() ?? null,
    clocks,
  };
}

const toDate = (at: number | null) => (at === null ? null : new Date(at));
