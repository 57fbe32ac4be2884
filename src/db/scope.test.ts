import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../test/app.ts';
import { days, testEpoch } from '../../test/clock.ts';
import { createMember, createWorkspace, memberCtx, systemCtx, type TestMember } from '../../test/fixtures.ts';
import type { Ctx, MemberActor } from '../context.ts';
import type { Department, MemberDepartment, Reach } from '../core/access.ts';
import { newId } from './ids.ts';
import { reachesDepartment, withinReach } from './scope.ts';

const at = (offset: number) => new Date(testEpoch.getTime() + days(offset));

describe('what is within reach', () => {
  const test = useTestApp();
  const people = {} as Record<string, TestMember>;
  let abroad: TestMember;

  /**
   * North (Sales): Ann and Ben today, Cleo until yesterday, Dan from tomorrow; Lea leads it and is not in it.
   * Old: Ann and Eva, archived. Eva is in both departments, Finn in Marketing, Gus in Sales and in no team.
   */
  beforeAll(async () => {
    const workspace = await createWorkspace(test);
    for (const [name, department] of [
      ['ann', 'sales'],
      ['ben', 'sales'],
      ['cleo', 'sales'],
      ['dan', 'marketing'],
      ['eva', 'both'],
      ['finn', 'marketing'],
      ['gus', 'sales'],
      ['lea', 'sales'],
    ] as [string, MemberDepartment][]) {
      people[name] = await createMember(test, workspace, { name, department });
    }
    abroad = await createMember(test, await createWorkspace(test), { name: 'abroad' });
    const id = (name: string) => people[name]?.id as string;
    const team = async (name: string, leadId: string | null, archivedAt: Date | null) => {
      const teamId = newId(testEpoch);
      await test.databases.screens
        .insertInto('teams')
        .values({
          workspaceId: workspace,
          id: teamId,
          name,
          nameKey: name,
          department: 'sales',
          leadId,
          archivedAt,
          createdAt: at(-60),
        })
        .execute();
      return teamId;
    };
    const join = async (teamId: string, name: string, validFrom: Date, validTo: Date | null) => {
      const span = { weight: 1, cap: null, validFrom, validTo };
      await test.databases.screens
        .insertInto('teamMembers')
        .values({ workspaceId: workspace, teamId, memberId: id(name), ...span })
        .execute();
    };
    const north = await team('north', id('lea'), null);
    await join(north, 'ann', at(-30), null);
    await join(north, 'ben', at(0), null);
    await join(north, 'cleo', at(-30), at(0));
    await join(north, 'dan', at(1), null);
    const old = await team('old', id('eva'), at(-1));
    await join(old, 'ann', at(-30), null);
    await join(old, 'eva', at(-30), null);
  });

  const ctxOf = (name: string, reach: Reach, actor: Partial<MemberActor> = {}, now = testEpoch): Ctx => ({
    ...memberCtx(test, people[name] as TestMember, actor),
    reach,
    now,
  });

  /** Everybody in the database, seen through the condition, the other workspace's member too. */
  const seenBy = async (ctx: Ctx): Promise<string[]> => {
    const rows = await test.databases.screens
      .selectFrom('members')
      .select('name')
      .where(withinReach(ctx, sql.ref('members.id')))
      .where('workspaceId', 'in', [ctx.workspace, abroad.workspace])
      .orderBy('nameKey')
      .execute();
    return rows.map(({ name }) => name);
  };
  const everybody = ['abroad', 'ann', 'ben', 'cleo', 'dan', 'eva', 'finn', 'gus', 'lea'];

  it('own: nobody but themselves', async () => {
    expect(await seenBy(ctxOf('ann', 'own'))).toEqual(['ann']);
  });

  it.each([
    ['ann', 0, ['ann', 'ben'], 'not who left at this instant, nor who comes tomorrow, nor of an archived team'],
    ['ann', -0.001, ['ann', 'cleo'], 'a moment before'],
    ['ann', 1, ['ann', 'ben', 'dan'], 'tomorrow'],
    ['cleo', 0, ['cleo'], 'who left sees the team no more'],
    ['cleo', -1, ['ann', 'cleo'], 'who left saw it while there'],
    ['dan', 0, ['dan'], 'who is not there yet does not see it yet'],
    ['lea', 0, ['ann', 'ben', 'lea'], 'the lead, without being in it'],
    ['eva', 0, ['eva'], 'the lead of an archived team'],
    ['gus', 0, ['gus'], 'who is in no team'],
  ])('team: %s at day %d sees %j (%s)', async (name, day, seen) => {
    expect(await seenBy(ctxOf(name, 'team', {}, at(day)))).toEqual(seen);
  });

  it.each([
    [['sales'], ['ann', 'ben', 'cleo', 'eva', 'gus', 'lea']],
    [['marketing'], ['ann', 'dan', 'eva', 'finn']],
    [
      ['marketing', 'sales'],
      ['ann', 'ben', 'cleo', 'dan', 'eva', 'finn', 'gus', 'lea'],
    ],
    [[], ['ann']],
  ] as [Department[], string[]][])('department: who acts for %j sees %j', async (actsFor, seen) => {
    expect(await seenBy(ctxOf('ann', 'department', { actsFor }))).toEqual(seen);
  });

  it.each([
    ['own', ['ann']],
    ['team', ['ann', 'ben']],
    ['all', everybody],
  ] as const)('visible: by the setting, here %s', async (visibility, seen) => {
    expect(await seenBy(ctxOf('ann', 'visible', { visibility }))).toEqual(seen);
  });

  it('all: everything that the statement itself is about, which names the workspace', async () => {
    expect(await seenBy(ctxOf('ann', 'all'))).toEqual(everybody);
  });

  it('who is no member reaches all or nothing', async () => {
    const system = systemCtx(test, people.ann?.workspace ?? abroad.workspace);
    for (const reach of ['own', 'team', 'department', 'visible'] as const) {
      expect(await seenBy({ ...system, reach })).toEqual([]);
      expect(await seenBy({ ...system, reach, actor: { kind: 'public', id: null } })).toEqual([]);
      expect(await seenBy({ ...system, reach, actor: { kind: 'key', id: '1', name: 'k', scopes: [] } })).toEqual([]);
    }
    expect(await seenBy(system)).toEqual(everybody);
  });

  it.each([
    ['all', [], [true, true, true]],
    ['department', ['sales'], [false, true, true]],
    ['department', ['marketing', 'sales'], [true, true, true]],
    ['department', [], [false, false, false]],
    ['team', ['sales'], [false, false, false]],
    ['own', ['sales'], [false, false, false]],
    ['visible', ['sales'], [false, false, false]],
  ] as [Reach, Department[], boolean[]][])('departments: by %s, acting for %j', (reach, actsFor, reached) => {
    const ctx = ctxOf('ann', reach, { actsFor, visibility: 'all' });
    expect((['marketing', 'sales', 'both'] as const).map((department) => reachesDepartment(ctx, department))).toEqual(
      reached,
    );
  });
});
