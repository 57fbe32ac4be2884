import { describe, expect, it } from 'vitest';
import { createTestApp, useTestApp } from '../../../test/app.ts';
import { days, hours, minutes, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import type { Delivery, Mail } from '../../connectors/smtp.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { inWorkspace } from '../../jobs/job.ts';
import { deliverMail } from './deliver-mail.ts';
import { listOutbox, retryMail, revealMail } from './schema.ts';
import { writeMail } from './write-mail.ts';

const link = 'https://baton.test/invitations/a-token-that-opens-an-account';
const sent: Mail[] = [];
/** What the mail server will say next; it takes everything when nothing is left. */
const answers: Delivery[] = [];
const later = { kind: 'later', problem: 'The mail server answered: 451 try again' } as const;

describe('the outbox', () => {
  const test = useTestApp({
    sendMail: async (mail) => {
      const answer = answers.shift() ?? { kind: 'sent' };
      if (answer.kind === 'sent') sent.push(mail);
      return answer;
    },
  });

  async function write(workspace: WorkspaceId, key = 'invitation:1', on = test) {
    await tx(systemCtx(on, workspace), (ctx) =>
      writeMail(ctx, { key, to: 'new@example.test', subject: 'You are invited', text: `Hello\n${link}` }),
    );
  }

  async function setUp(on = test) {
    sent.length = 0;
    answers.length = 0;
    const workspace = await createWorkspace(on);
    return { workspace, admin: await createMember(on, workspace, { role: 'admin' }) };
  }

  const onlyMail = async (admin: Parameters<typeof test.call>[0]) => {
    const { data } = await test.call(admin, listOutbox);
    expect(data).toHaveLength(1);
    return data[0] as (typeof data)[number];
  };

  describe('a mail', () => {
    it('is there with its cause or not at all, once for each key', async () => {
      const { workspace, admin } = await setUp();
      const ctx = systemCtx(test, workspace);
      const failing = tx(ctx, async (ctx) => {
        await writeMail(ctx, { key: 'a', to: 'a@example.test', subject: 'a', text: 'a' });
        throw new Error('the cause failed');
      });
      await expect(failing).rejects.toThrow('the cause failed');
      expect(await test.runJobs()).toBe(0);
      await write(workspace);
      await write(workspace);
      expect(await test.runJobs()).toBe(1);
      expect(sent.map(({ text }) => text)).toEqual([`Hello\n${link}`]);
      expect(await onlyMail(admin)).toMatchObject({ status: 'sent', attempts: 1, problem: null });
      await expect(writeMail(ctx, { key: 'b', to: '', subject: '', text: '' })).rejects.toThrow('in the transaction');
    });

    it('is tried again after growing pauses, eight times within a day', async () => {
      const { workspace, admin } = await setUp();
      answers.push(...Array<Delivery>(8).fill(later));
      await write(workspace);
      await test.runJobs();
      expect(await onlyMail(admin)).toMatchObject({ status: 'waiting', attempts: 1, problem: later.problem });
      const tries: number[] = [];
      for (let minute = 1; minute <= 24 * 60; minute += 1) {
        test.clock.advance(minutes(1));
        const before = answers.length;
        // Each minute costs two jobs; only those at which a try may be due are worth running here.
        if ([1, 2, 5, 6, 7, 20, 21, 22, 80, 81, 82, 260, 261, 262, 620, 621, 622, 1340, 1341, 1342].includes(minute)) {
          await test.runJobs('enqueue-due-mails');
        }
        if (answers.length < before) tries.push(minute);
      }
      expect(tries).toEqual([1, 6, 21, 81, 261, 621, 1341]);
      expect(await onlyMail(admin)).toMatchObject({ status: 'failed', attempts: 8, problem: later.problem });
      expect(sent).toEqual([]);
    });

    it('is given up at once when it is refused for good, and sent when an admin tries again', async () => {
      const { workspace, admin } = await setUp();
      answers.push({ kind: 'never', problem: 'The mail server answered: 550 no such user' });
      await write(workspace);
      await test.runJobs();
      const failed = await onlyMail(admin);
      expect(failed).toMatchObject({ status: 'failed', attempts: 1 });
      test.clock.advance(days(1));
      await test.runJobs('enqueue-due-mails');
      expect(sent).toEqual([]);
      const again = await test.call(admin, retryMail, { params: { mailId: failed.id } });
      expect(again).toMatchObject({ status: 'waiting', attempts: 0, problem: null });
      await test.runJobs();
      expect(sent).toHaveLength(1);
      const twice = await test.send(admin, retryMail, { params: { mailId: failed.id } });
      expect(twice).toMatchObject({ status: 409, body: { code: 'mail.already-sent' } });
    });

    it('is sent by one of ten workers that reach for it at once', async () => {
      const { workspace } = await setUp();
      await write(workspace);
      const { id } = await test.databases.screens
        .selectFrom('outbox')
        .select('id')
        .where('workspaceId', '=', workspace)
        .executeTakeFirstOrThrow();
      let handed = 0;
      const send = async (): Promise<Delivery> => {
        handed += 1;
        return { kind: 'sent' };
      };
      await Promise.all(Array.from({ length: 10 }, () => deliverMail(systemCtx(test, workspace), id, send)));
      expect(handed).toBe(1);
      expect(await test.runJobs()).toBe(1);
      expect(sent).toEqual([]);
    });

    it('that a killed worker left in its hands is given up in words and not sent a second time', async () => {
      const { workspace, admin } = await setUp();
      await write(workspace);
      const { id } = await onlyMail(admin);
      const killed = deliverMail(systemCtx(test, workspace), id, () => Promise.reject(new Error('killed')));
      await expect(killed).rejects.toThrow('killed');
      await test.runJobs('enqueue-due-mails');
      expect((await onlyMail(admin)).status).toBe('waiting');
      const early = await test.send(admin, retryMail, { params: { mailId: id } });
      expect(early).toMatchObject({ status: 409, body: { code: 'mail.sending' } });
      test.clock.advance(minutes(10));
      await test.runJobs('enqueue-due-mails');
      expect(await onlyMail(admin)).toMatchObject({
        status: 'failed',
        problem: expect.stringContaining('may have arrived'),
      });
      expect(sent).toEqual([]);
    });

    it('whose text was sealed with another secret is given up in words', async () => {
      const { workspace, admin } = await setUp();
      await write(workspace);
      await test.databases.screens
        .updateTable('outbox')
        .set({ sealed: Buffer.alloc(40) })
        .where('workspaceId', '=', workspace)
        .execute();
      await test.runJobs();
      const mail = await onlyMail(admin);
      expect(mail).toMatchObject({ status: 'failed', problem: expect.stringContaining('BATON_SECRET') });
      const reveal = await test.send(admin, revealMail, { params: { mailId: mail.id } });
      expect(reveal).toMatchObject({ status: 409, body: { code: 'mail.sealed' } });
    });
  });

  describe('without SMTP settings', () => {
    it('mails wait, and leave when it is set up, unless a week has passed', async () => {
      const plain = await createTestApp();
      const workspace = await createWorkspace(plain);
      const admin = await createMember(plain, workspace, { role: 'admin' });
      await write(workspace, 'old', plain);
      plain.clock.advance(days(7) + seconds(1));
      await write(workspace, 'new', plain);
      await plain.runJobs('enqueue-due-mails');
      const { data } = await plain.call(admin, listOutbox);
      expect(data.map(({ status, attempts }) => [status, attempts])).toEqual([
        ['no-smtp', 0],
        ['no-smtp', 0],
      ]);
      const mailId = data[0]?.id ?? '';
      const retry = await plain.send(admin, retryMail, { params: { mailId } });
      expect(retry).toMatchObject({ status: 409, body: { code: 'mail.no-smtp' } });
      expect((await plain.call(admin, revealMail, { params: { mailId } })).text).toContain(link);

      // The next start has SMTP_URL: what its first upkeep does.
      const { enqueueDueMails } = await import('./enqueue-due-mails.ts');
      const ctx = inWorkspace(systemCtx(plain, workspace), workspace);
      const enqueued: unknown[] = [];
      await enqueueDueMails({ ...ctx, enqueue: async (_db, name, job) => void enqueued.push([name, job]) });
      expect(enqueued).toEqual([['deliver-mail', { workspace, mailId }]]);
      const after = await plain.call(admin, listOutbox);
      expect(after.data.map(({ status }) => status)).toEqual(['no-smtp', 'failed']);
      await plain.app.close();
      await plain.database.drop();
    });
  });

  describe('the outbox page', () => {
    it('shows mails newest first, page by page, without their text', async () => {
      const { workspace, admin } = await setUp();
      for (let n = 0; n < 5; n += 1) {
        await write(workspace, `mail:${n}`);
        if (n % 2) test.clock.advance(seconds(1));
      }
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await test.call(admin, listOutbox, { query: { limit: 2, ...(cursor ? { cursor } : {}) } });
        expect(JSON.stringify(page)).not.toContain('a-token-that');
        ids.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(new Set(ids).size).toBe(5);
      const stored = await test.databases.screens
        .selectFrom('outbox')
        .select(['id', 'createdAt'])
        .where('workspaceId', '=', workspace)
        .execute();
      const key = (row: (typeof stored)[number]) => row.createdAt.toISOString() + row.id;
      const newestFirst = stored.sort((a, b) => (key(a) < key(b) ? 1 : -1)).map(({ id }) => id);
      expect(ids).toEqual(newestFirst);
      expect((await test.send(admin, listOutbox, { query: { cursor: 'no-cursor', limit: 2 } })).status).toBe(400);
    });

    it('shows the text to an admin who asks, and records who did', async () => {
      const { workspace, admin } = await setUp();
      await write(workspace);
      const { id } = await onlyMail(admin);
      expect(await test.call(admin, revealMail, { params: { mailId: id } })).toEqual({
        to: 'new@example.test',
        subject: 'You are invited',
        text: `Hello\n${link}`,
      });
      const entries = await test.databases.screens
        .selectFrom('audit')
        .selectAll()
        .where('workspaceId', '=', workspace)
        .where('object', '=', 'mail')
        .execute();
      expect(entries).toMatchObject([{ verb: 'outbox.revealed', actorId: admin.id, objectId: id }]);
      expect(JSON.stringify(entries)).not.toContain('a-token-that');
    });

    it('is closed to other roles and other workspaces', async () => {
      const { workspace, admin } = await setUp();
      const { admin: stranger } = await setUp();
      await write(workspace);
      const mailId = (await onlyMail(admin)).id;
      expect((await test.call(stranger, listOutbox)).data).toEqual([]);
      for (const contract of [revealMail, retryMail]) {
        expect((await test.send(stranger, contract, { params: { mailId } })).status).toBe(404);
      }
      for (const role of ['head', 'lead', 'member', 'viewer', 'sponsor'] as const) {
        const member = await createMember(test, workspace, { role });
        expect((await test.send(member, listOutbox)).status).toBe(403);
        expect((await test.send(member, revealMail, { params: { mailId } })).status).toBe(403);
      }
      test.clock.advance(hours(1));
    });

    it('keeps neither the text nor the link readable in the database', async () => {
      const { workspace } = await setUp();
      await write(workspace);
      const rows = await test.databases.screens
        .selectFrom('outbox')
        .selectAll()
        .where('workspaceId', '=', workspace)
        .execute();
      expect(rows.map(({ sealed }) => sealed.toString('latin1')).join()).not.toContain('token');
      expect(JSON.stringify(rows)).not.toContain('a-token-that');
    });
  });
});
