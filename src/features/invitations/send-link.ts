import type { Ctx } from '../../context.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { hashToken, newToken } from '../sessions/mint-token.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import type { Invitation } from './schema.ts';

/** Longer than a weekend and a day off; short enough that a forgotten mail opens nothing for long. */
const linkLife = 7 * 24 * 60 * 60 * 1000;

/** After the "#": browsers send that part to nobody, so the token is in no server log and no referrer. */
export function newLink(ctx: Ctx): { link: string; tokenHash: Buffer; expiresAt: Date } {
  const token = newToken();
  return {
    link: `${ctx.publicUrl}/join#token=${token}`,
    tokenHash: hashToken(token),
    expiresAt: new Date(ctx.now.getTime() + linkLife),
  };
}

/** Writes the mail of an invitation; without SMTP settings it waits in the outbox, where admins read the link. */
export async function sendLink(ctx: Ctx, invitation: Invitation, link: string, tokenHash: Buffer): Promise<void> {
  const { name: workspaceName } = await readWorkspace(ctx);
  await writeMail(ctx, {
    // Each link is a mail of its own: a renewed invitation sends another.
    key: `invitation:${invitation.id}:${tokenHash.toString('hex', 0, 8)}`,
    to: invitation.email,
    subject: `Join ${workspaceName} on Baton`,
    text: [
      `Hello${invitation.name ? ` ${invitation.name}` : ''},`,
      '',
      `${invitation.invitedBy.name} invites you to ${workspaceName} on Baton, where Marketing and Sales keep what they`,
      'agreed. This link works once, within 7 days:',
      '',
      link,
      '',
    ].join('\n'),
  });
}
