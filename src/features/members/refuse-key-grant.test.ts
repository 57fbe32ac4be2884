import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { inviteMember, listInvitations, renewInvitation } from '../invitations/schema.ts';
import { createKey } from '../keys/schema.ts';
import { editMember, getMember } from './schema.ts';

describe('an API key that may write members', () => {
  const test = useTestApp();

  it('makes nobody an admin and nobody head of a department', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const member = await createMember(test, workspace);
    const { secret: key } = await test.call(admin, createKey, {
      body: { name: 'HR', scopes: ['members:write', 'members:read'] },
    });
    const invite = { email: 'new@example.test', department: 'sales', role: 'member' } as const;

    const params = { memberId: member.id };
    const { version } = await test.call({ key }, getMember, { params });
    const raise = await test.send({ key }, editMember, { params, body: { role: 'admin' }, version });
    const asAdmin = await test.send({ key }, inviteMember, { body: { ...invite, role: 'admin' } });
    const asHead = await test.send({ key }, inviteMember, { body: { ...invite, role: 'head', heads: 'sales' } });
    const open = await test.call(admin, inviteMember, { body: { ...invite, role: 'admin' } });
    const link = await test.send({ key }, renewInvitation, { params: { invitationId: open.id } });
    for (const { status, body } of [raise, asAdmin, asHead, link])
      expect([status, body.code]).toEqual([403, 'key.grant']);

    expect((await test.call(admin, listInvitations)).data).toHaveLength(1);
    await test.call({ key }, inviteMember, { body: { ...invite, email: 'other@example.test' } });
    expect((await test.call({ key }, editMember, { params, body: { role: 'lead' }, version })).role).toBe('lead');
  });
});
