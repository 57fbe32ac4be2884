import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import type { PageQuery } from '../../core/wire.ts';
import { toForm } from './read-form.ts';
import { selectForms } from './store.ts';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

export async function listForms(ctx: Ctx, { cursor, limit }: z.output<typeof PageQuery>) {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const rows = await selectForms(ctx, { after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => toForm(ctx, row),
  );
}
