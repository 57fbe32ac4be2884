import type { Ctx } from '../../context.ts';
import type { MemberDepartment, Role } from '../../core/access.ts';

export type NewMember = {
  id: string;
  email: string;
  emailKey: string;
  name: string;
  nameKey: string;
  department: MemberDepartment;
  role: Role;
  passwordHash: string;
};

/** False when the address belongs to a member already: it is unique in the whole installation. */
export async function insertMember(ctx: Ctx, member: NewMember): Promise<boolean> {
  const result = await ctx.db
    .insertInto('members')
    .values({ workspaceId: ctx.workspace, ...member, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('emailKey').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
