import { emailKey } from '../identity/email.ts';
import { readCalendarTime, readFileZones } from './calendar-time.ts';
import { type ContentLine, readCalendarText, readContentLines } from './content-line.ts';

export const calendarAnswers = ['accepted', 'declined', 'tentative'] as const;
export type CalendarAnswer = (typeof calendarAnswers)[number];

/** A meeting as a calendar file tells of it. */
export type CalendarEntry = {
  /** Its UID; of one day of a series with that day's RECURRENCE-ID. */
  uid: string;
  sequence: number;
  /** When this was said, epoch milliseconds; null where the file does not say. */
  stamp: number | null;
  /** Epoch milliseconds; of a whole day, its start. Null where only an answer or a cancellation is told. */
  startsAt: number | null;
  wholeDay: boolean;
  summary: string | null;
  /** The key of the address that invites. */
  organizer: string | null;
  /** Whom it is with, by the keys of their addresses. */
  attendees: { key: string; answer: CalendarAnswer | null }[];
};

export type CalendarFile = { method: 'request' | 'publish' | 'cancel' | 'reply'; entries: CalendarEntry[] };

const methods: readonly string[] = ['request', 'publish', 'cancel', 'reply'];
const mostEntries = 20;
const mostAttendees = 200;

/**
 * Reads the meetings of a calendar file that came with a mail (RFC 5545 and 5546): what it asks for, and of each entry only what
 * Baton keeps. Of a series the first day stands for all. Null for what is no such file.
 *
 * @param zone the zone of whoever reads it, for days and for times that name none
 * @example
 * readCalendar('BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nSEQUENCE:2\nEND:VEVENT\nEND:VCALENDAR', 'UTC')
 * // { method: 'cancel', entries: [{ uid: 'a', sequence: 2, stamp: null, startsAt: null, wholeDay: false, summary: null, organizer: null, attendees: [] }] }
 */
export function readCalendar(text: string, zone: string): CalendarFile | null {
  const lines = readContentLines(text);
  const method =
    lines
      .find(({ name }) => name === 'METHOD')
      ?.value.trim()
      .toLowerCase() ?? 'publish';
  if (!isMethod(method)) return null;
  const zones = readFileZones(lines);
  const entries = cutEntries(lines).flatMap((own): CalendarEntry[] => {
    const find = (name: string) => own.find((line) => line.name === name);
    const timeOf = (name: string) => {
      const line = find(name);
      return line === undefined ? null : readCalendarTime(line, zones, zone);
    };
    const uid = find('UID')?.value.trim();
    if (!uid) return [];
    const start = timeOf('DTSTART');
    const part = find('RECURRENCE-ID')?.value.trim();
    const isCancelled = find('STATUS')?.value.trim().toUpperCase() === 'CANCELLED';
    if (isCancelled && method !== 'cancel') return [];
    return [
      {
        uid: part === undefined ? uid : `${uid} ${part}`,
        sequence: readSequence(find('SEQUENCE')?.value),
        stamp: timeOf('DTSTAMP')?.at ?? null,
        startsAt: start?.at ?? null,
        wholeDay: start?.wholeDay ?? false,
        summary: readCalendarText(find('SUMMARY')?.value ?? '').trim() || null,
        organizer: readAddress(find('ORGANIZER')),
        attendees: own.flatMap((line) => readAttendee(line)).slice(0, mostAttendees),
      },
    ];
  });
  return { method, entries };
}

const isMethod = (text: string): text is CalendarFile['method'] => methods.includes(text);

/** The lines of each VEVENT, without those of what it contains, such as its alarms. */
function cutEntries(lines: readonly ContentLine[]): ContentLine[][] {
  const entries: ContentLine[][] = [];
  const open: string[] = [];
  for (const line of lines) {
    const component = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      open.push(component);
      if (component === 'VEVENT') entries.push([]);
    } else if (line.name === 'END') {
      open.pop();
    } else if (open.at(-1) === 'VEVENT') {
      entries.at(-1)?.push(line);
    }
  }
  return entries.slice(0, mostEntries);
}

function readAttendee({ name, params, value }: ContentLine): CalendarEntry['attendees'] {
  const key = name === 'ATTENDEE' ? readAddress({ name, params, value }) : null;
  if (key === null || params.CUTYPE === 'ROOM' || params.CUTYPE === 'RESOURCE') return [];
  const said = params.PARTSTAT?.toLowerCase();
  return [{ key, answer: calendarAnswers.find((answer) => answer === said) ?? null }];
}

const readAddress = (line: ContentLine | undefined): string | null =>
  line === undefined ? null : emailKey(line.value.trim().replace(/^mailto:/i, ''));

/** As large as a column holds; a larger one says nothing more. */
const readSequence = (value = ''): number =>
  /^\d{1,15}$/.test(value.trim()) ? Math.min(Number(value), 2_147_483_647) : 0;
