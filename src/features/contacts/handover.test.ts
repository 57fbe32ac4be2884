import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { createAccount } from '../accounts/schema.ts';
import { deactivateMember } from '../members/schema.ts';
import { createContact, getContact } from './schema.ts';

describe('people and companies of a member who leaves', () => {
  const test = useTestApp();

  it('go to the successor, with dates', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    const [rep, successor] = [await createMember(test, workspace), await createMember(test, workspace)];
    const { id } = await test.call(rep, createContact, { body: { name: 'Ana', foundBy: rep.id } });
    const account = await test.call(rep, createAccount, { body: { name: 'Plant' } });
    const leave = (successorId: string | null) =>
      test.send(admin, deactivateMember, { params: { memberId: rep.id }, body: { successorId } });
    expect(await leave(null)).toMatchObject({ status: 409, body: { code: 'member.successor-needed' } });
    expect((await leave(successor.id)).status).toBe(200);
    const contact = await test.call(successor, getContact, { params: { contactId: id } });
    expect(contact).toMatchObject({ owner: { id: successor.id }, version: 2 });
    const changes = await test.databases.screens
      .selectFrom('fieldChanges')
      .select(['recordId', 'field', 'new'])
      .where('workspaceId', '=', workspace)
      .orderBy('object')
      .execute();
    expect(changes).toEqual([
      { recordId: account.id, field: 'owner', new: successor.id },
      { recordId: id, field: 'owner', new: successor.id },
    ]);
  });
});
