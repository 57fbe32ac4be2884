import type { z } from 'zod';
import { type Ctx, type MemberActor, tx, type WorkspaceId } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { addMember } from '../members/add-member.ts';
import { lockMember, lockRoles } from '../members/lock-member.ts';
import { hashPassword } from '../sessions/hash-password.ts';
import { hashToken } from '../sessions/mint-token.ts';
import type { SessionState } from '../sessions/schema.ts';
import { startSession } from '../sessions/start-session.ts';
import { readTeam } from '../teams/read-team.ts';
import { setMembership } from '../teams/set-membership.ts';
import { listDepartments } from '../workspaces/list-departments.ts';
import { nameHead } from '../workspaces/name-head.ts';
import { findOpenInvitation, refuseClosed, refuseMember, unknownLink } from './check-invitation.ts';
import type { acceptInvitation as contract } from './schema.ts';
import { findMemberByEmail, lockInvitation, updateInvitation } from './store.ts';

/** How a member starts in a team: an ordinary share of its leads, no limit of their own. */
const startTerms = { weight: 1, cap: null };

/**
 * Makes a member of whoever holds the link, all or nothing: account, team, post, session. Of two tabs one is the member and
 * the other is told to sign in. What changed since the invitation counts: a team archived in between is left out, and a
 * head named in between stays.
 */
export async function acceptInvitation(
  ctx: Ctx,
  { token, name, password }: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
): Promise<SessionState> {
  const { id, workspaceId, emailKey } = await findOpenInvitation(ctx, token);
  const workspace = workspaceId as WorkspaceId;
  await refuseMember({ ...ctx, workspace }, emailKey, 'invited');
  // Before the transaction: it is slow on purpose, and nobody should wait for it with a lock in hand.
  const passwordHash = await hashPassword(password);

  // The reach of the admin who invited: the invitation is their decision, carried out now.
  return tx({ ...ctx, workspace, reach: 'all' }, async (ctx) => {
    // The order of locks in this house: roles, then records.
    await lockRoles(ctx);
    const invitation = requireFound('invitation', await lockInvitation(ctx, id));
    refuseClosed(invitation, ctx.now);
    // Renewed since the look above: the link that was used is an old one.
    if (!invitation.tokenHash.equals(hashToken(token))) throw unknownLink();
    await refuseMember(ctx, emailKey, 'invited');
    const awaited = await findAwaited(ctx, invitation);
    const actor = actorOf(invitation, name, ctx, awaited);
    return join({ ...ctx, actor }, invitation, { name, passwordHash }, awaited !== null, exchange);
  });
}

type InvitationRow = NonNullable<Awaited<ReturnType<typeof lockInvitation>>>;

/** Whoever holds the link acts as the member that they become. */
function actorOf({ role, department }: InvitationRow, name: string, ctx: Ctx, awaited: string | null): MemberActor {
  const ids = { id: awaited ?? newId(ctx.now), sessionId: newId(ctx.now) };
  return { kind: 'member', ...ids, name, role, department, actsFor: [], visibility: 'own' };
}

/** Who came with an import and is meant: whoever was named, else whoever has the address. */
async function findAwaited(ctx: Ctx, { memberId, emailKey }: InvitationRow): Promise<string | null> {
  const named = memberId === null ? null : await lockMember(ctx, memberId);
  if (named?.awaitsInvitation) return named.id;
  const known = await findMemberByEmail(ctx.db, emailKey);
  return known?.awaitsInvitation && known.workspaceId === ctx.workspace ? known.id : null;
}

type Joiner = Ctx & { actor: MemberActor };

async function join(
  ctx: Joiner,
  invitation: InvitationRow,
  person: { name: string; passwordHash: string },
  isAwaited: boolean,
  exchange: Exchange,
): Promise<SessionState> {
  const { id: memberId, sessionId } = ctx.actor;
  const { email, department, role, teamId, heads, replacesId } = invitation;
  await addMember(ctx, { ...person, email, department, role }, memberId, isAwaited);
  await updateInvitation(ctx, invitation.id, { acceptedAt: ctx.now });
  const isHead = heads !== null && (await takesPost(ctx, heads, replacesId));
  const joins = teamId !== null && (await readTeam(ctx, teamId)).archivedAt === null;
  await recordChange(ctx, {
    verb: 'invitation.accepted',
    object: 'invitation',
    objectId: invitation.id,
    after: { memberId, heads: isHead ? heads : null, teamId: joins ? teamId : null },
  });
  if (isHead) await nameHead(ctx, heads, memberId);
  if (joins) await setMembership(ctx, teamId, memberId, startTerms);
  return startSession(ctx, exchange, memberId, isHead ? [heads] : [], sessionId);
}

/** Whether the post is free for this person: vacant, or held by the one whom the invitation replaces. */
async function takesPost(ctx: Ctx, department: Department, replacesId: string | null): Promise<boolean> {
  const { data: posts } = await listDepartments(ctx);
  const headId = posts.find((post) => post.department === department)?.headId ?? null;
  return headId === null || headId === replacesId;
}
