import { type Ctx, tx } from '../../context.ts';
import { checkMessage } from '../../core/capture/check-message.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { ensureInboundDays } from './ensure-inbound-days.ts';
import { toFault } from './list-faults.ts';
import { hashMessage } from './receive-messages.ts';
import type { Fault } from './schema.ts';
import { insertMessages, lockFault, updateResolved } from './store.ts';

/**
 * Stores a corrected message in place of a parked one. It is a new message, since the id of the old one is taken; without
 * a time of its own it happened when the old one arrived. Throws `fault.resolved` when that was done before.
 */
export async function resendFault(ctx: Ctx, faultId: string, given: Record<string, unknown>): Promise<Fault> {
  const { happenedAt, body, fault } = checkMessage(given, {});
  if (fault) {
    const errors = [{ pointer: '#/message', detail: fault.problem }];
    throw new BatonError('invalid', fault.code, fault.problem, { errors });
  }
  return tx(ctx, async (ctx) => {
    // Where no worker runs, nobody else may have made today.
    await ensureInboundDays(ctx);
    const parked = requireFound('fault', await lockFault(ctx, faultId));
    if (parked.resolvedAt || parked.sourceId === null) {
      throw new BatonError('conflict', 'fault.resolved', 'This message was sent again already.');
    }
    const messageId = `resent-${faultId}`;
    const message = {
      sourceId: parked.sourceId,
      messageId,
      messageHash: hashMessage(messageId),
      receivedAt: ctx.now,
      happenedAt: happenedAt ?? parked.receivedAt,
      // A person sends it, at a time that says nothing of the clock of the first sender.
      sentAt: null,
      address: null,
      userAgent: null,
    };
    await insertMessages(ctx, [{ ...message, body, fault: null }]);
    await updateResolved(ctx, faultId);
    const after = { code: parked.code, messageId };
    await recordChange(ctx, { verb: 'fault.resent', object: 'fault', objectId: faultId, after });
    return toFault({ ...parked, resolvedAt: ctx.now });
  });
}
