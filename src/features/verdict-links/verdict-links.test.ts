import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { acceptHandoff, getHandoff } from '../handoffs/schema.ts';
import { mintVerdictLinks } from './mint-links.ts';

describe('the links of a mail about a lead', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let handoffId: string;
  let links: { accept: string; reject: string };

  const read = () => test.call(ana, getHandoff, { params: { handoffId } });
  const open = (url: string) => test.app.inject({ method: 'GET', url: new URL(url).pathname });
  const press = (url: string, inputs: Record<string, string> = {}) =>
    test.app.inject({
      ...{ method: 'POST', url: new URL(url).pathname, payload: new URLSearchParams(inputs).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    const lead = { handoffId, memberId: ana.id };
    const minted = await tx(systemCtx(test, workspace), (ctx) => mintVerdictLinks(ctx, [lead]));
    links = minted.get(`${handoffId} ${ana.id}`) as typeof links;
  });

  it('only ask when they are opened, however often, and say nothing of the lead', async () => {
    for (const url of [links.accept, links.reject, links.accept]) {
      const page = await open(url);
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toMatch(/Dana|example\.test/);
      expect(page.headers['cache-control']).toBe('no-store');
    }
    expect((await read()).status).toBe('offered');
  });

  it('accept once, in the name of the member', async () => {
    expect((await press(links.accept)).body).toContain('You have accepted this lead');
    const entry = await test.databases.screens
      .selectFrom('audit')
      .select(['verb', 'actorId'])
      .where('objectId', '=', handoffId)
      .execute();
    expect(entry).toEqual([{ verb: 'handoff.accepted', actorId: ana.id }]);
    expect((await press(links.accept)).statusCode).toBe(410);
    const late = await press(links.reject, { reason: 'bad-timing' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('You accepted this lead already');
  });

  it('reject with a reason of the agreement; what is refused can be said again', async () => {
    expect((await open(links.reject)).body).toContain('Wrong time');
    const wrong = await press(links.reject, { reason: 'weather' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('no such reason');
    expect((await press(links.reject, { reason: 'bad-timing', note: 'Next year' })).statusCode).toBe(200);
    expect(await read()).toMatchObject({ status: 'rejected', returned: { reason: 'bad-timing', note: 'Next year' } });
  });

  it('do nothing for who is unknown, too late, gone, or no longer has the lead', async () => {
    expect((await open(`${links.accept}x`)).statusCode).toBe(410);
    expect((await press('http://baton.test/v/none')).statusCode).toBe(410);
    const ben = await createMember(test, workspace, { name: 'Ben' });
    const db = test.databases.screens;
    await db.updateTable('handoffs').set({ memberId: ben.id }).where('id', '=', handoffId).execute();
    const taken = await press(links.accept);
    expect(taken.statusCode).toBe(409);
    expect(taken.body).toContain('Ben has this lead now');
    await db.updateTable('handoffs').set({ memberId: ana.id }).where('id', '=', handoffId).execute();
    await db.updateTable('members').set({ active: false }).where('id', '=', ana.id).execute();
    expect((await press(links.accept)).statusCode).toBe(410);
    await db.updateTable('members').set({ active: true }).where('id', '=', ana.id).execute();
    test.clock.advance(days(15));
    expect((await press(links.accept)).statusCode).toBe(410);
    expect(await test.runJobs('remove-expired-verdict-links')).toBe(1);
    expect(
      await test.send(await createMember(test, workspace, { role: 'admin' }), acceptHandoff, { params: { handoffId } }),
    ).toMatchObject({ status: 200 });
  });
});
