import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { deactivateMember, previewHandover } from '../members/schema.ts';
import { inviteMember, listInvitations, revokeInvitation } from './schema.ts';

describe('the handover of invitations', () => {
  const test = useTestApp();

  it('gives ones to the successor; those that are over keep who sent them', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const leaver = await createMember(test, workspace, { role: 'admin' });
    const invite = (email: string) =>
      test.call(leaver, inviteMember, { body: { email, department: 'sales', role: 'member' } });
    await invite('expired@example.test');
    test.clock.advance(days(8));
    const revoked = await invite('revoked@example.test');
    await test.call(leaver, revokeInvitation, { params: { invitationId: revoked.id } });
    await invite('open@example.test');
    const params = { memberId: leaver.id };
    expect((await test.call(admin, previewHandover, { params })).data).toEqual([
      { kind: 'invitations', label: 'Open invitations sent', count: 1 },
    ]);
    expect((await test.send(admin, deactivateMember, { params, body: { successorId: null } })).status).toBe(409);
    await test.call(admin, deactivateMember, { params, body: { successorId: admin.id } });
    const { data } = await test.call(admin, listInvitations);
    expect(Object.fromEntries(data.map(({ email, invitedBy }) => [email, invitedBy.id]))).toEqual({
      'expired@example.test': leaver.id,
      'revoked@example.test': leaver.id,
      'open@example.test': admin.id,
    });
  });
});
