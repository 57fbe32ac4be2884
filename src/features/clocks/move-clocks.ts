import type { Ctx } from '../../context.ts';
import { type Department, departments } from '../../core/access.ts';
import type { BusinessTime } from '../../core/agreement/duration.ts';
import { dueForTarget, type Target } from '../../core/clock/target.ts';
import { nextStepAt } from '../../core/clock/verdict.ts';
import { type ClockEffect, type HandoffFact, listClockEffects } from '../../core/handoff/clock-effects.ts';
import { applyClockAction } from '../../core/handoff/clock-record.ts';
import { listPercents } from '../../core/relay/ladder.ts';
import type { PromiseKeys } from '../../core/relay/promise-keys.ts';
import type { ClockPromise, Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import { type AbsencePause, loadPauses } from '../absences/load-pauses.ts';
import { type AppliedCalendar, type CalendarBook, loadCalendars } from '../calendars/load-calendars.ts';
import { findAway, limitPauses } from './select-pauses.ts';
import {
  type ClockEnd,
  insertClocks,
  insertParts,
  type LockedClock,
  lockClocks,
  type NewClock,
  type NewPart,
  updateClocks,
} from './store.ts';

/** What clocks are about, and who has it once the facts are true: the rep, or who in Marketing owes information. */
export type ClockSubject = {
  /** Null while there is only a qualification, whose information is not complete. */
  handoffId: string | null;
  qualificationId: string | null;
  memberId: string | null;
  /** The team for which the member has it; its calendar applies where the member has none. */
  teamId: string | null;
  /** Its rejection: who owes the answer, never the rep, and for which department; and who heads both, and decides. */
  rejection?: {
    id: string;
    answererId: string | null;
    department: Department;
    heads: Readonly<Record<Department, string | null>>;
  };
  /** The promises that bind it, chosen when it was offered. */
  promises: PromiseKeys;
  /** How long Sales has to find somebody for it, in business hours, and who heads Sales. */
  wait?: { hours: number; headId: string | null };
};

export type ClockMoves = { subject: ClockSubject; facts: readonly HandoffFact[] };

/** What stands for a clause of the agreement: the setting of the workspace. */
const queueClause = 'queue';

/** By what time passes for whom: the calendars of members, and when they are away with cover. */
type Times = { calendars: CalendarBook; away: ReadonlyMap<string, AbsencePause[]> };
type NewOne = { clock: NewClock; part: NewPart };
/** The latest clock of one kind, as the facts so far have left it. */
type Latest = { row: LockedClock; end: ClockEnd; changed: boolean };

/**
 * Does to clocks what facts do to them, in the order of the facts, in the transaction of their cause. All subjects are under
 * the version of this relay. Doing it again changes nothing: a clock that runs is not started, one that ended does not end.
 */
export async function moveClocks(ctx: Ctx, relay: Relay, moves: readonly ClockMoves[]): Promise<void> {
  if (moves.length === 0) return;
  const present = <Id>(ids: (Id | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  const subjects = moves.map(({ subject }) => subject);
  const handoffIds = present(subjects.map(({ handoffId }) => handoffId));
  const qualificationIds = present(subjects.map(({ qualificationId }) => qualificationId));
  const memberIds = present(subjects.flatMap(listPeople));
  const calendars = await loadCalendars(ctx, relay, memberIds);
  const away = await loadPauses(ctx, memberIds, findFirst(moves));
  const latest = new Map(
    (await lockClocks(ctx, handoffIds, qualificationIds)).map((row) => [
      keyOf(row.kind, row, row.department),
      toLatest(row),
    ]),
  );
  const started = new Map<string, NewOne>();
  for (const { subject, facts } of moves) {
    for (const { effect, department } of listEffects(facts)) {
      const key = keyOf(effect.clock, subject, department);
      const known = latest.get(key);
      if (effect.action !== 'start') {
        if (known !== undefined) applyEffect(known, effect.action, effect.at, ctx.now);
        continue;
      }
      if (known?.end.outcome === null || started.has(key)) continue;
      const one = startClock(ctx, relay, subject, effect, department, { calendars, away });
      if (one !== null) started.set(key, one);
    }
  }
  // Those that end make room for the next of their kind: one of each is open.
  await updateClocks(
    ctx,
    [...latest.values()].filter(({ changed }) => changed).map(({ end }) => end),
  );
  const all = [...started.values()];
  const inserted = await insertClocks(
    ctx,
    all.map(({ clock }) => clock),
  );
  await insertParts(
    ctx,
    all.flatMap(({ part }) => (inserted.has(part.clockId) ? [part] : [])),
  );
}

const findFirst = (moves: readonly ClockMoves[]): Date =>
  new Date(Math.min(...moves.flatMap(({ facts }) => facts.map(({ at }) => at))));

/** What facts do to clocks; to an arbitration once for each department, whose head owes a ruling. */
const listEffects = (facts: readonly HandoffFact[]) =>
  listClockEffects(facts).flatMap((effect) =>
    (effect.clock === 'arbitrate' ? departments : [null]).map((department) => ({ effect, department })),
  );

const listPeople = ({ memberId, rejection }: ClockSubject): (string | null)[] =>
  rejection === undefined
    ? [memberId]
    : [memberId, rejection.answererId, rejection.heads.marketing, rejection.heads.sales];

/** These clocks belong to the qualification: they start before there is a handoff. */
const isOfQualification = (kind: string) => kind === 'complete' || kind === 'assign';

/** Each head has their own arbitration. */
function keyOf(
  kind: string,
  of: { handoffId: string | null; qualificationId: string | null },
  department: Department | null,
): string {
  if (kind === 'arbitrate') return `${kind} ${of.handoffId} ${department}`;
  return isOfQualification(kind) ? `${kind} ${of.qualificationId}` : `${kind} ${of.handoffId}`;
}

function toLatest(row: LockedClock): Latest {
  const { id, answeredAt, brokenAt, outcome, endedAt, nextAt } = row;
  return { row, end: { id, answeredAt, brokenAt, outcome, endedAt, nextAt }, changed: false };
}

function applyEffect(one: Latest, action: Exclude<ClockEffect['action'], 'start'>, factAt: number, now: Date): void {
  const { row, end } = one;
  // On a machine whose clock was set back a fact may bear an instant before the promise began.
  const at = Math.max(factAt, row.startedAt.getTime());
  const record = {
    due: toMs(row.dueAt),
    answeredAt: toMs(end.answeredAt),
    brokenAt: toMs(end.brokenAt),
    outcome: end.outcome,
    endedAt: toMs(end.endedAt),
  };
  const after = applyClockAction(record, action, at);
  // Whoever judges clocks finds out what comes next of one that runs again; of one that ended nothing does.
  const nextAt = after.outcome === null ? (after === record ? end.nextAt : now) : null;
  if (after === record && nextAt === end.nextAt) return;
  one.changed = true;
  one.end = {
    id: end.id,
    answeredAt: toDate(after.answeredAt),
    brokenAt: toDate(after.brokenAt),
    outcome: after.outcome,
    endedAt: toDate(after.endedAt),
    nextAt,
  };
}

function startClock(
  ctx: Ctx,
  relay: Relay,
  subject: ClockSubject,
  effect: ClockEffect,
  party: Department | null,
  { calendars, away }: Times,
): NewOne | null {
  const promise = findBound(relay, effect, subject, party);
  if (promise === null) return null;
  const memberId = findOwner(subject, effect, party);
  const isOfNobody = effect.clock === 'assign';
  // Nobody has it yet: it waits by the hours of all, not by those of the head. Where there are none, no time can be told.
  const found = calendars(isOfNobody ? null : memberId, subject.teamId);
  if (isOfNobody && found === null) return null;
  const applied = requireCalendar(found, relay);
  const id = newId(ctx.now);
  const { kind, clause, target } = promise;
  // An answer counts for the department of whoever owes it.
  const department = kind === 'answer' ? (subject.rejection?.department ?? promise.department) : promise.department;
  const clock = {
    calendars: applied.calendar,
    start: effect.at,
    target: toTarget(target),
    // Whoever is away with cover, or will be, is owed that time.
    pauses: limitPauses(findAway(away, kind, memberId), effect.at),
    answeredAt: null,
  };
  const startedAt = new Date(effect.at);
  return {
    clock: {
      id,
      kind,
      clause,
      versionId: relay.version.id,
      handoffId: isOfQualification(kind) ? null : subject.handoffId,
      qualificationId: subject.qualificationId,
      rejectionId: kind === 'answer' || kind === 'arbitrate' ? (subject.rejection?.id ?? null) : null,
      memberId,
      department,
      startedAt,
      targetUnit: target.unit,
      targetCount: target.count,
      dueAt: toDate(dueForTarget(applied.calendar, effect.at, clock.target, clock.pauses).due),
      nextAt: toDate(nextStepAt(clock, listPercents(relay, kind), effect.at)),
      answeredAt: null,
      brokenAt: null,
      outcome: null,
      endedAt: null,
    },
    part: { clockId: id, fromAt: startedAt, memberId, calendarId: applied.id },
  };
}

function findOwner({ memberId, rejection, wait }: ClockSubject, { clock }: ClockEffect, party: Department | null) {
  if (clock === 'assign') return wait?.headId ?? null;
  if (clock === 'answer') return rejection?.answererId ?? null;
  return party === null ? memberId : (rejection?.heads[party] ?? null);
}

type Bound = Pick<ClockPromise, 'kind' | 'clause' | 'target' | 'department'>;

function findBound(
  relay: Relay,
  { clock }: ClockEffect,
  { promises, wait }: ClockSubject,
  party: Department | null,
): Bound | null {
  if (clock === 'assign') {
    if (wait === undefined) return null;
    const target = { unit: 'business-minutes' as const, count: wait.hours * 60 };
    return { kind: clock, clause: queueClause, target, department: 'sales' };
  }
  return (
    relay.promises.find(
      ({ kind, clause, department }) =>
        kind === clock && clause === promises[clock] && (party === null || department === party),
    ) ?? null
  );
}

/** An agreement that promises time has a calendar: it would not have passed its checks. */
function requireCalendar(found: AppliedCalendar | null, { version }: Relay): AppliedCalendar {
  if (found !== null) return found;
  throw new Error(`Agreement version ${version.id} promises business time and has no calendar.`);
}

export function toTarget({ unit, count }: BusinessTime): Target {
  return unit === 'business-days' ? { businessDays: count } : { business: count * 60_000 };
}

const toMs = (date: Date | null) => date?.getTime() ?? null;
export const toDate = (at: number | null): Date | null => (at === null ? null : new Date(at));
