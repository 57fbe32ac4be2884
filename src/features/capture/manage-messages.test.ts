import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createSource, editSource, listSources, revokeSource } from '../sources/schema.ts';
import { listFaults, listMessages, resendFault } from './schema.ts';

describe('people', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let source: { id: string; writeKey: string };

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  });
  beforeEach(async () => {
    const made = await test.call(admin, createSource, { body: { name: 'Shop', kind: 'server' } });
    source = { id: made.id, writeKey: made.writeKey ?? '' };
  });

  const post = async (body: { batch: object[] }) => {
    const payload = { ...body, writeKey: source.writeKey };
    const answer = await test.app.inject({ method: 'POST', url: '/v1/batch', payload });
    expect(answer.statusCode).toBe(200);
  };
  const track = (messageId: string) => ({ type: 'track', event: 'Demo requested', userId: 'ada', messageId });
  const stored = async () =>
    test.databases.screens.selectFrom('inbound').selectAll().where('sourceId', '=', source.id).orderBy('seq').execute();
  const faults = async () => (await test.call(admin, listFaults, { params: { sourceId: source.id }, query: {} })).data;

  it('see what a source sent, page by page, the newest first', async () => {
    await post({ batch: [track('1'), track('2'), track('3')] });
    const params = { sourceId: source.id };
    const first = await test.call(admin, listMessages, { params, query: { limit: 2 } });
    expect(first.data.map(({ messageId }) => messageId)).toEqual(['3', '2']);
    expect(first.data[0]).toMatchObject({ type: 'track', name: 'Demo requested', userId: 'ada', anonymousId: null });
    const cursor = first.nextCursor ?? '';
    const second = await test.call(admin, listMessages, { params, query: { limit: 2, cursor } });
    expect(second.data.map(({ messageId }) => messageId)).toEqual(['1']);
    const stranger = await createMember(test, await createWorkspace(test, 'Other'), { role: 'admin' });
    expect((await test.send(stranger, listMessages, { params, query: {} })).status).toBe(404);
  });

  it('correct a parked message and send it again, once', async () => {
    const at = test.clock();
    await post({ batch: [{ type: 'track', userId: 'ada', messageId: 'bad' }] });
    const [fault] = await faults();
    const params = { faultId: fault?.id ?? '' };
    test.clock.advance(seconds(60));
    const still = await test.send(admin, resendFault, {
      params,
      body: { message: { type: 'track', userId: 'ada' } },
    });
    expect([still.status, still.body.code]).toEqual([400, 'message.no-event']);
    const body = { message: { type: 'track', userId: 'ada', event: 'Demo requested' } };
    expect((await test.call(admin, resendFault, { params, body })).resolvedAt).toBe(test.clock().toISOString());
    const again = await test.send(admin, resendFault, { params, body });
    expect([again.status, again.body.code]).toEqual([409, 'fault.resolved']);
    expect((await stored()).map(({ happenedAt, sentAt }) => [happenedAt, sentAt])).toEqual([[at, null]]);
    expect(await faults()).toEqual([]);
  });

  it('manage sources: the key is for those who may', async () => {
    const member = await createMember(test, workspace, { role: 'member' });
    const head = await createMember(test, workspace, { role: 'member', heads: ['marketing'] });
    const params = { sourceId: source.id };
    expect((await test.send(member, editSource, { params, version: 1, body: { name: 'X' } })).status).toBe(403);
    const of = async (who: TestMember) => (await test.call(who, listSources)).data.find(({ id }) => id === source.id);
    expect([(await of(member))?.writeKey, (await of(head))?.writeKey]).toEqual([null, source.writeKey]);
    await post({ batch: [track('m')] });
    expect((await of(member))?.lastSeenAt).toBe(test.clock().toISOString());
    expect(await test.call(head, editSource, { params, version: 1, body: { name: 'Site' } })).toMatchObject({
      version: 2,
    });
    expect((await test.send(head, editSource, { params, version: 1, body: { name: 'Late' } })).status).toBe(412);
    await test.call(head, revokeSource, { params });
    await test.call(head, revokeSource, { params });
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select('verb')
      .where('objectId', '=', source.id)
      .execute();
    expect(entries.map(({ verb }) => verb).sort()).toEqual(['source.created', 'source.edited', 'source.revoked']);
    expect(JSON.stringify(await test.databases.screens.selectFrom('audit').selectAll().execute())).not.toContain(
      source.writeKey,
    );
  });
});
