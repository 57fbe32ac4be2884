import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { days, hours } from '../../../test/clock.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import type { WorkspaceId } from '../../context.ts';
import type { Visibility } from '../../core/access.ts';
import { getHandoff, listHandoffs } from './schema.ts';

describe('the list of handoffs', () => {
  let statements = 0;
  const test = useTestApp({
    onStatement() {
      statements += 1;
    },
  });
  let workspace: WorkspaceId;
  let ana: TestMember;

  const ago = (milliseconds: number) => new Date(test.clock().getTime() - milliseconds);
  const list = async (caller: Caller, query: Parameters<typeof test.call<typeof listHandoffs>>[2] = { query: {} }) =>
    test.call(caller, listHandoffs, query);
  const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);

  beforeEach(async () => {
    test.clock.set(new Date('2026-03-04T10:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace, undefined, ago(days(30)));
    ana = await createMember(test, workspace, { name: 'Ana' });
  });

  /** Two without a clock, two with one, two closed, in the order in which they are to be listed. */
  async function createSix(): Promise<string[]> {
    const create = (offeredAt: Date, status?: 'rejected') =>
      createHandoff(test, workspace, ana.id, { offeredAt, ...(status ? { status } : {}) });
    const soon = await create(ago(hours(3)));
    const later = await create(ago(hours(1)));
    await startClocks(test, workspace, later, ago(hours(1)));
    await startClocks(test, workspace, soon, ago(hours(3)));
    const without = [await create(ago(days(2))), await create(ago(days(1)))].sort();
    const [old, recent] = [await create(ago(days(9)), 'rejected'), await create(ago(days(8)), 'rejected')];
    return [soon, later, ...without, recent, old];
  }

  it('has open ones by what is due first, then closed ones from the newest, on pages of any size', async () => {
    const expected = await createSix();
    expect(idsOf(await list(ana))).toEqual(expected);
    for (const limit of [1, 2, 4, 5]) {
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(ana, { query: { limit, ...(cursor === undefined ? {} : { cursor }) } });
        paged.push(...idsOf(page));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(expected);
    }
  });

  it('keeps what is late on top until it is done, whoever has noted that it is', async () => {
    const [late, soon] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ana.id, { offeredAt: ago(hours(1)) }),
    ];
    await startClocks(test, workspace, late, ago(days(1)));
    await startClocks(test, workspace, soon);
    expect(idsOf(await list(ana))).toEqual([late, soon]);
    await test.runLoops();
    const { data } = await list(ana);
    expect(data.map(({ id, clocks: [first] }) => [id, first?.kind, first?.state])).toEqual([
      [late, 'respond', 'broken'],
      [soon, 'respond', 'running'],
    ]);
  });

  it('can be narrowed to a status and to a member', async () => {
    const expected = await createSix();
    const other = await createMember(test, workspace);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const theirs = await createHandoff(test, workspace, other.id);
    expect(idsOf(await list(ana, { query: { status: 'open' } }))).toEqual(expected.slice(0, 4));
    expect(idsOf(await list(ana, { query: { status: 'rejected' } }))).toEqual(expected.slice(4));
    expect(idsOf(await list(ana, { query: { status: 'accepted' } }))).toEqual([]);
    expect(idsOf(await list(admin, { query: { memberId: other.id } }))).toEqual([theirs]);
    const wrong = await test.send(ana, listHandoffs, { query: { cursor: 'x' } });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
  });

  it('shows what the setting lets see: own, those of the team, all; never another workspace', async () => {
    const ben = await createMember(test, workspace, { name: 'Ben' });
    const far = await createMember(test, workspace, { name: 'Far' });
    const marketer = await createMember(test, workspace, { department: 'marketing' });
    const stranger = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await createTeam(test, workspace, 'near', [{ member: ana }, { member: ben }]);
    const [own, team, other] = [
      await createHandoff(test, workspace, ana.id),
      await createHandoff(test, workspace, ben.id),
      await createHandoff(test, workspace, far.id),
    ];
    const setVisibility = (visibility: Visibility) =>
      test.databases.screens.updateTable('members').set({ visibility }).where('id', '=', ana.id).execute();
    for (const [visibility, expected] of [
      ['own', [own]],
      ['team', [own, team]],
      ['all', [own, team, other]],
    ] as const) {
      await setVisibility(visibility);
      expect(idsOf(await list(ana)).sort()).toEqual([...expected].sort());
      for (const handoffId of [own, team, other]) {
        const { status } = await test.send(ana, getHandoff, { params: { handoffId } });
        expect(status).toBe((expected as readonly string[]).includes(handoffId) ? 200 : 404);
      }
    }
    expect(idsOf(await list(stranger))).toEqual([]);
    await test.databases.screens
      .updateTable('members')
      .set({ visibility: 'own' })
      .where('id', '=', marketer.id)
      .execute();
    expect(idsOf(await list(marketer))).toEqual([]);
  });

  it('takes as many statements for forty as for four', async () => {
    const create = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        await startClocks(test, workspace, await createHandoff(test, workspace, ana.id));
      }
    };
    const measure = async () => {
      statements = 0;
      await list(ana);
      return statements;
    };
    await create(4);
    const few = await measure();
    await create(36);
    expect(await measure()).toBe(few);
  });
});
