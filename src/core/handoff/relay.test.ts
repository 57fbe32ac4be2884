import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptKinds } from './attempts.ts';
import { type ClockKind, type HandoffFact, listClockEffects } from './clock-effects.ts';
import { acceptByTimeout, acceptHandoff, handBack, rejectHandoff } from './decide-handoff.ts';
import {
  acceptanceOf,
  cancelCauses,
  cancelHandoff,
  type Handoff,
  handoffMoves,
  isOpen,
  offerHandoff,
  reassignHandoff,
} from './handoff.ts';
import type { HandoffTerms } from './reasons.ts';
import { type Refused, refusalMessages } from './refusal.ts';
import {
  answerRejection,
  contestRejection,
  expireArbitration,
  type Rejection,
  rejectionMoves,
  voteOnRejection,
} from './rejection.ts';
import {
  closeDeal,
  confirmHandoff,
  contradictAttempt,
  openDeal,
  recordAttempt,
  recordTwoWayContact,
} from './work-handoff.ts';

/** A contact's whole relay: what a feature would hold in its tables. */
type Relay = { handoffs: Handoff[]; rejections: Rejection[]; facts: HandoffFact[] };
type Answer = {
  ok: true;
  next: Handoff | Rejection;
  facts: HandoffFact[];
  rejection?: Rejection | null;
  handoff?: Handoff | null;
  created?: Handoff | null;
};

const reasonKeys = [
  'not-icp',
  'bad-data',
  'bad-timing',
  'duplicate',
  'unreachable',
  'exhausted',
  'other',
  'unheard-of',
];
const attempts = { atLeast: 2, channels: 2, apart: 3 };
const terms: HandoffTerms = {
  verdicts: ['accept', 'recycle', 'disqualify', 'attach'],
  reasons: [
    { key: 'not-icp', verdict: 'disqualify' },
    { key: 'bad-data', verdict: 'recycle' },
    { key: 'bad-timing', verdict: 'recycle', wakeUp: 50 },
    { key: 'duplicate', verdict: 'attach' },
    { key: 'unreachable', verdict: 'recycle', wakeUp: 50, onlyAfter: 'attempts' },
    { key: 'exhausted', verdict: 'disqualify', by: 'rule' },
    { key: 'other', verdict: 'chosen', textRequired: true },
  ],
  attempts,
  cycles: { atMost: 3, per: 100 },
  respondStopsAt: 'first-attempt',
};

const text = fc.constantFrom('', 'Because.', 'For that reason.', 'Look at the brief.');
const given = fc.record(
  {
    reason: fc.constantFrom(...reasonKeys),
    verdict: fc.constantFrom('recycle', 'disqualify', 'not-a-lead', 'attach'),
    note: text,
  },
  { requiredKeys: ['reason'] },
);
const by = fc.constantFrom({ kind: 'member', id: 'ana' } as const, { kind: 'rule', clause: 'hand-back' } as const);
/** Mostly the last one: it is where things go on. */
const which = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) });
const ruling = fc.constantFrom('upheld' as const, 'overturned' as const);
const act = fc.oneof(
  fc.record({ do: fc.constant('offer' as const) }),
  fc.record({ do: fc.constant('accept' as const), which, by }),
  fc.record({ do: fc.constant('time-out' as const), which, dueIn: fc.option(fc.integer({ min: -2, max: 2 })) }),
  fc.record({ do: fc.constant('reject' as const), which, given, by, over: fc.boolean() }),
  fc.record({
    do: fc.constant('hand-back' as const),
    which,
    given,
    by,
    over: fc.boolean(),
    owner: fc.option(fc.constant('mary')),
    wakeIn: fc.integer({ min: -1, max: 9 }),
  }),
  fc.record({
    do: fc.constant('attempt' as const),
    which,
    kind: fc.constantFrom(...attemptKinds, 'email-opened'),
    ago: fc.integer({ min: -1, max: 9 }),
    automated: fc.boolean(),
  }),
  fc.record({ do: fc.constant('contradict' as const), which, attempt: which }),
  fc.record({ do: fc.constant('talk' as const), which, ago: fc.integer({ min: -1, max: 9 }) }),
  fc.record({ do: fc.constantFrom('confirm' as const, 'open-deal' as const, 'win' as const, 'lose' as const), which }),
  fc.record({ do: fc.constant('cancel' as const), which, cause: fc.constantFrom(...cancelCauses) }),
  fc.record({ do: fc.constant('reassign' as const), which, to: fc.constantFrom('ana', 'ben') }),
  fc.record({ do: fc.constant('answer' as const), which, text }),
  fc.record({ do: fc.constant('contest' as const), which, text, until: fc.option(fc.integer({ min: -1, max: 5 })) }),
  fc.record({
    do: fc.constant('vote' as const),
    which,
    party: fc.constantFrom('marketing' as const, 'sales' as const),
    ruling,
  }),
  fc.record({ do: fc.constant('expire' as const), which, ruling, dueIn: fc.integer({ min: -2, max: 1 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
const acts = fc.array(act, { minLength: 1, maxLength: 60, size: 'max' });

/** Carries one act out as a feature would; null when there is nothing that it could be about. */
function perform(relay: Relay, one: Act, now: number): Answer | Refused | null {
  if (one.do === 'offer') {
    const cycle = relay.handoffs.length + 1;
    return offerHandoff(
      relay.handoffs,
      { id: `h${now}`, contactId: 'c1', cycle, memberId: 'ana', explore: false },
      now,
    );
  }
  const handoff = relay.handoffs.at(-1 - (one.which % Math.max(1, relay.handoffs.length)));
  if (handoff === undefined) return null;
  if (one.do === 'answer' || one.do === 'contest' || one.do === 'vote' || one.do === 'expire') {
    const rejection = relay.rejections.at(-1 - (one.which % Math.max(1, relay.rejections.length)));
    return rejection === undefined ? null : performReply(relay, rejection, one, now);
  }
  return performWork(relay, handoff, one, now);
}

type ReplyAct = Extract<Act, { do: 'answer' | 'contest' | 'vote' | 'expire' }>;
function performReply(relay: Relay, rejection: Rejection, one: ReplyAct, now: number): Answer | Refused | null {
  if (one.do === 'answer') return answerRejection(rejection, { by: 'mary', at: now, text: one.text });
  if (one.do === 'contest') {
    const until = one.until === null ? null : now + one.until;
    return contestRejection(rejection, { by: 'mary', at: now, text: one.text }, until);
  }
  const handoff = relay.handoffs.find(({ id }) => id === rejection.handoffId);
  if (handoff === undefined) return null;
  const arbitration = { handoff, history: relay.handoffs, newHandoffId: `h${now}`, deadlock: one.ruling };
  if (one.do === 'expire') return expireArbitration(rejection, now + one.dueIn, arbitration, now);
  return voteOnRejection(rejection, { party: one.party, ruling: one.ruling, by: 'head', at: now }, arbitration);
}

function performWork(
  relay: Relay,
  handoff: Handoff,
  one: Exclude<Act, ReplyAct | { do: 'offer' }>,
  now: number,
): Answer | Refused {
  const context = { terms, history: relay.handoffs, now };
  switch (one.do) {
    case 'accept':
      return acceptHandoff(handoff, one.by, now);
    case 'time-out':
      return acceptByTimeout(handoff, one.dueIn === null ? null : now + one.dueIn, 'decide', now);
    case 'reject':
      return rejectHandoff(handoff, one.given, { ...context, by: one.by, attemptsOver: one.over });
    case 'hand-back': {
      const taken = { ...one.given, marketingOwnerId: one.owner, nextStep: 'Nurture', wakeUpAt: now + one.wakeIn };
      return handBack(handoff, taken, { ...context, by: one.by, attemptsOver: one.over });
    }
    case 'attempt': {
      const activity = { id: `a${now}`, at: now - one.ago, kind: one.kind, automated: one.automated };
      return recordAttempt(handoff, { ...activity, known: 'typed', by: 'ana' }, terms, now);
    }
    case 'contradict':
      return contradictAttempt(handoff, handoff.attempts.at(-1 - one.attempt)?.id ?? '', terms, now);
    case 'talk':
      return recordTwoWayContact(handoff, now - one.ago, terms, now);
    case 'confirm':
      return confirmHandoff(handoff, now);
    case 'open-deal':
      return openDeal(handoff, `d${now}`, now);
    case 'cancel':
      return cancelHandoff(handoff, one.cause, now);
    case 'reassign':
      return reassignHandoff(handoff, one.to, now);
    default:
      return closeDeal(handoff, one.do === 'win' ? 'won' : 'lost', now);
  }
}

function put<Row>(rows: Row[], row: Row | null | undefined, key: (row: Row) => string): Row[] {
  if (row === null || row === undefined) return rows;
  const index = rows.findIndex((one) => key(one) === key(row));
  return index < 0 ? [...rows, row] : rows.with(index, row);
}

function store(relay: Relay, answer: Answer): Relay {
  const isRejection = 'handoffId' in answer.next;
  const ofHandoff = ({ id }: Handoff) => id;
  const ofRejection = ({ handoffId }: Rejection) => handoffId;
  let { handoffs, rejections } = relay;
  if (isRejection) rejections = put(rejections, answer.next as Rejection, ofRejection);
  else handoffs = put(handoffs, answer.next as Handoff, ofHandoff);
  rejections = put(rejections, answer.rejection, ofRejection);
  for (const one of [answer.handoff, answer.created]) handoffs = put(handoffs, one, ofHandoff);
  return { handoffs, rejections, facts: [...relay.facts, ...answer.facts] };
}

/** Plays acts and calls `check` after each with what was before, after, and the answer. */
function play(events: Act[], check: (before: Relay, after: Relay, answer: Answer | Refused) => void): Relay {
  let relay: Relay = { handoffs: [], rejections: [], facts: [] };
  for (const [index, event] of events.entries()) {
    const answer = perform(relay, event, index + 1);
    if (answer === null) continue;
    const after = answer.ok ? store(relay, answer) : relay;
    check(relay, after, answer);
    relay = after;
  }
  return relay;
}

function expectMoves(before: Relay, after: Relay): void {
  for (const handoff of after.handoffs) {
    const was = before.handoffs.find(({ id }) => id === handoff.id);
    if (was === undefined) expect(handoff.state).toBe(handoff.follows === null ? 'offered' : 'accepted');
    else if (was.state !== handoff.state) expect(handoffMoves[was.state]).toContain(handoff.state);
  }
  for (const rejection of after.rejections) {
    const was = before.rejections.find(({ handoffId }) => handoffId === rejection.handoffId);
    if (was && was.state !== rejection.state) expect(rejectionMoves[was.state]).toContain(rejection.state);
  }
}

function expectDecided(one: Handoff, rejections: Rejection[]): void {
  const own = rejections.filter(({ handoffId }) => handoffId === one.id);
  expect(one.closedAt === null).toBe(isOpen(one));
  expect(one.acceptedAt === null).toBe(one.acceptedBy === null);
  expect(one.verdict === null && one.state !== 'cancelled').toBe(one.state === 'offered');
  expect(own).toHaveLength(one.state === 'rejected' ? 1 : 0);
  if (one.state === 'rejected') expect([one.reason === null, one.acceptedAt]).toEqual([false, null]);
  if (one.state === 'cancelled' || one.overturned) expect(acceptanceOf(one)).toBeNull();
  if (one.overturned) expect(one.state).toBe('rejected');
  if (one.state !== 'handed-back') return;
  expect([one.marketingOwnerId, one.nextStep, one.reason]).not.toContain(null);
  if (one.verdict === 'recycle') expect(one.wakeUpAt).toBeGreaterThan(one.closedAt ?? 0);
}

/**
 * Carries the clock moves out and gives what still runs, by handoff. Fails when a clock is started that runs. Only a clock
 * that was kept can be reopened: attempts made before accepting were owed to nobody, and taking them back starts nothing.
 */
function runClocks({ facts, handoffs }: Relay): Map<string, ClockKind[]> {
  const running = new Map<string, ClockKind[]>(handoffs.map(({ id }) => [id, []]));
  const kept = new Set<string>();
  for (const effect of listClockEffects(facts)) {
    const linked = handoffs.find(({ follows }) => follows === effect.handoffId);
    const id = (effect.for === 'new-handoff' ? linked?.id : effect.handoffId) ?? '';
    const clock = `${id} ${effect.clock}`;
    const clocks = running.get(id) ?? [];
    expect(running.has(id)).toBe(true);
    if (effect.action === 'start') expect(clocks).not.toContain(effect.clock);
    const runs = effect.action === 'start' || (effect.action === 'reopen' && kept.has(clock));
    if (effect.action === 'keep' && clocks.includes(effect.clock)) kept.add(clock);
    else kept.delete(clock);
    if (effect.action === 'reopen' && !runs) continue;
    const others = clocks.filter((one) => one !== effect.clock);
    running.set(id, runs ? [...others, effect.clock] : others);
  }
  return running;
}

const runs = { numRuns: 1_000 };

describe('any sequence of events', () => {
  it('never throws, moves only as the tables say, and says why when it refuses', () => {
    fc.assert(
      fc.property(acts, (events) => {
        play(events, (before, after, answer) => {
          if (answer.ok) return expectMoves(before, after);
          expect(answer.refusals.length).toBeGreaterThan(0);
          for (const { code, message } of answer.refusals) expect(message).toBe(refusalMessages[code]);
        });
      }),
      runs,
    );
  });

  it('never has two open handoffs of a contact', () => {
    fc.assert(
      fc.property(acts, (events) => {
        play(events, (_before, after) => {
          expect(after.handoffs.filter(isOpen).length).toBeLessThanOrEqual(1);
          expect(new Set(after.handoffs.map(({ number }) => number)).size).toBe(after.handoffs.length);
        });
      }),
      runs,
    );
  });

  it('leaves no handoff half decided', () => {
    fc.assert(
      fc.property(acts, (events) => {
        const { handoffs, rejections } = play(events, () => undefined);
        for (const one of handoffs) expectDecided(one, rejections);
      }),
      runs,
    );
  });

  it('never starts a clock that runs already, and leaves none running when a handoff closes', () => {
    fc.assert(
      fc.property(acts, (events) => {
        const relay = play(events, () => undefined);
        const running = runClocks(relay);
        for (const one of relay.handoffs) {
          const left = (running.get(one.id) ?? []).filter((kind) => kind !== 'answer' && kind !== 'arbitrate');
          if (!isOpen(one)) expect(left).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('reaches every state within these trials, so that the properties speak of all', () => {
    const seen = new Set<string>();
    for (const events of fc.sample(acts, { numRuns: 1_000, seed: 1 })) {
      const { handoffs, rejections } = play(events, () => undefined);
      for (const { state } of [...handoffs, ...rejections]) seen.add(state);
    }
    expect([...seen].sort()).toEqual([...Object.keys(handoffMoves), ...Object.keys(rejectionMoves)].sort());
  });
});
