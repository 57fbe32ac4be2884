import { hash } from '@node-rs/argon2';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, type Problem, useTestApp } from '../../../test/app.ts';
import { days, minutes, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';
import { csrfTokenOf, newToken } from './mint-token.ts';
import { getSession, listSessions, signIn } from './schema.ts';

const password = 'correct horse battery';

describe('signing in', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
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
    test.clock.advance(days(1));
  });

  type Attempt = { email?: string; password?: string; from?: string; cookie?: string };
  async function tryToSignIn(attempt: Attempt = {}) {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: attempt.from ?? '198.51.100.1',
      headers: { host: 'baton.test', ...(attempt.cookie ? { cookie: attempt.cookie } : {}) },
      payload: { email: attempt.email ?? ada.email, password: attempt.password ?? password },
    });
    const { code, detail } = answer.json<Problem>();
    return { status: answer.statusCode, code, detail, retryAfter: answer.headers['retry-after'], answer };
  }
  const guess = (attempt: Attempt = {}) => tryToSignIn({ password: 'a wrong password', ...attempt });

  it('gives a session whose cookie scripts and other sites cannot use', async () => {
    const { answer } = await tryToSignIn({ email: ` ${ada.email.toUpperCase()} ` });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['set-cookie']).toMatch(/^baton_session=[\w-]{43}; .*Path=\/.*HttpOnly.*SameSite=Lax/);
    const [cookie] = answer.cookies;
    const caller: Caller = { cookie: `baton_session=${cookie?.value}` };
    const state = await test.call(caller, getSession);
    expect(state).toEqual(answer.json());
    expect(state.csrfToken).toBe(csrfTokenOf(cookie?.value ?? ''));
    expect(state.member).toMatchObject({ id: ada.id, name: 'Ada', actsFor: [] });
  });

  it('never takes over a token that the browser brought, and ends the session it had', async () => {
    const planted = `baton_session=${newToken()}`;
    const first = await tryToSignIn({ cookie: planted });
    const firstCookie = `baton_session=${first.answer.cookies[0]?.value}`;
    expect(firstCookie).not.toBe(planted);
    expect((await test.send({ cookie: planted }, getSession)).status).toBe(401);
    await tryToSignIn({ cookie: firstCookie });
    expect((await test.send({ cookie: firstCookie }, getSession)).status).toBe(401);
  });

  it('answers an unknown address, a wrong password and a deactivated member alike, after the same statements', async () => {
    const gone = await createMember(test, workspace, { passwordHash });
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute();
    const told: unknown[] = [];
    const statements: string[][] = [];
    for (const attempt of [
      { email: 'nobody@example.test' },
      { email: ada.email, password: 'a wrong password' },
      { email: gone.email },
    ]) {
      sent.length = 0;
      const { status, code, detail } = await tryToSignIn({ ...attempt, from: '198.51.100.2' });
      told.push({ status, code, detail });
      statements.push([...sent]);
    }
    expect(told).toEqual(Array(3).fill({ ...(told[0] as object), status: 401, code: 'session.wrong-credentials' }));
    expect(statements[1]).toEqual(statements[0]);
    expect(statements[2]).toEqual(statements[0]);
  });

  it('checks a password for whoever does not exist too', async () => {
    const real = await hashPassword(password);
    expect(await verifyPassword(real, password)).toBe(true);
    expect(await verifyPassword(real, 'Correct horse battery')).toBe(false);
    const measure = async (passwordHash: string | null) => {
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const start = performance.now();
        expect(await verifyPassword(passwordHash, 'a wrong password')).toBe(false);
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    };
    // Without any check it would be a thousandth.
    expect(await measure(null)).toBeGreaterThan((await measure(real)) / 2);
  });

  it('takes a password however its accents were typed', async () => {
    const real = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9');
    expect(await verifyPassword(real, 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true);
  });

  it('makes guesses wait longer and longer, and the right password too', async () => {
    for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(401);
    const blocked = await tryToSignIn();
    expect([blocked.status, blocked.code, blocked.retryAfter]).toEqual([429, 'session.too-many-attempts', '1']);
    test.clock.advance(seconds(1));
    expect((await guess()).status).toBe(401);
    expect((await guess()).retryAfter).toBe('2');
    test.clock.advance(seconds(2));
    expect((await tryToSignIn()).status).toBe(201);
    // A success forgets them.
    for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(401);
    expect((await guess()).retryAfter).toBe('1');
  });

  it('blocks an address that nobody has just the same', async () => {
    const email = 'unknown@example.test';
    const waits: unknown[] = [];
    for (let n = 0; n < 7; n += 1) {
      const { status, code, retryAfter } = await guess({ email, from: '198.51.100.3' });
      waits.push(status === 429 ? `${code} ${retryAfter}` : status);
    }
    expect(waits).toEqual([401, 401, 401, 401, 401, 'session.too-many-attempts 1', 'session.too-many-attempts 1']);
  });

  it('does no password check for a blocked guess', async () => {
    for (let n = 0; n < 5; n += 1) await guess({ from: '198.51.100.4' });
    sent.length = 0;
    await guess({ from: '198.51.100.4' });
    // The member and the block are looked up, nothing is counted and nothing is checked.
    expect(sent).toHaveLength(2);
    expect(sent.every((sql) => /^\s*select/.test(sql))).toBe(true);
  });

  it('blocks a place that tries many accounts, and that place only', async () => {
    for (let n = 0; n < 30; n += 1) await guess({ email: ada.email.replace('ada', `ada${n}`), from: '198.51.100.5' });
    const blocked = await guess({ from: '198.51.100.5' });
    expect([blocked.status, blocked.retryAfter]).toEqual([429, '900']);
    expect((await tryToSignIn({ from: '198.51.100.6' })).status).toBe(201);
    test.clock.advance(minutes(15));
    expect((await tryToSignIn({ from: '198.51.100.5' })).status).toBe(201);
  });

  it('does not let guesses from everywhere lock the owner out of where they sign in', async () => {
    const home = '198.51.100.7';
    await tryToSignIn({ from: home });
    for (let n = 0; n < 50; n += 1) expect((await guess({ from: `203.0.113.${n}` })).status).toBe(401);
    const elsewhere = await guess({ from: '203.0.113.200' });
    expect([elsewhere.status, elsewhere.retryAfter]).toEqual([429, '3600']);
    expect((await tryToSignIn({ from: home })).status).toBe(201);
    // What is known of a place ends a month after the last sign-in there.
    test.clock.advance(days(30));
    for (let n = 0; n < 50; n += 1) await guess({ from: `203.0.113.${n}` });
    expect((await tryToSignIn({ from: home })).status).toBe(429);
  });

  it('refuses a page of another site, and fields that it does not know', async () => {
    const foreign = await test.send({}, signIn, {
      body: { email: ada.email, password },
      headers: { origin: 'https://evil.test' },
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'request.foreign-origin']);
    const body = { email: ada.email, password, role: 'admin' };
    expect((await test.send({}, signIn, { body })).status).toBe(400);
  });

  it('records who signed in, on what, and nothing that opens a door', async () => {
    const { answer } = await tryToSignIn();
    const entries = await test.databases.screens
      .selectFrom('audit')
      .selectAll()
      .where('verb', '=', 'member.signed-in')
      .where('objectId', '=', ada.id)
      .execute();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actorKind: 'member', actorId: ada.id, after: { device: 'Unknown browser' } });
    const token = answer.cookies[0]?.value ?? '';
    expect(JSON.stringify(entries)).not.toContain(token);
    const sessions = await test.databases.screens.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(sessions)).not.toContain(token);
    const caller: Caller = { cookie: `baton_session=${token}` };
    expect((await test.call(caller, listSessions)).data).toHaveLength(2);
  });
});
