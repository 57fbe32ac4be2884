import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { Tables } from '../../db/tables.ts';

export type NewInvitation = Omit<Tables['invitations'], 'workspaceId' | 'createdAt' | 'acceptedAt' | 'revokedAt'>;

/** False when the address has an open invitation: also one that somebody makes at this instant. */
export async function insertInvitation(ctx: Ctx, row: NewInvitation): Promise<boolean> {
  const result = await ctx.db
    .insertInto('invitations')
    .values({ workspaceId: ctx.workspace, ...row, createdAt: ctx.now })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'emailKey'])
        .where('acceptedAt', 'is', null)
        .where('revokedAt', 'is', null)
        .doNothing(),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Puts expired invitations for an address away, so that a new one can be made. */
export async function retireExpired(ctx: Ctx, emailKey: string): Promise<void> {
  await ctx.db
    .updateTable('invitations')
    .set({ revokedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('emailKey', '=', emailKey)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '<=', ctx.now)
    .execute();
}

/** More than any workspace has open; older ones that are over are in the audit log. */
const listed = 500;

export async function selectInvitations(ctx: Ctx) {
  return selectRows(ctx)
    .orderBy(sql`i.accepted_at is null and i.revoked_at is null and i.expires_at > ${ctx.now}`, (order) => order.desc())
    .orderBy('i.createdAt', 'desc')
    .orderBy('i.id', 'desc')
    .limit(listed)
    .execute();
}

export async function findInvitation(ctx: Ctx, id: string) {
  return selectRows(ctx).where('i.id', '=', id).executeTakeFirst();
}

/** Keeps an invitation as it is until the transaction ends. */
export async function lockInvitation(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

function selectRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('invitations as i')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'i.workspaceId').onRef('m.id', '=', 'i.invitedBy'),
    )
    .select(['i.id', 'i.email', 'i.name', 'i.department', 'i.role', 'i.heads', 'i.teamId', 'i.invitedBy'])
    .select(['i.createdAt', 'i.expiresAt', 'i.acceptedAt', 'i.revokedAt', 'm.name as inviterName'])
    .where('i.workspaceId', '=', ctx.workspace);
}

/** By the token of a link: it is the secret that names the workspace. */
export async function findByToken(db: Database, tokenHash: Buffer) {
  return db
    .selectFrom('invitations as i')
    .innerJoin('workspaces as w', 'w.id', 'i.workspaceId')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'i.workspaceId').onRef('m.id', '=', 'i.invitedBy'),
    )
    .select(['i.id', 'i.workspaceId', 'i.email', 'i.emailKey', 'i.name', 'i.department', 'i.heads', 'i.expiresAt'])
    .select(['i.acceptedAt', 'i.revokedAt', 'w.name as workspaceName', 'm.name as inviterName'])
    .where('i.tokenHash', '=', tokenHash)
    .executeTakeFirst();
}

/** Whose address it is already. One address belongs to one member in the installation. */
export async function findMemberByEmail(db: Database, emailKey: string) {
  return db
    .selectFrom('members')
    .select(['workspaceId', 'id', 'name', 'active', 'awaitsInvitation'])
    .where('emailKey', '=', emailKey)
    .executeTakeFirst();
}

/** Open invitations that a member sent. */
export async function listSent(ctx: Ctx, memberId: string): Promise<{ id: string }[]> {
  return ctx.db
    .selectFrom('invitations')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('invitedBy', '=', memberId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .orderBy('id')
    .execute();
}

export type InvitationValues = {
  tokenHash?: Buffer;
  expiresAt?: Date;
  acceptedAt?: Date;
  revokedAt?: Date;
  invitedBy?: string;
};

export async function updateInvitation(ctx: Ctx, id: string, values: InvitationValues): Promise<void> {
  await ctx.db
    .updateTable('invitations')
    .set(values)
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}
