import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Condition } from '../../core/agreement/condition.ts';
import { reachesAccount, reachesContact } from '../../db/contact-scope.ts';

const listsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('lists as l')
    .select(['l.id', 'l.object', 'l.name', 'l.nameKey', 'l.condition', 'l.createdAt', 'l.version'])
    .select((eb) =>
      eb
        .selectFrom('listEntries as e')
        .select(({ fn }) => fn.countAll<number>().as('size'))
        .whereRef('e.workspaceId', '=', 'l.workspaceId')
        .whereRef('e.listId', '=', 'l.id')
        .as('size'),
    )
    .where('l.workspaceId', '=', ctx.workspace);

export type ListRow = NonNullable<Awaited<ReturnType<typeof findListRow>>>;

export async function listListRows(
  ctx: Ctx,
  page: { object: 'contact' | 'account' | undefined; after: [nameKey: string, id: string] | null; limit: number },
): Promise<ListRow[]> {
  const key = sql<string>`l.name_key collate "C"`;
  let query = listsOf(ctx).orderBy(key).orderBy('l.id').limit(page.limit);
  if (page.object !== undefined) query = query.where('l.object', '=', page.object);
  if (page.after) query = query.where(sql<boolean>`(${key}, l.id) > (${page.after[0]}, ${page.after[1]}::uuid)`);
  return query.execute();
}

export async function findListRow(ctx: Ctx, id: string) {
  return listsOf(ctx).where('l.id', '=', id).executeTakeFirst();
}

export async function lockList(ctx: Ctx, id: string): Promise<ListRow | undefined> {
  return listsOf(ctx).where('l.id', '=', id).forUpdate('l').executeTakeFirst();
}

/** The lists kept by hand that a record is on. */
export async function listNames(ctx: Ctx, recordId: string) {
  return ctx.db
    .selectFrom('listEntries as e')
    .innerJoin('lists as l', (join) => join.onRef('l.workspaceId', '=', 'e.workspaceId').onRef('l.id', '=', 'e.listId'))
    .select(['l.id', 'l.name'])
    .where('e.workspaceId', '=', ctx.workspace)
    .where('e.recordId', '=', recordId)
    .orderBy('l.nameKey')
    .execute();
}

/** Of some names, folded, those that lists by a condition have. */
export async function findConditionLists(ctx: Ctx, object: 'contact' | 'account', nameKeys: readonly string[]) {
  return ctx.db
    .selectFrom('lists')
    .select('name')
    .where('workspaceId', '=', ctx.workspace)
    .where('object', '=', object)
    .where('condition', 'is not', null)
    .where(sql<boolean>`name_key = any(${nameKeys}::text[])`)
    .execute();
}

type ListValues = { name: string; nameKey: string; condition: Condition | null };

/** False where another list of that kind has the name. */
export async function insertList(
  ctx: Ctx,
  { condition, ...values }: ListValues & { id: string; object: 'contact' | 'account' },
): Promise<boolean> {
  const made = await ctx.db
    .insertInto('lists')
    .values({
      workspaceId: ctx.workspace,
      ...values,
      condition: condition && JSON.stringify(condition),
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'object', 'nameKey']).doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

/** Another list than this that has a name. */
export async function findNamesake(ctx: Ctx, row: { id: string; object: 'contact' | 'account' }, nameKey: string) {
  return ctx.db
    .selectFrom('lists')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('object', '=', row.object)
    .where('nameKey', '=', nameKey)
    .where('id', '!=', row.id)
    .executeTakeFirst();
}

export async function updateList(ctx: Ctx, id: string, { condition, ...values }: ListValues): Promise<void> {
  await ctx.db
    .updateTable('lists')
    .set((eb) => ({ ...values, condition: condition && JSON.stringify(condition), version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Who was on it. */
export async function deleteList(ctx: Ctx, id: string): Promise<string[]> {
  const entries = await ctx.db
    .deleteFrom('listEntries')
    .where('workspaceId', '=', ctx.workspace)
    .where('listId', '=', id)
    .returning('recordId')
    .execute();
  await ctx.db.deleteFrom('lists').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
  return entries.map(({ recordId }) => recordId);
}

/** Of some records, those within reach that were not removed, in the order of their ids. */
export async function findReached(ctx: Ctx, object: 'contact' | 'account', ids: readonly string[]): Promise<string[]> {
  const rows = await (object === 'contact'
    ? ctx.db
        .selectFrom('contacts as c')
        .select('c.id')
        .where('c.workspaceId', '=', ctx.workspace)
        .where('c.deletedAt', 'is', null)
        .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
        .where(reachesContact(ctx))
        .orderBy('c.id')
    : ctx.db
        .selectFrom('accounts as a')
        .select('a.id')
        .where('a.workspaceId', '=', ctx.workspace)
        .where('a.deletedAt', 'is', null)
        .where(sql<boolean>`a.id = any(${ids}::uuid[])`)
        .where(reachesAccount(ctx, 'write'))
        .orderBy('a.id')
  ).execute();
  return rows.map(({ id }) => id);
}

/** Puts records on a list, and says which were not on it before. */
export async function insertEntries(ctx: Ctx, listId: string, recordIds: readonly string[]): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const rows = await ctx.db
    .insertInto('listEntries')
    .values(recordIds.map((recordId) => ({ workspaceId: ctx.workspace, listId, recordId, addedAt: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('recordId')
    .execute();
  return rows.map(({ recordId }) => recordId);
}

/** Takes records off a list, and says which were on it. */
export async function deleteEntries(ctx: Ctx, listId: string, recordIds: readonly string[]): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const rows = await ctx.db
    .deleteFrom('listEntries')
    .where('workspaceId', '=', ctx.workspace)
    .where('listId', '=', listId)
    .where(sql<boolean>`record_id = any(${recordIds}::uuid[])`)
    .returning('recordId')
    .execute();
  return rows.map(({ recordId }) => recordId);
}
