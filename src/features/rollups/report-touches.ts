import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { createDayReader, shiftDay } from '../../core/calendar/day.ts';
import { BatonError } from '../../core/errors.ts';
import { readRollup } from './read-rollup.ts';
import type { reportTouches as contract, TouchReport } from './schema.ts';
import { type CountRow, findState } from './store.ts';

/** Days of a report that names no first one. */
const usualDays = 30;
/** A report by day has at most so many: more than a year is looked at by week. */
const mostDays = { day: 400, week: 3_660 };

/** What came in a span of days: see the contract. Throws `report.too-long` where it would have too many rows. */
export async function reportTouches(
  ctx: Ctx,
  { from, to, by, every }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<TouchReport> {
  const state = await findState(ctx);
  const zone = state?.zone ?? 'UTC';
  const last = to ?? createDayReader(zone)(ctx.now.getTime());
  const first = from ?? shiftDay(last, 1 - usualDays);
  const most = mostDays[every ?? 'week'];
  if (shiftDay(first, most) <= last) {
    const hint = every === 'day' ? 'Ask by week, or for fewer days.' : 'Ask for fewer days.';
    throw new BatonError('invalid', 'report.too-long', `This report has at most ${most} days. ${hint}`);
  }
  const span = { from: first, to: last };
  const [[total], rows] = await Promise.all([
    readRollup(ctx, { ...span, dims: [] }),
    readRollup(ctx, { ...span, dims: every ? [every, by] : [by] }),
  ]);
  const { touches = 0, people = 0, visitors = 0 } = total ?? {};
  return { ...span, zone, total: { touches, people, visitors }, data: rows.map((row) => toCount(row, by)) };
}

function toCount(
  row: CountRow,
  by: Exclude<keyof CountRow, 'touches' | 'people' | 'visitors'>,
): TouchReport['data'][number] {
  const { touches, people, visitors } = row;
  const value = row[by];
  const named = typeof value === 'boolean' ? (value ? 'live' : 'history') : (value ?? null);
  return { day: row.day ?? row.week ?? null, value: named, touches, people, visitors };
}
