import { createServer, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailSender, type Mail } from './smtp.ts';

const mail: Mail = {
  id: '0195f000-0000-7000-8000-000000000001',
  to: 'new@example.test',
  subject: 'Welcome to Baton',
  text: 'Grüße!\nhttps://baton.test/invitations/abc?x=1&y=2\n.\nA line with one dot above.',
  at: new Date('2026-03-02T09:00:00Z'),
};

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A real SMTP server that keeps what it is given. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: ParsedMail[] = [];
  const raw: string[] = [];
  const recipients: string[][] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks);
        raw.push(text.toString());
        recipients.push(session.envelope.rcptTo.map(({ address }) => address));
        simpleParser(text).then((parsed) => {
          received.push(parsed);
          done();
        }, done);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const port = await listen(server.server);
  ends.push(() => server.close(() => {}));
  return { url: `smtp://127.0.0.1:${port}`, received, raw, recipients };
}

/** A server that says what a test lets it say. */
async function startRawServer(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    ends.push(() => socket.destroy());
    onConnection(socket);
  });
  ends.push(() => server.close());
  return `smtp://127.0.0.1:${await listen(server)}`;
}

const listen = (server: ReturnType<typeof createServer>) =>
  new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

describe('the mail sender', () => {
  it('delivers a mail as it was written', async () => {
    const { url, received, recipients } = await startServer();
    expect(await createMailSender(url, 'Baton <baton@house.test>')(mail)).toEqual({ kind: 'sent' });
    const [got] = received;
    expect(recipients).toEqual([['new@example.test']]);
    expect(got?.from?.value).toEqual([{ name: 'Baton', address: 'baton@house.test' }]);
    expect(got?.subject).toBe(mail.subject);
    expect(got?.text?.trimEnd()).toBe(mail.text);
    expect(got?.date).toEqual(mail.at);
    expect(got?.messageId).toBe(`<${mail.id}@house.test>`);
    expect(got?.attachments).toEqual([]);
  });

  it('lets nothing in a subject or an address become a header, a recipient or a command', async () => {
    const { url, received, raw, recipients } = await startServer();
    const send = createMailSender(url, 'Baton <baton@house.test>');
    const subject = 'Hello\r\nBcc: evil@example.test\r\n\r\nAnother body\u0000\n.\r\nQUIT';
    expect(await send({ ...mail, subject })).toEqual({ kind: 'sent' });
    expect(recipients).toEqual([['new@example.test']]);
    expect(received[0]?.bcc).toBeUndefined();
    expect(received[0]?.subject).toBe('Hello Bcc: evil@example.test Another body . QUIT');
    expect(raw[0]).not.toMatch(/^Bcc:/im);
    const bad = [
      'a@example.test, b@example.test',
      'a@example.test\r\nRCPT TO:<b@example.test>',
      'a@example.test> SIZE=1',
      '"a b"@example.test',
      'Group: a@example.test;',
      '<a@example.test>',
      'nobody',
    ];
    for (const to of bad) expect(await send({ ...mail, to }), to).toMatchObject({ kind: 'never' });
    expect(recipients).toHaveLength(1);
  });

  it('tells a refusal for good from one for now', async () => {
    const codes = [
      [550, 'never'],
      [451, 'later'],
    ] as const;
    for (const [code, kind] of codes) {
      const { url } = await startServer({
        onRcptTo: (_address, _session, done) => done(refusal(code, 'no such luck')),
      });
      expect(await createMailSender(url, 'baton@house.test')(mail)).toEqual({
        kind,
        problem: `The mail server answered: ${code} no such luck`,
      });
    }
  });

  it('signs in, and takes a wrong password for a setting to be put right', async () => {
    const given: unknown[] = [];
    const { url, received } = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        given.push([auth.username, auth.password]);
        if (auth.password === 'p@ss/word') done(null, { user: 'baton' });
        else done(refusal(535, 'wrong'));
      },
    });
    const as = (user: string) => createMailSender(url.replace('//', `//${user}@`), 'baton@house.test')(mail);
    expect(await as('baton:p%40ss%2Fword')).toEqual({ kind: 'sent' });
    expect(received).toHaveLength(1);
    const refused = await as('baton:secret-of-mine');
    expect(refused).toMatchObject({ kind: 'later', problem: expect.stringContaining('refuses user name or password') });
    expect(JSON.stringify(refused)).not.toContain('secret-of-mine');
    expect(given).toEqual([
      ['baton', 'p@ss/word'],
      ['baton', 'secret-of-mine'],
    ]);
  });

  it('gives no password to a server elsewhere that has no TLS', async () => {
    const seen: string[] = [];
    const url = await startRawServer((socket) => {
      socket.write('220 hello\r\n');
      socket.on('data', (data) => {
        seen.push(data.toString());
        socket.write('250 hello\r\n');
      });
    });
    // Another name for this machine, which the sender does not know as such.
    const elsewhere = url.replace('127.0.0.1', 'baton:secret@127.0.0.2');
    const onAny = createMailSender(elsewhere, 'baton@house.test', { connectionTimeout: 500, greetingTimeout: 500 });
    expect((await onAny(mail)).kind).toBe('later');
    expect(seen.join('')).toMatch(/EHLO/);
    expect(seen.join('')).not.toMatch(/AUTH|MAIL FROM/);
  });

  it('does not hang on a server that says nothing, or next to nothing', async () => {
    const quick = { connectionTimeout: 200, greetingTimeout: 200, socketTimeout: 200 };
    const silent = await startRawServer(() => {});
    expect(await createMailSender(silent, 'baton@house.test', quick)(mail)).toMatchObject({
      kind: 'later',
      problem: expect.stringContaining('did not answer in time'),
    });
    const dripping = await startRawServer((socket) => {
      socket.write('220-');
      const drip = setInterval(() => socket.write('.'), 50);
      socket.on('close', () => clearInterval(drip));
    });
    expect((await createMailSender(dripping, 'baton@house.test', { inAll: 300 })(mail)).kind).toBe('later');
  });

  it('says that a mail may have arrived when the server took it and fell silent', async () => {
    const url = await startRawServer((socket) => {
      socket.write('220 hello\r\n');
      let inText = false;
      socket.on('data', (data) => {
        if (inText) return;
        inText = data.toString().startsWith('DATA');
        socket.write(inText ? '354 go on\r\n' : '250 ok\r\n');
      });
    });
    expect((await createMailSender(url, 'baton@house.test', { socketTimeout: 200 })(mail)).kind).toBe('unknown');
  });

  it('names what is wrong with the address of a server that is not there', async () => {
    expect(await createMailSender('smtp://127.0.0.1:1', 'baton@house.test')(mail)).toMatchObject({
      kind: 'later',
      problem: 'No mail server answers at 127.0.0.1:1. Check SMTP_URL.',
    });
  });
});
