import { sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import type { Database } from './database.ts';

type Reader = Acting & { readonly db: Database };

type Counts = { views?: number; converted?: number; submissions?: number; suspected?: number };

/** Pages beyond this on one day are counted together: a visitor can invent addresses without end. */
const mostPages = 200;

/** Adds to the counts of a page on the day that an instant is in, where the workspace is. */
export async function addCounts(
  ctx: Reader,
  { formId, page, at }: { formId: string; page: string | null; at: Date },
  counts: Counts,
): Promise<void> {
  const { views = 0, converted = 0, submissions = 0, suspected = 0 } = counts;
  await sql`
    with day as (
      select w.id as workspace_id, (${at}::timestamptz at time zone w.zone)::date as day
      from workspaces w where w.id = ${ctx.workspace}::uuid
    ), known as (
      select p.page from form_page_days p, day
      where p.workspace_id = day.workspace_id and p.form_id = ${formId}::uuid and p.day = day.day
    )
    insert into form_page_days as d (workspace_id, form_id, day, page, views, converted, submissions, suspected)
    select day.workspace_id, ${formId}::uuid, day.day,
      case when (select count(*) from known) < ${mostPages} or ${page}::text in (select page from known)
        then coalesce(${page}::text, '') else '' end,
      ${views}::integer, ${converted}::integer, ${submissions}::integer, ${suspected}::integer
    from day
    on conflict (workspace_id, form_id, day, page) do update
      set views = d.views + excluded.views, converted = d.converted + excluded.converted,
          submissions = d.submissions + excluded.submissions, suspected = d.suspected + excluded.suspected
  `.execute(ctx.db);
}

/** Days of the workspace, both included. */
type Span = { from: string; to: string };

const daysOf = (ctx: Reader, { from, to }: Span) =>
  ctx.db
    .selectFrom('formPageDays')
    .select([
      sql<number>`sum(views)::integer`.as('views'),
      sql<number>`sum(converted)::integer`.as('converted'),
      sql<number>`sum(submissions)::integer`.as('submissions'),
      sql<number>`sum(suspected)::integer`.as('suspected'),
    ])
    .where('workspaceId', '=', ctx.workspace)
    .where('day', '>=', from)
    .where('day', '<=', to);

/** Counts of each day that has any. */
export async function selectDays(ctx: Reader, formId: string, span: Span) {
  return daysOf(ctx, span).select('day').where('formId', '=', formId).groupBy('day').orderBy('day').execute();
}

/** Counts of each page, the one that was seen most first. */
export async function selectPages(ctx: Reader, formId: string, span: Span, limit: number) {
  return daysOf(ctx, span)
    .select('page')
    .where('formId', '=', formId)
    .groupBy('page')
    .orderBy('views', 'desc')
    .orderBy('submissions', 'desc')
    .orderBy('page')
    .limit(limit)
    .execute();
}

/** Counts of each of some forms that has any. */
export async function selectFormTotals(ctx: Reader, formIds: readonly string[], span: Span) {
  return daysOf(ctx, span)
    .select('formId')
    .where(sql<boolean>`form_id = any(${formIds}::uuid[])`)
    .groupBy('formId')
    .execute();
}
