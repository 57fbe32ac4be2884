import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createSource, editSource, listSources, revokeSource, rotateKey } from '../sources/schema.ts';
import { listNotices } from './schema.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
type Signal = 'ignore' | 'deny' | 'drop';

describe('a source', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let source: { id: string; writeKey: string };

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  });
  const make = async (kind: 'website' | 'server' = 'website', privacySignal?: Signal) => {
    const body = { name: 'Shop', kind, ...(privacySignal ? { privacySignal } : {}) };
    const made = await test.call(admin, createSource, { body });
    source = { id: made.id, writeKey: made.writeKey ?? '' };
  };
  beforeEach(() => make());

  const send = async (batch: unknown[], headers: Record<string, string> = {}, key = source.writeKey) => {
    const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    const answer = await test.app.inject({
      method: 'POST',
      url: '/v1/batch',
      headers: { host: 'baton.test', 'user-agent': chrome, authorization, ...headers },
      payload: { batch, context: { ip: '192.0.2.1' } },
    });
    return answer.statusCode;
  };
  const track = (messageId: string, over: object = {}) => ({
    ...{ type: 'track', event: 'Pricing viewed', userId: 'ada', messageId },
    ...over,
  });
  const page = { type: 'page', anonymousId: 'visitor', messageId: 'page' };
  const form = (messageId: string) =>
    track(messageId, {
      event: 'Form Submitted',
      properties: { email: 'ada@plant.example' },
      context: { locale: 'de' },
    });
  const stored = () =>
    test.databases.screens.selectFrom('inbound').selectAll().where('sourceId', '=', source.id).orderBy('seq').execute();
  const storedIds = async () => (await stored()).map(({ messageId }) => messageId);
  const notices = async () => (await test.call(admin, listNotices, { params: { sourceId: source.id } })).data;
  const counts = async () => (await notices()).map(({ code, count }) => [code, count]).sort();
  /** Counts are written every ten seconds at most. */
  const wait = () => test.clock.advance(seconds(10));

  describe('heeds signals of privacy:', () => {
    const gpc = { 'sec-gpc': '1' };

    it('deny, unless a website says otherwise, takes only what people say themselves, without address', async () => {
      wait();
      expect(await send([page, track('event'), form('form')], gpc)).toBe(200);
      expect(await storedIds()).toEqual(['form']);
      const [row] = await stored();
      expect(row).toMatchObject({ address: null, userAgent: null });
      expect(row?.body.context).toEqual({ locale: 'de', consent: { categoryPreferences: { analytics: false } } });
      expect(await counts()).toEqual([['privacy-denied', 2]]);
      await send([track('watched')]);
      expect(await storedIds()).toEqual(['form', 'watched']);
    });

    it('deny goes by the type that the path says, too', async () => {
      const call = (path: string, payload: object) =>
        test.app.inject({
          method: 'POST',
          url: path,
          headers: { host: 'baton.test', 'user-agent': chrome, ...gpc },
          payload: { ...payload, writeKey: source.writeKey },
        });
      await call('/v1/p', { anonymousId: 'visitor', messageId: '1' });
      await call('/v1/i', { userId: 'ada', messageId: '2' });
      expect(await storedIds()).toEqual(['2']);
    });

    it('drop takes nothing', async () => {
      await make('website', 'drop');
      wait();
      await send([form('1'), page], { dnt: '1' });
      expect([await storedIds(), await counts()]).toEqual([[], [['privacy-dropped', 2]]]);
      await send([page], { dnt: '0' });
      expect(await storedIds()).toEqual(['page']);
    });

    it('ignore takes everything, and a program has no visitors who could ask', async () => {
      await make('website', 'ignore');
      await send([page], gpc);
      expect(await storedIds()).toEqual(['page']);
      await make('server', 'drop');
      await send([page], gpc);
      expect(await storedIds()).toEqual(['page']);
    });

    it('as edited, within ten seconds, by who may manage sources', async () => {
      await make('website', 'ignore');
      await send([page], gpc);
      const version = (await test.call(admin, listSources, {})).data.find(({ id }) => id === source.id)?.version ?? 0;
      const change = { params: { sourceId: source.id }, body: { privacySignal: 'drop' as const }, version };
      const member = await createMember(test, workspace);
      expect((await test.send(member, editSource, change)).status).toBe(403);
      expect(await test.call(admin, editSource, change)).toMatchObject({ name: 'Shop', privacySignal: 'drop' });
      wait();
      await send([{ ...page, messageId: 'later' }], gpc);
      expect(await storedIds()).toEqual(['page']);
    });
  });

  it('counts robots and pages that nobody looks at', async () => {
    wait();
    await send([track('1')], { 'user-agent': robot });
    await send([track('2', { context: { userAgent: robot } })]);
    await send([track('3'), track('4')], { 'sec-purpose': 'prefetch;prerender' });
    wait();
    await send([track('5')]);
    expect([await storedIds(), await counts()]).toEqual([
      ['5'],
      [
        ['prefetch', 2],
        ['robot', 2],
      ],
    ]);
    expect((await notices()).find(({ code }) => code === 'robot')?.example).toContain('Googlebot');
  });

  it('counts what is changed of messages that are taken, and keeps one as an example', async () => {
    await make('server');
    wait();
    const ahead = new Date(test.clock().getTime() + 25 * 3_600_000).toISOString();
    const { messageId: _, ...nameless } = track('');
    await send([
      nameless,
      track('1', { userId: 'null', anonymousId: 'visitor' }),
      track('2', { timestamp: 'yesterday' }),
      track('3', { timestamp: ahead }),
      track('4', { timestamp: ahead, sentAt: ahead }),
      track('5', { anonymousId: null }),
    ]);
    expect(await stored()).toHaveLength(6);
    expect(await counts()).toEqual([
      ['id-refused', 1],
      ['no-message-id', 1],
      ['time-in-future', 1],
      ['time-unreadable', 1],
    ]);
    expect((await notices()).find(({ code }) => code === 'time-unreadable')?.example).toContain('yesterday');
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect((await test.send(stranger, listNotices, { params: { sourceId: source.id } })).status).toBe(404);
  });

  describe('changes its key', () => {
    const rotate = (days: number) => test.call(admin, rotateKey, { params: { sourceId: source.id }, body: { days } });

    it('and takes the old one for as long as was said, counting who still uses it', async () => {
      const old = source.writeKey;
      const { writeKey, previousKeyUntil } = await rotate(1);
      expect(writeKey).not.toBe(old);
      expect(previousKeyUntil).toBe(new Date(test.clock().getTime() + 86_400_000).toISOString());
      wait();
      expect(await send([track('1')], { referer: 'https://shop.example/' }, old)).toBe(200);
      expect(await send([track('2')], {}, writeKey ?? '')).toBe(200);
      expect(await storedIds()).toEqual(['1', '2']);
      expect(await notices()).toMatchObject([{ code: 'old-key', count: 1, example: 'https://shop.example/' }]);
      test.clock.advance(86_400_000);
      expect(await send([], {}, old)).toBe(401);
      expect(await send([], {}, writeKey ?? '')).toBe(200);
    });

    it('at once where it leaked, and ends the key before the last', async () => {
      const first = source.writeKey;
      const second = (await rotate(30)).writeKey ?? '';
      const third = (await rotate(30)).writeKey ?? '';
      expect([await send([], {}, first), await send([], {}, second), await send([], {}, third)]).toEqual([
        401, 200, 200,
      ]);
      await rotate(0);
      wait();
      expect([await send([], {}, second), await send([], {}, third)]).toEqual([401, 401]);
    });

    it('never when it is revoked', async () => {
      await test.call(admin, revokeSource, { params: { sourceId: source.id } });
      const answer = await test.send(admin, rotateKey, { params: { sourceId: source.id }, body: {} });
      expect([answer.status, answer.body.code]).toEqual([409, 'source.revoked']);
    });
  });

  it('is asked for patience where its key cannot be looked up, since a client drops for ever what is refused', async () => {
    const { schema } = test.databases.screens;
    const headers = {
      host: 'baton.test',
      authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`,
    };
    const ask = () => test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch: [track('1')] } });
    await schema.alterTable('sources').renameTo('sources_away').execute();
    const down = await ask();
    await schema.alterTable('sources_away').renameTo('sources').execute();
    expect([down.statusCode, down.headers['retry-after']]).toEqual([503, '2']);
    expect((await ask()).statusCode).toBe(200);
  });
});
