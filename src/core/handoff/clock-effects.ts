/** The promises whose clocks the relay moves. */
export const clockKinds = [
  'respond',
  'decide',
  'qualify',
  'attempts',
  'complete',
  'answer',
  'arbitrate',
  'assign',
] as const;
export type ClockKind = (typeof clockKinds)[number];

/** What a rep owes a lead and may pause for a reason: the rest is owed by Marketing, by heads, or by nobody yet. */
export const pausableKinds: readonly ClockKind[] = ['respond', 'decide', 'qualify', 'attempts'];

/** What happened, as far as clocks are concerned. */
export const factKinds = [
  'qualified-incomplete',
  'queued',
  'offered',
  'responded',
  'response-taken-back',
  'accepted',
  'accepted-in-contact',
  'accepted-by-timeout',
  'accepted-by-timeout-in-contact',
  'accepted-by-ruling',
  'rejected',
  'cancelled',
  'two-way-contact',
  'attempts-made',
  'attempts-taken-back',
  'confirmed',
  'deal-opened',
  'handed-back',
  'handed-back-after-attempts',
  'handed-back-unreachable',
  'won',
  'lost',
  'answered',
  'contested',
  'upheld',
  'overturned',
  'overturned-joined',
  'reassigned',
] as const;
export type FactKind = (typeof factKinds)[number];

/**
 * A fact of a handoff at an instant, epoch milliseconds. The clocks `complete` and `assign` belong to contact and cycle: they
 * start before there is a handoff, so `handoffId` is null in `qualified-incomplete` and `queued`.
 */
export type HandoffFact = { kind: FactKind; handoffId: string | null; at: number };

/**
 * `start` a new clock; `keep` a running one; `break` it although its time may not be over; `cancel` it, so that it is in no
 * rate; `reopen` one that was kept by something that turned out not to be so. All but `start` mean clocks of the handoff that
 * are in such a state and leave others alone: a clock that broke stays broken. `for` says whose clock starts: that of the
 * member who has the handoff now, or the one of the linked handoff.
 */
export type ClockAction = 'start' | 'keep' | 'break' | 'cancel' | 'reopen';
export type ClockMove =
  | readonly [ClockAction, ClockKind, 'new-owner' | 'new-handoff']
  | readonly [ClockAction, ClockKind];

const cancelRest = (...kept: ClockKind[]): ClockMove[] =>
  clockKinds
    .filter((kind) => !(kept.includes(kind) || kind === 'answer' || kind === 'arbitrate' || kind === 'assign'))
    .map((kind) => ['cancel', kind] as const);

/**
 * Which fact moves which clock, in the order of execution. `responded` is the first attempt or, where the setting says so, the
 * first contact in both directions. Who has talked with the contact owes no attempts, also when that was before accepting.
 */
export const clockMoves: Readonly<Record<FactKind, readonly ClockMove[]>> = {
  'qualified-incomplete': [['start', 'complete']],
  // Nothing is missing any more: that nobody is available is for Sales to answer.
  queued: [
    ['keep', 'complete'],
    ['start', 'assign'],
  ],
  offered: [
    ['keep', 'complete'],
    ['keep', 'assign'],
    ['start', 'respond'],
    ['start', 'decide'],
  ],
  responded: [['keep', 'respond']],
  'response-taken-back': [['reopen', 'respond']],
  accepted: [
    ['keep', 'decide'],
    ['start', 'qualify'],
    ['start', 'attempts'],
  ],
  'accepted-in-contact': [
    ['keep', 'decide'],
    ['start', 'qualify'],
  ],
  'accepted-by-timeout': [
    ['break', 'decide'],
    ['start', 'qualify'],
    ['start', 'attempts'],
  ],
  'accepted-by-timeout-in-contact': [
    ['break', 'decide'],
    ['start', 'qualify'],
  ],
  'accepted-by-ruling': [
    ['start', 'qualify'],
    ['start', 'attempts'],
  ],
  rejected: [
    ['keep', 'decide'],
    ['cancel', 'respond'],
    ['cancel', 'attempts'],
    ['cancel', 'qualify'],
    ['start', 'answer'],
  ],
  cancelled: clockKinds.map((kind) => ['cancel', kind] as const),
  'two-way-contact': [['keep', 'attempts']],
  'attempts-made': [['keep', 'attempts']],
  'attempts-taken-back': [['reopen', 'attempts']],
  confirmed: [['keep', 'qualify']],
  'deal-opened': [['keep', 'qualify']],
  'handed-back': [['keep', 'qualify'], ...cancelRest('qualify')],
  'handed-back-after-attempts': [['keep', 'qualify'], ['keep', 'attempts'], ...cancelRest('qualify', 'attempts')],
  'handed-back-unreachable': [['keep', 'qualify'], ['break', 'attempts'], ...cancelRest('qualify', 'attempts')],
  won: cancelRest(),
  lost: cancelRest(),
  answered: [['keep', 'answer']],
  contested: [
    ['keep', 'answer'],
    ['start', 'arbitrate'],
  ],
  upheld: [['keep', 'arbitrate']],
  overturned: [
    ['keep', 'arbitrate'],
    ['start', 'respond', 'new-handoff'],
  ],
  'overturned-joined': [['keep', 'arbitrate']],
  reassigned: [
    ['cancel', 'respond'],
    ['start', 'respond', 'new-owner'],
  ],
};

/** One thing to do with the clocks of a handoff, at the instant of its fact. */
export type ClockEffect = { action: ClockAction; clock: ClockKind; handoffId: string | null; at: number; for?: string };

/**
 * What facts do to the clocks, in the order in which it must be done.
 *
 * @example
 * listClockEffects([{ kind: 'answered', handoffId: 'h1', at: 5 }])
 * // [{ action: 'keep', clock: 'answer', handoffId: 'h1', at: 5 }]
 */
export function listClockEffects(facts: readonly HandoffFact[]): ClockEffect[] {
  return facts.flatMap(({ kind, handoffId, at }) =>
    clockMoves[kind].map(([action, clock, whose]) => ({
      action,
      clock,
      handoffId,
      at,
      ...(whose === undefined ? {} : { for: whose }),
    })),
  );
}
