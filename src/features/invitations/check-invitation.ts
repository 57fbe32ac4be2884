import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { hashToken } from '../sessions/mint-token.ts';
import type { Invitation } from './schema.ts';
import { findByToken, findMemberByEmail } from './store.ts';

type Dates = { expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null };

/** What an invitation is worth at `now`. One that was put away after it had expired counts as expired. */
export function statusOf({ expiresAt, acceptedAt, revokedAt }: Dates, now: Date): Invitation['status'] {
  if (acceptedAt) return 'accepted';
  if (revokedAt && revokedAt < expiresAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}

const closed = {
  accepted: ['invitation.used', 'This invitation was used already. Sign in with the password that was set then.'],
  expired: ['invitation.expired', 'This invitation has expired. Ask whoever invited you for a new link.'],
  revoked: ['invitation.revoked', 'This invitation was taken back. Ask whoever invited you.'],
} as const;

/** Throws what is to be told to somebody who comes with a link that is not open any more. */
export function refuseClosed(dates: Dates, now: Date): void {
  const status = statusOf(dates, now);
  if (status === 'open') return;
  const [code, message] = closed[status];
  throw new BatonError('conflict', code, message);
}

/** Of a link that was never made, or that a renewed invitation has left behind. */
export function unknownLink(): BatonError {
  const message = 'This link is not valid. Open the newest link that you were sent, or ask for a new one.';
  return new BatonError('not-found', 'invitation.not-found', message);
}

/** The open invitation of a link. Throws `invitation.not-found` (404), or says why it does not work any more (409). */
export async function findOpenInvitation(ctx: Ctx, token: string) {
  const invitation = await findByToken(ctx.db, hashToken(token));
  if (!invitation) throw unknownLink();
  refuseClosed(invitation, ctx.now);
  return invitation;
}

/**
 * Throws when the address belongs to a member already, in words for the reader: the admin who invites, or the person who
 * was invited.
 */
export async function refuseMember(ctx: Ctx, emailKey: string, reader: 'admin' | 'invited'): Promise<void> {
  const member = await findMemberByEmail(ctx.db, emailKey);
  if (!member) return;
  const isOurs = member.workspaceId === ctx.workspace;
  // Who came with an import becomes a member by the invitation.
  if (isOurs && member.awaitsInvitation) return;
  if (isOurs && !member.active) {
    const detail =
      reader === 'admin'
        ? `${member.name} has this address and is deactivated. Reactivate the account instead.`
        : 'The account with this address was deactivated. Ask an admin of the workspace to reactivate it.';
    throw new BatonError('conflict', 'member.not-active', detail, { errors: [{ pointer: '#/email', detail }] });
  }
  const detail =
    reader === 'admin'
      ? isOurs
        ? `${member.name} has this address and is a member already.`
        : 'Somebody with this e-mail address is a member already.'
      : 'You are a member already. Sign in instead.';
  throw new BatonError('conflict', 'member.email-taken', detail, { errors: [{ pointer: '#/email', detail }] });
}
