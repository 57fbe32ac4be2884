import type { TimelineEntry } from '../../../src/features/contacts/schema.ts';

/** Marketing left of the spine, Sales right, what both share in the middle; a handoff lies across it. */
export type Place = 'left' | 'right' | 'middle' | 'across';
export type PlacedEntry = { entry: TimelineEntry; place: Place; note: string };
/** What happened on one day, the latest first. */
export type TimelineDay = { day: string; entries: PlacedEntry[] };

const placeOf: Record<TimelineEntry['department'], Place> = { marketing: 'left', sales: 'right', both: 'middle' };

/**
 * Lays entries out by day and side. Their order is kept: the server gives the latest first.
 *
 * @example
 * layTimeline(entries, (instant) => instant.slice(0, 10))[0]?.entries[0]?.place // 'left'
 */
export function layTimeline(entries: readonly TimelineEntry[], dayOf: (instant: string) => string): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = days.at(-1);
    const placed = {
      entry,
      place: entry.kind === 'handoff' ? 'across' : placeOf[entry.department],
      note: noteOf(entry),
    };
    if (last?.day === day) last.entries.push(placed);
    else days.push({ day, entries: [placed] });
  }
  return days;
}

const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text);

/** What more there is to say, in one line, but for what somebody wrote, which stands whole: ids are for links, and what stands in the text already is not said twice. */
function noteOf({ detail: { body: _, ...detail }, text }: TimelineEntry): string {
  const said = Object.values(detail).filter((value): value is string => Boolean(value) && !isId(value ?? ''));
  return [...new Set(said)].filter((value) => !text.includes(value)).join(' · ');
}
