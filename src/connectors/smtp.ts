import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

export type Mail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: Date;
  /** Where a mail program ends such mails by one click (RFC 8058). */
  unsubscribe?: string;
};

/**
 * What became of a mail. `later`: it was not taken and may be, `never`: it was refused for good, `unknown`: it was handed
 * over and no answer came, so that it may have arrived. `problem` is for people.
 */
export type Delivery = { kind: 'sent' } | { kind: 'later' | 'never' | 'unknown'; problem: string };

export type SendMail = (mail: Mail) => Promise<Delivery>;

/** A worker must not hang on a server that says nothing, or says one character a minute. */
const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, inAll: 45_000 };

/** `originalCode` is that of the system, where there is one: `ECONNREFUSED` beside nodemailer's `ESOCKET`. */
type SmtpError = Error & { code?: string; originalCode?: string; responseCode?: number; response?: string };

/**
 * Hands mails to the server of `SMTP_URL`, one connection each. Text only; one recipient; nothing of the mail can become a
 * header of its own. A password never leaves without TLS, but to this machine itself.
 *
 * @param url `smtp://user:password@host:587` (TLS where the server offers it) or `smtps://…:465`
 * @param from address or `Name <address>`
 */
export function createMailSender(url: string, from: string, timeouts: Partial<typeof limits> = {}): SendMail {
  const { inAll, ...waits } = { ...limits, ...timeouts };
  const server = parseServer(url);
  return async (mail) => {
    if (!isOneAddress(mail.to)) return { kind: 'never', problem: 'This is not an e-mail address.' };
    const message = new MailComposer(compose(mail, from)).compile();
    const body = await message.build();
    const { from: sender } = message.getEnvelope();
    const connection = new SMTPConnection({ ...server.options, ...waits });
    let handedOver = false;
    // Read only once the server has said that it takes the text: what fails before has surely not arrived.
    const stream = new Readable({
      read() {
        handedOver = true;
        this.push(body);
        this.push(null);
      },
    });
    try {
      await new Promise<void>((resolve, reject) => {
        setTimeout(() => reject(failure('ETIMEDOUT')), inAll).unref();
        connection.on('error', reject);
        connection.once('end', () => reject(failure('ECONNECTION')));
        const send = () =>
          connection.send({ from: sender || false, to: [mail.to] }, stream, (error) =>
            error ? reject(error) : resolve(),
          );
        connection.connect((error) => {
          if (error) reject(error);
          else if (server.auth) connection.login(server.auth, (refused) => (refused ? reject(refused) : send()));
          else send();
        });
      });
      connection.quit();
      return { kind: 'sent' };
    } catch (error) {
      connection.close();
      return toDelivery(error as SmtpError, handedOver, server.name);
    }
  };
}

const failure = (code: string) => Object.assign(new Error(`SMTP: ${code}`), { code });

function compose(mail: Mail, from: string) {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject.replace(/\p{Cc}+/gu, ' '),
    text: mail.text,
    date: mail.at,
    // The same at each try: a server that took it twice can see that it is one.
    messageId: `<${mail.id}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(mail.unsubscribe === undefined
        ? {}
        : {
            'List-Unsubscribe': `<${mail.unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function parseServer(text: string) {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || (secure ? 465 : 587);
  const user = decodeURIComponent(url.username);
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(host);
  return {
    name: `${url.hostname}:${port}`,
    auth: user ? { credentials: { user, pass: decodeURIComponent(url.password) } } : undefined,
    options: {
      host,
      port,
      secure,
      requireTLS: !secure && user !== '' && !isLocal,
      // A server on this machine has rarely a certificate that names it.
      tls: { minVersion: 'TLSv1.2' as const, rejectUnauthorized: !isLocal },
    },
  };
}

/** Whatever could be a second address, a header or a command of its own is none. */
const isOneAddress = (to: string) => /^[^\s,;:<>()[\]\\"@\p{Cc}]+@[^\s,;:<>()[\]\\"@\p{Cc}]+$/u.test(to);

function toDelivery(error: SmtpError, handedOver: boolean, server: string): Delivery {
  const status = error.responseCode;
  if (status && error.code !== 'EAUTH') {
    const said = (error.response ?? '').replace(/\p{Cc}+/gu, ' ').slice(0, 300);
    return { kind: status >= 500 ? 'never' : 'later', problem: `The mail server answered: ${said}` };
  }
  if (handedOver) {
    return { kind: 'unknown', problem: 'The mail server took the text and gave no answer: it may have arrived.' };
  }
  return { kind: 'later', problem: explain(error, server) };
}

function explain(error: SmtpError, server: string): string {
  switch (error.originalCode ?? error.code) {
    case 'EAUTH':
      return `The mail server ${server} refuses user name or password. Check SMTP_URL.`;
    case 'EDNS':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of the mail server ${server} is not known. Check SMTP_URL.`;
    case 'ECONNREFUSED':
      return `No mail server answers at ${server}. Check SMTP_URL.`;
    case 'ETIMEDOUT':
      return `The mail server ${server} did not answer in time.`;
    case 'ECONNECTION':
    case 'ECONNRESET':
    case 'EPIPE':
      return `The mail server ${server} ended the connection.`;
    default:
      return `No safe connection to the mail server ${server}: ${error.message.slice(0, 200)}`;
  }
}
