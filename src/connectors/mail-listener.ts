import { SMTPServer } from 'smtp-server';
import { BatonError } from '../core/errors.ts';

/** What decides about mail that comes in, and takes it. What it throws for good is a `BatonError` of a fault of the sender. */
export type MailReceiver = {
  accepts(address: string): Promise<boolean>;
  /** Has taken the mail for all the addresses once it returns. */
  receive(raw: Buffer, addresses: readonly string[]): Promise<void>;
};

type Options = {
  host: string;
  port: number;
  /** By which it greets. */
  name: string;
  log: { warn(details: object, message: string): void };
};

const mostBytes = 10 * 1024 * 1024;
/** A mail has few of our addresses; who tries many guesses them. */
const mostRecipients = 10;
const mostRefusals = 5;

/** How a mail server is told: later (4xx), so that it tries again, or never (5xx). */
const refusal = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code });

/**
 * Listens for mail by SMTP. Only addresses that the receiver knows are accepted, anything else is refused when it is named: nothing is
 * ever passed on. It says 250 only once the mail is taken; while the database is away the sender keeps it and tries again.
 */
export async function startMailListener(
  { host, port, name, log }: Options,
  { accepts, receive }: MailReceiver,
): Promise<{ port: number; stop(): Promise<void> }> {
  const refused = new Map<string, number>();
  const toRefusal = (error: unknown) => {
    if (error instanceof BatonError && error.status < 500 && error.kind !== 'too-many') {
      return refusal(550, error.message);
    }
    log.warn({ err: error }, 'a mail could not be taken; its sender tries again');
    return refusal(451, 'It cannot be taken right now. Try again later.');
  };
  const server = new SMTPServer({
    name,
    banner: 'Baton',
    size: mostBytes,
    // Nobody signs in here; for encryption on the way a mail server of the house stands in front.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 20,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    logger: false,
    onRcptTo({ address }, session, done) {
      const { id, envelope } = session;
      if (envelope.rcptTo.length >= mostRecipients) return done(refusal(452, 'Too many recipients at once.'));
      if ((refused.get(id) ?? 0) >= mostRefusals) return done(refusal(421, 'Too many unknown addresses.'));
      accepts(address).then(
        (known) => {
          if (known) return done();
          refused.set(id, (refused.get(id) ?? 0) + 1);
          done(refusal(550, 'Nobody here has this address.'));
        },
        (error) => done(toRefusal(error)),
      );
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= mostBytes) chunks.push(chunk);
      });
      stream.on('error', (error) => done(toRefusal(error)));
      stream.on('end', () => {
        if (stream.sizeExceeded || size > mostBytes) return done(refusal(552, 'This mail is larger than 10 MB.'));
        receive(
          Buffer.concat(chunks),
          envelope.rcptTo.map(({ address }) => address),
        ).then(
          () => done(null, 'Taken'),
          (error) => done(toRefusal(error)),
        );
      });
    },
    onClose: ({ id }) => void refused.delete(id),
  });
  // A connection that breaks is its sender's affair.
  server.on('error', (error) => log.warn({ err: error }, 'a connection for mail failed'));
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: Error) => {
      const message = `Baton cannot listen for mail on port ${port}. Choose another with BATON_MAIL_PORT.`;
      reject(new BatonError('conflict', 'mail.port-in-use', message, { cause }));
    };
    server.server.once('error', fail);
    server.listen(port, host, () => {
      server.server.off('error', fail);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
