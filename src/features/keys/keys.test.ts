import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days, minutes, seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { editMember, listMembers } from '../members/schema.ts';
import { getSession } from '../sessions/schema.ts';
import { hasChecksum, mintKey } from './mint-key.ts';
import { createKey, listKeys, revokeKey } from './schema.ts';

describe('a minted key', () => {
  it('can be recognised, and a changed character too', () => {
    for (let n = 0; n < 200; n += 1) {
      const { key, prefix } = mintKey();
      expect(key).toMatch(/^bat_[0-9A-Za-z]{8}_[0-9A-Za-z]{46}$/);
      expect(key.startsWith(`${prefix}_`)).toBe(true);
      expect(hasChecksum(key)).toBe(true);
      const at = 13 + (n % 46);
      expect(hasChecksum(`${key.slice(0, at)}${key[at] === 'x' ? 'y' : 'x'}${key.slice(at + 1)}`)).toBe(false);
    }
    for (const text of ['', 'bat_', 'Bearer x', 'bat_12345678_short000000', `${mintKey().key} `]) {
      expect(hasChecksum(text)).toBe(false);
    }
  });
});

describe('API keys', () => {
  const sent: string[] = [];
  const test = useTestApp({ onStatement: ({ sql }) => sent.push(sql) });
  let workspace: WorkspaceId;
  let admin: TestMember;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
  });
  beforeEach(async () => {
    admin = await createMember(test, workspace, { role: 'admin' });
  });

  const make = (over: { expiresAt?: string } = {}) =>
    test.call(admin, createKey, { body: { name: 'Warehouse', scopes: ['members:read'], ...over } });
  const use = (key: string) => test.send({ key }, listMembers);

  it('act with their scopes, are shown once and stored as a hash', async () => {
    const { secret, id } = await make();
    const answer = await use(secret);
    expect(answer.status).toBe(200);
    expect(answer.body.data.map((member) => member.id)).toContain(admin.id);
    const { data } = await test.call(admin, listKeys);
    const listed = data.find((key) => key.id === id);
    expect(listed).toMatchObject({ name: 'Warehouse', prefix: secret.slice(0, 12), createdBy: { id: admin.id } });
    expect(JSON.stringify(data)).not.toContain(secret);
    for (const table of ['apiKeys', 'audit'] as const) {
      const rows = await test.databases.screens.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(secret.slice(13));
    }
  });

  it('may do nothing beyond their scopes, nor what is for members only', async () => {
    const { secret: key } = await make();
    const params = { memberId: admin.id };
    const edit = await test.send({ key }, editMember, { params, body: { name: 'Eve' }, version: 1 });
    expect([edit.status, edit.body.detail]).toEqual([403, 'This API key lacks the scope "members:write".']);
    expect((await test.send({ key }, createKey, { body: { name: 'More', scopes: ['members:write'] } })).status).toBe(
      403,
    );
    expect((await test.send({ key }, getSession)).status).toBe(403);
  });

  it('see their own workspace only', async () => {
    const other = await createWorkspace(test, 'Other');
    const stranger = await createMember(test, other, { role: 'admin' });
    const { id, secret } = await make();
    const { data } = (await use(secret)).body;
    expect(data.map((member) => member.id)).not.toContain(stranger.id);
    expect((await test.call(stranger, listKeys)).data).toEqual([]);
    expect((await test.send(stranger, revokeKey, { params: { keyId: id } })).status).toBe(404);
    expect((await use(secret)).status).toBe(200);
  });

  it('are refused for a wrong checksum without a question to the database', async () => {
    const { secret } = await make();
    sent.length = 0;
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
    const answer = await use(wrong);
    expect([answer.status, answer.body.code]).toEqual([401, 'key.invalid']);
    expect((await use('nonsense')).status).toBe(401);
    expect(sent).toEqual([]);
    expect((await use(mintKey().key)).status).toBe(401);
    expect(sent).toHaveLength(1);
  });

  it('are looked up in one statement, and noted as used once a minute', async () => {
    const { id, secret } = await make();
    const count = async () => {
      sent.length = 0;
      await use(secret);
      return sent.filter((sql) => sql.includes('api_keys')).length;
    };
    expect([await count(), await count()]).toEqual([2, 1]);
    test.clock.advance(seconds(59));
    expect(await count()).toBe(1);
    test.clock.advance(minutes(1));
    expect([await count(), await count()]).toEqual([2, 1]);
    const { data } = await test.call(admin, listKeys);
    expect(data.find((key) => key.id === id)?.lastUsedAt).toBe(test.clock().toISOString());
  });

  it('end when they expire', async () => {
    const expiresAt = new Date(test.clock().getTime() + days(1)).toISOString();
    const { secret } = await make({ expiresAt });
    test.clock.advance(days(1) - 1);
    expect((await use(secret)).status).toBe(200);
    test.clock.advance(1);
    expect((await use(secret)).status).toBe(401);
    const past = await test.send(admin, createKey, { body: { name: 'Old', scopes: ['members:read'], expiresAt } });
    expect([past.status, past.body.code]).toEqual([400, 'key.expires-in-past']);
  });

  it('end when they are revoked, on the record and once', async () => {
    const { id: keyId, secret } = await make();
    await test.call(admin, revokeKey, { params: { keyId } });
    await test.call(admin, revokeKey, { params: { keyId } });
    expect((await use(secret)).status).toBe(401);
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select('verb')
      .where('objectId', '=', keyId)
      .execute();
    expect(entries.map(({ verb }) => verb).sort()).toEqual(['key.created', 'key.revoked']);
  });

  it('are never taken from an address, where logs and histories keep them', async () => {
    const { secret } = await make();
    for (const name of ['key', 'api_key', 'apiKey', 'access_token', 'token', 'authorization']) {
      const url = `/api/members?${name}=${encodeURIComponent(name === 'authorization' ? `Bearer ${secret}` : secret)}`;
      const answer = await test.app.inject({ method: 'GET', url, headers: { host: 'baton.test' } });
      expect(answer.statusCode).toBe(401);
    }
  });

  it('are made by admins, with known scopes and known fields', async () => {
    const member = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    const body = { name: 'Mine', scopes: ['members:read' as const] };
    expect((await test.send(member, createKey, { body })).status).toBe(403);
    expect((await test.send(member, listKeys)).status).toBe(403);
    const extra = { ...body, prefix: 'bat_mine', workspaceId: admin.id };
    expect((await test.send(admin, createKey, { body: extra })).status).toBe(400);
    const unknown = { ...body, scopes: ['everything' as 'members:read'] };
    expect((await test.send(admin, createKey, { body: unknown })).status).toBe(400);
  });
});
