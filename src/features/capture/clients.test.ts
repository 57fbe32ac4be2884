import type { AddressInfo } from 'node:net';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createSource } from '../sources/schema.ts';

describe('clients that talk to a server that listens', () => {
  let test: TestApp;
  let admin: TestMember;
  let host: string;
  /** Called with each statement that stores messages, whether it succeeds or not. */
  let onStore = () => {};

  beforeAll(async () => {
    test = await createTestApp({ onStatement: ({ sql }) => sql.includes('into inbound_keys') && onStore() });
    admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    host = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await test.app.close();
    await test.database.drop();
  });

  const makeSource = () => test.call(admin, createSource, { body: { name: 'Program', kind: 'server' } });
  const stored = (sourceId: string) =>
    test.databases.screens.selectFrom('inbound').selectAll().where('sourceId', '=', sourceId).orderBy('seq').execute();

  it("Segment's own client sends every call, each once", async () => {
    const source = await makeSource();
    const analytics = new Analytics({ writeKey: source.writeKey ?? '', host, flushAt: 4 });
    analytics.identify({ userId: 'ada', traits: { email: 'ada@example.test', name: 'Ada' } });
    for (let n = 0; n < 20; n += 1) analytics.track({ userId: 'ada', event: `Step ${n}`, properties: { n } });
    analytics.page({ anonymousId: 'visitor', name: 'Pricing' });
    analytics.screen({ userId: 'ada', name: 'Home' });
    analytics.group({ userId: 'ada', groupId: 'example', traits: { name: 'Example' } });
    analytics.alias({ previousId: 'visitor', userId: 'ada' });
    await analytics.closeAndFlush();
    const rows = await stored(source.id);
    const types = rows.map(({ body }) => body.type);
    expect(types.filter((type) => type === 'track')).toHaveLength(20);
    expect(new Set(types)).toEqual(new Set(['identify', 'track', 'page', 'screen', 'group', 'alias']));
    expect(rows).toHaveLength(25);
    expect(rows.every(({ happenedAt, sentAt }) => happenedAt !== null && sentAt !== null)).toBe(true);
  });

  it("Segment's own client tries again after a failure, and nothing is lost or doubled", async () => {
    const source = await makeSource();
    const { schema } = test.databases.screens;
    await schema.alterTable('inbound').renameTo('inbound_away').execute();
    const failed = new Promise<void>((resolve) => {
      onStore = resolve;
    });
    const analytics = new Analytics({ writeKey: source.writeKey ?? '', host, flushAt: 5 });
    for (let n = 0; n < 10; n += 1) analytics.track({ userId: 'ada', event: `Step ${n}` });
    await failed;
    await schema.alterTable('inbound_away').renameTo('inbound').execute();
    await analytics.closeAndFlush();
    const events = (await stored(source.id)).map(({ body }) => body.event);
    expect(events.sort()).toEqual(Array.from({ length: 10 }, (_, n) => `Step ${n}`));
  });

  it("RudderStack's client, which sends gzip as a form, gets every call across, each once", async () => {
    const source = await makeSource();
    const { schema } = test.databases.screens;
    await schema.alterTable('inbound').renameTo('inbound_away').execute();
    const failed = new Promise<void>((resolve) => {
      onStore = resolve;
    });
    const client = new RudderAnalytics(source.writeKey ?? '', { dataPlaneUrl: host, flushAt: 20, logLevel: 'none' });
    client.identify({ userId: 'ada', traits: { email: 'ada@example.test' } });
    for (let n = 0; n < 5; n += 1) client.track({ userId: 'ada', event: `Step ${n}`, properties: { n } });
    client.page({ anonymousId: 'visitor', name: 'Pricing' });
    client.screen({ userId: 'ada', name: 'Home' });
    client.group({ userId: 'ada', groupId: 'example', traits: { name: 'Example' } });
    client.alias({ previousId: 'visitor', userId: 'ada' });
    const flushed = client.flush();
    await failed;
    await schema.alterTable('inbound_away').renameTo('inbound').execute();
    await flushed;
    await client.flush();
    const rows = await stored(source.id);
    expect(rows.map(({ body }) => body.event ?? body.type).sort()).toEqual(
      ['Step 0', 'Step 1', 'Step 2', 'Step 3', 'Step 4', 'alias', 'group', 'identify', 'page', 'screen'].sort(),
    );
    expect(rows.every(({ happenedAt, sentAt }) => happenedAt !== null && sentAt !== null)).toBe(true);
  });

  it('are answered before a server that stops has gone: what was acknowledged is there', async () => {
    const source = await makeSource();
    const ids = Array.from({ length: 200 }, (_, n) => `m-${n}`);
    const begun = new Promise<void>((resolve) => {
      onStore = resolve;
    });
    const sending = ids.map(async (messageId) => {
      const body = JSON.stringify({ writeKey: source.writeKey, userId: 'ada', event: 'E', messageId });
      const answer = await fetch(`${host}/v1/t`, { method: 'POST', body }).catch(() => null);
      return answer?.status === 200 ? messageId : null;
    });
    await begun;
    await test.app.close();
    const acknowledged = (await Promise.all(sending)).filter((id) => id !== null);
    expect(acknowledged.length).toBeGreaterThan(0);
    const kept = new Set((await stored(source.id)).map(({ messageId }) => messageId));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});
