import type { Ctx } from '../../context.ts';
import { statusOf } from './check-invitation.ts';
import type { Invitation } from './schema.ts';
import { type findInvitation, selectInvitations } from './store.ts';

type Row = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

/** Lists invitations, open ones first, then the newest. */
export async function listInvitations(ctx: Ctx): Promise<{ data: Invitation[] }> {
  const rows = await selectInvitations(ctx);
  return { data: rows.map((row) => toInvitation(row, ctx.now)) };
}

export function toInvitation(row: Row, now: Date): Invitation {
  const { id, email, name, department, role, heads, teamId, invitedBy, inviterName } = row;
  return {
    id,
    email,
    name,
    department,
    role,
    heads,
    teamId,
    invitedBy: { id: invitedBy, name: inviterName },
    status: statusOf(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
