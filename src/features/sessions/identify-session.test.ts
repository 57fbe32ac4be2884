import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, minutes, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { removeExpiredSessions } from './remove-expired-sessions.ts';
import { rotateSessions } from './rotate-sessions.ts';
import { editProfile, endSession, getSession, listSessions } from './schema.ts';

describe('a session', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let ada: TestMember;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
  });
  beforeEach(async () => {
    ada = await createMember(test, workspace, { name: 'Ada' });
  });

  const statusOf = async (caller: Caller) => (await test.send({ ...caller }, getSession)).status;
  const profile = { body: { zone: 'Europe/Paris' } };

  it('is looked up in one statement, and noted as seen every ten minutes', async () => {
    const count = async () => {
      sent.length = 0;
      // A route that does one thing of its own.
      await test.call({ ...ada }, listSessions);
      return sent.filter((sql) => !/from "sessions"/.test(sql)).length;
    };
    expect(await count()).toBe(1);
    test.clock.advance(minutes(10) - 1);
    expect(await count()).toBe(1);
    test.clock.advance(1);
    expect(await count()).toBe(2);
    expect(await count()).toBe(1);
    const member = await test.databases.screens
      .selectFrom('members')
      .select('lastSeenAt')
      .where('id', '=', ada.id)
      .executeTakeFirst();
    expect(member?.lastSeenAt).toEqual(test.clock());
  });

  it('ends 14 days after it was seen last, and 30 days after it began whatever happens', async () => {
    const busy = await signIn(test, workspace, ada.id);
    test.clock.advance(days(14) - 1);
    expect(await statusOf(busy)).toBe(200);
    test.clock.advance(1);
    expect(await statusOf(ada)).toBe(401);
    expect(await statusOf(busy)).toBe(200);
    test.clock.advance(days(10));
    expect(await statusOf(busy)).toBe(200);
    test.clock.advance(days(6));
    expect(await statusOf(busy)).toBe(401);
    await removeExpiredSessions(test.databases.screens, test.clock());
    const rows = await test.databases.screens
      .selectFrom('sessions')
      .select('id')
      .where('memberId', '=', ada.id)
      .execute();
    expect(rows).toEqual([]);
  });

  it('gets a new token after a change of role; the old one works for 30 seconds more', async () => {
    const old = { ...ada };
    await rotateSessions(systemCtx(test, workspace), ada.id);
    const state = await test.call(ada, getSession);
    expect(ada.cookie).not.toBe(old.cookie);
    expect(state.csrfToken).not.toBe(old.csrfToken);
    await test.call(ada, editProfile, profile);
    // A request that was under way carries the old cookie and the old CSRF token.
    const late = await test.send({ ...old }, editProfile, profile);
    expect(late.status).toBe(200);
    expect(late.headers['set-cookie']).toBeUndefined();
    // The browser has the new cookie already, its page still the old CSRF token: the page asks again and goes on.
    const mixed = await test.send({ ...old, cookie: ada.cookie as string }, editProfile, profile);
    expect([mixed.status, mixed.body.code]).toEqual([403, 'request.csrf']);
    test.clock.advance(seconds(30));
    expect(await statusOf(old)).toBe(401);
    expect(await statusOf(ada)).toBe(200);
  });

  it('gives one new token to many requests at once, and refuses none of them', async () => {
    await rotateSessions(systemCtx(test, workspace), ada.id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => test.send({ ...ada }, editProfile, profile)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1);
  });

  it('reaches the browser with its new token also when the request is refused', async () => {
    const old = { ...ada };
    await rotateSessions(systemCtx(test, workspace), ada.id);
    const refused = await test.send(ada, editProfile, { body: { zone: 'Nowhere/Land' } });
    expect(refused.status).toBe(400);
    test.clock.advance(seconds(31));
    expect(await statusOf(old)).toBe(401);
    expect(await statusOf(ada)).toBe(200);
  });

  it('is worth nothing for a change without its CSRF token, or from another site', async () => {
    const without = await test.send({ cookie: ada.cookie as string }, editProfile, profile);
    expect([without.status, without.body.code]).toEqual([403, 'request.csrf']);
    const other = await signIn(test, workspace, (await createMember(test, workspace)).id);
    const foreignToken = { cookie: ada.cookie as string, csrfToken: other.csrfToken as string };
    expect((await test.send(foreignToken, editProfile, profile)).status).toBe(403);
    const origin = await test.send({ ...ada }, editProfile, { ...profile, headers: { origin: 'https://evil.test' } });
    expect([origin.status, origin.body.code]).toEqual([403, 'request.foreign-origin']);
    const site = await test.send({ ...ada }, endSession, {
      params: { sessionId: other.sessionId },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(site.status).toBe(403);
    const row = await test.databases.screens
      .selectFrom('members')
      .select('zone')
      .where('id', '=', ada.id)
      .executeTakeFirst();
    expect(row?.zone).toBeNull();
  });

  it('is over when its member is deactivated', async () => {
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', ada.id).execute();
    expect(await statusOf(ada)).toBe(401);
  });
});
