import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { logActivity } from '../activities/schema.ts';
import { listNotifications } from '../notifications/schema.ts';
import { createSource } from '../sources/schema.ts';
import { findMoments } from './find-moments.ts';
import { editMomentSettings, getMomentSettings } from './schema.ts';

const day = 86_400_000;

describe('what somebody did', () => {
  const acts = (...paths: string[]) =>
    paths.map((path, n) => ({ kind: 'page-viewed', at: 100 * day + n, path, page: null }));
  it.each([
    ['is news of somebody who comes for the first time only on a page that counts', ['/'], null, null, []],
    ['counts a page and all below it', ['/pricing/team'], null, null, ['page']],
    ['counts no page that only begins alike', ['/pricings'], null, null, []],
    ['counts what a path contains', ['/de/preise/team'], null, null, ['page']],
    ['is being back after thirty days', ['/'], 70 * day, null, ['back']],
    ['is not being back a moment earlier', ['/'], 70 * day + 1, null, []],
    ['is being the second of a company within a week', ['/'], null, 93 * day + 1, ['second-person']],
    ['is not when the first was a week ago', ['/'], null, 93 * day, []],
    ['is not when they have been active themselves', ['/'], 99 * day, 98 * day, []],
    ['is not when the other came later', ['/'], null, 100 * day + 1, []],
  ])('%s', (_name, paths, before, companionAt, expected) => {
    const found = findMoments({ acts: acts(...paths), before, companionAt }, ['/pricing', '*preise']);
    expect(found.map(({ kind }) => kind)).toEqual(expected);
  });
});

describe('key moments', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;
  let ana: TestMember;
  let ben: TestMember;
  let writeKey: string;

  const send = async (...batch: Record<string, unknown>[]) => {
    const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` };
    const answer = await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } });
    expect(answer.statusCode).toBe(200);
    await test.runLoops();
  };
  const meet = (userId: string, name: string, company: string | null = null) =>
    send(
      { type: 'identify', userId, traits: { name, email: `${userId}@plant.example` } },
      ...(company === null ? [] : [{ type: 'group', userId, groupId: company, traits: { name: company } }]),
    );
  const view = (userId: string, path: string, title?: string) => ({
    type: 'page',
    userId,
    ...(title === undefined ? {} : { name: title }),
    properties: { path, url: `https://plant.example${path}` },
  });
  const idOf = async (userId: string) =>
    (
      await test.databases.screens
        .selectFrom('contacts')
        .select('id')
        .where('workspaceId', '=', workspace)
        .where('email', '=', `${userId}@plant.example`)
        .executeTakeFirstOrThrow()
    ).id;
  const own = async (userId: string, ownerId: string) => {
    const id = await idOf(userId);
    await test.databases.screens.updateTable('contacts').set({ ownerId }).where('id', '=', id).execute();
    return id;
  };
  const texts = async (who: TestMember) =>
    (await test.call(who, listNotifications, { query: {} })).data
      .filter(({ kind }) => kind === 'key-moment')
      .map(({ text }) => text);

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both', heads: ['marketing'] });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
    await test.databases.screens
      .updateTable('members')
      .set({ visibility: 'own' })
      .where('workspaceId', '=', workspace)
      .execute();
    writeKey = (await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } })).writeKey ?? '';
  });

  it('are told in one sentence to whoever has somebody, once of each kind and day', async () => {
    await agreeOn(test, workspace);
    await meet('anna', 'Anna Berg', 'Plant Inc');
    await send(view('anna', '/'));
    await own('anna', ana.id);
    test.clock.advance(days(34));
    // Longer than a session lasts.
    for (const one of [ana, ben]) Object.assign(one, await signIn(test, workspace, one.id));
    await send(view('anna', '/pricing', 'Pricing'));
    expect(await texts(ana)).toEqual(['Anna Berg of Plant Inc is back after 34 days and read Pricing.']);
    expect(await texts(ben)).toEqual([]);
    test.clock.advance(hours(2));
    await send(view('anna', '/pricing', 'Pricing'), view('anna', '/pricing/team', 'For teams'));
    expect(await texts(ana)).toHaveLength(1);
    test.clock.advance(days(1));
    await send(view('anna', '/pricing/team', 'For teams'));
    expect((await texts(ana))[0]).toBe('Anna Berg of Plant Inc read For teams.');
  });

  it('are those of a reply, but not to whoever logged it', async () => {
    await meet('anna', 'Anna Berg');
    const contactId = await own('anna', ana.id);
    await test.call(admin, logActivity, { body: { contactId, kind: 'email-replied', direction: 'inbound' as const } });
    expect(await texts(ana)).toEqual(['Anna Berg of plant.example replied.']);
    test.clock.advance(days(1) + minutes(1));
    await test.call(ana, logActivity, { body: { contactId, kind: 'email-replied', direction: 'inbound' as const } });
    expect(await texts(ana)).toHaveLength(1);
  });

  it('tell of a second person without naming who is not to be seen, and of a company to whoever has that', async () => {
    await meet('anna', 'Anna Berg', 'Plant Inc');
    await meet('bert', 'Bert Secret', 'Plant Inc');
    await own('anna', ana.id);
    await own('bert', admin.id);
    const { accountId } = await test.databases.screens
      .selectFrom('contacts')
      .select('accountId')
      .where('id', '=', await idOf('anna'))
      .executeTakeFirstOrThrow();
    await test.databases.screens
      .updateTable('accounts')
      .set({ ownerId: ben.id })
      .where('id', '=', accountId ?? '')
      .execute();
    test.clock.advance(days(1));
    await send(view('anna', '/'));
    expect(await texts(ana)).toEqual([]);
    test.clock.advance(days(3));
    await send(view('bert', '/'));
    expect(await texts(ana)).toEqual([
      'A colleague of Anna Berg of Plant Inc is active, too: the second person of the company within 7 days.',
    ]);
    expect(await texts(ben)).toEqual(['A second person of Plant Inc is active within 7 days.']);
    await send(view('anna', '/'));
    expect(await texts(ana)).toHaveLength(1);
  });

  it('cost the same statements for many as for a few', async () => {
    await agreeOn(test, workspace);
    const people = Array.from({ length: 40 }, (_, n) => `person${n}`);
    for (const one of people) await meet(one, one);
    for (const one of people) await own(one, ana.id);
    const count = async (batch: readonly string[]) => {
      test.clock.advance(days(2));
      sent.length = 0;
      await send(...batch.map((one) => view(one, '/pricing')));
      return sent.filter((sql) => /key_moments|momentSettings|moment_settings|into notifications/.test(sql)).length;
    };
    expect(await count(people)).toBe(await count(people.slice(0, 2)));
  });

  it('are those of the pages that a workspace chose, else of its agreement', async () => {
    expect(await test.call(admin, getMomentSettings)).toEqual({ paths: null, inForce: [] });
    await agreeOn(test, workspace);
    expect(await test.call(ana, getMomentSettings)).toEqual({ paths: null, inForce: ['/pricing'] });
    const chosen = await test.call(admin, editMomentSettings, { body: { paths: ['/demo', '*preise', '/demo'] } });
    expect(chosen).toEqual({ paths: ['/demo', '*preise'], inForce: ['/demo', '*preise'] });
    expect((await test.send(admin, editMomentSettings, { body: { paths: ['demo'] } })).status).toBe(400);
    expect((await test.send(ana, editMomentSettings, { body: { paths: null } })).status).toBe(403);
    expect((await test.call(admin, editMomentSettings, { body: { paths: null } })).inForce).toEqual(['/pricing']);
  });
});
