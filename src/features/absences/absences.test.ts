import { describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { newId } from '../../db/ids.ts';
import { deactivateMember, previewHandover } from '../members/schema.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { createAbsence, deleteAbsence, editAbsence, getAbsence, listAbsences } from './schema.ts';

const from = '2026-04-01T00:00:00.000Z';
const to = '2026-04-08T00:00:00.000Z';

describe('absences', () => {
  const test = useTestApp();

  async function setUp() {
    const workspace = await createWorkspace(test);
    const create = (
      role: 'admin' | 'head' | 'lead' | 'member',
      department: 'marketing' | 'sales',
      heads: 'sales'[] = [],
    ) => createMember(test, workspace, { role, department, heads });
    const admin = await create('admin', 'marketing');
    const head = await create('head', 'sales', ['sales']);
    const lead = await create('lead', 'sales');
    const rep = await create('member', 'sales');
    const other = await create('member', 'sales');
    const marketer = await create('member', 'marketing');
    const team = await test.call(admin, createTeam, { body: { name: 'North', department: 'sales', leadId: lead.id } });
    await test.call(admin, setMembership, {
      params: { teamId: team.id, memberId: rep.id },
      body: { weight: 1, cap: null },
    });
    return { workspace, admin, head, lead, rep, other, marketer };
  }

  const record = (caller: Caller, member: TestMember, body: object = {}) =>
    test.send(caller, createAbsence, { body: { memberId: member.id, from, to, ...body } });

  it('are recorded by members for themselves, by leads for their team, by heads for their department', async () => {
    const { admin, head, lead, rep, other, marketer } = await setUp();
    const cases: [Caller, TestMember, number][] = [
      [rep, other, 404],
      [lead, other, 404],
      [lead, marketer, 404],
      [head, marketer, 404],
      [rep, rep, 201],
      [lead, lead, 201],
      [head, other, 201],
      [admin, marketer, 201],
    ];
    for (const [caller, member, status] of cases) {
      expect((await record(caller, member)).status, member.name).toBe(status);
    }
    expect((await record(lead, rep, { from: to, to: '2026-04-09T00:00:00.000Z' })).status).toBe(201);
  });

  it('are seen as far as a member sees, and found by their end', async () => {
    const { admin, lead, rep, other, marketer } = await setUp();
    for (const [n, member] of [rep, other, marketer, rep, rep].entries()) {
      const day = (d: number) => `2026-03-${String(d).padStart(2, '0')}T00:00:00.000Z`;
      expect((await record(admin, member, { from: day(10 - 2 * n), to: day(11 - 2 * n) })).status).toBe(201);
    }
    const ends = async (caller: Caller, query: object = {}) => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof next>> = await next(caller, { ...query, ...(cursor ? { cursor } : {}) });
        seen.push(...page.data.map((absence) => absence.to.slice(8, 10)));
        cursor = page.nextCursor;
      } while (cursor);
      return seen;
    };
    const next = (caller: Caller, query: object) => test.call(caller, listAbsences, { query: { limit: 2, ...query } });
    expect(await ends(admin)).toEqual(['03', '05', '07', '09', '11']);
    expect(await ends(rep)).toEqual(['03', '05', '11']);
    expect(await ends(lead)).toEqual(['03', '05', '11']);
    expect(await ends(other)).toEqual(['09']);
    expect(await ends(admin, { memberId: rep.id, endsAfter: '2026-03-05T00:00:00Z' })).toEqual(['11']);
    test.clock.set(new Date('2026-03-06T00:00:00Z'));
    expect(await ends(admin)).toEqual(['07', '09', '11']);
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
  });

  it('of one member never overlap, whoever is quicker', async () => {
    const { admin, rep } = await setUp();
    expect((await record(admin, rep)).status).toBe(201);
    const overlapping = await record(admin, rep, { from: '2026-04-07T00:00:00Z', to: '2026-04-09T00:00:00Z' });
    expect(overlapping).toMatchObject({
      status: 409,
      body: { code: 'absence.overlaps', errors: [{ pointer: '#/from' }] },
    });
    expect((await record(admin, rep, { from: to, to: '2026-04-09T00:00:00Z' })).status).toBe(201);
    const race = await Promise.all(
      Array.from({ length: 5 }, () => record(admin, rep, { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' })),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('name a cover who is active and somebody else', async () => {
    const { admin, rep, other } = await setUp();
    expect(await record(admin, rep, { coverId: rep.id })).toMatchObject({
      status: 400,
      body: { code: 'absence.own-cover' },
    });
    const stranger = await createMember(test, await createWorkspace(test));
    for (const coverId of [newId(test.clock()), stranger.id]) {
      expect(await record(admin, rep, { coverId })).toMatchObject({
        status: 400,
        body: { code: 'member.not-active', errors: [{ pointer: '#/coverId' }] },
      });
    }
    expect((await record(admin, rep, { from: to, to: from })).body.code).toBe('absence.empty');
    const { body } = await record(admin, rep, { coverId: other.id });
    expect(body).toMatchObject({ member: { id: rep.id, name: rep.name }, cover: { id: other.id, name: other.name } });
    await test.call(admin, deactivateMember, { params: { memberId: rep.id }, body: { successorId: other.id } });
    expect((await record(admin, rep, { from: to, to: '2026-04-09T00:00:00Z' })).body.code).toBe('member.not-active');
  });

  it('are changed by whoever saw the newest version, within reach, and each change is recorded', async () => {
    const { admin, lead, rep, other } = await setUp();
    const { id } = (await record(rep, rep)).body;
    const params = { absenceId: id };
    expect((await test.send(rep, getAbsence, { params })).headers.etag).toBe('"1"');
    const body = { to: '2026-04-10T00:00:00.000Z', coverId: other.id };
    expect((await test.send(other, editAbsence, { params, body, version: 1 })).status).toBe(404);
    expect((await test.send(other, deleteAbsence, { params })).status).toBe(404);
    expect(await test.call(lead, editAbsence, { params, body, version: 1 })).toMatchObject({
      from,
      to: body.to,
      cover: { id: other.id },
      version: 2,
    });
    expect((await test.send(rep, editAbsence, { params, body, version: 1 })).body.code).toBe('absence.stale-version');
    expect((await test.send(rep, editAbsence, { params, body: { to: from }, version: 2 })).body.code).toBe(
      'absence.empty',
    );
    await test.call(rep, deleteAbsence, { params });
    expect((await test.send(admin, getAbsence, { params })).status).toBe(404);
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select(['verb', 'before', 'after'])
      .where('objectId', '=', id)
      .orderBy('id')
      .execute();
    expect(entries.map(({ verb }) => verb).sort()).toEqual(['absence.edited', 'absence.recorded', 'absence.removed']);
    expect(entries.find(({ verb }) => verb === 'absence.edited')).toMatchObject({
      before: { to, coverId: null },
      after: body,
    });
  });

  it('pass to the successor of a cover who leaves, and to nobody where that is who is away', async () => {
    const { admin, rep, other, marketer, lead } = await setUp();
    const a = (await record(admin, rep, { coverId: lead.id })).body.id;
    const b = (await record(admin, other, { coverId: lead.id })).body.id;
    const past = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', coverId: lead.id };
    const c = (await record(admin, marketer, past)).body.id;
    const preview = await test.call(admin, previewHandover, { params: { memberId: lead.id } });
    expect(preview.data).toContainEqual({ kind: 'covers', label: 'Absences covered', count: 2 });
    await test.call(admin, deactivateMember, { params: { memberId: lead.id }, body: { successorId: other.id } });
    const cover = async (absenceId: string) =>
      (await test.call(admin, getAbsence, { params: { absenceId } })).cover?.id;
    expect([await cover(a), await cover(b), await cover(c)]).toEqual([other.id, undefined, lead.id]);
  });
});
