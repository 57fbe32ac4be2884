import {
  type CycleKind,
  findRung,
  findStandingEvents,
  isSideState,
  type LifecycleHistory,
  type LifecycleRules,
  type LifecycleState,
  readLifecycle,
  type StageActor,
  type StageEvent,
} from './stage-events.ts';

export type StageMove = {
  readonly to: string;
  readonly actor: StageActor;
  /** When it happened, epoch milliseconds; null where an import does not say. */
  readonly occurredAt: number | null;
  /** Now, epoch milliseconds. */
  readonly decidedAt: number;
  readonly version?: string | null;
  /** The key of a reason of the agreement; needed to recycle and to disqualify. */
  readonly reason?: string | null;
  readonly note?: string | null;
  /** It belongs to an expansion, whatever the cycle began as: it never counts as new business. */
  readonly expansion?: boolean;
};

export type StageRefusal = { readonly ok: false; readonly code: string; readonly message: string };
/** The events to add. None where a rule repeats what it did a moment ago. */
export type StageMoved = { readonly ok: true; readonly events: readonly StageEvent[] };

/** How a move goes: the rungs to write, the one asked for last (none for a side state), and the cycle they are in. */
type Plan = {
  readonly ok: true;
  readonly path: readonly string[];
  readonly cycle: number;
  readonly cycleKind: CycleKind;
};

/** Two runs of a rule within this time that come to the same are one event. */
const repeatWithin = 60_000;

/**
 * Moves a contact to a stage or side state, or says why not. Stages that are skipped are written, too, as inferred. The
 * ladder is climbed only; a contact comes back by being recycled, and the next qualification begins a new cycle. A customer
 * with a new opportunity begins an expansion.
 *
 * @example
 * moveStage({ stages: [{ key: 'subscriber' }, { key: 'lead' }] }, { events: [], mergedInto: null }, {
 *   to: 'lead', actor: { kind: 'rule', id: 'lead' }, occurredAt: 5, decidedAt: 9,
 * }).events.map(({ seq, to, inferred }) => ({ seq, to, inferred }))
 * // [{ seq: 1, to: 'subscriber', inferred: true }, { seq: 2, to: 'lead', inferred: false }]
 */
export function moveStage(
  rules: LifecycleRules,
  history: LifecycleHistory,
  move: StageMove,
): StageMoved | StageRefusal {
  const state = readLifecycle(rules, history.events);
  if (history.mergedInto !== null) {
    return refuse('merged', 'This contact was merged into another one. Move that one instead.');
  }
  if (move.occurredAt !== null && move.occurredAt > move.decidedAt) {
    return refuse('in-the-future', 'A move cannot have happened in the future. Give an earlier time.');
  }
  if (isRepeated(history.events, state, move)) return { ok: true, events: [] };
  const plan = planMove(rules, state, move);
  return plan.ok ? { ok: true, events: writeEvents(history.events, state, move, plan) } : plan;
}

function isRepeated(events: readonly StageEvent[], { cycle }: LifecycleState, move: StageMove): boolean {
  if (move.actor.kind !== 'rule') return false;
  return findStandingEvents(events).some(
    (event) =>
      event.to === move.to && event.cycle === cycle && Math.abs(move.decidedAt - event.decidedAt) <= repeatWithin,
  );
}

function planMove(rules: LifecycleRules, state: LifecycleState, move: StageMove): Plan | StageRefusal {
  const { to } = move;
  if (state.current === to) return refuse('already-there', `This contact is already at "${to}".`);
  if (isSideState(to)) return planSideMove(rules, state, move);
  const target = findRung(rules, to);
  if (target === -1) return refuse('unknown', `There is no stage "${to}" in the agreement. Choose one of its stages.`);
  if (state.current === 'disqualified' || state.current === 'other') {
    return refuse('closed', `This contact is at "${state.current}". Reopen it with a note first.`);
  }
  const here = findRung(rules, state.current);
  const bought = hasBought(rules, state);
  const opportunity = findRung(rules, 'opportunity');
  if (state.current === 'recycled') {
    const first = bought && opportunity !== -1 ? opportunity : findQualified(rules);
    if (target < first)
      return refuse('backward', 'A recycled contact comes back by qualifying again, not to an earlier stage.');
    return plan(rules, first, target, state.cycle + 1, bought ? 'expansion' : 'new-business');
  }
  if (bought && target === opportunity && here > opportunity) {
    return plan(rules, target, target, state.cycle + 1, 'expansion');
  }
  if (target < here) {
    return refuse(
      'backward',
      'A stage never moves back. Recycle the contact with a reason, or undo the move that was a mistake.',
    );
  }
  return plan(rules, here + 1, target, Math.max(1, state.cycle), state.cycleKind);
}

function planSideMove(rules: LifecycleRules, state: LifecycleState, move: StageMove): Plan | StageRefusal {
  const { to, actor, reason, note } = move;
  const here = findRung(rules, state.current);
  const closed = state.current === 'disqualified' || state.current === 'other';
  const stay: Plan = { ok: true, path: [], cycle: Math.max(1, state.cycle), cycleKind: state.cycleKind };
  if (to === 'other') return stay;
  if (closed) {
    const reopens = to === 'recycled' && actor.kind === 'user' && Boolean(note?.trim());
    return reopens
      ? stay
      : refuse('closed', `This contact is at "${state.current}". Somebody must reopen it with a note.`);
  }
  if (!reason) return refuse('reason-missing', 'Choose a reason of the agreement.');
  if (state.current === 'recycled') return stay;
  const customer = findRung(rules, 'customer');
  if (here === -1) return refuse('not-begun', 'This contact has no stage yet.');
  if (customer !== -1 && here >= customer)
    return refuse('customer', 'A customer stays one. Mark who is not a buyer as "other".');
  if (to === 'recycled' && here < findQualified(rules)) {
    return refuse('not-handed', 'Marketing has this contact still: there is nothing to give back.');
  }
  return stay;
}

function plan(rules: LifecycleRules, first: number, target: number, cycle: number, cycleKind: CycleKind): Plan {
  return { ok: true, path: rules.stages.slice(first, target + 1).map(({ key }) => key), cycle, cycleKind };
}

function writeEvents(
  before: readonly StageEvent[],
  state: LifecycleState,
  move: StageMove,
  { path, cycle, cycleKind }: Plan,
): StageEvent[] {
  const { actor, occurredAt, decidedAt, version = null, reason = null, note = null, expansion = false } = move;
  const first = (before.at(-1)?.seq ?? 0) + 1;
  const shared = {
    move: first,
    cycle,
    cycleKind: expansion ? 'expansion' : cycleKind,
    occurredAt,
    decidedAt,
    actor,
    version,
    reason,
    note,
    compensates: null,
  };
  const skipped = path.slice(0, -1);
  return [...skipped, move.to].map((to, at) => ({
    ...shared,
    seq: first + at,
    from: at === 0 ? state.current : (skipped[at - 1] ?? null),
    to,
    inferred: at < skipped.length,
  }));
}

function hasBought(rules: LifecycleRules, { furthest }: LifecycleState): boolean {
  const customer = findRung(rules, 'customer');
  return customer !== -1 && findRung(rules, furthest) >= customer;
}

/** The rung at which Sales gets the contact. */
function findQualified(rules: LifecycleRules): number {
  const handed = rules.stages.findIndex(({ handTo }) => handTo !== undefined);
  return handed === -1 ? findRung(rules, 'qualified') : handed;
}

function refuse(problem: string, message: string): StageRefusal {
  return { ok: false, code: `stage.${problem}`, message };
}
