import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { wilson } from '../../core/statistics/wilson.ts';
import { requireFound } from '../../core/version.ts';
import { selectDays, selectPages } from '../../db/form-counts.ts';
import type { Conversion } from './schema.ts';
import { findForm, findToday } from './store.ts';

const day = 86_400_000;
const mostDays = 400;
/** More nobody compares; the rest is in the total. */
const mostPages = 100;

/** How many of those who saw a form sent it: in all, by day and by page. Where nothing happened nothing is listed. */
export async function measureConversion(
  ctx: Ctx,
  formId: string,
  query: { from?: string | undefined; to?: string | undefined },
) {
  requireFound('form', await findForm(ctx, formId));
  const span = await findSpan(ctx, query);
  const [rows, pages] = [await selectDays(ctx, formId, span), await selectPages(ctx, formId, span, mostPages)];
  const sum = (count: keyof Counts) => rows.reduce((total, row) => total + row[count], 0);
  const total = {
    views: sum('views'),
    converted: sum('converted'),
    submissions: sum('submissions'),
    suspected: sum('suspected'),
  };
  return {
    ...span,
    total: rate(total),
    days: rows.map((row) => ({ day: row.day, ...rate(row) })),
    pages: pages.map((row) => ({ page: row.page, ...rate(row) })),
  };
}

/** The last 30 days, unless a span is asked for. */
export async function findSpan(ctx: Ctx, query: { from?: string | undefined; to?: string | undefined }) {
  const to = query.to ?? (await findToday(ctx));
  const from = query.from ?? new Date(Date.parse(to) - 29 * day).toISOString().slice(0, 10);
  const length = (Date.parse(to) - Date.parse(from)) / day + 1;
  if (length < 1 || length > mostDays) {
    throw new BatonError(
      'invalid',
      'form.span',
      `Choose a span of 1 to ${mostDays} days: "from" is its first, "to" its last.`,
    );
  }
  return { from, to };
}

type Counts = Pick<Conversion, 'views' | 'converted' | 'submissions' | 'suspected'>;

export const rate = ({ views, converted, submissions, suspected }: Counts): Conversion => ({
  views,
  converted,
  submissions,
  suspected,
  ...wilson(converted, views),
});
