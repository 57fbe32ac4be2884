import { describe, expect, it } from 'vitest';
import { type Caller, useTestApp } from '../../../test/app.ts';
import { seconds } from '../../../test/clock.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { addDays } from '../../core/calendar/hours.ts';
import { newId } from '../../db/ids.ts';
import { addCalendar } from './add-calendar.ts';
import {
  type CalendarOwner,
  createCalendar,
  deleteCalendar,
  editCalendar,
  getCalendar,
  listCalendars,
  listHolidayRegions,
  listHolidays,
} from './schema.ts';

const hours = { zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: 'DE-BE', closed: [], days: {} };

describe('calendars', () => {
  const test = useTestApp();

  async function setUp() {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin', department: 'marketing' });
    const head = await createMember(test, workspace, { role: 'head', department: 'sales', heads: ['sales'] });
    const rep = await createMember(test, workspace, { role: 'member', department: 'sales' });
    const marketer = await createMember(test, workspace, { role: 'member', department: 'marketing' });
    const { id } = await addCalendar(systemCtx(test, workspace), {
      ...hours,
      name: 'House',
      owner: { kind: 'workspace' },
    });
    const team = (department: MemberDepartment) => createTeam(workspace, department);
    return { workspace, admin, head, rep, marketer, houseId: id, team };
  }

  async function createTeam(workspaceId: string, department: MemberDepartment): Promise<CalendarOwner> {
    const id = newId(test.clock());
    await test.databases.screens
      .insertInto('teams')
      .values({
        workspaceId,
        id,
        name: id,
        nameKey: id,
        department,
        leadId: null,
        archivedAt: null,
        createdAt: test.clock(),
      })
      .execute();
    return { kind: 'team', teamId: id };
  }

  const give = (caller: Caller, owner: CalendarOwner, name = 'Own') =>
    test.send(caller, createCalendar, { body: { ...hours, name, owner } });
  const of = (memberId: string): CalendarOwner => ({ kind: 'member', memberId });

  it('are read by all, with whose they are and what a week holds', async () => {
    const { admin, rep, team, houseId } = await setUp();
    await give(admin, of(rep.id));
    await give(admin, await team('sales'));
    const { data } = await test.call(rep, listCalendars);
    expect(data.map(({ owner }) => owner.kind)).toEqual(['workspace', 'team', 'member']);
    expect(data[0]).toMatchObject({ id: houseId, name: 'House', minutesPerWeek: 480, version: 1, holidays: 'DE-BE' });
    const one = await test.send(rep, getCalendar, { params: { calendarId: houseId } });
    expect(one.headers.etag).toBe('"1"');
    expect(one.body).toEqual(data[0]);
  });

  it('are given by an admin to all, by a head within the department, by others to themselves', async () => {
    const { admin, head, rep, marketer, team } = await setUp();
    const [sales, marketing, both] = [await team('sales'), await team('marketing'), await team('both')];
    const cases: [Caller, CalendarOwner, number, string?][] = [
      [rep, of(marketer.id), 404, 'member.not-found'],
      [rep, sales, 404, 'team.not-found'],
      [rep, of(rep.id), 201],
      [head, of(marketer.id), 404, 'member.not-found'],
      [head, marketing, 404, 'team.not-found'],
      [head, sales, 201],
      [head, both, 201],
      [head, { kind: 'workspace' }, 403, 'calendar.admin-only'],
      [admin, of(marketer.id), 201],
      [admin, marketing, 201],
      [admin, of(newId(test.clock())), 404, 'member.not-found'],
      [admin, { kind: 'workspace' }, 409, 'calendar.exists'],
      [admin, sales, 409, 'calendar.exists'],
    ];
    for (const [caller, owner, status, code] of cases) {
      const answer = await give(caller, owner);
      expect([answer.status, answer.body.code], JSON.stringify(owner)).toEqual([status, code]);
    }
    const viewer = await createMember(test, rep.workspace, { role: 'viewer' });
    expect((await give(viewer, of(viewer.id))).status).toBe(403);
  });

  it('are changed and removed within the same reach, and refusals change nothing', async () => {
    const { admin, head, rep, marketer, houseId } = await setUp();
    const theirs = (await give(admin, of(marketer.id))).body.id;
    const own = (await give(admin, of(rep.id))).body.id;
    const edit = (caller: Caller, calendarId: string) =>
      test.send(caller, editCalendar, { params: { calendarId }, body: { ...hours, name: 'Changed' }, version: 1 });
    const remove = (caller: Caller, calendarId: string) =>
      test.send(caller, deleteCalendar, { params: { calendarId } });
    const statuses = async (caller: Caller, calendarId: string) => [
      (await edit(caller, calendarId)).status,
      (await remove(caller, calendarId)).status,
    ];
    expect(await statuses(rep, theirs)).toEqual([404, 404]);
    expect(await statuses(head, theirs)).toEqual([404, 404]);
    expect(await statuses(head, houseId)).toEqual([403, 403]);
    expect(await statuses(rep, houseId)).toEqual([403, 403]);
    expect((await test.call(rep, listCalendars)).data.map(({ version }) => version)).toEqual([1, 1, 1]);
    expect(await statuses(head, own)).toEqual([200, 204]);
    expect(await statuses(admin, theirs)).toEqual([200, 204]);
    expect((await edit(admin, houseId)).status).toBe(200);
    const kept = await remove(admin, houseId);
    expect([kept.status, kept.body.code]).toEqual([409, 'calendar.of-workspace']);
    const stranger = await setUp();
    expect(await statuses(stranger.admin, houseId)).toEqual([404, 404]);
  });

  it('are replaced only by whoever saw the newest version, and each change is recorded', async () => {
    const { admin, houseId } = await setUp();
    const params = { calendarId: houseId };
    const body = { ...hours, name: 'House', hours: { tue: ['10:00-12:00'] } };
    const changed = await test.call(admin, editCalendar, { params, body, version: 1 });
    expect(changed).toMatchObject({ version: 2, minutesPerWeek: 120, hours: { tue: ['10:00-12:00'] } });
    const stale = await test.send(admin, editCalendar, { params, body, version: 1 });
    expect([stale.status, stale.body.code]).toEqual([412, 'calendar.stale-version']);
    const blind = await test.send(admin, editCalendar, { params, body });
    expect(blind.status).toBe(428);
    // Entries of one instant are in no order.
    test.clock.advance(seconds(1));
    const race = await Promise.all(
      ['A', 'B'].map((name) => test.send(admin, editCalendar, { params, body: { ...body, name }, version: 2 })),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([200, 412]);
    const entries = await test.databases.screens
      .selectFrom('audit')
      .select(['verb', 'before', 'after'])
      .where('objectId', '=', houseId)
      .where('verb', '=', 'calendar.edited')
      .orderBy('id')
      .execute();
    expect(entries[0]).toMatchObject({
      before: { hours: { mon: ['09:00-17:00'] } },
      after: { hours: { tue: ['10:00-12:00'] } },
    });
    expect(entries).toHaveLength(2);
  });

  it('that never open are refused at their field', async () => {
    const { admin, rep } = await setUp();
    const mondays = Array.from({ length: 60 }, (_, week) => addDays('2026-03-02', 7 * week));
    const cases: [object, string][] = [
      [{ hours: {} }, '#/hours'],
      [{ hours: { mon: ['09:00-12:00', '11:00-13:00'] } }, '#/hours/mon/1'],
      [{ holidays: 'DE-ZZ' }, '#/holidays'],
      [{ closed: mondays }, '#/closed'],
    ];
    for (const [wrong, pointer] of cases) {
      const body = { ...hours, ...wrong, name: 'Own', owner: of(rep.id) };
      const answer = await test.send(admin, createCalendar, { body });
      expect(answer, pointer).toMatchObject({ status: 400, body: { code: 'calendar.invalid', errors: [{ pointer }] } });
    }
    const shape = await test.send(admin, createCalendar, {
      body: { ...hours, zone: "UTC'; drop table members", name: 'Own', owner: of(rep.id) },
    });
    expect(shape.status).toBe(400);
  });

  it('offer the holidays of every region that they can name', async () => {
    const { rep } = await setUp();
    const { data } = await test.call(rep, listHolidayRegions);
    expect(data.find(({ code }) => code === 'AT-9')?.name).toMatch(/^Austria, /);
    const berlin = await test.call(rep, listHolidays, { query: { region: 'DE-BE', year: 2026 } });
    expect(berlin.data.map(({ day }) => day)).toContain('2026-03-08');
    expect((await test.send(rep, listHolidays, { query: { region: 'XX', year: 2026 } })).status).toBe(404);
    expect((await test.send(rep, listHolidays, { query: { region: '../etc', year: 2026 } })).status).toBe(400);
  });
});
