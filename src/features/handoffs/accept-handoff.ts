import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { acceptHandoff as accept } from '../../core/handoff/decide-handoff.ts';
import type { Refused } from '../../core/handoff/refusal.ts';
import { requireFound } from '../../core/version.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { toHandoff } from './load-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import type { Handoff } from './schema.ts';
import { findContactOf, lockContact, lockHandoff, updateHandoff } from './store.ts';

/** A rep takes an offered lead, or somebody who may act for them. Of two who do so at once the second is told. */
export async function acceptHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const contactId = requireFound('handoff', await findContactOf(ctx, handoffId));
    await lockContact(ctx, contactId);
    const row = requireFound('handoff', await lockHandoff(ctx, handoffId));
    const by = await findResponsibleMember(ctx);
    const move = accept(toHandoff(row), { kind: 'member', id: by }, ctx.now.getTime());
    if (!move.ok) throw toConflict(move);
    const relay = await findRelay(ctx, row.versionId);
    if (relay === null) throw new Error(`The agreement version ${row.versionId} of a handoff was never in force.`);
    await updateHandoff(ctx, handoffId, {
      status: move.next.state,
      acceptedAt: ctx.now,
      acceptedBy: move.next.acceptedBy,
      verdict: move.next.verdict,
      verdictAt: ctx.now,
      verdictBy: by,
    });
    const { qualificationId, memberId, teamId, promises } = row;
    await moveClocks(ctx, relay, [
      { subject: { handoffId, qualificationId, memberId, teamId, promises }, facts: move.facts },
    ]);
    await moveContact(ctx, relay, {
      contactId,
      to: 'accepted',
      actor: { kind: 'user', id: by },
      occurredAt: ctx.now,
    });
    await recordChange(ctx, {
      verb: 'handoff.accepted',
      object: 'handoff',
      objectId: handoffId,
      before: { status: row.status },
      after: { status: move.next.state },
    });
    return readHandoff(ctx, handoffId);
  });
}

/** What the rules refuse, with their code and what to do; several reasons are told at once. */
function toConflict({ refusals }: Refused): BatonError {
  const [first] = refusals;
  if (first === undefined) throw new Error('A refusal has a reason.');
  return new BatonError('conflict', first.code, refusals.map(({ message }) => message).join(' '));
}
