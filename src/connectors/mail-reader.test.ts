import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMail } from './mail-reader.ts';

const whole = [
  'From: "Rep, Ana" <ana@us.example>',
  'To: Group: dana@plant.example, Eve <eve@plant.example>;',
  'Cc: =?utf-8?Q?J=C3=B6rg?= <joerg@plant.example>',
  'Subject: =?utf-8?B?UHVtcGVuIOKCrA==?=',
  'Date: Mon, 2 Mar 2026 10:00:00 +0100 (CET)',
  'Message-ID: <one@us.example>',
  'Precedence: Bulk',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="B"',
  ...[
    '',
    '--B',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=FC=DFe',
  ],
  ...['--B', 'Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR', 'END:VCALENDAR'],
  ...['--B', 'Content-Type: message/rfc822', '', 'From: dana@plant.example', 'Message-ID: <two@us.example>', '', 'Yes'],
  ...['--B--', ''],
].join('\r\n');

describe('a mail', () => {
  it('is read with what came with it', async () => {
    expect(await readMail(Buffer.from(whole))).toEqual({
      ...{ key: 'one@us.example', from: 'ana@us.example', date: Date.parse('2026-03-02T09:00:00Z') },
      recipients: ['dana@plant.example', 'eve@plant.example', 'joerg@plant.example'],
      ...{ subject: 'Pumpen €', text: 'Grüße', html: null, autoSubmitted: null, precedence: 'bulk', isList: false },
      ...{ calendars: ['BEGIN:VCALENDAR\r\nEND:VCALENDAR'], report: null, returnedKey: 'two@us.example' },
      attached: expect.objectContaining({ key: 'two@us.example', from: 'dana@plant.example', date: null, text: 'Yes' }),
    });
  });

  it('is read or not, but never breaks the reader, however it is damaged', async () => {
    const bytes = Buffer.from(whole);
    const cut = fc.record({ from: fc.nat(bytes.length), drop: fc.nat(200), put: fc.uint8Array({ maxLength: 40 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 6 }), async (cuts) => {
        let damaged = bytes;
        for (const { from, drop, put } of cuts) {
          damaged = Buffer.concat([damaged.subarray(0, from), put, damaged.subarray(from + drop)]);
        }
        const mail = await readMail(damaged);
        expect(mail?.key ?? 'none').toMatch(/^[\x21-\x7e]{1,200}$/);
        expect(mail?.subject ?? '').not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 200 },
    );
  });
});
