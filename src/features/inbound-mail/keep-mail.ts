import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ReceivedMail, UnmatchedReason } from '../../core/mail/sort-mail.ts';
import { newId } from '../../db/ids.ts';
import { countUnmatched, insertUnmatched } from './store.ts';

/** So many wait at most for one member: what comes then is to be sent again later. */
const mostKept = 1_000;
const mostAddresses = 50;

/**
 * Keeps a mail that found nobody, whole and sealed, for its member to say whom it is about. It never makes a person by itself: an
 * address in a mail has agreed to nothing, and may be anybody's.
 */
export async function keepMail(
  ctx: Ctx,
  memberId: string,
  given: {
    raw: Buffer;
    key: string;
    mail: ReceivedMail | null;
    reason: UnmatchedReason;
    addresses?: readonly string[];
  },
): Promise<void> {
  if ((await countUnmatched(ctx, memberId)) >= mostKept) {
    const detail = 'Too many mails wait to be looked through. Attach or discard some, then send it again.';
    throw new BatonError('too-many', 'mail.too-many-unmatched', detail, { retryAfter: 3_600 });
  }
  const { raw, key, mail, reason, addresses = [] } = given;
  await insertUnmatched(ctx, {
    ...{ id: newId(ctx.now), memberId, mailKey: key, reason },
    sender:
      mail?.from
        ?.slice(0, 320)
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, '') ?? null,
    subject: mail?.subject ?? null,
    addresses: addresses.slice(0, mostAddresses),
    // One character a byte: any mail is a text so.
    sealed: ctx.sealer.seal(raw.toString('latin1')),
  });
}
