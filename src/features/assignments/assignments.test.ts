import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, createLead, startClocks } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { openBrief, rateBrief } from '../briefs/schema.ts';
import { offerLeads } from '../handoffs/offer-leads.ts';
import { acceptHandoff, getHandoff } from '../handoffs/schema.ts';
import { listQueue, pullHandoff, reassignHandoff, reassignHandoffs } from './schema.ts';

describe('who has a lead', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let versionId: string;
  let admin: TestMember;
  let ana: TestMember;
  let ben: TestMember;
  let handoffId: string;

  const params = () => ({ params: { handoffId } });
  const give = (who: TestMember, memberId: string) =>
    test.send(who, reassignHandoff, { ...params(), body: { memberId } });

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    versionId = await agreeOn(test, workspace);
    admin = await createMember(test, workspace, { name: 'Alex', role: 'admin' });
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    test.clock.advance(hours(1));
  });

  it('is changed by a head: the new one owes a response of their own, the first record stays', async () => {
    const given = (await give(admin, ben.id)).body;
    expect(given.member.name).toBe('Ben');
    expect(given.clocks.map(({ kind, state, owner }) => [kind, state, owner?.name]).sort()).toEqual([
      ['decide', 'running', 'Ben'],
      ['respond', 'cancelled', 'Ana'],
      ['respond', 'running', 'Ben'],
    ]);
    expect(given.assignments.map(({ member, to }) => [member.name, to])).toEqual([
      ['Ana', test.clock().toISOString()],
      ['Ben', null],
    ]);
    expect(await give(admin, ben.id)).toMatchObject({ status: 409, body: { code: 'handoff.same-member' } });
  });

  it('is changed by who may: not by the rep, nor to somebody who does not work with leads', async () => {
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    const stranger = await createMember(test, await createWorkspace(test));
    const lead = await createMember(test, workspace, { role: 'lead' });
    expect(await give(ana, ben.id)).toMatchObject({ status: 403 });
    expect(await give(lead, ben.id)).toMatchObject({ status: 404 });
    for (const who of [marketer, viewer]) {
      expect(await give(admin, who.id)).toMatchObject({ status: 400, body: { code: 'handoff.unfit-member' } });
    }
    expect(await give(admin, stranger.id)).toMatchObject({ status: 400, body: { code: 'member.not-active' } });
    const team = await createTeam(test, workspace, 'north', [{ member: lead }, { member: ana }]);
    expect(team).toBeTruthy();
    expect(await give(lead, ben.id)).toMatchObject({ status: 200 });
  });

  it('is changed for several at once; what is closed is told', async () => {
    const [second, closed] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ana.id, { status: 'rejected' }),
    ];
    const body = { handoffIds: [handoffId, second, closed], memberId: ben.id };
    expect(await test.call(admin, reassignHandoffs, { body })).toMatchObject({
      done: [handoffId, second],
      refused: [{ id: closed, code: 'handoff.already-rejected' }],
    });
  });

  it('is pulled by a colleague who may see it, before it is decided', async () => {
    expect(await test.send(ben, pullHandoff, params())).toMatchObject({ status: 404 });
    await createTeam(test, workspace, 'north', [{ member: ana }, { member: ben }]);
    await test.databases.screens
      .updateTable('workspaces')
      .set({ visibility: 'team' })
      .where('id', '=', workspace)
      .execute();
    expect(await test.call(ben, pullHandoff, params())).toMatchObject({ member: { name: 'Ben' } });
    expect(await test.send(ana, acceptHandoff, params())).toMatchObject({
      status: 409,
      body: { code: 'handoff.already-reassigned' },
    });
    await test.call(ben, acceptHandoff, params());
    expect(await test.send(ana, pullHandoff, params())).toMatchObject({ body: { code: 'handoff.already-accepted' } });
  });

  it('is nobody while nobody is available: the queue says since when and why', async () => {
    const ctx = systemCtx(test, workspace);
    const relay = (await findRelay(ctx, versionId)) as Relay;
    const lead = await createLead(test, workspace, versionId);
    await tx(ctx, (inner) => offerLeads(inner, relay, [lead]));
    const { data } = await test.call(admin, listQueue, { query: {} });
    expect(data).toMatchObject([
      { qualificationId: lead.qualificationId, since: test.clock().toISOString(), reason: 'nobody-available' },
    ]);
    // No rule names her.
    expect(await test.call(ana, listQueue, { query: {} })).toMatchObject({ data: [], count: 0 });
    const viewer = await createMember(test, workspace, { role: 'viewer' });
    expect(await test.send(viewer, listQueue, { query: {} })).toMatchObject({ status: 403 });
  });

  it('has opened the brief at the first time, and calls its parts useful or useless', async () => {
    const { openedAt } = await test.call(ana, openBrief, params());
    test.clock.advance(minutes(5));
    expect(await test.call(ana, openBrief, params())).toEqual({ openedAt });
    await test.call(admin, openBrief, params());
    await test.call(ana, rateBrief, { ...params(), body: { field: 'why-now', useful: true } });
    await test.call(ana, rateBrief, { ...params(), body: { field: 'scores', useful: true } });
    await test.call(ana, rateBrief, { ...params(), body: { field: 'scores', useful: null } });
    const read = await test.call(ana, getHandoff, params());
    expect(read).toMatchObject({ openedAt, ratings: [{ field: 'why-now', useful: true }] });
    expect(read.openings.map(({ member }) => member.name)).toEqual(['Ana', 'Alex']);
    expect(await test.send(ben, openBrief, params())).toMatchObject({ status: 404 });
  });
});
