import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { requireFound } from '../../core/version.ts';
import { checkAuthor } from './check-author.ts';
import type { listSubmissions as contract, FormSubmission } from './schema.ts';
import { findForm, type SubmissionRow, selectSubmissions } from './store.ts';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/** What was sent by a form, the newest first. */
export async function listSubmissions(
  ctx: Ctx,
  formId: string,
  { cursor, limit, status }: z.output<NonNullable<(typeof contract)['query']>>,
) {
  checkAuthor(ctx);
  requireFound('form', await findForm(ctx, formId));
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const rows = await selectSubmissions(ctx, formId, { status, after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.submittedAt.toISOString(), row.id], toSubmission);
}

const toSubmission = ({ submittedAt, confirmedAt, ...row }: SubmissionRow): FormSubmission => ({
  ...row,
  submittedAt: submittedAt.toISOString(),
  confirmedAt: confirmedAt?.toISOString() ?? null,
});
