import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tx, type WorkspaceId } from '../src/context.ts';
import type { Relay } from '../src/core/relay/relay.ts';
import { newId } from '../src/db/ids.ts';
import { findRelay } from '../src/features/agreements/find-relay.ts';
import { reassignHandoffs } from '../src/features/assignments/reassign-handoff.ts';
import { judgeDueClocks } from '../src/features/clocks/judge-due-clocks.ts';
import { moveClocks } from '../src/features/clocks/move-clocks.ts';
import { agreeOn, lapText } from './agreements.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, memberCtx, systemCtx } from './fixtures.ts';
import { createHandoff, startClocks } from './handoffs.ts';

type Week = { tz: string; week: Record<string, [string, string][]>; holidays?: string[]; exceptions?: Week['week'] };
type Case = {
  id: string;
  title: string;
  input: {
    op: string;
    calendar: Week;
    start: string;
    target_minutes: number;
    business_days?: number;
    pauses?: [string, string | null][];
    calendar_switches?: { at: string; calendar: Week }[];
    percents?: number[];
  };
  expected: { due?: string | null; at?: Record<string, string> };
};

/** They are beside this checkout where it is built; core is held to all of them, and the database to those that have a handoff. */
const file = path.resolve(import.meta.dirname, '../../shared/reference/business_hours.json');
const isHere = existsSync(file);
const read = (): Case[] => JSON.parse(readFileSync(file, 'utf8')).cases;
const fits = ({ input: { op, target_minutes } }: Case) =>
  op === 'due_business_days_eod' || ((op === 'due' || op === 'ladder') && target_minutes > 0);
const cases = isHere ? read().filter(fits) : [];

describe('promises in the database', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;

  const saveHours = async (memberId: string, { tz, week, holidays = [], exceptions = {} }: Week) => {
    const spans = (given: Week['week']) =>
      JSON.stringify(
        Object.fromEntries(Object.entries(given).map(([day, list]) => [day, list.map((one) => one.join('-'))])),
      );
    await test.databases.screens
      .insertInto('calendars')
      .values({
        ...{ workspaceId: workspace, id: newId(test.clock()), name: 'Hours', memberId, teamId: null, zone: tz },
        ...{ hours: spans(week), closed: JSON.stringify(holidays), days: spans(exceptions), createdAt: test.clock() },
      })
      .execute();
  };
  const findClock = (handoffId: string) =>
    test.databases.screens
      .selectFrom('clocks')
      .selectAll()
      .where('handoffId', '=', handoffId)
      .where('kind', '=', 'decide')
      .executeTakeFirstOrThrow();

  it.runIf(isHere).each(cases.map((one) => [one.id, one.title, one] as const))(
    'run as in case %s, %s',
    async (_id, _title, one) => {
      const { input, expected } = one;
      test.clock.set(new Date(input.start));
      workspace = await createWorkspace(test);
      const within =
        input.business_days === undefined
          ? `business: ${input.target_minutes}m`
          : `business_days: ${input.business_days}`;
      const steps = (input.percents ?? [50]).map((percent) => `  - { at: ${percent}%, tell: [owner] }`).join('\n');
      // The promise to decide goes over to whoever gets the lead.
      const text = lapText
        .replace(/(key: decide.*within: )\{.*?\}/, `$1{ ${within} }`)
        .replace(/escalation:\n(?: {2}- .*\n)+/, `escalation:\n${steps}\n`);
      await agreeOn(test, workspace, text);
      const [first, second] = [await createMember(test, workspace), await createMember(test, workspace)];
      await saveHours(first.id, input.calendar);
      const handoffId = await createHandoff(test, workspace, first.id);
      await startClocks(test, workspace, handoffId);
      const { id } = await findClock(handoffId);
      const db = test.databases.screens;
      for (const [from, to] of input.pauses ?? []) {
        const pause = { workspaceId: workspace, id: newId(test.clock()), clockId: id, memberId: null };
        const [fromAt, toAt] = [new Date(from), to === null ? null : new Date(to)];
        await db
          .insertInto('clockPauses')
          .values({ ...pause, fromAt, toAt, reason: 'waiting-for-date' })
          .execute();
        test.clock.set(fromAt);
        await db.updateTable('clocks').set({ nextAt: fromAt }).where('id', '=', id).execute();
        await judgeDueClocks(systemCtx(test, workspace));
      }
      for (const { at, calendar } of input.calendar_switches ?? []) {
        await saveHours(second.id, calendar);
        test.clock.set(new Date(at));
        const ctx = { ...memberCtx(test, second, { role: 'admin' }), reach: 'all' as const };
        expect((await reassignHandoffs(ctx, { handoffIds: [handoffId], memberId: second.id })).refused).toEqual([]);
      }
      if (expected.at === undefined) {
        expect((await findClock(handoffId)).dueAt?.toISOString() ?? null).toBe(toText(expected.due));
        return;
      }
      test.clock.set(new Date(Math.max(...Object.values(expected.at).map(Date.parse))));
      await judgeDueClocks(systemCtx(test, workspace));
      const rows = await db.selectFrom('clockSteps').selectAll().where('clockId', '=', id).orderBy('step').execute();
      const reached = Object.entries(expected.at).map(([percent, at]) => [Number(percent), toText(at)]);
      expect(rows.map(({ step, at }) => [step, at.toISOString()])).toEqual(reached);
    },
  );

  it.each([
    // Eight hours of shifts from 22:00 to 6:00: a night has nine hours where the clocks go back, and seven where they go forward.
    ['Berlin, forward', 'Europe/Berlin', '2026-03-28T21:00:00Z', '2026-03-29T21:00:00.000Z'],
    ['Berlin, back', 'Europe/Berlin', '2026-10-24T20:00:00Z', '2026-10-25T04:00:00.000Z'],
    ['New York, forward', 'America/New_York', '2026-03-08T03:00:00Z', '2026-03-09T03:00:00.000Z'],
    ['New York, back', 'America/New_York', '2026-11-01T02:00:00Z', '2026-11-01T10:00:00.000Z'],
  ])(
    'are kept at the due instant and broken after it in the night in which clocks change: %s',
    async (_name, tz, start, due) => {
      test.clock.set(new Date(start));
      workspace = await createWorkspace(test);
      const versionId = await agreeOn(test, workspace, lapText.replace('{ business: 4h }', '{ business: 8h }'));
      const rep = await createMember(test, workspace);
      const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
      await saveHours(rep.id, { tz, week: Object.fromEntries(days.map((day) => [day, [['22:00', '30:00']]])) });
      const [kept, broken] = [
        await createHandoff(test, workspace, rep.id),
        await createHandoff(test, workspace, rep.id),
      ];
      for (const id of [kept, broken]) await startClocks(test, workspace, id);
      const relay = (await findRelay(systemCtx(test, workspace), versionId)) as Relay;
      const respond = async (handoffId: string) => {
        const subject = { handoffId, qualificationId: null, memberId: rep.id, teamId: null, promises: {} };
        const facts = [{ kind: 'responded' as const, handoffId, at: test.clock().getTime() }];
        await judgeDueClocks(systemCtx(test, workspace));
        await tx(systemCtx(test, workspace), (ctx) => moveClocks(ctx, relay, [{ subject, facts }]));
      };
      test.clock.set(new Date(due));
      await respond(kept);
      test.clock.advance(1);
      await respond(broken);
      const rows = await test.databases.screens
        .selectFrom('clocks')
        .select(['handoffId', 'outcome', 'dueAt'])
        .where('workspaceId', '=', workspace)
        .where('kind', '=', 'respond')
        .execute();
      expect(rows.map(({ handoffId, outcome, dueAt }) => [handoffId, outcome, dueAt?.toISOString()]).sort()).toEqual(
        [
          [kept, 'kept', due],
          [broken, 'broken', due],
        ].sort(),
      );
    },
  );
});

const toText = (at: string | null | undefined) => (at ? new Date(at).toISOString() : null);
