import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Acting } from '../../core/actor.ts';
import type { Answers, GivenConsent } from '../../core/forms/read-submission.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import type { Database } from '../../db/database.ts';
import type { FormState, StoredDefinition, SubmissionStatus, UnsentParts } from '../../db/form-tables.ts';

const shown = [
  'id',
  'key',
  'slug',
  'name',
  'state',
  'definition',
  'sourceId',
  'createdAt',
  'updatedAt',
  'version',
] as const;

export type FormRow = NonNullable<Awaited<ReturnType<typeof findForm>>>;

const formsOf = (ctx: Ctx) => ctx.db.selectFrom('forms').select(shown).where('workspaceId', '=', ctx.workspace);

export async function selectForms(
  ctx: Ctx,
  { after, limit }: { after: [createdAt: string, id: string] | null; limit: number },
): Promise<FormRow[]> {
  let query = formsOf(ctx).orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit);
  if (after) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export async function findForm(ctx: Ctx, id: string) {
  return formsOf(ctx).where('id', '=', id).executeTakeFirst();
}

export async function lockForm(ctx: Ctx, id: string): Promise<FormRow | undefined> {
  return formsOf(ctx).where('id', '=', id).forUpdate().executeTakeFirst();
}

export type PublicForm = NonNullable<Awaited<ReturnType<typeof findByKey>>>;

/** The form of an address. Its key names the workspace; nothing is known before it is found. */
export async function findByKey(db: Database, key: string) {
  return db
    .selectFrom('forms')
    .select(['workspaceId', ...shown])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** The source that forms share, while its key works. */
export async function findSharedSource(ctx: Ctx): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('forms as f')
    .innerJoin('sources as s', (join) =>
      join.onRef('s.workspaceId', '=', 'f.workspaceId').onRef('s.id', '=', 'f.sourceId'),
    )
    .select('s.id')
    .where('f.workspaceId', '=', ctx.workspace)
    .where('s.name', '=', 'Forms')
    .where('s.revokedAt', 'is', null)
    .orderBy('f.createdAt')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

type FormValues = { name: string; state: FormState; definition: StoredDefinition };

/** False when a form of the workspace has the slug. */
export async function insertForm(
  ctx: Ctx,
  row: FormValues & { id: string; key: string; slug: string; sourceId: string; createdBy: string },
): Promise<boolean> {
  const result = await ctx.db
    .insertInto('forms')
    .values({
      workspaceId: ctx.workspace,
      ...row,
      definition: JSON.stringify(row.definition),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'slug']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateForm(ctx: Ctx, id: string, { definition, ...values }: FormValues): Promise<void> {
  await ctx.db
    .updateTable('forms')
    .set((eb) => ({
      ...values,
      definition: JSON.stringify(definition),
      updatedAt: ctx.now,
      version: eb('version', '+', 1),
    }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** The latest wording of each purpose that a form ever asked for. */
export async function selectConsentTexts(ctx: Ctx, formId: string) {
  return ctx.db
    .selectFrom('formConsentTexts')
    .distinctOn('purpose')
    .select(['purpose', 'version', 'text'])
    .where('workspaceId', '=', ctx.workspace)
    .where('formId', '=', formId)
    .orderBy('purpose')
    .orderBy('version', 'desc')
    .execute();
}

export async function insertConsentTexts(
  ctx: Ctx,
  formId: string,
  texts: readonly { purpose: string; version: number; text: string }[],
): Promise<void> {
  if (texts.length === 0) return;
  await ctx.db
    .insertInto('formConsentTexts')
    .values(
      texts
        .map(({ purpose, version, text }) => ({
          workspaceId: ctx.workspace,
          formId,
          purpose,
          version,
          text,
          createdAt: ctx.now,
        }))
        .sort((a, b) => (a.purpose < b.purpose ? -1 : 1)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type NewSubmission = {
  id: string;
  formId: string;
  formVersion: number;
  onceHash: Buffer;
  status: SubmissionStatus;
  suspicion: 'trap' | 'robot' | null;
  answers: Answers;
  consents: GivenConsent[];
  selfReportedSource: string | null;
  pageUrl: string | null;
  page: string | null;
  unsent: UnsentParts | null;
  confirmHash: Buffer | null;
  confirmUntil: Date | null;
};

/** False when the same was sent before. */
export async function insertSubmission(ctx: Ctx, row: NewSubmission): Promise<boolean> {
  const { answers, consents, unsent } = row;
  const result = await ctx.db
    .insertInto('formSubmissions')
    .values({
      workspaceId: ctx.workspace,
      ...row,
      answers: JSON.stringify(answers),
      consents: JSON.stringify(consents),
      unsent: unsent === null ? null : JSON.stringify(unsent),
      submittedAt: ctx.now,
      confirmedAt: null,
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'formId', 'onceHash']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The submission that was sent as one of these. */
export async function findSent(ctx: Ctx, formId: string, hashes: readonly Buffer[]) {
  return ctx.db
    .selectFrom('formSubmissions')
    .select(['id', 'status', 'confirmedAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('formId', '=', formId)
    .where('onceHash', 'in', hashes)
    .executeTakeFirst();
}

/** Accepted submissions whose messages are still to be stored, with the source that they come from. */
const unsentOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('formSubmissions as s')
    .innerJoin('forms as f', (join) => join.onRef('f.workspaceId', '=', 's.workspaceId').onRef('f.id', '=', 's.formId'))
    .select(['s.id', 's.unsent', 's.confirmedAt', 'f.sourceId'])
    .where('s.workspaceId', '=', ctx.workspace)
    .where('s.status', '=', 'accepted')
    .where('s.unsent', 'is not', null);

export type UnsentSubmission = NonNullable<Awaited<ReturnType<typeof findUnsent>>>;

export async function findUnsent(ctx: Ctx, id: string) {
  return unsentOf(ctx).where('s.id', '=', id).executeTakeFirst();
}

export async function selectUnsent(ctx: Ctx, before: Date, limit: number): Promise<UnsentSubmission[]> {
  return unsentOf(ctx).where('s.submittedAt', '<', before).orderBy('s.submittedAt').limit(limit).execute();
}

export async function clearUnsent(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('formSubmissions')
    .set({ unsent: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .where('status', '=', 'accepted')
    .execute();
}

/** The submission that a link confirms, locked. */
export async function lockByConfirmation(ctx: Ctx, formId: string, confirmHash: Buffer) {
  return ctx.db
    .selectFrom('formSubmissions')
    .select(['id', 'status', 'unsent', 'confirmUntil'])
    .where('workspaceId', '=', ctx.workspace)
    .where('formId', '=', formId)
    .where('confirmHash', '=', confirmHash)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateConfirmed(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('formSubmissions')
    .set({ status: 'accepted', confirmedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export type SubmissionRow = Awaited<ReturnType<typeof selectSubmissions>>[number];

export type SubmissionFilter = {
  status: SubmissionStatus | undefined;
  page: string | undefined;
  /** Days of the workspace, both included. */
  from: string | undefined;
  to: string | undefined;
};

const submissionsOf = (ctx: Ctx, formId: string) =>
  ctx.db
    .selectFrom('formSubmissions')
    .select(['id', 'formVersion', 'status', 'suspicion', 'answers', 'consents', 'selfReportedSource', 'pageUrl'])
    .select(['page', 'submittedAt', 'confirmedAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('formId', '=', formId);

export async function selectSubmissions(
  ctx: Ctx,
  formId: string,
  { status, page, from, to }: SubmissionFilter,
  { after, limit }: { after: [submittedAt: string, id: string] | null; limit: number },
) {
  let query = submissionsOf(ctx, formId).orderBy('submittedAt', 'desc').orderBy('id', 'desc').limit(limit);
  if (status !== undefined) query = query.where('status', '=', status);
  if (page !== undefined) query = query.where(sql<string>`coalesce(page, '')`, '=', page);
  if (from !== undefined) query = query.where(sql<boolean>`submitted_at >= ${startOf(ctx, from)}`);
  if (to !== undefined) query = query.where(sql<boolean>`submitted_at < ${startOf(ctx, to, 1)}`);
  if (after) query = query.where(sql<boolean>`(submitted_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

/** The instant at which a day begins, where the workspace is. */
const startOf = (ctx: Ctx, day: string, later = 0) => sql`(
  select (${day}::date + ${later}::integer)::timestamp at time zone w.zone from workspaces w where w.id = ${ctx.workspace}::uuid
)`;

export async function findSubmission(ctx: Ctx, formId: string, id: string): Promise<SubmissionRow | undefined> {
  return submissionsOf(ctx, formId).where('id', '=', id).executeTakeFirst();
}

/** A submission with the parts of its messages, locked. */
export async function lockSubmission(ctx: Ctx, formId: string, id: string) {
  return submissionsOf(ctx, formId).select('unsent').where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Takes the suspicion from a submission. */
export async function updateCleared(
  ctx: Ctx,
  id: string,
  values: {
    status: 'accepted' | 'waiting';
    unsent: UnsentParts;
    confirmHash: Buffer | null;
    confirmUntil: Date | null;
  },
): Promise<void> {
  await ctx.db
    .updateTable('formSubmissions')
    .set({ ...values, suspicion: null, unsent: JSON.stringify(values.unsent) })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Whose the addresses of some keys are, among the people within reach. */
export async function selectSenders(ctx: Ctx, seeing: Acting, keys: readonly string[]) {
  return ctx.db
    .selectFrom('contactKeys as k')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'k.workspaceId').onRef('c.id', '=', 'k.contactId'),
    )
    .select(['k.key', 'c.id', 'c.deletedAt'])
    .where('k.workspaceId', '=', ctx.workspace)
    .where('k.kind', '=', 'email')
    .where(sql<boolean>`k.key = any(${keys}::text[])`)
    .where(reachesContact(seeing))
    .execute();
}

/** When each of some forms was last sent, by whoever is not suspected. */
export async function selectLastSubmissions(ctx: Ctx, formIds: readonly string[]) {
  const { rows } = await sql<{ formId: string; submittedAt: Date }>`
    select asked.form_id, last.submitted_at
    from unnest(${formIds}::uuid[]) as asked (form_id)
    cross join lateral (
      select s.submitted_at from form_submissions s
      where s.workspace_id = ${ctx.workspace}::uuid and s.form_id = asked.form_id and s.status <> 'suspected'
      order by s.submitted_at desc limit 1
    ) last
  `.execute(ctx.db);
  return rows;
}

/** The day that it is now, where the workspace is. */
export async function findToday(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    select (${ctx.now}::timestamptz at time zone zone)::date as day from workspaces where id = ${ctx.workspace}::uuid
  `.execute(ctx.db);
  return rows[0]?.day ?? ctx.now.toISOString().slice(0, 10);
}

/** Removes what nobody confirmed, and what was suspected, from before an instant. */
export async function deleteStale(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('formSubmissions')
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', ['waiting', 'suspected'])
    // A link that was mailed later began its time then.
    .where(sql<boolean>`coalesce(confirm_until - interval '7 days', submitted_at) < ${before}`)
    .execute();
}
