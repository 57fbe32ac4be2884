import { hash } from '@node-rs/argon2';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, hours, minutes, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import {
  changePassword,
  completePasswordReset,
  getSession,
  requestPasswordReset,
  signIn as signInContract,
} from '../sessions/schema.ts';
import { removeExpiredResets } from './remove-expired-resets.ts';

const password = 'correct horse battery';
const next = 'staple correct horse';

describe('passwords', () => {
  const test = useTestApp();
  /** The same check at the lowest cost: what is tested here is not argon2. */
  let passwordHash: string;
  let workspace: WorkspaceId;
  let ada: TestMember;

  beforeAll(async () => {
    passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    workspace = await createWorkspace(test);
  });
  beforeEach(async () => {
    ada = await createMember(test, workspace, { name: 'Ada', passwordHash });
    // Failures of one test count for nothing in the next.
    test.clock.advance(days(1));
  });

  const statusOf = async (caller: Caller) => (await test.send({ ...caller }, getSession)).status;
  const signInWith = async (tried: string) =>
    (await test.send({}, signInContract, { body: { email: ada.email, password: tried } })).status;

  /** Mails to Ada, as an admin would read them in the outbox. */
  async function readMails(): Promise<{ subject: string; text: string }[]> {
    const rows = await test.databases.screens
      .selectFrom('outbox')
      .select(['envelope', 'sealed'])
      .where('workspaceId', '=', workspace)
      .orderBy('seq')
      .execute();
    const { sealer } = systemCtx(test, workspace);
    return rows
      .filter(({ envelope }) => envelope.to === ada.email)
      .map(({ envelope, sealed }) => ({ subject: envelope.subject, text: sealer.open(sealed) }));
  }
  async function readLinks(): Promise<string[]> {
    const mails = await readMails();
    return mails.flatMap(({ text }) => /http:\/\/baton\.test\/reset#token=(\S+)/.exec(text)?.[1] ?? []);
  }
  const request = (email: string = ada.email) => test.send({}, requestPasswordReset, { body: { email } });
  const complete = (token: string) => test.send({}, completePasswordReset, { body: { token, password: next } });

  describe('changed by their owner', () => {
    it('need the present one', async () => {
      const refused = await test.send(ada, changePassword, { body: { current: 'not it', next } });
      expect([refused.status, refused.body.code]).toEqual([400, 'profile.wrong-password']);
      expect(refused.body.errors?.[0]?.pointer).toBe('#/current');
      expect(await signInWith(password)).toBe(201);
    });

    it('sign every other browser out and give this one a new token', async () => {
      const phone = await signIn(test, workspace, ada.id);
      const old = { ...ada };
      await request();
      const [token] = await readLinks();
      const state = await test.call(ada, changePassword, { body: { current: password, next } });
      expect(ada.cookie).not.toBe(old.cookie);
      expect(ada.csrfToken).toBe(state.csrfToken);
      expect([await statusOf(phone), await statusOf(ada)]).toEqual([401, 200]);
      test.clock.advance(seconds(30));
      expect(await statusOf(old)).toBe(401);
      expect([await signInWith(password), await signInWith(next)]).toEqual([401, 201]);
      expect((await complete(token as string)).body.code).toBe('password-reset.invalid');
      expect((await readMails()).at(-1)?.subject).toBe('Your password for Baton was changed');
    });

    it('cannot be guessed from a browser left open, not even with an Idempotency-Key', async () => {
      const body = { current: 'not it', next };
      const headers = (n: number) => ({ 'idempotency-key': `guess-${n}` });
      for (let n = 0; n < 5; n += 1) {
        expect((await test.send(ada, changePassword, { body, headers: headers(n) })).status).toBe(400);
      }
      const blocked = await test.send(ada, changePassword, { body, headers: headers(5) });
      expect([blocked.status, blocked.headers['retry-after']]).toEqual([429, '1']);
    });

    it('must be long, and nothing else rides along', async () => {
      const body = { current: password, next };
      expect((await test.send(ada, changePassword, { body: { ...body, next: 'short' } })).status).toBe(400);
      const extra = { ...body, memberId: ada.id };
      expect((await test.send(ada, changePassword, { body: extra })).status).toBe(400);
    });
  });

  describe('reset by a link', () => {
    it('end every session, once', async () => {
      await request();
      const [token] = await readLinks();
      expect((await complete(token as string)).status).toBe(204);
      expect(await statusOf(ada)).toBe(401);
      expect([await signInWith(password), await signInWith(next)]).toEqual([401, 201]);
      const again = await complete(token as string);
      expect([again.status, again.body.code]).toEqual([400, 'password-reset.invalid']);
      const verbs = await test.databases.screens
        .selectFrom('audit')
        .select('verb')
        .where('objectId', '=', ada.id)
        .where('verb', 'like', 'member.password%')
        .execute();
      expect(verbs.map(({ verb }) => verb).sort()).toEqual([
        'member.password-reset',
        'member.password-reset-requested',
      ]);
    });

    it('set one password when the link is used four times at once', async () => {
      await request();
      const [token] = await readLinks();
      const answers = await Promise.all(Array.from({ length: 4 }, () => complete(token as string)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400, 400]);
    });

    it('work for 30 minutes, and only the newest', async () => {
      await request();
      await request();
      const [older, newer] = await readLinks();
      expect((await complete(older as string)).status).toBe(400);
      test.clock.advance(minutes(30));
      expect((await complete(newer as string)).status).toBe(400);
      await request();
      const [, , newest] = await readLinks();
      test.clock.advance(minutes(30) - 1);
      expect((await complete(newest as string)).status).toBe(204);
    });

    it('answer the same for whoever is no member, or no longer one', async () => {
      const gone = await createMember(test, workspace);
      await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute();
      const mailsBefore = await test.databases.screens.selectFrom('outbox').select('id').execute();
      const answers: unknown[] = [];
      for (const email of [ada.email, 'nobody@example.test', gone.email]) {
        const start = performance.now();
        const { status, body } = await request(email);
        answers.push({ status, body, slow: performance.now() - start >= 240 });
      }
      expect(answers).toEqual(Array(3).fill({ status: 202, body: {}, slow: true }));
      const mails = await test.databases.screens.selectFrom('outbox').select('id').execute();
      expect(mails.length - mailsBefore.length).toBe(1);
    });

    it('come three times in half an hour, and the last of them works', async () => {
      for (let n = 0; n < 5; n += 1) expect((await request()).status).toBe(202);
      const links = await readLinks();
      expect(links).toHaveLength(3);
      expect((await complete(links[2] as string)).status).toBe(204);
    });

    it('are asked for ten times in 15 minutes from one place', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, n) => request(`nobody${n}@example.test`)));
      const blocked = await request('nobody@example.test');
      expect([blocked.status, blocked.body.code, blocked.headers['retry-after']]).toEqual([
        429,
        'session.too-many-attempts',
        '900',
      ]);
    });

    it('cannot be guessed by trying', async () => {
      for (let n = 0; n < 30; n += 1) expect((await complete(`guess${n}`)).status).toBe(400);
      expect((await complete('guess')).status).toBe(429);
    });

    it('forget what was mistyped before', async () => {
      for (let n = 0; n < 5; n += 1) await signInWith('a wrong password');
      expect(await signInWith(password)).toBe(429);
      await request();
      await complete((await readLinks())[0] as string);
      expect(await signInWith(next)).toBe(201);
    });

    it('are stored as a hash and removed when they are old', async () => {
      await request();
      const [token] = await readLinks();
      const rows = await test.databases.screens.selectFrom('passwordResets').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(token);
      test.clock.advance(hours(25));
      await removeExpiredResets(test.databases.screens, test.clock());
      expect(await test.databases.screens.selectFrom('passwordResets').selectAll().execute()).toEqual([]);
    });
  });
});
