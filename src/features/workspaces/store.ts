import type { Ctx } from '../../context.ts';
import type { Department, Visibility } from '../../core/access.ts';
import type { Database } from '../../db/database.ts';

export async function isSetUp(db: Database): Promise<boolean> {
  return (await db.selectFrom('installation').select('workspaceId').executeTakeFirst()) !== undefined;
}

/** Takes the one place of the first run. False when somebody else has it; waits for whoever is just taking it. */
export async function takeInstallation(ctx: Ctx): Promise<boolean> {
  const result = await ctx.db
    .insertInto('installation')
    .values({ workspaceId: ctx.workspace, setUpAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function insertWorkspace(
  ctx: Ctx,
  values: { name: string; currency: string; zone: string; locale: string; fiscalStart: string },
  sampleOf: string | null = null,
): Promise<void> {
  await ctx.db
    .insertInto('workspaces')
    .values({ id: ctx.workspace, ...values, sampleOf, ready: sampleOf === null, createdAt: ctx.now })
    .execute();
  await ctx.db
    .insertInto('departments')
    .values(
      (['marketing', 'sales'] as const).map((department) => ({
        workspaceId: ctx.workspace,
        department,
        headId: null,
        deputyId: null,
      })),
    )
    .execute();
}

export async function findWorkspace(ctx: Ctx) {
  return ctx.db.selectFrom('workspaces').selectAll().where('id', '=', ctx.workspace).executeTakeFirst();
}

/** The workspace, kept as it is until the transaction ends. */
export async function lockWorkspace(ctx: Ctx) {
  return ctx.db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', ctx.workspace)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export type WorkspaceValues = {
  name: string;
  currency: string;
  zone: string;
  locale: string;
  fiscalStart: string;
  visibility: Visibility;
  acknowledgeDays: number;
  queueHours: number;
};

export async function updateWorkspace(ctx: Ctx, values: WorkspaceValues): Promise<void> {
  await ctx.db
    .updateTable('workspaces')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('id', '=', ctx.workspace)
    .execute();
}

export async function listDepartmentRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('departments')
    .select(['department', 'headId', 'deputyId', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('department')
    .execute();
}

export async function lockDepartment(ctx: Ctx, department: Department) {
  return ctx.db
    .selectFrom('departments')
    .select(['department', 'headId', 'deputyId', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .where('department', '=', department)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function updateDepartment(
  ctx: Ctx,
  department: Department,
  values: { headId: string | null; deputyId: string | null },
): Promise<void> {
  await ctx.db
    .updateTable('departments')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('department', '=', department)
    .execute();
}
