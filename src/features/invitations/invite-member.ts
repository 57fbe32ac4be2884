import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText } from '../../core/text.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { lockMember } from '../members/lock-member.ts';
import { refuseKeyGrant } from '../members/refuse-key-grant.ts';
import { readTeam } from '../teams/read-team.ts';
import { listDepartments } from '../workspaces/list-departments.ts';
import { refuseSample } from '../workspaces/refuse-sample.ts';
import { refuseMember } from './check-invitation.ts';
import { toInvitation } from './list-invitations.ts';
import type { inviteMember as contract, Invitation } from './schema.ts';
import { newLink, sendLink } from './send-link.ts';
import { findInvitation, insertInvitation, retireExpired } from './store.ts';

/**
 * Invites somebody: writes a mail with a link that works once. When the invitation names a department to head, it takes
 * the post from whoever holds it now, and from nobody who is named later.
 */
export async function inviteMember(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Invitation & { link: string }> {
  const { email, department, role, name = null, heads = null, teamId = null, memberId = null } = body;
  refuseKeyGrant(ctx, { role, heads });
  const emailKey = foldText(email);
  return tx(ctx, async (ctx) => {
    await refuseSample(ctx, 'Nobody is invited');
    await refuseMember(ctx, emailKey, 'admin');
    if (teamId !== null) await refuseUnknownTeam(ctx, teamId);
    if (memberId !== null) await refuseUnawaited(ctx, memberId);
    await retireExpired(ctx, emailKey);
    const invitedBy = await findResponsibleMember(ctx);
    const { data: posts } = await listDepartments(ctx);
    const replacesId = posts.find((post) => post.department === heads)?.headId ?? null;
    const { link, tokenHash, expiresAt } = newLink(ctx);
    const id = newId(ctx.now);
    const values = { email, name, department, role, heads, teamId, memberId };
    if (!(await insertInvitation(ctx, { id, ...values, emailKey, replacesId, invitedBy, tokenHash, expiresAt }))) {
      const detail = 'This address is invited already. Renew that invitation to send a new link.';
      throw new BatonError('conflict', 'invitation.exists', detail, { errors: [{ pointer: '#/email', detail }] });
    }
    await recordChange(ctx, { verb: 'invitation.created', object: 'invitation', objectId: id, after: values });
    const invitation = toInvitation(requireFound('invitation', await findInvitation(ctx, id)), ctx.now);
    await sendLink(ctx, invitation, link, tokenHash);
    return { ...invitation, link };
  });
}

async function refuseUnawaited(ctx: Ctx, memberId: string): Promise<void> {
  if ((await lockMember(ctx, memberId))?.awaitsInvitation) return;
  const detail = 'Choose somebody who came with an import and was not invited yet.';
  throw new BatonError('invalid', 'invitation.not-awaited', detail, { errors: [{ pointer: '#/memberId', detail }] });
}

async function refuseUnknownTeam(ctx: Ctx, teamId: string): Promise<void> {
  const team = await readTeam(ctx, teamId).catch((error: unknown) => {
    if (error instanceof BatonError && error.kind === 'not-found') return null;
    throw error;
  });
  if (team && team.archivedAt === null) return;
  const detail = 'Choose a team that exists and is not archived.';
  throw new BatonError('invalid', 'invitation.unknown-team', detail, { errors: [{ pointer: '#/teamId', detail }] });
}
