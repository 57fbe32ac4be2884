import { momentRange } from './moment.ts';
import type { Agreement } from './schema.ts';

/**
 * The instant at which the term of an agreement begins, in the zone of its calendar (UTC without one); of a day, its
 * first instant there.
 *
 * @example
 * termStart({ term: { from: '2026-10-01', to: 'open' }, calendar: undefined }).toISOString() // '2026-10-01T00:00:00.000Z'
 */
export function termStart({ term, calendar }: Pick<Agreement, 'term' | 'calendar'>): Date {
  return new Date(momentRange(term.from, calendar?.timezone ?? 'UTC').start);
}
