import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import type { Acting } from '../../core/actor.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { emailKey } from '../../core/identity/email.ts';
import { requireFound } from '../../core/version.ts';
import { readers } from '../contacts/schema.ts';
import { checkAuthor } from './check-author.ts';
import type { listSubmissions as contract, FormSubmission } from './schema.ts';
import { type FormRow, findForm, type SubmissionRow, selectSenders, selectSubmissions } from './store.ts';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

/** What was sent by a form, the newest first. */
export async function listSubmissions(
  ctx: Ctx,
  formId: string,
  { cursor, limit, status, page, from, to }: z.output<NonNullable<(typeof contract)['query']>>,
) {
  checkAuthor(ctx);
  const form = requireFound('form', await findForm(ctx, formId));
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const rows = await selectSubmissions(ctx, formId, { status, page, from, to }, { after, limit: limit + 1 });
  const sent = new Map((await describeSubmissions(ctx, form, rows)).map((row) => [row.id, row]));
  return toPage(
    rows,
    limit,
    (row) => [row.submittedAt.toISOString(), row.id],
    (row) => requireFound('submission', sent.get(row.id)),
  );
}

/** Submissions with the person whom each names by an address, where the caller may see them. */
export async function describeSubmissions(
  ctx: Ctx,
  { definition }: FormRow,
  rows: readonly SubmissionRow[],
): Promise<FormSubmission[]> {
  const field = definition.fields.find(({ fills }) => fills === 'email')?.key ?? '';
  // What nobody confirmed, or is suspected, is nobody's yet.
  const keyOf = ({ status, answers }: SubmissionRow) =>
    status === 'accepted' ? emailKey(String(answers[field] ?? '')) : null;
  const keys = rows.flatMap((row) => keyOf(row) ?? []);
  const senders = keys.length === 0 ? [] : await selectSenders(ctx, actForReading(ctx), [...new Set(keys)]);
  const people = new Map(senders.map(({ key, id, deletedAt }) => [key, { id, isRemoved: deletedAt !== null }]));
  return rows.map(({ submittedAt, confirmedAt, ...row }) => ({
    id: row.id,
    submittedAt: submittedAt.toISOString(),
    status: row.status,
    suspicion: row.suspicion,
    formVersion: row.formVersion,
    answers: row.answers,
    consents: row.consents,
    selfReportedSource: row.selfReportedSource,
    pageUrl: row.pageUrl,
    page: row.page,
    confirmedAt: confirmedAt?.toISOString() ?? null,
    contact: people.get(keyOf({ ...row, submittedAt, confirmedAt }) ?? '') ?? null,
  }));
}

/** The same caller with the reach of their right to read people. */
function actForReading(ctx: Ctx): Acting {
  const { actor } = ctx;
  if (actor.kind !== 'member') return ctx;
  return { ...ctx, reach: readers.roles[actor.role] };
}
