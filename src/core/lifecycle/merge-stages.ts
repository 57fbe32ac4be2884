import { moveStage } from './move-stage.ts';
import {
  findRung,
  findStandingEvents,
  type LifecycleRules,
  readLifecycle,
  type StageActor,
  type StageEvent,
} from './stage-events.ts';

/** The stages of two contacts that become one. */
export type StagesToMerge = {
  readonly keep: readonly StageEvent[];
  readonly drop: readonly StageEvent[];
  /** Whether Sales goes on with the handoff of the one that goes: then that one says where the survivor stands. */
  readonly isDropWorked: boolean;
};

export type MergeDecision = {
  readonly actor: StageActor;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly version: string;
};

/**
 * The moves that bring the survivor of a merge to where the other record is further: to the furthest stage of the two, and
 * then to the side state of the one who came that far. What the ladder refuses is not done, so that nobody moves back; only a
 * lead that Sales goes on with takes the survivor along from any side state. The moves of the other record stay its own.
 *
 * @example
 * const lead = moveStage({ stages: [{ key: 'lead' }] }, { events: [], mergedInto: null }, {
 *   to: 'lead', actor: { kind: 'rule', id: 'lead' }, occurredAt: 5, decidedAt: 5,
 * });
 * mergeStages({ stages: [{ key: 'lead' }] }, { keep: [], drop: lead.events, isDropWorked: false }, {
 *   actor: { kind: 'user', id: 'mary' }, now: 9, version: 'v1',
 * }).map(({ to, occurredAt, decidedAt }) => ({ to, occurredAt, decidedAt }))
 * // [{ to: 'lead', occurredAt: 5, decidedAt: 9 }]
 */
export function mergeStages(
  rules: LifecycleRules,
  { keep, drop, isDropWorked }: StagesToMerge,
  { actor, now, version }: MergeDecision,
): StageEvent[] {
  const [ours, theirs] = [readLifecycle(rules, keep), readLifecycle(rules, drop)];
  const isFurther = findRung(rules, theirs.furthest) > findRung(rules, ours.furthest);
  if (!(isDropWorked || isFurther)) return [];
  const standing = findStandingEvents(drop);
  const wanted = [...new Set([theirs.furthest, theirs.current])].filter((to) => to !== null);
  const added: StageEvent[] = [];
  for (const to of wanted) {
    const before = [...keep, ...added];
    const said = standing.findLast((event) => event.to === to);
    const last = before.at(-1)?.occurredAt ?? Number.NEGATIVE_INFINITY;
    const at = said?.occurredAt ?? null;
    const move = {
      to,
      actor,
      // Never before the survivor's own last move: its stays would have less than no length.
      occurredAt: at === null ? null : Math.min(now, Math.max(at, last)),
      decidedAt: now,
      version,
      reason: said?.reason ?? null,
      note: mergeNote,
    };
    const moved = moveStage(rules, { events: before, mergedInto: null }, move);
    if (moved.ok) added.push(...moved.events);
    else if (isDropWorked && to === theirs.current && readLifecycle(rules, before).current !== to) {
      added.push(follow(before, move));
    }
  }
  return added;
}

const mergeNote = 'Merged with another record that was further.';

function follow(
  before: readonly StageEvent[],
  {
    to,
    actor,
    occurredAt,
    decidedAt,
    version,
    reason,
    note,
  }: Omit<StageEvent, 'seq' | 'move' | 'cycle' | 'cycleKind' | 'from' | 'inferred' | 'compensates'>,
): StageEvent {
  const last = findStandingEvents(before).at(-1);
  const seq = (before.at(-1)?.seq ?? 0) + 1;
  return {
    seq,
    move: seq,
    cycle: Math.max(1, last?.cycle ?? 0),
    cycleKind: last?.cycleKind ?? 'new-business',
    from: last?.to ?? null,
    ...{ to, actor, occurredAt, decidedAt, version, reason, note },
    inferred: false,
    compensates: null,
  };
}
