import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfWall } from '../calendar/zone.ts';
import { readCalendar } from './calendar-entry.ts';
import { readCalendarText, readContentLines, writeCalendarText } from './content-line.ts';
import { readFailures } from './delivery-report.ts';
import { excerptMail } from './excerpt.ts';
import { isAutomated, type ReceivedMail, sortMail, timeOfMail } from './sort-mail.ts';

const fold = (line: string) => line.replaceAll(/(.{40})/gsu, '$1\r\n ');
const file = (lines: string[], method = 'REQUEST') =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, ...lines, 'END:VCALENDAR'].map(fold).join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:u1', ...lines, 'END:VEVENT'];
const startOf = (line: string, before: string[] = []) =>
  readCalendar(file([...before, ...event(line)]), 'Europe/Berlin')?.entries[0];

/** As Outlook writes it. */
const outlook = [
  'BEGIN:VTIMEZONE',
  'TZID:W. Europe Standard Time',
  ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
  ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
  ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
  ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
];

describe('a calendar file', () => {
  it.each([
    ['in UTC', 'DTSTART:20260702T080000Z', '2026-07-02T08:00:00Z', false],
    ['in a zone of IANA', 'DTSTART;TZID=America/New_York:20260702T080000', '2026-07-02T12:00:00Z', false],
    ['in a zone in quotes', 'DTSTART;TZID="America/New_York":20260702T080000', '2026-07-02T12:00:00Z', false],
    ['on the wall of the reader', 'DTSTART:20260702T080000', '2026-07-02T06:00:00Z', false],
    ['of a whole day', 'DTSTART;VALUE=DATE:20260702', '2026-07-01T22:00:00Z', true],
    ['in a zone that nobody knows', 'DTSTART;TZID=Nowhere:20260702T080000', '2026-07-02T06:00:00Z', false],
  ])('says a time %s', (_case, line, at, wholeDay) => {
    expect(startOf(line)).toMatchObject({ startsAt: Date.parse(at), wholeDay });
  });

  it('says a time in a zone that it describes itself, the same as IANA, over all changes of the clocks', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (at) => {
        const wall = Math.floor(at.getTime() / 60_000) * 60_000;
        const text = new Date(wall).toISOString().replaceAll(/[-:]|\.000Z/g, '');
        const read = startOf(`DTSTART;TZID=W. Europe Standard Time:${text}`, outlook)?.startsAt;
        const [year, day] = [at.getUTCFullYear(), 86_400_000];
        const isChange = [3, 10].some((month) => {
          const last = new Date(Date.UTC(year, month, 0));
          return Math.abs(wall - (last.getTime() - last.getUTCDay() * day)) < day;
        });
        // What a change of the clocks makes doubtful may be settled either way.
        if (!isChange) expect(read).toBe(instantOfWall('Europe/Berlin', wall));
      }),
    );
  });

  it('tells who invites whom, and what they answered', () => {
    const read = readCalendar(
      file(
        event(
          'ORGANIZER;CN="Rep; Ana":mailto:ANA@us.example',
          'ATTENDEE;CN="Doe, Dana";PARTSTAT=ACCEPTED;RSVP=TRUE:MAILTO:Dana@Plant.example',
          'ATTENDEE;CUTYPE=ROOM:mailto:room@us.example',
          'SUMMARY:Pumps\\, and\\nmore',
          'SEQUENCE:3',
          'DTSTAMP:20260301T080000Z',
          ...['BEGIN:VALARM', 'SUMMARY:Alarm', 'TRIGGER:-PT15M', 'END:VALARM'],
        ),
        'reply',
      ),
      'UTC',
    );
    expect(read).toEqual({
      method: 'reply',
      entries: [
        {
          ...{ uid: 'u1', sequence: 3, stamp: Date.parse('2026-03-01T08:00:00Z'), startsAt: null, wholeDay: false },
          ...{ summary: 'Pumps, and\nmore', organizer: 'ana@us.example' },
          attendees: [{ key: 'dana@plant.example', answer: 'accepted' }],
        },
      ],
    });
    expect(readCalendar(file(event(), 'COUNTER'), 'UTC')).toBeNull();
    expect(readCalendar(file(event('RECURRENCE-ID:20260301T080000Z')), 'UTC')?.entries[0]?.uid).toBe(
      'u1 20260301T080000Z',
    );
  });

  it('is read back as it was written, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (given) => {
        const text = given.replaceAll(/[\r\p{Cc}]/gu, ' ').trim();
        expect(readCalendarText(writeCalendarText(text))).toBe(text);
        const [line] = readContentLines(fold(`SUMMARY;X="a;b:c":${writeCalendarText(text)}`));
        expect(readCalendarText(line?.value ?? '')).toBe(text);
        expect(line?.params).toEqual({ X: 'a;b:c' });
      }),
    );
  });

  it('never throws, whatever it is', () => {
    const words = [
      'BEGIN:VEVENT',
      'END:VEVENT',
      'UID:',
      'DTSTART',
      ';TZID=',
      ':',
      '"',
      '20261332T996199',
      '\r\n',
      ' ',
      '\\',
    ];
    const noise = fc.array(fc.oneof(fc.constantFrom(...words, ...outlook), fc.string()), { maxLength: 60 });
    fc.assert(fc.property(noise, (parts) => void readCalendar(parts.join(''), 'Europe/Berlin')));
    fc.assert(fc.property(noise, (parts) => void readCalendar(file(event(...parts)), 'Europe/Berlin')));
  });
});

const mail: ReceivedMail = {
  ...{ key: 'a', from: 'Ana@us.example', recipients: ['dana@plant.example'], date: 0, subject: null, text: null },
  ...{ html: null, autoSubmitted: null, precedence: null, isList: false, calendars: [], report: null },
  ...{ returnedKey: null, attached: null },
};
const own = new Set(['ana@us.example', 'ana@home.example']);
const house = (key: string) => key === 'ben@us.example';
const sort = (given: Partial<ReceivedMail>) => sortMail({ ...mail, ...given }, own, house);

describe('a mail at a logging address', () => {
  it.each<[string, Partial<ReceivedMail>, object]>([
    ['is one that the member wrote', {}, { kind: 'written', to: ['dana@plant.example'] }],
    ['is theirs from a further address', { from: 'ana@home.example' }, { kind: 'written' }],
    ['is from somebody', { from: 'dana@plant.example' }, { kind: 'heard', from: 'dana@plant.example' }],
    ['is not from a colleague', { from: 'ben@us.example' }, { kind: 'nobody', reason: 'unknown-sender' }],
    ['is not from nobody', { from: null }, { kind: 'nobody', reason: 'unknown-sender' }],
    ['is with nobody', { recipients: ['ben@us.example'] }, { kind: 'nobody', reason: 'nobody-named' }],
    [
      'is the one that is attached',
      { recipients: [], attached: { ...mail, from: 'dana@plant.example' } },
      { kind: 'heard', from: 'dana@plant.example' },
    ],
    [
      'is not the one in an attached one',
      { recipients: [], attached: { ...mail, recipients: [], attached: { ...mail, from: 'dana@plant.example' } } },
      { kind: 'nobody', reason: 'nobody-named' },
    ],
    [
      'is none to half the world',
      { recipients: Array.from({ length: 201 }, (_, n) => `p${n}@plant.example`) },
      { kind: 'nobody', reason: 'too-many' },
    ],
    ['came back', { from: null, report: 'Action: delayed' }, { kind: 'bounced', failures: [] }],
  ])('%s', (_case, given, expected) => expect(sort(given)).toMatchObject(expected));

  it.each([
    [{ autoSubmitted: 'auto-generated' }, true],
    [{ autoSubmitted: 'no' }, false],
    [{ precedence: 'bulk' }, true],
    [{ precedence: 'first-class' }, false],
    [{ isList: true }, true],
    [{ recipients: Array.from({ length: 21 }, () => 'a@b.example') }, true],
  ])('that says %o is automated: %s', (given, expected) => expect(isAutomated({ ...mail, ...given })).toBe(expected));

  it('has a time within reason', () => {
    const now = Date.parse('2026-03-02T09:00:00Z');
    expect([now - 5, now + 5, 0, null].map((date) => timeOfMail(date, now))).toEqual([now - 5, now, now, now]);
  });

  it('says who was not reached, and only for good', () => {
    const part = (address: string, action: string) =>
      `Original-Recipient: rfc822;${address}\r\nFinal-Recipient: rfc822;\r\n ${address}\r\nAction: ${action}\r\nStatus: 5.1.1`;
    const report = [
      'Reporting-MTA: dns; mx',
      part('Dana@plant.example', 'failed'),
      part('eve@plant.example', 'delayed'),
    ];
    expect(readFailures(report.join('\r\n\r\n'))).toEqual([{ keys: ['dana@plant.example'], why: '5.1.1' }]);
  });

  it('is kept as plain text of some length, and quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, html) => {
        const note = excerptMail(text, html);
        expect(note ?? '').not.toMatch(/(?!\n|\t)\p{Cc}|\p{Cs}/u);
      }),
    );
    expect(excerptMail('x'.repeat(9_000), null)).toHaveLength(2_000);
    expect(excerptMail('😀'.repeat(2_000), null)?.isWellFormed()).toBe(true);
    expect(excerptMail(' ', '<title>T</title><p>1 &lt; 2</p><script>x<b>y</b></script><div>&#x41;</div>')).toBe(
      '1 < 2\n\nA',
    );
    const began = performance.now();
    for (const sign of ['<', '<a', '&', '&#', '<style>', '\n', '\t'])
      for (const given of [null, sign.repeat(99_999)]) excerptMail(given, sign.repeat(99_999));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
