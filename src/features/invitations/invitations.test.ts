import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { createKey } from '../keys/schema.ts';
import { getMember } from '../members/schema.ts';
import { getSession, signIn } from '../sessions/schema.ts';
import { archiveTeam, createTeam, getTeam } from '../teams/schema.ts';
import { nameHead } from '../workspaces/name-head.ts';
import { listDepartments } from '../workspaces/schema.ts';
import {
  acceptInvitation,
  inviteMember,
  listInvitations,
  openInvitation,
  renewInvitation,
  revokeInvitation,
} from './schema.ts';

const password = 'correct horse battery';
let count = 0;

describe('an invitation', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;

  beforeAll(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { name: 'Olivia', role: 'admin' });
  });
  beforeEach(() => {
    count += 1;
  });

  type Body = Partial<NonNullable<typeof inviteMember.example>>;
  const sam = (over: Body = {}) => ({
    email: `sam${count}@example.test`,
    name: 'Sam',
    department: 'sales' as const,
    role: 'member' as const,
    ...over,
  });
  const invite = (over: Body = {}) => test.call(admin, inviteMember, { body: sam(over) });
  const tokenOf = ({ link }: { link: string }) => link.replace('http://baton.test/join#token=', '');
  const accept = (token: string, caller: Caller = {}) =>
    test.send(caller, acceptInvitation, { body: { token, name: 'Sam Seller', password } });
  const statusOf = async (id: string) =>
    (await test.call(admin, listInvitations)).data.find((invitation) => invitation.id === id)?.status;

  it('makes a member of whoever holds its link, and signs them in', async () => {
    const { data: before } = await test.call(admin, listInvitations);
    expect(before).toEqual([]);
    const invitation = await invite();
    expect(invitation).toMatchObject({ status: 'open', invitedBy: { id: admin.id, name: 'Olivia' } });
    expect(new Date(invitation.expiresAt).getTime() - test.clock().getTime()).toBe(days(7));
    const opened = await test.call({}, openInvitation, { body: { token: tokenOf(invitation) } });
    expect(opened).toMatchObject({ email: invitation.email, workspaceName: 'Example', invitedBy: 'Olivia' });
    const browser: Caller = {};
    const { status, body } = await accept(tokenOf(invitation), browser);
    expect(status).toBe(201);
    expect(body.member).toMatchObject({ name: 'Sam Seller', email: invitation.email, role: 'member', actsFor: [] });
    expect((await test.call(browser, getSession)).member.id).toBe(body.member.id);
    expect(await statusOf(invitation.id)).toBe('accepted');
    const signedIn = await test.send({}, signIn, { body: { email: invitation.email, password } });
    expect(signedIn.status).toBe(201);
  });

  it('writes a mail whose link only the sealed text holds', async () => {
    const invitation = await invite();
    const rows = await test.databases.screens
      .selectFrom('outbox')
      .selectAll()
      .where('key', 'like', `invitation:${invitation.id}:%`)
      .execute();
    expect(rows).toHaveLength(1);
    const [mail] = rows;
    expect(mail?.envelope).toEqual({ to: invitation.email, subject: 'Join Example on Baton' });
    expect(systemCtx(test, workspace).sealer.open(mail?.sealed as Buffer)).toContain(invitation.link);
    const everything = [
      rows.map(({ sealed: _, ...row }) => row),
      await test.databases.screens.selectFrom('audit').selectAll().execute(),
      await test.databases.screens.selectFrom('invitations').selectAll().execute(),
    ];
    expect(JSON.stringify(everything)).not.toContain(tokenOf(invitation));
  });

  it('accepted in two tabs at once leaves one member', async () => {
    const token = tokenOf(await invite());
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(['invitation.used', 'member.email-taken']).toContain(
      answers.find(({ status }) => status === 409)?.body.code,
    );
    expect((await accept(token)).body.code).toBe('invitation.used');
    const members = await test.databases.screens
      .selectFrom('members')
      .select('id')
      .where('email', '=', sam().email)
      .execute();
    expect(members).toHaveLength(1);
  });

  it('ends after 7 days; the address can then be invited anew', async () => {
    const first = await invite();
    test.clock.advance(days(7));
    Object.assign(admin, await createMember(test, workspace, { name: 'Olivia', role: 'admin' }));
    expect(await statusOf(first.id)).toBe('expired');
    const late = await accept(tokenOf(first));
    expect([late.status, late.body.code]).toEqual([409, 'invitation.expired']);
    const second = await invite();
    expect(await statusOf(first.id)).toBe('expired');
    expect((await accept(tokenOf(second))).status).toBe(201);
  });

  it('gets a new link, and the old one stops working', async () => {
    const first = await invite();
    test.clock.advance(days(6));
    const renewed = await test.call(admin, renewInvitation, { params: { invitationId: first.id } });
    expect(renewed.id).toBe(first.id);
    const old = await test.send({}, openInvitation, { body: { token: tokenOf(first) } });
    expect([old.status, old.body.code]).toEqual([404, 'invitation.not-found']);
    test.clock.advance(days(6));
    expect((await accept(tokenOf(renewed))).status).toBe(201);
    const again = await test.send(admin, renewInvitation, { params: { invitationId: first.id } });
    expect([again.status, again.body.code]).toEqual([409, 'invitation.not-open']);
  });

  it('can be taken back, until it is accepted', async () => {
    const { id: invitationId, ...rest } = await invite();
    await test.call(admin, revokeInvitation, { params: { invitationId } });
    await test.call(admin, revokeInvitation, { params: { invitationId } });
    expect(await statusOf(invitationId)).toBe('revoked');
    expect((await accept(tokenOf(rest))).body.code).toBe('invitation.revoked');
    const second = await invite();
    await accept(tokenOf(second));
    const late = await test.send(admin, revokeInvitation, { params: { invitationId: second.id } });
    expect([late.status, late.body.code]).toEqual([409, 'invitation.used']);
  });

  it('is made once for an address, also when two admins make it at once', async () => {
    const answers = await Promise.all([1, 2].map(() => test.send(admin, inviteMember, { body: sam() })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const upper = await test.send(admin, inviteMember, { body: sam({ email: sam().email.toUpperCase() }) });
    expect([upper.status, upper.body.code]).toEqual([409, 'invitation.exists']);
    expect(upper.body.errors?.[0]?.pointer).toBe('#/email');
  });

  it('is refused for a member, and says what to do about a deactivated one', async () => {
    const member = await createMember(test, workspace, { name: 'Mara' });
    const taken = await test.send(admin, inviteMember, { body: sam({ email: member.email }) });
    expect([taken.status, taken.body.detail]).toEqual([409, 'Mara has this address and is a member already.']);
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', member.id).execute();
    const gone = await test.send(admin, inviteMember, { body: sam({ email: member.email }) });
    expect([gone.status, gone.body.code]).toEqual([409, 'member.not-active']);
    const stranger = await createMember(test, await createWorkspace(test), { name: 'Stranger' });
    const elsewhere = await test.send(admin, inviteMember, { body: sam({ email: stranger.email }) });
    expect(elsewhere.body.detail).toBe('Somebody with this e-mail address is a member already.');
  });

  it('tells somebody who became a member in between to sign in, and a deactivated one whom to ask', async () => {
    const invitation = await invite();
    const member = await createMember(test, workspace);
    const become = (values: { emailKey?: string; active?: boolean }) =>
      test.databases.screens.updateTable('members').set(values).where('id', '=', member.id).execute();
    await become({ emailKey: invitation.email });
    expect((await accept(tokenOf(invitation))).body.detail).toBe('You are a member already. Sign in instead.');
    await become({ active: false });
    const refused = await accept(tokenOf(invitation));
    expect([refused.status, refused.body.code]).toEqual([409, 'member.not-active']);
    expect(refused.body.detail).toContain('Ask an admin');
  });

  describe('to a team', () => {
    it('puts the member into it, unless it was archived in between', async () => {
      const make = (name: string) => test.call(admin, createTeam, { body: { name, department: 'sales' } });
      const [north, south] = [await make('North'), await make('South')];
      const { body } = await accept(tokenOf(await invite({ teamId: north.id })));
      const team = await test.call(admin, getTeam, { params: { teamId: north.id } });
      expect(team.members).toMatchObject([{ memberId: body.member.id, weight: 1, cap: null }]);
      count += 1;
      const late = await invite({ teamId: south.id });
      await test.call(admin, archiveTeam, { params: { teamId: south.id } });
      expect((await accept(tokenOf(late))).status).toBe(201);
      count += 1;
      for (const teamId of [south.id, admin.id]) {
        const refused = await test.send(admin, inviteMember, { body: sam({ teamId }) });
        expect([refused.status, refused.body.code]).toEqual([400, 'invitation.unknown-team']);
      }
    });
  });

  describe('to head a department', () => {
    const headOf = async (department: 'marketing' | 'sales') =>
      (await test.call(admin, listDepartments)).data.find((post) => post.department === department)?.headId;

    it('fills the vacant post, with its rights from the first answer on', async () => {
      const { body } = await accept(tokenOf(await invite({ role: 'head', heads: 'sales' })));
      expect(body.member.actsFor).toEqual(['sales']);
      expect(await headOf('sales')).toBe(body.member.id);
      const member = await test.call(admin, getMember, { params: { memberId: body.member.id } });
      expect(member).toMatchObject({ heads: ['sales'], role: 'head' });
    });

    it('takes the post from whoever held it when the invitation was made', async () => {
      await nameHead(systemCtx(test, workspace), 'marketing', admin.id);
      const { body } = await accept(
        tokenOf(await invite({ department: 'marketing', role: 'head', heads: 'marketing' })),
      );
      expect(body.member.actsFor).toEqual(['marketing']);
      expect(await headOf('marketing')).toBe(body.member.id);
    });

    it('leaves the post to somebody who was named since', async () => {
      const invitation = await invite({ department: 'marketing', role: 'head', heads: 'marketing' });
      const other = await createMember(test, workspace, { role: 'head', heads: ['marketing'] });
      const { status, body } = await accept(tokenOf(invitation));
      expect([status, body.member.actsFor]).toEqual([201, []]);
      expect(await headOf('marketing')).toBe(other.id);
    });
  });

  it('can be made with an API key, in the name of whoever made the key', async () => {
    const key = (await test.call(admin, createKey, { body: { name: 'Joiner', scopes: ['members:write'] } })).secret;
    const invitation = await test.call({ key }, inviteMember, { body: sam() });
    expect(invitation.invitedBy.id).toBe(admin.id);
    const entry = await test.databases.screens
      .selectFrom('audit')
      .select(['actorKind'])
      .where('objectId', '=', invitation.id)
      .executeTakeFirst();
    expect(entry?.actorKind).toBe('key');
  });

  it('is for admins to make, of their own workspace', async () => {
    const head = await createMember(test, workspace, { role: 'head' });
    expect((await test.send(head, inviteMember, { body: sam() })).status).toBe(403);
    expect((await test.send(head, listInvitations)).status).toBe(403);
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    const { id: invitationId } = await invite();
    expect((await test.call(stranger, listInvitations)).data).toEqual([]);
    for (const contract of [renewInvitation, revokeInvitation]) {
      expect((await test.send(stranger, contract, { params: { invitationId } })).status).toBe(404);
    }
    expect(await statusOf(invitationId)).toBe('open');
  });

  it('refuses line breaks, unknown fields and a role chosen by whoever joins', async () => {
    for (const over of [
      { email: 'sam@example.test\r\nBcc: all@example.test' },
      { name: 'Sam\r\nBcc: all@example.test' },
      { email: 'a@example.test, b@example.test' },
      { tokenHash: 'x' },
    ]) {
      expect((await test.send(admin, inviteMember, { body: sam(over) })).status).toBe(400);
    }
    const token = tokenOf(await invite());
    for (const extra of [{ role: 'admin' }, { email: 'other@example.test' }, { workspaceId: admin.id }]) {
      const body = { token, name: 'Sam', password, ...extra };
      expect((await test.send({}, acceptInvitation, { body })).status).toBe(400);
    }
    const guessed = await test.send({}, openInvitation, { body: { token: 'not-a-token' } });
    expect([guessed.status, guessed.body.code]).toEqual([404, 'invitation.not-found']);
  });
});
