import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Day } from '../../core/wire.ts';

/** What touches can be divided by. `live` tells those that arrived from those of an import of history. */
export const TouchDivision = z.enum(['channel', 'kind', 'source', 'department', 'campaign', 'form', 'live']);
export type TouchDivision = z.infer<typeof TouchDivision>;

const Count = z.object({
  touches: z.int(),
  /** People whose touches they are, as far as it is known now. Somebody with touches in two rows is in both. */
  people: z.int(),
  /** Visitors whom nobody knows yet, by browser. */
  visitors: z.int(),
});

/** Touches of one part. */
export const TouchCount = Count.extend({
  /** The day, or the Monday of the week; null where the span is not divided by time. */
  day: Day.nullable(),
  /** Null for touches that have no such word, such as no campaign. */
  value: z.string().nullable(),
});
export type TouchCount = z.infer<typeof TouchCount>;

/** Touches by days of the workspace's own zone. */
export const TouchReport = z.object({
  from: Day,
  to: Day,
  zone: z.string(),
  total: Count,
  data: z.array(TouchCount),
});
export type TouchReport = z.infer<typeof TouchReport>;

export const reportTouches = contract({
  id: 'reports.touches',
  method: 'GET',
  path: '/api/reports/touches',
  summary: 'Count touches of a span of days, with the people whose they are, divided by one thing and by day or week.',
  access: { roles: everyRole('all'), scope: 'sources:read' },
  query: z.object({
    /** First and last day; without them the last 30 days. */
    from: Day.optional(),
    to: Day.optional(),
    by: TouchDivision.default('channel'),
    every: z.enum(['day', 'week']).optional(),
  }),
  response: TouchReport,
});
