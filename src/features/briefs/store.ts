import type { Ctx } from '../../context.ts';
import type { BriefField } from '../../core/handoff/brief-fields.ts';

/** Notes that a member has opened a brief; when it was first stands. */
export async function insertOpening(ctx: Ctx, handoffId: string, memberId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('briefOpenings')
    .values({ workspaceId: ctx.workspace, handoffId, memberId, at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** When whoever has a handoff now opened its brief first. Its version stays: nobody edited it. */
export async function noteOpened(ctx: Ctx, handoffId: string, memberId: string): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set({ openedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', handoffId)
    .where('memberId', '=', memberId)
    .where('openedAt', 'is', null)
    .execute();
}

export async function selectOpenings(ctx: Ctx, handoffId: string) {
  return ctx.db
    .selectFrom('briefOpenings as b')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'b.workspaceId').onRef('m.id', '=', 'b.memberId'),
    )
    .select(['b.memberId', 'm.name', 'b.at'])
    .where('b.workspaceId', '=', ctx.workspace)
    .where('b.handoffId', '=', handoffId)
    .orderBy('b.at')
    .orderBy('b.memberId')
    .execute();
}

export async function selectRatings(ctx: Ctx, handoffId: string, memberId: string) {
  return ctx.db
    .selectFrom('briefRatings')
    .select(['field', 'useful'])
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .where('memberId', '=', memberId)
    .orderBy('field')
    .execute();
}

type Rating = { handoffId: string; memberId: string; field: BriefField };

export async function saveRating(ctx: Ctx, rating: Rating & { useful: boolean }): Promise<void> {
  await ctx.db
    .insertInto('briefRatings')
    .values({ workspaceId: ctx.workspace, ...rating, at: ctx.now })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'handoffId', 'memberId', 'field'])
        .doUpdateSet({ useful: rating.useful, at: ctx.now }),
    )
    .execute();
}

export async function deleteRating(ctx: Ctx, { handoffId, memberId, field }: Rating): Promise<void> {
  await ctx.db
    .deleteFrom('briefRatings')
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .where('memberId', '=', memberId)
    .where('field', '=', field)
    .execute();
}
