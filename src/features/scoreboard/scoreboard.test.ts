import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, type TestMember } from '../../../test/fixtures.ts';
import { createContact, createHandoff, createLead, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { createDeal, winDeal } from '../deals/schema.ts';
import { acceptHandoff, rejectHandoff } from '../handoffs/schema.ts';
import { reportExceptions, reportFunnel, reportWins } from './schema.ts';

describe('the scoreboard', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let versionId: string;
  let ana: TestMember;
  let head: TestMember;

  const exceptions = async (who = head) => test.call(who, reportExceptions, {});
  const groups = async (who = head) =>
    Object.fromEntries((await exceptions(who)).groups.map(({ kind, count }) => [kind, count]));

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    versionId = await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    head = await createMember(test, workspace, { name: 'Hana', role: 'head', heads: ['sales'] });
  });

  it('needs nobody while nothing is late, and then says who, once for each lead and each kind', async () => {
    expect(await exceptions()).toMatchObject({ groups: [], review: null, unacknowledged: { count: 0 } });
    const [late, rejected] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ana.id),
    ];
    await startClocks(test, workspace, late);
    await startClocks(test, workspace, rejected);
    await test.call(ana, rejectHandoff, { params: { handoffId: rejected }, body: { reason: 'bad-timing' } });
    await createLead(test, workspace, versionId);
    await test.databases.screens
      .updateTable('handoffs')
      .set({ expectedValue: 720_000 })
      .where('id', '=', late)
      .execute();
    expect(await groups()).toEqual({ answer: 1, queue: 1 });
    test.clock.advance(hours(5));
    const found = (await exceptions()).groups.find(({ kind }) => kind === 'unworked');
    expect(found).toMatchObject({
      ...{ count: 1, value: 720_000 },
      data: [{ handoffId: late, member: { name: 'Ana' }, clock: 'respond', clause: 'respond', department: 'sales' }],
    });
    // Whoever notes it changes nothing.
    await test.runLoops();
    expect(await groups()).toEqual({ unworked: 1, answer: 1, queue: 1 });
    test.clock.advance(days(9));
    head = { ...head, ...(await signIn(test, workspace, head.id)) };
    await test.runLoops();
    expect((await exceptions()).unacknowledged).toMatchObject({ count: 2, data: [{ name: 'Ana' }, { name: 'Hana' }] });
  });

  it('shows of it what the setting lets see, and nothing of another workspace', async () => {
    const ben = await createMember(test, workspace, { name: 'Ben' });
    await startClocks(test, workspace, await createHandoff(test, workspace, ana.id));
    await startClocks(test, workspace, await createHandoff(test, workspace, ben.id));
    test.clock.advance(hours(5));
    await test.databases.screens
      .updateTable('workspaces')
      .set({ visibility: 'own' })
      .where('id', '=', workspace)
      .execute();
    expect(await groups()).toEqual({ unworked: 2 });
    expect(await groups(ana)).toEqual({ unworked: 1 });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    expect(await exceptions(stranger)).toMatchObject({ groups: [] });
    expect(await test.call(stranger, reportFunnel, {})).toEqual({ data: null });
  });

  it('counts the funnel of the term as a flow, and customers only of those whose time is over', async () => {
    const admin = await createMember(test, workspace, { role: 'admin' });
    await createContact(test, workspace);
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    await test.call(ana, acceptHandoff, { params: { handoffId } });
    const { data } = await test.call(admin, reportFunnel, {});
    expect(data?.stages.map(({ key, entered }) => [key, entered])).toEqual([
      ...[
        ['subscriber', 0],
        ['lead', 0],
        ['qualified', 2],
        ['accepted', 1],
        ['confirmed', 0],
        ['opportunity', 0],
      ],
      ['customer', 0],
    ]);
    expect(data).toMatchObject({
      ...{ from: '2026-01-01', measure: 'flow' },
      cohort: { from: 'qualified', windowDays: null, mature: 0, immature: 2, rate: null },
    });
  });

  it('names both sides of a win where both took part', async () => {
    const handoffId = await createHandoff(test, workspace, ana.id);
    await startClocks(test, workspace, handoffId);
    await test.databases.screens
      .updateTable('handoffs')
      .set({ campaign: 'Spring webinar' })
      .where('id', '=', handoffId)
      .execute();
    await test.call(ana, acceptHandoff, { params: { handoffId } });
    expect(await test.call(head, reportWins, {})).toEqual({ data: [] });
    const deal = await test.call(ana, createDeal, {
      body: { name: 'Pumps', handoffId, amount: { minor: 9_600_000, currency: 'EUR' }, expectedClose: '2026-03-20' },
    });
    test.clock.advance(hours(2));
    await test.call(ana, winDeal, { params: { dealId: deal.id }, body: {} });
    expect((await test.call(head, reportWins, {})).data).toMatchObject([
      {
        ...{ name: 'Pumps', amount: { minor: 9_600_000, currency: 'EUR' }, sales: { name: 'Ana' } },
        marketing: { campaign: 'Spring webinar', days: 0 },
      },
    ]);
  });
});
