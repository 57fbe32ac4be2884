import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import type { UnmatchedReason } from '../../core/mail/sort-mail.ts';
import { requireFound } from '../../core/version.ts';
import { Id, Instant } from '../../core/wire.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { unmatchedKept } from './remove-unmatched.ts';
import type { listUnmatchedMails as contract, UnmatchedMail } from './schema.ts';
import { findUnmatched, selectUnmatched, type UnmatchedRow } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

const reasons: Record<UnmatchedReason, string> = {
  unreadable: 'Baton cannot read this mail. Look at it as it came.',
  'not-sales': 'You do not log activities: they are what Sales does.',
  'unknown-sender':
    'It is from nobody that Baton knows, nor from an address of yours. Attach it, or name your address.',
  'unknown-recipient': 'It went to somebody that Baton does not know. Attach it, or add the person and try again.',
  'nobody-named': 'It names nobody but you. Attach it, or forward the mail itself as an attachment.',
  'too-many': 'It went to more than 200 people, so it is no personal mail.',
  'unknown-bounce': 'It says that a mail did not arrive, and no mail of yours of the last five days fits.',
};

/** The caller's own mail that found nobody. */
export async function listMails(
  ctx: Ctx,
  { cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: UnmatchedMail[]; nextCursor: string | null }> {
  const { id } = signedIn(ctx);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await selectUnmatched(ctx, id, { after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.receivedAt.toISOString(), row.id], toMail);
}

function toMail({ mailKey: _, receivedAt, ...row }: UnmatchedRow): UnmatchedMail {
  const keptUntil = new Date(receivedAt.getTime() + unmatchedKept).toISOString();
  return { ...row, why: reasons[row.reason], receivedAt: receivedAt.toISOString(), keptUntil };
}

/** One of them as it came. */
export async function readRaw(ctx: Ctx, mailId: string): Promise<{ raw: string }> {
  const { sealed } = requireFound('mail', await findUnmatched(ctx, signedIn(ctx).id, mailId));
  return { raw: Buffer.from(ctx.sealer.open(sealed), 'latin1').toString('base64') };
}
