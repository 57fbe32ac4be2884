import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { endSessions } from './end-sessions.ts';
import { editProfile, endOtherSessions, endSession, getSession, listSessions, signOut } from './schema.ts';

describe("a member's own account", () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ada: TestMember;
  let laptop: Caller & { sessionId: string };

  beforeAll(async () => {
    workspace = await createWorkspace(test);
  });
  beforeEach(async () => {
    ada = await createMember(test, workspace, { name: 'Ada' });
    laptop = await signIn(test, workspace, ada.id);
  });

  const statusOf = async (caller: Caller) => (await test.send({ ...caller }, getSession)).status;

  it('lists its browsers, the one seen last first, and nobody else’s', async () => {
    await createMember(test, workspace);
    test.clock.advance(minutes(20));
    const { data } = await test.call(laptop, listSessions);
    expect(data.map(({ id, current }) => [id === laptop.sessionId, current])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(data[0]).toMatchObject({ device: 'Unknown browser', address: '127.0.0.1' });
    // Seen now, so the 14 days begin now; the other was seen 20 minutes ago.
    expect(data[0]?.expiresAt).toBe(new Date(test.clock().getTime() + days(14)).toISOString());
    expect(data[1]?.expiresAt).toBe(new Date(test.clock().getTime() + days(14) - minutes(20)).toISOString());
  });

  it('signs this browser out and takes its cookie away', async () => {
    const token = laptop.cookie as string;
    const answer = await test.send(laptop, signOut);
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(/^baton_session=;.*Expires=Thu, 01 Jan 1970/);
    expect(await statusOf({ cookie: token })).toBe(401);
    expect(await statusOf(ada)).toBe(200);
  });

  it('signs one other browser out, but not that of somebody else', async () => {
    const eve = await createMember(test, workspace);
    const foreign = await test.send(eve, endSession, { params: { sessionId: laptop.sessionId } });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'session.not-found']);
    expect(await statusOf(laptop)).toBe(200);
    await test.call(ada, endSession, { params: { sessionId: laptop.sessionId } });
    expect(await statusOf(laptop)).toBe(401);
    expect((await test.send(ada, endSession, { params: { sessionId: laptop.sessionId } })).status).toBe(404);
  });

  it('signs out everywhere but here', async () => {
    const phone = await signIn(test, workspace, ada.id);
    expect(await test.call(phone, endOtherSessions)).toEqual({ ended: 2 });
    expect([await statusOf(ada), await statusOf(laptop), await statusOf(phone)]).toEqual([401, 401, 200]);
  });

  it('is signed out everywhere by others who may, on the record', async () => {
    expect(await endSessions(systemCtx(test, workspace), ada.id)).toBe(2);
    expect([await statusOf(ada), await statusOf(laptop)]).toEqual([401, 401]);
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select(['verb', 'after'])
      .where('objectId', '=', ada.id)
      .where('verb', '=', 'member.sessions-ended')
      .execute();
    expect(entries).toEqual([{ verb: 'member.sessions-ended', after: { sessions: 2 } }]);
  });

  it('changes name, zone and language, and records what differs', async () => {
    const state = await test.call(ada, editProfile, { body: { name: 'Ada Lovelace', zone: 'Europe/London' } });
    expect(state.member).toMatchObject({ name: 'Ada Lovelace', zone: 'Europe/London', locale: null, version: 2 });
    await test.call(ada, editProfile, { body: { zone: null } });
    await test.call(ada, editProfile, { body: {} });
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select(['before', 'after'])
      .where('objectId', '=', ada.id)
      .where('verb', '=', 'profile.edited')
      .orderBy('id')
      .execute();
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual({
      before: { name: 'Ada', zone: null },
      after: { name: 'Ada Lovelace', zone: 'Europe/London' },
    });
    expect(entries).toContainEqual({ before: { zone: 'Europe/London' }, after: { zone: null } });
  });

  it('cannot change what is not its own to change', async () => {
    for (const extra of [
      { role: 'admin' },
      { email: 'x@example.test' },
      { visibility: 'all' },
      { workspaceId: ada.id },
    ]) {
      const refused = await test.send(ada, editProfile, { body: { name: 'Eve', ...extra } });
      expect(refused.status).toBe(400);
    }
    expect((await test.call(ada, getSession)).member).toMatchObject({ name: 'Ada', role: 'member', email: ada.email });
  });
});
