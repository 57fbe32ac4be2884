import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { type MailReceiver, startMailListener } from '../../connectors/mail-listener.ts';
import type { WorkspaceId } from '../../context.ts';
import { openDatabases } from '../../db/database.ts';
import { listActivities, logActivity } from '../activities/schema.ts';
import { createContact } from '../contacts/schema.ts';
import { getHandoff } from '../handoffs/schema.ts';
import { reportAttempts } from '../scoreboard/schema.ts';
import { createSource } from '../sources/schema.ts';
import { createMailReceiver } from './receive-mail.ts';
import * as contracts from './schema.ts';

const quiet = { info() {}, warn() {}, error() {} };

describe('mail at a logging address', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let address: string;
  let dana: { id: string; email: string };
  let receiver: MailReceiver;
  let listener: Awaited<ReturnType<typeof startMailListener>>;
  let names = 0;

  const person = async () => {
    names += 1;
    const email = `dana${names}@plant.example`;
    const { id } = await test.call(ana, createContact, { body: { name: `Dana ${names}`, emails: [email] } });
    return { id, email };
  };
  const receiverOf = (databases: typeof test.databases) => {
    const { sealer } = systemCtx(test, workspace);
    const rest = { clock: test.clock, log: quiet, enqueue: test.enqueue, sealer, publicUrl: () => 'http://baton.test' };
    return createMailReceiver({ databases, ...rest }, 'log.baton.test');
  };
  /** As a mail program does: what it writes in the mail, and where it takes it, are two things. */
  const send = async (mail: SendMailOptions, to: string | string[] = address) => {
    const transport = createTransport({ host: '127.0.0.1', port: listener.port, secure: false });
    const sender = typeof mail.from === 'string' ? mail.from : ana.email;
    const given = mail.raw === undefined ? { date: test.clock(), from: ana.email, text: 'Hello' } : {};
    try {
      await transport.sendMail({ ...given, ...mail, envelope: { from: sender, to } });
      return 250;
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? String(error);
    } finally {
      transport.close();
    }
  };
  const logged = async (contactId = dana.id) =>
    (await test.call(ana, listActivities, { query: { contactId } })).data.map(
      ({ id: _, contact: __, version: ___, mayEdit: ____, ...activity }) => activity,
    );
  const unmatched = async () => (await test.call(ana, contracts.listUnmatchedMails, { query: {} })).data;
  const booked = async () =>
    (await test.call(ana, contracts.listBookedMeetings, { params: { contactId: dana.id } })).data;
  const invite = (method: string, lines: string[], more: SendMailOptions = {}) =>
    send({
      to: dana.email,
      subject: 'Pumps',
      ...more,
      icalEvent: {
        method,
        content: ['BEGIN:VCALENDAR', `METHOD:${method}`, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
          '\r\n',
        ),
      },
    });

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    ana = await createMember(test, workspace, { name: 'Ana Rep' });
    ben = await createMember(test, workspace, { name: 'Ben Rep' });
    await agreeOn(test, workspace);
    const made = await test.call(ana, contracts.rotateLoggingAddress);
    address = made.address ?? '';
    receiver = receiverOf(test.databases);
    const current: MailReceiver = {
      accepts: (to) => receiver.accepts(to),
      receive: (raw, to) => receiver.receive(raw, to),
    };
    listener = await startMailListener({ host: '127.0.0.1', port: 0, name: 'log.baton.test', log: quiet }, current);
  });
  afterAll(() => listener.stop());
  beforeEach(async () => {
    for (const { id } of await unmatched()) {
      await test.call(ana, contracts.discardMail, { params: { unmatchedMailId: id } });
    }
    dana = await person();
  });

  it('is an attempt with each person it went to, once, and keeps the promise to respond', async () => {
    const eve = await person();
    const handoffId = await createHandoff(test, workspace, ana.id, { contactId: dana.id, status: 'accepted' });
    await startClocks(test, workspace, handoffId);
    test.clock.advance(minutes(10));
    const mail = {
      to: [dana.email, ben.email],
      cc: eve.email,
      subject: 'Pumps',
      text: '<b>Hello</b>\n\nDana',
      messageId: '<one@us.example>',
    };
    expect(await send(mail)).toBe(250);
    expect(await send(mail)).toBe(250);
    const activity = {
      ...{ kind: 'email-sent', direction: 'outbound', known: 'observed', automated: false, outcome: null },
      ...{ at: test.clock().toISOString(), note: 'Pumps\n\n<b>Hello</b>\n\nDana', member: { id: ana.id } },
    };
    expect(await logged()).toMatchObject([activity]);
    expect(await logged(eve.id)).toMatchObject([activity]);
    expect(await unmatched()).toEqual([]);
    const handoff = await test.call(ana, getHandoff, { params: { handoffId } });
    expect(handoff.attempts).toMatchObject({ made: 1, typedShare: 0 });
    expect(handoff.clocks.find(({ kind }) => kind === 'respond')).toMatchObject({ state: 'kept' });
    const body = { contactId: dana.id, kind: 'call' } as const;
    await test.call(ana, logActivity, { body });
    await test.call(ana, logActivity, { body: { ...body, outcome: 'wrong-number' } });
    expect((await test.call(ana, reportAttempts)).data).toMatchObject({ count: 2, typed: 1, rate: 0.5 });
    const stranger = await createMember(test, workspace, { name: 'Sees only their own' });
    await test.databases.screens
      .updateTable('members')
      .set({ visibility: 'own' })
      .where('id', '=', stranger.id)
      .execute();
    expect((await test.call(stranger, reportAttempts)).data).toMatchObject({ count: 0, rate: null });
  });

  it('is dated as it says, but never after it came', async () => {
    const at = new Date(test.clock().getTime() - minutes(5));
    await send({ to: dana.email, date: new Date(test.clock().getTime() + days(1)), messageId: '<later@us.example>' });
    await send({ to: dana.email, date: at, messageId: '<earlier@us.example>' });
    expect((await logged()).map((one) => one.at)).toEqual([test.clock().toISOString(), at.toISOString()]);
  });

  it('from the person is a contact in both directions, unless a machine sent it', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id, { contactId: dana.id, status: 'accepted' });
    const twoWayAt = async () => (await test.call(ana, getHandoff, { params: { handoffId } })).attempts.twoWayAt;
    await send({ from: dana.email, to: ana.email, headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(await logged()).toMatchObject([{ kind: 'email-replied', direction: 'inbound', automated: true }]);
    expect(await twoWayAt()).toBeNull();
    const raw = `From: ${dana.email}\r\nTo: ${ana.email}\r\nMessage-ID: <reply@plant.example>\r\n\r\nYes, please.\r\n`;
    const attachments = [{ contentType: 'message/rfc822', content: raw, filename: 'reply.eml' }];
    await send({ to: address, subject: 'Fwd', attachments });
    expect((await logged()).filter(({ automated }) => !automated)).toMatchObject([{ note: 'Yes, please.' }]);
    expect(await twoWayAt()).toBe(test.clock().toISOString());
  });

  it('that came back takes the attempt back, observed or typed, and only that one', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id, { contactId: dana.id, status: 'accepted' });
    const made = async () => (await test.call(ana, getHandoff, { params: { handoffId } })).attempts.made;
    const bounce = (id: string, returned: string | null) =>
      send({
        from: 'mailer-daemon@mx.example',
        raw: [
          'From: mailer-daemon@mx.example',
          `Message-ID: <${id}@mx.example>`,
          'Content-Type: multipart/report; report-type=delivery-status; boundary=B',
          ...['', '--B', 'Content-Type: text/plain', '', 'Sorry.', '--B', 'Content-Type: message/delivery-status', ''],
          ...['Reporting-MTA: dns; mx.example', '', `Final-Recipient: rfc822; ${dana.email}`, 'Action: failed'],
          'Diagnostic-Code: smtp; 550 no such user',
          ...(returned === null
            ? []
            : ['', '--B', 'Content-Type: text/rfc822-headers', '', `Message-ID: <${returned}>`]),
          ...['', '--B--', ''],
        ].join('\r\n'),
      });
    await send({ to: dana.email, messageId: '<first@us.example>' });
    test.clock.advance(hours(2));
    await test.call(ana, logActivity, { body: { contactId: dana.id, kind: 'email-sent' } });
    expect(await made()).toBe(2);
    expect(await bounce('b1', 'first@us.example')).toBe(250);
    expect(await bounce('b1', 'first@us.example')).toBe(250);
    expect(await logged()).toMatchObject([
      { known: 'typed', withdrawn: null },
      { known: 'observed', withdrawn: { reason: 'The mail came back: 550 no such user' } },
    ]);
    expect(await made()).toBe(1);
    await bounce('b2', null);
    expect(await made()).toBe(0);
    await bounce('b3', null);
    expect(await unmatched()).toMatchObject([{ reason: 'unknown-bounce', addresses: [dana.email] }]);
  });

  it('that invites books a meeting, which is moved, called off, accepted, and logged when its time has come', async () => {
    const start = (at: Date) => at.toISOString().replaceAll(/[-:]|\.000/g, '');
    const at = (hoursAhead: number) => new Date(Math.floor(test.clock().getTime() / 1000) * 1000 + hours(hoursAhead));
    const uid = `UID:${dana.id}`;
    const entry = (sequence: number, when: Date, ...more: string[]) => [
      ...[uid, `SEQUENCE:${sequence}`, `DTSTAMP:${start(test.clock())}`, `DTSTART:${start(when)}`, 'SUMMARY:Pumps'],
      ...[`ORGANIZER:mailto:${ana.email}`, `ATTENDEE:mailto:${dana.email}`, ...more],
    ];
    const [first, second] = [at(24), at(48)];
    await invite('REQUEST', entry(0, first));
    expect(await booked()).toMatchObject([{ subject: 'Pumps', startsAt: first.toISOString(), answer: null }]);
    expect(await logged()).toMatchObject([{ kind: 'email-sent', automated: false }]);
    await invite('REQUEST', entry(1, second));
    await invite('REQUEST', entry(0, first));
    expect(await booked()).toMatchObject([{ startsAt: second.toISOString() }]);
    expect(await logged()).toHaveLength(1);
    const from = { from: dana.email, to: ana.email };
    const answer = [
      uid,
      'SEQUENCE:1',
      `DTSTAMP:${start(test.clock())}`,
      `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${dana.email}`,
    ];
    await invite('REPLY', answer, { ...from, headers: { 'Auto-Submitted': 'auto-generated' } });
    expect(await booked()).toMatchObject([{ answer: 'accepted' }]);
    expect((await logged())[0]).toMatchObject({ kind: 'email-replied', automated: false });
    test.clock.advance(hours(49));
    await test.runLoops();
    await test.runLoops();
    const meetings = async () => (await logged()).filter(({ kind }) => kind === 'meeting');
    expect(await meetings()).toMatchObject([
      { at: second.toISOString(), known: 'observed', outcome: null, withdrawn: null, note: 'Pumps' },
    ]);
    await invite('CANCEL', entry(2, second));
    expect(await meetings()).toMatchObject([{ withdrawn: { reason: 'The meeting was called off' } }]);
    await invite('REQUEST', entry(3, at(1)));
    const declined = [uid, 'SEQUENCE:3', `ATTENDEE;PARTSTAT=DECLINED:mailto:${dana.email}`];
    await invite('REPLY', declined, from);
    test.clock.advance(hours(2));
    await test.runLoops();
    expect(await meetings()).toHaveLength(1);
  });

  it('about nobody known is kept whole, until it is attached, found, or 30 days old', async () => {
    const stranger = `new${names}@plant.example`;
    await send({ to: [dana.email, stranger], subject: 'Both', messageId: '<both@us.example>' });
    expect(await logged()).toHaveLength(1);
    const [kept] = await unmatched();
    expect(kept).toMatchObject({
      reason: 'unknown-recipient',
      addresses: [stranger],
      subject: 'Both',
      sender: ana.email,
    });
    const params = { unmatchedMailId: kept?.id ?? '' };
    const { raw } = await test.call(ana, contracts.readUnmatchedMail, { params });
    expect(Buffer.from(raw, 'base64').toString()).toContain('Subject: Both');
    expect((await test.send(ben, contracts.readUnmatchedMail, { params })).status).toBe(404);
    expect(await test.call(ana, contracts.retryMail, { params })).toEqual({ found: false });
    const { id } = await test.call(ana, createContact, { body: { name: 'New', emails: [stranger] } });
    expect(await test.call(ana, contracts.retryMail, { params })).toEqual({ found: true });
    expect(await logged(id)).toMatchObject([{ kind: 'email-sent', known: 'observed' }]);
    expect(await logged()).toHaveLength(1);
    await send({ to: address, subject: 'Fwd: Hello', text: `From: ${dana.email}\n\nHello` });
    const [inline] = await unmatched();
    expect(inline).toMatchObject({ reason: 'nobody-named' });
    const attach = { params: { unmatchedMailId: inline?.id ?? '' }, body: { contactId: dana.id } };
    await test.call(ana, contracts.attachMail, attach);
    expect((await test.send(ana, contracts.attachMail, attach)).status).toBe(404);
    expect(await logged()).toHaveLength(2);
    await send({ to: `other${stranger}` });
    test.clock.advance(days(31));
    await test.runJobs('remove-unmatched-mails');
    Object.assign(ana, await signIn(test, workspace, ana.id));
    expect(await unmatched()).toEqual([]);
  });

  it('is believed only from the addresses of its member, and of people', async () => {
    const mail = { from: 'ana.home@home.example', to: dana.email };
    await send({ ...mail, messageId: '<forged@x.example>' });
    expect(await logged()).toEqual([]);
    expect(await unmatched()).toMatchObject([{ reason: 'unknown-sender', sender: 'ana.home@home.example' }]);
    const senders = [dana.email];
    expect((await test.send(ana, contracts.editSenders, { body: { senders } })).body.code).toBe(
      'logging-address.of-person',
    );
    const mine = await test.call(ana, contracts.editSenders, { body: { senders: ['Ana.Home@home.example'] } });
    expect(mine).toMatchObject({ senders: ['ana.home@home.example'], unmatched: 1 });
    await send({ ...mail, messageId: '<mine@x.example>' });
    expect(await logged()).toMatchObject([{ kind: 'email-sent' }]);
  });

  it('that is made to do harm is taken and harms nobody', { timeout: 60_000 }, async () => {
    const head = `From: ${ana.email}\r\nTo: ${dana.email}\r\n`;
    const nested = Array.from(
      { length: 2_000 },
      (_, n) => `Content-Type: multipart/mixed; boundary=B${n}\r\n\r\n--B${n}\r\n`,
    );
    const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@plant.example`).join(',\r\n ');
    const hostile = [
      `${head}${nested.join('')}\r\n`,
      `${head}X-Bomb: ${'a\r\n '.repeat(200_000)}\r\n\r\n`,
      `From: ${ana.email}\r\nTo: ${people(10_000)}\r\n\r\nHello`,
      `From: ${ana.email}\r\nTo: ${people(1_000)}\r\n\r\nHello`,
      `${head}Subject: =?utf-8?B?AAECAw==?= ${'\0'.repeat(50)}\r\nMessage-ID: <\0${'x'.repeat(900)}>\r\n\r\n\0\u0001`,
      '',
      '\r\n\r\n',
      '\0'.repeat(10_000),
    ];
    for (const raw of hostile) expect(await send({ raw })).toBe(250);
    const reasons = new Set((await unmatched()).map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(['too-many', 'unknown-sender', 'unreadable']);
    expect((await logged()).length).toBeLessThanOrEqual(2);
    expect(await send({ to: dana.email, attachments: [{ filename: 'a', content: Buffer.alloc(8_000_000) }] })).toBe(
      552,
    );
  });

  it('is refused at once where nobody has the address', async () => {
    const guessed = `log+${'0'.repeat(32)}@log.baton.test`;
    expect(await send({ to: dana.email }, guessed)).toBe(550);
    expect(await send({ to: dana.email }, 'someone@else.example')).toBe(550);
    const before = address;
    address = (await test.call(ana, contracts.rotateLoggingAddress)).address ?? '';
    expect(await send({ to: dana.email }, before)).toBe(550);
    expect(await send({ to: dana.email })).toBe(250);
    expect(await logged()).toHaveLength(1);
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    expect((await test.send(marketer, contracts.rotateLoggingAddress)).body.code).toBe('activity.sales-only');
  });

  it('waits with its sender while the database is away', async () => {
    const away = openDatabases(
      { host: '127.0.0.1', port: 1 },
      { screens: 1, ingest: 1, workers: 1, reports: 1 },
      quiet,
    );
    const [there, gone] = [receiver, receiverOf(away)];
    const mail = { to: dana.email, messageId: '<patient@us.example>' };
    receiver = gone;
    expect(await send(mail)).toBe(451);
    receiver = { accepts: there.accepts, receive: gone.receive };
    expect(await send(mail)).toBe(451);
    receiver = there;
    expect(await send(mail)).toBe(250);
    expect(await logged()).toHaveLength(1);
    await away.end();
  });

  it('comes by HTTP, too, from a source of the workspace', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    const { writeKey } = await test.call(admin, createSource, { body: { name: 'Mail', kind: 'server' } });
    const raw = (to: string) =>
      `Delivered-To: ${to}\r\nFrom: ${ana.email}\r\nTo: ${dana.email}\r\nMessage-ID: <http@us.example>\r\n\r\nHello\r\n`;
    const post = (payload: string, key: string | null, query = '') =>
      test.app.inject({
        method: 'POST',
        url: `/v1/mail${query}`,
        payload,
        headers: {
          'content-type': 'message/rfc822',
          ...(key === null ? {} : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }),
        },
      });
    expect((await post(raw(address), null)).statusCode).toBe(401);
    expect((await post(raw('ana@us.example'), writeKey)).statusCode).toBe(404);
    expect((await post(raw(address), writeKey)).json()).toEqual({ success: true });
    expect((await post(raw('x'), writeKey, `?to=${encodeURIComponent(address)}`)).statusCode).toBe(200);
    expect(await logged()).toHaveLength(1);
    const foreign = await createWorkspace(test, 'Foreign');
    const other = await createMember(test, foreign, { role: 'admin' });
    const source = await test.call(other, createSource, { body: { name: 'Mail', kind: 'server' } });
    expect((await post(raw(address), source.writeKey)).statusCode).toBe(404);
  });
});
