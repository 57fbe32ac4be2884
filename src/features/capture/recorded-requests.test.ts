import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { messageTypes } from '../../core/capture/check-message.ts';
import { createSource } from '../sources/schema.ts';
import { listFaults } from './schema.ts';

/** What Segment's specification shows as payloads, and what its client really sent, each with the answer that it got. */
const folder = resolve(import.meta.dirname, '../../../../shared/data/tracking');
const isThere = existsSync(folder);
if (!isThere)
  console.log('skipped: recorded requests of Segment, which a clone does not have (../shared/data/tracking)');

const Call = z.record(z.string(), z.unknown());
const Payload = z.object({ file: z.string(), heading: z.string(), type: z.string().nullable(), payload: Call });
const Recorded = z.array(
  z.object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: Call,
    responded: z.int(),
    rawBytes: z.int(),
  }),
);
const read = (file: string) => readFileSync(resolve(folder, file), 'utf8');
const readRecorded = (name: string) => Recorded.parse(JSON.parse(read(`segment-${name}.json`)));
const messagesOf = (body: Record<string, unknown>) => z.array(Call).parse(body.batch);

describe.runIf(isThere)('over HTTP', () => {
  let test: TestApp;
  let admin: TestMember;
  let host: string;
  let source: { id: string; writeKey: string };

  beforeAll(async () => {
    test = await createTestApp();
    admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    host = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await test?.app.close();
    await test?.database.drop();
  });
  beforeEach(async () => {
    const made = await test.call(admin, createSource, { body: { name: 'Segment', kind: 'server' } });
    source = { id: made.id, writeKey: made.writeKey ?? '' };
  });

  const stored = () =>
    test.databases.screens.selectFrom('inbound').selectAll().where('sourceId', '=', source.id).orderBy('seq').execute();
  const faults = async () =>
    (await test.call(admin, listFaults, { params: { sourceId: source.id }, query: { limit: '200' } as never })).data;
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${host}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
  };
  /** A recorded request as its client sent it, under a key that exists here. */
  const replay = ({ url, headers, body }: z.output<typeof Recorded>[number], key = source.writeKey) => {
    const { authorization: _, host: __, connection: ___, 'content-length': ____, ...kept } = headers;
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    return post(url, { ...body, writeKey: key }, { ...kept, authorization: basic });
  };

  it('every payload of the specification is accepted and stored once, or parked because it names nobody', async () => {
    const payloads = read('segment_spec_payloads.ndjson')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Payload.parse(JSON.parse(line)));
    expect(payloads).toHaveLength(84);
    const expected: string[] = [];
    let nameless = 0;
    for (const [n, { heading, type, payload }] of payloads.entries()) {
      // The payloads of the HTTP API say their type by the path alone, which their heading names.
      const named = type ?? messageTypes.find((one) => one === heading.toLowerCase()) ?? 'identify';
      const messages = named === 'batch' ? messagesOf(payload) : [payload];
      const own = messages.map((message, at) => ({ ...message, messageId: `spec-${n}-${at}` }));
      const body = named === 'batch' ? { ...payload, batch: own } : (own[0] ?? {});
      const sent = { ...body, writeKey: source.writeKey };
      // Twice, as a client does that missed the first answer.
      for (let time = 0; time < 2; time += 1) {
        expect(await post(`/v1/${named}`, sent), `${heading} ${n}`).toEqual({ status: 200, body: { success: true } });
      }
      for (const { messageId, ...message } of own as Record<string, unknown>[]) {
        const isNamed = ['userId', 'user_id', 'anonymousId'].some((id) => message[id] !== undefined);
        if (isNamed) expected.push(String(messageId));
        else nameless += 1;
      }
    }
    const rows = await stored();
    expect(rows.map(({ messageId }) => messageId)).toEqual(expected);
    expect(rows.every(({ body }) => messageTypes.some((type) => type === body.type))).toBe(true);
    // The stubs with which the pages on group, page, screen and track begin.
    expect(nameless).toBe(4);
    expect((await faults()).map(({ code }) => code)).toEqual(Array(4).fill('message.no-identity'));
    await test.runLoops();
  });

  it("what Segment's client sent is taken whole, each message once, with its times as sent", async () => {
    const requests = readRecorded('ok');
    for (const request of [...requests, ...requests])
      expect(await replay(request)).toEqual({ status: 200, body: { success: true } });
    const sent = requests.flatMap(({ body }) => messagesOf(body).map((message) => ({ message, sentAt: body.sentAt })));
    const rows = await stored();
    expect(rows.map(({ messageId }) => messageId)).toEqual(sent.map(({ message }) => message.messageId));
    for (const [n, { message, sentAt }] of sent.entries()) {
      const happenedAt = new Date(String(message.timestamp)).toISOString();
      expect([rows[n]?.happenedAt?.toISOString(), rows[n]?.sentAt?.toISOString()]).toEqual([happenedAt, sentAt]);
      expect(rows[n]?.body).toMatchObject({ type: message.type });
    }
  });

  it('an unknown key is refused, as it was there', async () => {
    const [request] = readRecorded('400');
    if (!request) throw new Error('nothing was recorded');
    expect(request.responded).toBe(400);
    const answer = await replay(request, 'BAD');
    expect([answer.status, answer.body.code]).toEqual([401, 'source.unknown-key']);
    expect(await stored()).toEqual([]);
  });

  it('a request that was sent four times, with its count of tries, is one message', async () => {
    const requests = readRecorded('retry');
    expect(requests.map(({ responded }) => responded)).toEqual([500, 500, 429, 200]);
    for (const request of requests) expect((await replay(request)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('batches beyond the limits of Segment are taken whole', async () => {
    const requests = readRecorded('big');
    let count = 0;
    for (const [n, request] of requests.entries()) {
      const { _batch_len: length, first } = z.object({ _batch_len: z.int(), first: Call }).parse(request.body);
      // The recording left the text of each message out; as much of it makes the request as large as it was.
      const blob = 'x'.repeat(Math.floor(request.rawBytes / length) - 300);
      const batch = Array.from({ length }, (_, at) => ({
        ...first,
        messageId: `big-${n}-${at}`,
        properties: { blob },
      }));
      expect((await replay({ ...request, body: { batch } })).status).toBe(200);
      count += length;
    }
    expect(await stored()).toHaveLength(count);
    expect(await faults()).toEqual([]);
  });
});
