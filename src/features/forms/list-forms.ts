import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import type { PageQuery } from '../../core/wire.ts';
import { selectFormTotals } from '../../db/form-counts.ts';
import { findSpan, rate } from './measure-conversion.ts';
import { toForm } from './read-form.ts';
import { selectForms, selectLastSubmissions } from './store.ts';

const position = z.tuple([z.iso.datetime(), z.uuid()]);
const nothing = { views: 0, converted: 0, submissions: 0, suspected: 0 };

/** Forms, the newest first, each with how it fared in the last 30 days. */
export async function listForms(ctx: Ctx, { cursor, limit }: z.output<typeof PageQuery>) {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const rows = await selectForms(ctx, { after, limit: limit + 1 });
  const ids = rows.map(({ id }) => id);
  const counts = new Map((await selectFormTotals(ctx, ids, await findSpan(ctx, {}))).map((row) => [row.formId, row]));
  const last = new Map((await selectLastSubmissions(ctx, ids)).map((row) => [row.formId, row.submittedAt]));
  return toPage(
    rows,
    limit,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => ({
      ...toForm(ctx, row),
      conversion: rate(counts.get(row.id) ?? nothing),
      lastSubmittedAt: last.get(row.id)?.toISOString() ?? null,
    }),
  );
}
