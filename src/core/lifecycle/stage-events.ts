/** The states beside the ladder; every agreement has them. */
export const sideStates = ['recycled', 'disqualified', 'other'] as const;
export type SideState = (typeof sideStates)[number];

/** The stages of an agreement from the first to the last. `handTo` marks the one at which Sales gets the contact. */
export type LifecycleRules = { readonly stages: readonly { readonly key: string; readonly handTo?: string }[] };

/** An expansion is a cycle of somebody who bought before; it never counts as new business. */
export type CycleKind = 'new-business' | 'expansion';

export type StageActor = { readonly kind: 'user' | 'rule' | 'import'; readonly id: string };

/** One dated move. Events are only ever added; a mistake is put right by a further event that compensates it. */
export type StageEvent = {
  /** 1, 2, 3... within the contact. */
  readonly seq: number;
  /** The `seq` of the first event of the same move: skipped stages are written with the one that was asked for. */
  readonly move: number;
  readonly cycle: number;
  readonly cycleKind: CycleKind;
  readonly from: string | null;
  /** Null only where a compensation takes back the first move of all. */
  readonly to: string | null;
  /** When it happened, epoch milliseconds; null where an import does not say. */
  readonly occurredAt: number | null;
  /** When it was decided and written, epoch milliseconds. */
  readonly decidedAt: number;
  readonly actor: StageActor;
  /** The version of the agreement that it was decided under. */
  readonly version: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** A stage that was skipped and is written for completeness. */
  readonly inferred: boolean;
  /** The `move` that this event takes back. */
  readonly compensates: number | null;
};

/** All stage events of one contact in the order of `seq`, and the contact it was merged into. */
export type LifecycleHistory = { readonly events: readonly StageEvent[]; readonly mergedInto: string | null };

export type LifecycleState = {
  /** Where the contact is: a stage or side state; null before the first move. */
  readonly current: string | null;
  /** The furthest stage ever reached; a recycled contact keeps it. */
  readonly furthest: string | null;
  /** 0 before the first move. */
  readonly cycle: number;
  readonly cycleKind: CycleKind;
};

/**
 * Whether a word is one of the side states.
 *
 * @example
 * isSideState('recycled') // true
 */
export function isSideState(state: string): state is SideState {
  return (sideStates as readonly string[]).includes(state);
}

/**
 * The events that stand: without compensations and what they took back.
 *
 * @example
 * findStandingEvents([]) // []
 */
export function findStandingEvents(events: readonly StageEvent[]): StageEvent[] {
  const takenBack = new Set(events.map(({ compensates }) => compensates).filter((move) => move !== null));
  return events.filter(({ compensates, move }) => compensates === null && !takenBack.has(move));
}

/**
 * Where a contact is and how far it ever came, from its events alone.
 *
 * @example
 * readLifecycle({ stages: [{ key: 'lead' }] }, []) // { current: null, furthest: null, cycle: 0, cycleKind: 'new-business' }
 */
export function readLifecycle(rules: LifecycleRules, events: readonly StageEvent[]): LifecycleState {
  const standing = findStandingEvents(events);
  const last = standing.at(-1);
  const reached = Math.max(-1, ...standing.map(({ to }) => findRung(rules, to)));
  return {
    current: last?.to ?? null,
    furthest: rules.stages[reached]?.key ?? null,
    cycle: last?.cycle ?? 0,
    cycleKind: last?.cycleKind ?? 'new-business',
  };
}

/**
 * The place of a stage on the ladder, from 0; -1 for side states, unknown stages and null.
 *
 * @example
 * findRung({ stages: [{ key: 'lead' }, { key: 'qualified' }] }, 'qualified') // 1
 */
export function findRung(rules: LifecycleRules, state: string | null): number {
  return rules.stages.findIndex(({ key }) => key === state);
}
