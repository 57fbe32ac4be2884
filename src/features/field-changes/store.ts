import type { Insertable } from 'kysely';
import type { Ctx } from '../../context.ts';
import { inChunks } from '../../db/chunks.ts';
import type { Tables } from '../../db/tables.ts';

export type FieldChangeRow = Omit<Insertable<Tables['fieldChanges']>, 'workspaceId'>;

export async function insertFieldChanges(ctx: Ctx, changes: readonly FieldChangeRow[]): Promise<void> {
  for (const rows of inChunks(changes)) {
    await ctx.db
      .insertInto('fieldChanges')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .execute();
  }
}
