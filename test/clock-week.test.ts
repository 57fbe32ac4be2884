import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tx, type WorkspaceId } from '../src/context.ts';
import type { Relay } from '../src/core/relay/relay.ts';
import { newId } from '../src/db/ids.ts';
import { findRelay } from '../src/features/agreements/find-relay.ts';
import { editCalendar, listCalendars } from '../src/features/calendars/schema.ts';
import { judgeDueClocks } from '../src/features/clocks/judge-due-clocks.ts';
import { moveClocks } from '../src/features/clocks/move-clocks.ts';
import { type Lead, offerLeads } from '../src/features/handoffs/offer-leads.ts';
import { agreeOn, lapText } from './agreements.ts';
import { useTestApp } from './app.ts';
import { days, hours, minutes } from './clock.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from './fixtures.ts';
import { emptyBrief } from './handoffs.ts';
import { type Hours, walkMinutes } from './minute-walk.ts';
import { createCalendar, createTeam } from './teams.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** A week in whose first night the clocks of Berlin go back, and in whose last those of New York do. */
const begin = Date.parse('2026-10-24T12:00:00Z');
const end = Date.parse('2026-11-01T12:00:00Z');
const count = 2_000;
const batches = 25;
const target = 240;
const percents = [50, 80, 100];

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const allDays = [...workdays, 'sat', 'sun'];
const agreed: Hours = { zone: 'Europe/Berlin', span: '09:00-17:00', days: workdays };
const own: Record<string, Hours> = {
  Ben: { zone: 'America/New_York', span: '09:00-17:00', days: workdays },
  Cleo: { zone: 'Asia/Kolkata', span: '10:00-18:00', days: workdays },
  Dan: { zone: 'Europe/Berlin', span: '22:00-30:00', days: allDays },
  Eve: { zone: 'America/New_York', span: '00:00-24:00', days: allDays },
};
const holiday = '2026-10-29';

/** Numbers from 0 to 1, the same in every run (Mulberry32). */
function startChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Followed = { id: string; memberId: string; from: number; answerAt: number | null; judgedUntil: number };

describe('a week of two thousand handoffs', () => {
  const test = useTestApp();
  const chance = startChance(20_260_302);
  const followed: Followed[] = [];
  let workspace: WorkspaceId;
  let relay: Relay;
  let admin: TestMember;
  let team: Map<string, TestMember>;
  let later: WorkerProcess;

  const ctx = () => systemCtx(test, workspace);
  const judgeHere = async () => {
    while (await judgeDueClocks(ctx())) await Promise.resolve();
  };

  beforeAll(async () => {
    test.clock.set(new Date(begin));
    later = await startWorkerProcess(test.database.connection);
    workspace = await createWorkspace(test);
    const text = lapText.replace(/ {2}- \{ key: decide.*\n/, '').replace('Europe/Berlin', agreed.zone);
    relay = (await findRelay(ctx(), await agreeOn(test, workspace, text))) as Relay;
    admin = await createMember(test, workspace, { role: 'admin' });
    team = new Map();
    for (const name of ['Ana', ...Object.keys(own)]) {
      const member = await createMember(test, workspace, { name });
      team.set(name, member);
      const given = own[name];
      if (given !== undefined) await createCalendar(test, workspace, { memberId: member.id }, given);
    }
    await createTeam(
      test,
      workspace,
      'inbound',
      [...team.values()].map((member) => ({ member })),
    );
  });
  afterAll(() => later.stop());

  it('ends as a walk from minute to minute says, whatever happens meanwhile', async () => {
    const absentFrom = begin + days(2);
    await test.databases.screens
      .insertInto('absences')
      .values({
        ...{ workspaceId: workspace, id: newId(test.clock()), memberId: idOf('Ana'), coverId: null },
        ...{ startsAt: new Date(absentFrom), endsAt: new Date(absentFrom + days(2)), createdAt: test.clock() },
      })
      .execute();
    const step = Math.floor((end - begin) / batches / 60_000) * 60_000;
    let editedAt = Number.POSITIVE_INFINITY;
    for (let n = 0; n <= batches + 6; n += 1) {
      const now = begin + n * step;
      test.clock.set(new Date(now));
      // In the second half another process has taken over; in between both are there.
      if (n < 14) await judgeHere();
      if (n >= 12) await later.ask(test.clock(), { kind: 'run-loops', names: ['clocks', 'handoffs'] });
      note(now);
      await answer(now, 0.15);
      if (n < batches) await offer(now);
      if (n === 7) await jump(now, days(1));
      if (n === 10) await jump(now, -hours(1));
      if (n === 16) {
        await closeOn(holiday);
        editedAt = now;
      }
      test.clock.set(new Date(now + hours(1)));
      await answer(now + hours(1), 0.2);
    }
    expect(followed).toHaveLength(count);
    expect(
      followed.some(
        ({ memberId, from }) => memberId === idOf('Ana') && from >= absentFrom && from < absentFrom + days(2),
      ),
    ).toBe(false);
    const ends = await listEnds();
    expect(ends).toEqual(expectEnds(editedAt));
    // Enough of each, or it would prove little.
    for (const outcome of ['kept', 'broken'])
      expect([...ends.values()].filter((one) => one.outcome === outcome).length).toBeGreaterThan(count / 5);
    const moved = followed.filter(({ id, memberId, from }) => {
      const due = Date.parse(ends.get(id)?.due ?? '');
      return memberId === idOf('Ben') && from <= editedAt && due > Date.parse(`${holiday}T23:00:00Z`);
    });
    expect(moved.length).toBeGreaterThan(0);
  }, 120_000);

  const idOf = (name: string) => team.get(name)?.id ?? '';

  function note(now: number): void {
    for (const one of followed)
      if (one.answerAt === null || one.answerAt >= now) one.judgedUntil = Math.max(one.judgedUntil, now);
  }

  /** The clock of the machine is wrong for one round, and right again. */
  async function jump(now: number, by: number): Promise<void> {
    test.clock.set(new Date(now + by));
    await judgeHere();
    note(now + by);
    // Whoever answers while it goes slow has not answered before it began.
    if (by < 0) await answer(now + by, 0.05);
    test.clock.set(new Date(now));
  }

  async function closeOn(date: string): Promise<void> {
    const { data } = await test.call(admin, listCalendars);
    const calendar = data.find(({ owner }) => owner.kind === 'member' && owner.memberId === idOf('Ben'));
    if (calendar === undefined) throw new Error('Ben has a calendar.');
    const { name, zone, hours, holidays, closed, days, version } = calendar;
    const body = { name, zone, hours, holidays, days, closed: [...closed, date] };
    await test.call(admin, editCalendar, { params: { calendarId: calendar.id }, body, version });
  }

  async function offer(now: number): Promise<void> {
    const leads = await createLeads(count / batches);
    const { offered, queued } = await tx(ctx(), (inner) => offerLeads(inner, relay, leads));
    expect(queued).toEqual([]);
    for (const { handoffId, memberId } of offered)
      followed.push({ id: handoffId, memberId, from: now, answerAt: null, judgedUntil: now });
  }

  /** Some of those that are open are answered now. */
  async function answer(now: number, share: number): Promise<void> {
    const chosen = followed.filter(({ answerAt }) => answerAt === null && chance() < share);
    for (const one of chosen) one.answerAt = Math.max(now, one.from);
    await tx(ctx(), (inner) =>
      moveClocks(
        inner,
        relay,
        chosen.map(({ id: handoffId, memberId }) => ({
          subject: { handoffId, qualificationId: null, memberId, teamId: null, promises: {} },
          facts: [{ kind: 'responded', handoffId, at: test.clock().getTime() }],
        })),
      ),
    );
  }

  async function createLeads(many: number): Promise<Lead[]> {
    const at = test.clock();
    const ids = Array.from({ length: many }, () => ({ contactId: newId(at), qualificationId: newId(at) }));
    const db = test.databases.screens;
    await db
      .insertInto('contacts')
      .values(
        ids.map(({ contactId }) => ({
          ...{ workspaceId: workspace, id: contactId, name: 'P', sortKey: 'p', currentStage: 'qualified', cycle: 1 },
          ...{ createdAt: at, updatedAt: at },
        })),
      )
      .execute();
    await db
      .insertInto('qualifications')
      .values(
        ids.map(({ contactId, qualificationId }) => ({
          ...{ workspaceId: workspace, id: qualificationId, contactId, cycle: 1, status: 'queued' as const },
          ...{ clause: 'qualified', versionId: relay.version.id, explore: false, missing: [], evidence: '[]' },
          ...{ occurredAt: at, decidedAt: at },
        })),
      )
      .execute();
    return ids.map((one) => ({
      ...one,
      ...{ accountId: null, cycle: 1, explore: false, occurredAt: at, grade: null, campaign: null, accountOwner: null },
      ...{ contactOwner: null, foundBy: null, protectedUntil: null, highIntentAt: null, brief: emptyBrief },
      facts: { at: at.getTime(), contact: {}, derived: { grade: null, segment: null }, touches: [] },
    }));
  }

  type End = { due: string; outcome: string; answered: string | null; broken: string | null; steps: string[] };

  async function listEnds(): Promise<Map<string, End>> {
    const db = test.databases.screens;
    const clocks = await db
      .selectFrom('clocks')
      .selectAll()
      .where('workspaceId', '=', workspace)
      .where('kind', '=', 'respond')
      .execute();
    const steps = Map.groupBy(
      await db.selectFrom('clockSteps').selectAll().where('workspaceId', '=', workspace).orderBy('step').execute(),
      ({ clockId }) => clockId,
    );
    return new Map(
      clocks.map(({ id, handoffId, dueAt, outcome, answeredAt, brokenAt }) => [
        handoffId ?? '',
        {
          due: dueAt?.toISOString() ?? '',
          outcome: outcome ?? 'open',
          answered: answeredAt?.toISOString() ?? null,
          broken: brokenAt?.toISOString() ?? null,
          steps: (steps.get(id) ?? []).map(({ step, at }) => `${step} ${at.toISOString()}`),
        },
      ]),
    );
  }

  function expectEnds(editedAt: number): Map<string, End> {
    const names = new Map([...team].map(([name, { id }]) => [id, name]));
    const until = end + days(9);
    const walks = new Map(
      Object.entries({ ...own, Ana: agreed }).map(([name, given]) => [name, walkMinutes(given, begin, until)]),
    );
    const edited = walkMinutes({ ...(own.Ben as Hours), closed: [holiday] }, begin, until);
    return new Map(
      followed.map(({ id, memberId, from, answerAt, judgedUntil }) => {
        const name = names.get(memberId) ?? '';
        const before = climb(walks.get(name) as Uint8Array, from);
        // What was over when the holiday came stays as it was.
        const isOver = Math.min(answerAt ?? Number.POSITIVE_INFINITY, before.get(100) ?? 0) < editedAt;
        const ladder = name === 'Ben' && !isOver ? climb(edited, from) : before;
        const due = ladder.get(100) ?? 0;
        const text = (at: number) => new Date(at).toISOString();
        const isBroken = answerAt === null || answerAt > due;
        return [
          id,
          {
            due: text(due),
            outcome: isBroken ? 'broken' : 'kept',
            answered: answerAt === null ? null : text(answerAt),
            broken: isBroken ? text(due) : null,
            steps: [...ladder].flatMap(([percent, at]) => (at <= judgedUntil ? [`${percent} ${text(at)}`] : [])),
          },
        ];
      }),
    );
  }

  /** When so many percent of the time to respond are spent. */
  function climb(open: Uint8Array, from: number): Map<number, number> {
    const reached = new Map<number, number>();
    let spent = 0;
    for (let n = (from - begin) / 60_000; n < open.length && reached.size < percents.length; n += 1) {
      spent += open[n] ?? 0;
      for (const percent of percents)
        if (!reached.has(percent) && spent * 100 >= percent * target)
          reached.set(percent, begin + (n + 1) * minutes(1));
    }
    return reached;
  }
});
