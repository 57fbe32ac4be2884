import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { tx } from '../src/context.ts';
import { markContacts } from '../src/features/marks/mark-contacts.ts';
import { listOutbox } from '../src/features/outbox/schema.ts';
import { writeMail } from '../src/features/outbox/write-mail.ts';
import { createSealer } from '../src/http/sealer.ts';
import { startWorker } from '../src/worker.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, systemCtx } from './fixtures.ts';
import { createContact } from './handoffs.ts';

describe('a worker', () => {
  const test = useTestApp();

  it('sends what waited for SMTP settings when it starts with them, and new mail soon, each once', async () => {
    const received: string[] = [];
    let noticed = Promise.withResolvers<void>();
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        let text = '';
        stream.on('data', (chunk) => {
          text += String(chunk);
        });
        stream.on('end', () => {
          received.push(/^Subject: (.*)\r$/m.exec(text)?.[1] ?? '');
          done();
          noticed.resolve();
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () => {
        resolve((listening.address() as { port: number }).port);
      });
    });
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const ctx = systemCtx(test, workspace);
    const write = (subject: string, enqueue = ctx.enqueue) =>
      tx({ ...ctx, enqueue }, (ctx) => writeMail(ctx, { key: subject, to: 'a@example.test', subject, text: 'Hello' }));
    // Its job is lost, as after a week without a worker.
    await write('waited', async () => {});

    const log = { info() {}, warn() {}, error: (details: object) => expect(details).toBeUndefined() };
    const start = (smtpUrl: string, role: 'all' | 'web' | 'worker') =>
      startWorker({
        databases: test.databases,
        direct: test.database.connection,
        config: { role, smtpUrl, mailFrom: 'baton@house.test' },
        clock: test.clock,
        log,
        sealer: createSealer('a secret that is long enough for tests'),
        publicUrl: () => 'http://baton.test',
      });
    const url = `smtp://127.0.0.1:${port}`;
    const web = await start(url, 'web');
    const workers = await Promise.all([start(url, 'all'), start(url, 'worker')]);
    await noticed.promise;
    noticed = Promise.withResolvers<void>();
    const before = performance.now();
    await write('new', web.enqueue);
    await noticed.promise;
    expect(performance.now() - before).toBeLessThan(2_500);
    await Promise.all([...workers, web].map((worker) => worker.stop()));
    expect(received).toEqual(['waited', 'new']);
    const { data } = await test.call(admin, listOutbox);
    expect(data.map(({ status }) => status)).toEqual(['sent', 'sent']);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('tells processes that only serve, as soon as it has done something', async () => {
    const workspace = await createWorkspace(test);
    const contactId = await createContact(test, workspace);
    const silent = { info() {}, warn() {}, error: (details: object) => expect(details).toBeUndefined() };
    const start = (role: 'web' | 'worker') =>
      startWorker({
        databases: test.databases,
        direct: test.database.connection,
        config: { role, smtpUrl: undefined, mailFrom: 'baton@house.test' },
        clock: test.clock,
        log: silent,
        sealer: createSealer('a secret that is long enough for tests'),
        publicUrl: () => 'http://baton.test',
      });
    const [web, worker] = [await start('web'), await start('worker')];
    const told = Promise.withResolvers<void>();
    // A process that serves has no loops of its own: what it hears of, another has done.
    web.onWork(told.resolve);
    const ctx = systemCtx(test, workspace);
    await tx(ctx, (ctx) => markContacts(ctx, new Map([[contactId, 'edit']])));
    web.wake('judge-marked');
    await told.promise;
    await Promise.all([web.stop(), worker.stop()]);
  });
});
