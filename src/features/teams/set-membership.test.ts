import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { minutes } from '../../../test/clock.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx } from '../../context.ts';
import { setMembership as contract, createTeam, endMembership, listMemberships } from './schema.ts';
import { setMembership } from './set-membership.ts';

describe('a membership', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const sam = await createMember(test, workspace, { name: 'Sam' });
    const { id: teamId } = await test.call(admin, createTeam, { body: { name: 'North', department: 'sales' } });
    const set = (weight: number, cap: number | null = null) =>
      test.send(admin, contract, { params: { teamId, memberId: sam.id }, body: { weight, cap } });
    const spans = async () => {
      const { data } = await test.call(admin, listMemberships, { params: { teamId } });
      return data.map(({ weight, cap, from, to }) => ({ weight, cap, from, to }));
    };
    const at = (offset: number) => new Date(start + minutes(offset)).toISOString();
    const start = test.clock().getTime();
    return { workspace, admin, sam, teamId, set, spans, at };
  };

  it('keeps what was in force before a change', async () => {
    const { workspace, teamId, set, spans, at } = await house();
    expect((await set(1)).body).toMatchObject({
      members: [{ name: 'Sam', weight: 1, cap: null, from: at(0), to: null }],
    });
    test.clock.advance(minutes(1));
    expect((await set(2, 10)).body.members).toMatchObject([{ weight: 2, cap: 10, from: at(1), to: null }]);
    expect(await spans()).toEqual([
      { weight: 2, cap: 10, from: at(1), to: null },
      { weight: 1, cap: null, from: at(0), to: at(1) },
    ]);
    expect(await listVerbs(test, workspace, teamId)).toEqual([
      'team.created',
      'team.membership-set',
      'team.membership-set',
    ]);
  });

  it('set again as it is changes nothing', async () => {
    const { workspace, set } = await house();
    await set(1, 5);
    test.clock.advance(minutes(1));
    const before = await readContents(test, workspace);
    expect((await set(1, 5)).status).toBe(200);
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('changed at the instant at which it began is replaced', async () => {
    const { set, spans, at } = await house();
    await set(1);
    await set(2);
    expect(await spans()).toEqual([{ weight: 2, cap: null, from: at(0), to: null }]);
  });

  it('ends, and can begin again', async () => {
    const { admin, sam, teamId, set, spans, at } = await house();
    const params = { teamId, memberId: sam.id };
    await set(1);
    test.clock.advance(minutes(1));
    expect((await test.call(admin, endMembership, { params })).members).toEqual([]);
    const again = await test.send(admin, endMembership, { params });
    expect([again.status, again.body.code]).toEqual([404, 'membership.not-found']);
    await set(3);
    expect(await spans()).toEqual([
      { weight: 3, cap: null, from: at(1), to: null },
      { weight: 1, cap: null, from: at(0), to: at(1) },
    ]);
    // Never in force for a moment: no trace among the spans, though the audit log has both.
    await test.call(admin, endMembership, { params });
    expect(await spans()).toEqual([{ weight: 1, cap: null, from: at(0), to: at(1) }]);
  });

  it('set twice at once has one row open at every instant', { timeout: 30_000 }, async () => {
    for (let round = 0; round < 8; round += 1) {
      const { set, spans, workspace, teamId } = await house();
      if (round % 2 === 1) await set(9);
      if (round % 4 === 3) test.clock.advance(minutes(1));
      const answers = await Promise.all([set(1), set(2), set(3)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const rows = await spans();
      expect(rows.filter(({ to }) => to === null)).toHaveLength(1);
      expect(rows).toHaveLength(round % 4 === 3 ? 2 : 1);
      const verbs = await listVerbs(test, workspace, teamId);
      expect(verbs.filter((verb) => verb === 'team.membership-set')).toHaveLength(round % 2 === 1 ? 4 : 3);
    }
  });

  it('set by the one that waited, with the earlier instant, still follows the other', async () => {
    const { workspace, sam, teamId, admin, spans, at } = await house();
    const setAt = (offset: number, weight: number) =>
      tx({ ...systemCtx(test, workspace), now: new Date(at(offset)) }, (ctx) =>
        setMembership(ctx, teamId, sam.id, { weight, cap: null }),
      );
    await setAt(0, 1);
    await setAt(2, 2);
    await setAt(1, 3);
    expect(await spans()).toEqual([
      { weight: 3, cap: null, from: at(2), to: null },
      { weight: 1, cap: null, from: at(0), to: at(2) },
    ]);
    test.clock.advance(minutes(3));
    await test.call(admin, endMembership, { params: { teamId, memberId: sam.id } });
    await setAt(1, 4);
    expect((await spans())[0]).toEqual({ weight: 4, cap: null, from: at(3), to: null });
  });

  it('is for active members of this workspace', async () => {
    const { workspace, admin, teamId } = await house();
    const gone = await createMember(test, workspace);
    await test.databases.screens.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute();
    const foreign = await createMember(test, await createWorkspace(test));
    const before = await readContents(test, workspace);
    const body = { weight: 1, cap: null };
    const refused = async (memberId: string, over: object = {}) => {
      const answer = await test.send(admin, contract, { params: { teamId, memberId }, body: { ...body, ...over } });
      return [answer.status, answer.body.code];
    };
    expect(await refused(gone.id)).toEqual([409, 'member.not-active']);
    expect(await refused(foreign.id)).toEqual([404, 'member.not-found']);
    expect(await refused(admin.id, { weight: -1 })).toEqual([400, 'request.invalid']);
    expect(await refused(admin.id, { validFrom: '2020-01-01T00:00:00Z' })).toEqual([400, 'request.invalid']);
    expect(await readContents(test, workspace)).toEqual(before);
  });
});
