import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { WorkspaceId } from '../../context.ts';
import { judgeDueClocks } from './judge-due-clocks.ts';

describe('clocks that are due', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let handoffId: string;

  const db = () => test.databases.screens;
  const judge = () => judgeDueClocks(systemCtx(test, workspace));
  const findRespond = () =>
    db()
      .selectFrom('clocks')
      .selectAll()
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'respond')
      .executeTakeFirstOrThrow();
  const listSteps = async () => {
    const { id } = await findRespond();
    const rows = await db().selectFrom('clockSteps').selectAll().where('clockId', '=', id).orderBy('step').execute();
    return rows.map(({ step, at, told }) => [step, at.toISOString().slice(11, 16), told]);
  };
  const at = (time: string) => test.clock.set(new Date(`2026-03-02T${time}Z`));

  beforeEach(async () => {
    at('09:00:00');
    workspace = await createWorkspace(test);
    const ladder = '{ at: 100%, tell: [owner, team-lead, board] }';
    await agreeOn(test, workspace, lapText.replace(ladder, `${ladder}\n  - { at: 150%, tell: [head-of-sales] }`));
    const { id } = await createMember(test, workspace);
    handoffId = await createHandoff(test, workspace, id);
    await startClocks(test, workspace, handoffId);
  });

  it('tell at each step of the ladder once, and break at the first instant after due', async () => {
    await judge();
    expect(await listSteps()).toEqual([]);
    at('11:00:00');
    await judge();
    await judge();
    expect(await listSteps()).toEqual([[50, '11:00', ['owner']]]);
    expect((await findRespond()).nextAt).toEqual(new Date('2026-03-02T12:12:00Z'));
    at('13:00:00.000');
    await judge();
    expect(await findRespond()).toMatchObject({ outcome: null, nextAt: new Date('2026-03-02T13:00:00.001Z') });
    at('13:00:00.001');
    await judge();
    const due = new Date('2026-03-02T13:00:00Z');
    expect(await findRespond()).toMatchObject({
      outcome: 'broken',
      brokenAt: due,
      endedAt: due,
      answeredAt: null,
      nextAt: new Date('2026-03-02T15:00:00Z'),
    });
    at('15:00:00');
    await judge();
    expect((await listSteps()).map(([step]) => step)).toEqual([50, 80, 100, 150]);
    expect((await findRespond()).nextAt).toBeNull();
  });

  it('after a stop of a day bear the instants at which they were reached; two processes take each step once', async () => {
    test.clock.advance(days(1));
    await Promise.all([judge(), judge()]);
    expect(await listSteps()).toEqual([
      [50, '11:00', ['owner']],
      [80, '12:12', ['owner', 'team-lead']],
      [100, '13:00', ['owner', 'team-lead', 'board']],
      [150, '15:00', ['head-of-sales']],
    ]);
    expect(await findRespond()).toMatchObject({ outcome: 'broken', brokenAt: new Date('2026-03-02T13:00:00Z') });
    test.clock.advance(-hours(1));
    await judge();
    expect(await listSteps()).toHaveLength(4);
  });
});
