import { type Ctx, tx } from '../../context.ts';
import { endPauses } from '../../core/clock/auto-resume.ts';
import { climbLadder } from '../../core/clock/escalation.ts';
import { judgeClock, nextStepAt } from '../../core/clock/verdict.ts';
import { ladderOf, listPercents } from '../../core/relay/ladder.ts';
import type { ClockConsequence } from '../../db/relay-tables.ts';
import { type NewEvent, recordEvents } from '../events/record-events.ts';
import { type EscalationStep, notifyEscalations } from '../notifications/notify-escalations.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import {
  type ClockRow,
  claimDueClocks,
  insertSteps,
  type Judged,
  type NewStep,
  noteConsequences,
  updateJudged,
} from './store.ts';

/** So many clocks are judged in one transaction: few enough that a rep who accepts waits for a moment only. */
const mostClocks = 500;

/**
 * Does to clocks what time alone does: notes the steps of the ladder that are reached, breaks those whose time is over, and
 * says when to look again. The verdict rests on instants, never on when somebody looked: after a stop of a day each step
 * bears the instant at which it was reached, and none is taken twice.
 *
 * @returns whether more may be waiting
 */
export async function judgeDueClocks(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const rows = await claimDueClocks(ctx, mostClocks);
    if (rows.length === 0) return false;
    const loaded = await loadClocks(ctx, rows);
    const taken = await insertSteps(
      ctx,
      loaded.flatMap((one) => listSteps(one, ctx.now.getTime())),
    );
    const judged = loaded.map((one) => judge(one, ctx.now.getTime()));
    await updateJudged(ctx, judged);
    await noteConsequences(ctx, listConsequences(loaded, judged, taken));
    await recordEvents(ctx, listEscalations(loaded, taken));
    await notifyEscalations(ctx, listTold(loaded, taken));
    return rows.length === mostClocks;
  });
}

function listSteps({ row, clock, relay }: LoadedClock<ClockRow>, now: number): NewStep[] {
  if (row.answeredAt !== null) return [];
  const { calendars, start, target } = clock;
  const steps = climbLadder(
    calendars,
    start,
    target,
    listPercents(relay, row.kind),
    endPauses(calendars, clock.pauses, now),
  );
  return steps.flatMap(({ percent, at }, n) =>
    at === null || at > now
      ? []
      : [
          {
            clockId: row.id,
            step: Math.round(percent),
            at: new Date(at),
            told: JSON.stringify(ladderOf(relay, row.kind)[n]?.tell ?? []),
          },
        ],
  );
}

function judge({ row, clock, relay }: LoadedClock<ClockRow>, now: number): Judged {
  const { state, due } = judgeClock(clock, now);
  const next = row.answeredAt === null ? nextStepAt(clock, listPercents(relay, row.kind), now) : null;
  const { id, brokenAt, outcome, endedAt } = row;
  if (outcome !== null) return { id, dueAt: row.dueAt, nextAt: toDate(next), brokenAt, outcome, endedAt };
  if (state === 'broken') {
    return {
      id,
      dueAt: toDate(due),
      nextAt: toDate(next),
      brokenAt: toDate(due),
      outcome: 'broken',
      endedAt: toDate(due),
    };
  }
  // A promise can still be kept at its due instant: it is broken by the first one after it.
  const breaksAt = state === 'running' && due !== null ? due + 1 : null;
  const nextAt = breaksAt === null ? next : Math.min(next ?? breaksAt, breaksAt);
  return { id, dueAt: toDate(due), nextAt: toDate(nextAt), brokenAt, outcome, endedAt };
}

/**
 * What the agreement says happens now that time has brought clocks so far: silence accepts, a lead to which nobody responds goes
 * to somebody else, and heads who do not agree in time leave it to the rule.
 */
function listConsequences(
  loaded: readonly LoadedClock<ClockRow>[],
  judged: readonly Judged[],
  taken: readonly { clockId: string; step: number }[],
): { id: string; consequence: ClockConsequence }[] {
  return loaded.flatMap(({ row, relay }, n) => {
    const { id, kind } = row;
    const breaks = row.outcome === null && judged[n]?.outcome === 'broken';
    if (kind === 'decide') return breaks ? { id, consequence: 'accept-by-timeout' as const } : [];
    if (kind === 'arbitrate') return breaks ? { id, consequence: 'end-arbitration' as const } : [];
    const reassigning = ladderOf(relay, kind).flatMap((step, at) =>
      step.do === 'reassign' ? Math.round(listPercents(relay, kind)[at] ?? 0) : [],
    );
    const isReached = taken.some(({ clockId, step }) => clockId === id && reassigning.includes(step));
    return kind === 'respond' && isReached ? { id, consequence: 'reassign' as const } : [];
  });
}

/** Whom the agreement has told of the steps that were reached. */
function listTold(
  loaded: readonly LoadedClock<ClockRow>[],
  taken: readonly { clockId: string; step: number }[],
): EscalationStep[] {
  const byId = new Map(loaded.map((one) => [one.row.id, one]));
  return taken.flatMap(({ clockId, step }) => {
    const one = byId.get(clockId);
    if (one === undefined) return [];
    const { kind, memberId } = one.row;
    const at = listPercents(one.relay, kind).findIndex((percent) => Math.round(percent) === step);
    return [{ clockId, kind, step, ownerId: memberId, tell: ladderOf(one.relay, kind)[at]?.tell ?? [] }];
  });
}

/** Each step tells of the record that it is about; whom it names is written with the step. */
function listEscalations(
  loaded: readonly LoadedClock<ClockRow>[],
  taken: readonly { clockId: string; step: number }[],
): NewEvent[] {
  const rows = new Map(loaded.map(({ row }) => [row.id, row]));
  return taken.flatMap(({ clockId, step }): NewEvent[] => {
    const row = rows.get(clockId);
    const objectId = row?.handoffId ?? row?.qualificationId;
    if (row === undefined || !objectId) return [];
    return [
      {
        ...{ kind: 'clock.escalated', object: row.handoffId === null ? 'qualification' : 'handoff', objectId },
        memberIds: row.memberId === null ? [] : [row.memberId],
        details: { clockId, step: String(step) },
      },
    ];
  });
}
