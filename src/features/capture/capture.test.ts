import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createSource, revokeSource } from '../sources/schema.ts';
import { listFaults } from './schema.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe('the tracking API', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;
  let source: { id: string; writeKey: string };

  const makeSource = async (kind: 'website' | 'server' = 'server') => {
    const made = await test.call(admin, createSource, { body: { name: 'Shop', kind } });
    return { id: made.id, writeKey: made.writeKey ?? '' };
  };
  beforeAll(async () => {
    workspace = await createWorkspace(test);
  });
  beforeEach(async () => {
    admin = await createMember(test, workspace, { role: 'admin' });
    source = await makeSource();
  });

  const basic = (key = source.writeKey) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  type Options = { url?: string; key?: string | null; headers?: Record<string, string> };
  const post = async (payload: unknown, { url = '/v1/batch', key = source.writeKey, headers = {} }: Options = {}) => {
    const isRaw = typeof payload === 'string' || Buffer.isBuffer(payload);
    const authorization: Record<string, string> = key === null ? {} : { authorization: basic(key) };
    const type: Record<string, string> = isRaw ? {} : { 'content-type': 'application/json' };
    const answer = await test.app.inject({
      method: 'POST',
      url,
      headers: { host: 'baton.test', 'user-agent': chrome, ...type, ...authorization, ...headers },
      payload: isRaw ? payload : (payload as object),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  };
  const track = (messageId: string, over: object = {}) => ({
    type: 'track',
    event: 'Demo requested',
    userId: 'ada',
    messageId,
    ...over,
  });
  const stored = async (id = source.id) =>
    test.databases.screens.selectFrom('inbound').selectAll().where('sourceId', '=', id).orderBy('seq').execute();
  const faults = async () => (await test.call(admin, listFaults, { params: { sourceId: source.id }, query: {} })).data;

  describe('takes', () => {
    it.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])(
      '%s at its long and its short path',
      async (type) => {
        const message = { event: 'E', userId: 'u', groupId: 'g', previousId: 'p' };
        for (const path of [type, type.charAt(0)]) {
          const answer = await post({ ...message, messageId: `m-${path}` }, { url: `/v1/${path}` });
          expect([answer.status, answer.body]).toEqual([200, { success: true }]);
        }
        expect((await stored()).map(({ messageId, body }) => [messageId, body.type])).toEqual([
          [`m-${type}`, type],
          [`m-${type.charAt(0)}`, type],
        ]);
      },
    );

    it('a batch, with what it says for all and the raw times of the sender', async () => {
      const timestamp = '2026-03-02T08:59:00.000Z';
      const body = {
        batch: [track('m', { timestamp })],
        context: { ip: '192.0.2.1' },
        sentAt: '2026-03-02T08:59:30.000Z',
      };
      expect((await post(body)).status).toBe(200);
      const [row] = await stored();
      expect(row).toMatchObject({ messageId: 'm', receivedAt: test.clock(), address: null, userAgent: null });
      expect([row?.happenedAt?.toISOString(), row?.sentAt?.toISOString()]).toEqual([timestamp, body.sentAt]);
      expect(row?.body).toEqual({ ...track('m', { timestamp }), context: { ip: '192.0.2.1' } });
    });

    it('history as it stands: its times are not to be corrected', async () => {
      await post(
        { batch: [track('m', { timestamp: '2024-01-01T00:00:00Z' })], sentAt: '2026-03-02T08:00:00Z' },
        { url: '/v1/import' },
      );
      const [row] = await stored();
      expect([row?.happenedAt?.toISOString(), row?.sentAt]).toEqual(['2024-01-01T00:00:00.000Z', null]);
    });

    it.each([
      ['text/plain', {}],
      ['text/plain;charset=UTF-8', {}],
      ['application/x-www-form-urlencoded', {}],
      ['', {}],
      ['application/json', { 'content-encoding': 'gzip' }],
      ['', { 'content-encoding': 'gzip' }],
      ['text/plain', { zip: 'without a word' }],
    ])('JSON as %j with %j', async (type, more) => {
      const text = `\ufeff${JSON.stringify({ batch: [track('m')] })}`;
      const headers: Record<string, string> = { ...(type ? { 'content-type': type } : {}), ...more };
      const payload = Object.keys(more).length > 0 ? gzipSync(text) : text;
      expect((await post(payload, { headers })).status).toBe(200);
      expect(await stored()).toHaveLength(1);
    });

    it('the write key in header, query, body or message; the header wins', async () => {
      const { writeKey } = source;
      const none = { key: null };
      expect((await post({ batch: [track('1')], writeKey }, none)).status).toBe(200);
      expect((await post({ batch: [track('2', { writeKey })] }, none)).status).toBe(200);
      expect((await post({ ...track('3'), writeKey }, { ...none, url: '/v1/t' })).status).toBe(200);
      expect((await post({ batch: [track('4')] }, { ...none, url: `/v1/b?writeKey=${writeKey}` })).status).toBe(200);
      const bare = { authorization: `Basic ${Buffer.from(writeKey).toString('base64')}` };
      expect((await post({ batch: [track('5')] }, { ...none, headers: bare })).status).toBe(200);
      const bearer = { authorization: 'Bearer some-oauth-token' };
      expect((await post({ batch: [track('6')], writeKey }, { ...none, headers: bearer })).status).toBe(200);
      const other = await makeSource();
      expect((await post({ batch: [track('7')], writeKey: other.writeKey })).status).toBe(200);
      const rows = await stored();
      expect(rows.map(({ messageId }) => messageId)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
      expect(JSON.stringify(rows)).not.toContain(writeKey);
    });

    it('a picture, and answers with one', async () => {
      const data = Buffer.from(JSON.stringify({ ...track('m'), writeKey: source.writeKey })).toString('base64url');
      const answer = await test.app.inject({ url: `/v1/pixel/track?data=${data}`, headers: { host: 'baton.test' } });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/gif']);
      expect(answer.rawPayload.subarray(0, 6).toString()).toBe('GIF89a');
      expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(await stored()).toHaveLength(1);
    });

    it('pages of any site, without credentials', async () => {
      const headers = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
      const answer = await post(JSON.stringify(track('m')), { url: '/v1/t', headers });
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      const preflight = await test.app.inject({
        method: 'OPTIONS',
        url: '/v1/t',
        headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
      });
      expect(preflight.statusCode).toBe(204);
      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-headers': expect.stringMatching(/authorization.*content-type.*x-retry-count/),
      });
      // Only here: the rest of the API stays closed to other sites.
      const closed = await test.app.inject({
        url: '/api/sources',
        headers: { host: 'baton.test', origin: 'https://shop.example' },
      });
      expect(closed.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('what browser clients say of themselves, and their question for settings', async () => {
      expect((await post('{"series":[]}', { url: '/v1/m', key: null })).body).toEqual({ success: true });
      const ask = (key: string) =>
        test.app.inject({
          url: `/v1/projects/${key}/settings`,
          headers: { host: 'baton.test', origin: 'https://shop.example' },
        });
      const { integrations } = (await ask(source.writeKey)).json();
      expect(integrations['Segment.io']).toMatchObject({
        apiKey: source.writeKey,
        apiHost: 'baton.test/v1',
        protocol: 'http',
      });
      expect((await ask('bsk_unknown')).statusCode).toBe(401);
    });
  });

  describe('refuses', () => {
    it.each([
      ['half a body', '{"batch":', 400],
      ['no body', '', 400],
      ['a list', '[]', 400],
      ['a number', '7', 400],
      ['a batch that is no list', '{"batch":{}}', 400],
      ['half a gzip', gzipSync('{"batch":[]}').subarray(0, 20), 400],
      ['a bomb', gzipSync(Buffer.alloc(5 * 1024 * 1024 + 1, ' ')), 413],
      ['too many bytes', Buffer.alloc(5 * 1024 * 1024 + 1, ' '), 413],
      ['too many messages', JSON.stringify({ batch: Array.from({ length: 10_001 }, () => 0) }), 400],
    ])('what can never succeed: %s', async (_, payload, status) => {
      expect((await post(payload)).status).toBe(status);
    });

    it('wrong keys, keys of the API and sessions', async () => {
      for (const key of [null, '', 'bsk_12345678901234567890000000', `${source.writeKey.slice(0, -1)}!`]) {
        const answer = await post({ batch: [track('m')] }, { key });
        expect([answer.status, answer.body.code]).toEqual([401, 'source.unknown-key']);
      }
      const session = { cookie: admin.cookie ?? '', 'x-csrf-token': admin.csrfToken ?? '' };
      expect((await post({ batch: [track('m')] }, { key: null, headers: session })).status).toBe(401);
    });

    it('a revoked key within ten seconds', async () => {
      expect((await post({ batch: [track('1')] })).status).toBe(200);
      await test.call(admin, revokeSource, { params: { sourceId: source.id } });
      test.clock.advance(seconds(10));
      expect((await post({ batch: [track('2')] })).status).toBe(401);
    });

    it('made-up keys without asking the database, and asks for a real one once in ten seconds', async () => {
      sent.length = 0;
      await post({ batch: [] }, { key: 'bsk_made0up0made0up0made0up0ma' });
      expect(sent).toEqual([]);
      for (let n = 0; n < 5; n += 1) await post({ batch: [] });
      expect(sent.filter((sql) => sql.includes('write_key'))).toHaveLength(1);
    });

    it('a source that sends without end, with the time to wait in whole seconds', async () => {
      const batch = Array.from({ length: 10_000 }, () => 0);
      const site = await makeSource('website');
      for (let n = 0; n < 5; n += 1) await post({ batch }, { key: site.writeKey });
      const answer = await post({ batch: [track('m')] }, { key: site.writeKey });
      expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
      expect(Number(answer.headers['x-ratelimit-reset'])).toBe(test.clock().getTime() / 1000 + 1);
      expect((await post({ batch: [track('m')] })).status).toBe(200);
      test.clock.advance(seconds(1));
      expect((await post({ batch: [track('m')] }, { key: site.writeKey })).status).toBe(200);
    });
  });

  describe('stores', () => {
    it('each message once for its source, however often, in whatever company it comes', async () => {
      const other = await makeSource();
      await post({ batch: [track('1'), track('2'), track('1')] });
      await Promise.all([post({ batch: [track('2'), track('3')] }), post({ batch: [track('3'), track('1')] })]);
      await post({ batch: [track('1')] }, { key: other.writeKey });
      expect((await stored()).map(({ messageId }) => messageId).sort()).toEqual(['1', '2', '3']);
      expect(await stored(other.id)).toHaveLength(1);
    });

    it('the same messages in any order, grouping and number', async () => {
      const known = fc.integer({ min: 0, max: 9 });
      const calls = fc.array(fc.array(known, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(calls, async (batches) => {
          source = await makeSource();
          await Promise.all(batches.map((batch) => post({ batch: batch.map((n) => track(`m-${n}`)) })));
          const expected = [...new Set(batches.flat().map((n) => `m-${n}`))].sort();
          expect((await stored()).map(({ messageId }) => messageId).sort()).toEqual(expected);
        }),
        { numRuns: 25 },
      );
    });

    it('a message without an id under a new one each time', async () => {
      const { messageId: _, ...message } = track('');
      await post({ batch: [message, message] });
      expect(new Set((await stored()).map(({ messageId }) => messageId)).size).toBe(2);
    });

    it('many requests with few commits', async () => {
      sent.length = 0;
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, n) => post(track(`m-${n}`), { url: '/v1/track' })),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(await stored()).toHaveLength(300);
      expect(sent.filter((sql) => sql.includes('into inbound_keys')).length).toBeLessThan(60);
    });

    it('what can be stored of text that cannot', async () => {
      await post('{"batch":[{"type":"track","event":"a\\u0000b\\ud83d","userId":"u","messageId":"\\u0000\\udc00"}]}');
      const [row] = await stored();
      expect([row?.body.event, row?.messageId]).toEqual(['a\ufffdb\ufffd', expect.stringMatching(/^sha256:/)]);
    });

    it('the days by itself when nobody made them', async () => {
      test.clock.advance(20 * 86_400_000);
      expect((await post({ batch: [track('m')] })).status).toBe(200);
      expect(await stored()).toHaveLength(1);
    });

    it('nothing of robots and of pages that nobody looks at', async () => {
      source = await makeSource('website');
      const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
      await post({ batch: [track('1')] }, { headers: { 'user-agent': robot } });
      await post({ batch: [track('2', { context: { userAgent: robot } })] });
      await post({ batch: [track('3')] }, { headers: { 'sec-purpose': 'prefetch;prerender' } });
      await post({ batch: [track('4')] }, { headers: { purpose: 'prefetch' } });
      await post({ batch: [track('5')] });
      const rows = await stored();
      expect(rows.map(({ messageId }) => messageId)).toEqual(['5']);
      expect(rows[0]).toMatchObject({ address: '127.0.0.1', userAgent: chrome });
    });
  });

  describe('parks', () => {
    it('what can never be processed, and keeps the rest of its batch', async () => {
      const large = track('large', { properties: { text: 'x'.repeat(300_000) } });
      const answer = await post({
        batch: [track('1'), { type: 'track', messageId: 'bad' }, large, 'text', track('2')],
      });
      expect([answer.status, answer.body]).toEqual([200, { success: true }]);
      expect((await stored()).map(({ messageId }) => messageId)).toEqual(['1', '2']);
      expect((await faults()).map(({ code }) => code).sort()).toEqual([
        'message.no-identity',
        'message.not-an-object',
        'message.too-large',
      ]);
      // A retry of the same batch parks nothing twice.
      await post({ batch: [track('1'), { type: 'track', messageId: 'bad' }] });
      expect(await faults()).toHaveLength(3);
    });

    it('a row that the database refuses, alone among hundreds', async () => {
      const { screens } = test.databases;
      const run = (text: string) =>
        screens.executeQuery({ sql: text, parameters: [], query: { kind: 'RawNode' } } as never);
      await run(`create function refuse_poison() returns trigger language plpgsql as $$ begin
        if new.message_id like 'poison%' then raise exception 'poison' using errcode = '22P02'; end if; return new; end $$`);
      await run('create trigger poison before insert on inbound for each row execute function refuse_poison()');
      const ids = Array.from({ length: 200 }, (_, n) => (n % 67 === 5 ? `poison-${n}` : `good-${n}`));
      const answers = await Promise.all(ids.map((id) => post(track(id), { url: '/v1/t' })));
      await run('drop trigger poison on inbound');
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect((await stored()).map(({ messageId }) => messageId).sort()).toEqual(
        ids.filter((id) => id.startsWith('good')).sort(),
      );
      const parked = await faults();
      expect(parked.map(({ code }) => code)).toEqual([
        'message.not-storable',
        'message.not-storable',
        'message.not-storable',
      ]);
      expect(JSON.parse(parked[0]?.body ?? '')).toMatchObject({ event: 'Demo requested' });
    });
  });

  it('asks for patience when the database fails, and loses nothing', async () => {
    const { screens } = test.databases;
    await screens.schema.alterTable('inbound_keys').renameTo('inbound_keys_away').execute();
    const down = await post({ batch: [track('m')] });
    await screens.schema.alterTable('inbound_keys_away').renameTo('inbound_keys').execute();
    expect([down.status, down.headers['retry-after'], down.body.code]).toEqual([503, '2', 'capture.unavailable']);
    expect((await post({ batch: [track('m')] })).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });
});
