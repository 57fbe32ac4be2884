import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { wilson } from '../../core/statistics/wilson.ts';
import { requireFound } from '../../core/version.ts';
import type { Conversion } from './schema.ts';
import { findForm, findToday, selectDays } from './store.ts';

const day = 86_400_000;
const mostDays = 400;

/** How many of those who saw a form sent it, in all and by day. Days on which nothing happened are not listed. */
export async function measureConversion(
  ctx: Ctx,
  formId: string,
  query: { from?: string | undefined; to?: string | undefined },
) {
  requireFound('form', await findForm(ctx, formId));
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
  const rows = await selectDays(ctx, formId, from, to);
  const sum = (count: 'views' | 'converted' | 'submissions' | 'suspected') =>
    rows.reduce((total, row) => total + row[count], 0);
  const total = {
    views: sum('views'),
    converted: sum('converted'),
    submissions: sum('submissions'),
    suspected: sum('suspected'),
  };
  return { from, to, total: rate(total), days: rows.map((row) => ({ day: row.day, ...rate(row) })) };
}

const rate = ({
  views,
  converted,
  submissions,
  suspected,
}: Pick<Conversion, 'views' | 'converted' | 'submissions' | 'suspected'>): Conversion => ({
  views,
  converted,
  submissions,
  suspected,
  ...wilson(converted, views),
});
