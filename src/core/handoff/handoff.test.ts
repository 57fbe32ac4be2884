import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type AttemptKind, attemptKinds, countAttempts, hasMadeAttempts, isAttempt } from './attempts.ts';
import { clockMoves, listClockEffects } from './clock-effects.ts';
import {
  acceptByTimeout,
  acceptHandoff,
  type DecisionContext,
  type HandBack,
  handBack,
  isExhausted,
  rejectHandoff,
} from './decide-handoff.ts';
import {
  acceptanceOf,
  cancelHandoff,
  type Decider,
  type Handoff,
  isOpen,
  type Moved,
  offerHandoff,
  reassignHandoff,
} from './handoff.ts';
import { type GivenReason, type HandoffTerms, judgeReason } from './reasons.ts';
import { type Refused, refuse } from './refusal.ts';
import {
  closeDeal,
  confirmHandoff,
  contradictAttempt,
  openDeal,
  recordAttempt,
  recordTwoWayContact,
} from './work-handoff.ts';

const hour = 3_600_000;
const day = 24 * hour;
const ana: Decider = { kind: 'member', id: 'ana' };
const terms: HandoffTerms = {
  verdicts: ['accept', 'recycle', 'disqualify', 'not-a-lead', 'attach'],
  reasons: [
    { key: 'not-icp', verdict: 'disqualify' },
    { key: 'not-a-lead', verdict: 'not-a-lead' },
    { key: 'bad-data', verdict: 'recycle' },
    { key: 'bad-timing', verdict: 'recycle', wakeUp: 90 * day },
    { key: 'duplicate', verdict: 'attach' },
    { key: 'unreachable', verdict: 'recycle', wakeUp: 60 * day, onlyAfter: 'attempts' },
    { key: 'exhausted', verdict: 'disqualify', by: 'rule' },
    { key: 'other', verdict: 'chosen', textRequired: true },
  ],
  attempts: { atLeast: 3, channels: 2, apart: hour },
  cycles: { atMost: 3, per: 365 * day },
  respondStopsAt: 'first-attempt',
};

/** The handoff of a move that must not be refused. */
function done<Move extends Moved>(move: Move | Refused): Move {
  if (!move.ok) throw new Error(`Refused: ${move.refusals.map(({ code }) => code).join(', ')}`);
  return move;
}
const codes = (move: { ok: true } | Refused) => (move.ok ? [] : move.refusals.map(({ code }) => code));
const facts = (move: Moved | Refused) => (move.ok ? move.facts.map(({ kind, at }) => `${kind} ${at}`) : codes(move));
const offer = { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false };
const offered = done(offerHandoff([], offer, 0)).next;
const accepted = done(acceptHandoff(offered, ana, 1)).next;
const withDeal = done(openDeal(accepted, 'd1', 2)).next;
const context = (handoff: Handoff, given: Partial<DecisionContext> = {}): DecisionContext => ({
  terms,
  history: [handoff],
  by: ana,
  now: 10,
  attemptsOver: false,
  ...given,
});
const attempt = (at: number, kind: AttemptKind = 'call'): Attempt => ({
  id: `${kind} ${at}`,
  at,
  kind,
  known: 'typed',
  by: 'ana',
  contradictedAt: null,
});
const three = [attempt(0), attempt(hour, 'email-sent'), attempt(2 * hour)];

describe('attempts', () => {
  it.each<[string, Attempt[], number, number]>([
    ['none', [], 0, 0],
    ['far enough apart', three, 3, 2],
    ['a minute too close', [attempt(0), attempt(hour - 60_000)], 1, 1],
    ['exactly apart', [attempt(0), attempt(hour)], 2, 1],
    ['too close, over two channels', [attempt(0), attempt(1, 'email-sent')], 1, 2],
    [
      'a chain: each close to the last, the third far from the first',
      [0, 40, 80].map((m) => attempt(m * 60_000)),
      2,
      1,
    ],
    ['one that was contradicted', [attempt(0), { ...attempt(hour), contradictedAt: 5 }], 1, 1],
  ])('%s', (_name, attempts, count, channels) => {
    expect(countAttempts(attempts, hour)).toMatchObject({ count, channels });
  });

  it.each<[string, boolean, boolean]>([
    ['call', false, true],
    ['email-sent', false, true],
    ['email-sent', true, false],
    ['email-opened', false, false],
    ['email-replied', false, false],
    ['meeting', false, true],
    ['social-message', false, true],
  ])('%s, automated %s: counts %s', (kind, automated, counts) => {
    expect(isAttempt({ kind, automated })).toBe(counts);
  });

  it('shows the share of those typed', () => {
    expect(countAttempts([attempt(0), { ...attempt(day), known: 'observed' }], hour).typedShare).toBe(0.5);
  });

  it('need the number and the channels', () => {
    expect(hasMadeAttempts(three, terms.attempts)).toBe(true);
    expect(hasMadeAttempts(three.slice(1), terms.attempts)).toBe(false);
    expect(
      hasMadeAttempts(
        [0, 1, 2].map((n) => attempt(n * hour)),
        terms.attempts,
      ),
    ).toBe(false);
  });

  it('count the same in any order, never fewer with one more, and never closer than agreed', () => {
    const some = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 2_000 }), fc.constantFrom(...attemptKinds))
        .map(([m, kind]) => attempt(m * 60_000, kind)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 180 }), (attempts, minutes) => {
        const apart = minutes * 60_000;
        const { count } = countAttempts(attempts, apart);
        expect(countAttempts(attempts.toReversed(), apart).count).toBe(count);
        expect(countAttempts(attempts.slice(1), apart).count).toBeLessThanOrEqual(count);
        const instants = attempts.map(({ at }) => at);
        const span = Math.max(...instants) - Math.min(...instants);
        if (count > 0) expect((count - 1) * apart).toBeLessThanOrEqual(span);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('offering and accepting', () => {
  it('offers a contact once at a time', () => {
    const cancelled = done(cancelHandoff(offered, 'merged', 1)).next;
    expect(codes(offerHandoff([offered], { ...offer, id: 'h2' }, 1))).toEqual(['handoff.already-open']);
    expect(codes(offerHandoff([withDeal], { ...offer, id: 'h2' }, 1))).toEqual(['handoff.already-open']);
    expect(done(offerHandoff([cancelled], { ...offer, id: 'h2' }, 1)).next.number).toBe(2);
  });

  it.each<[string, Moved | Refused, string[]]>([
    ['by the rep', acceptHandoff(offered, ana, 5), ['accepted 5']],
    ['twice', acceptHandoff(accepted, ana, 5), ['handoff.already-accepted']],
    ['when closed', acceptHandoff(done(cancelHandoff(offered, 'undone', 1)).next, ana, 5), ['handoff.closed']],
    ['by silence, in time', acceptByTimeout(offered, 5, 'decide', 5), ['handoff.time-left']],
    ['by silence, over time', acceptByTimeout(offered, 5, 'decide', 6), ['accepted-by-timeout 6']],
    ['by silence, never due', acceptByTimeout(offered, null, 'decide', 6), ['handoff.time-left']],
    ['by silence, when accepted', acceptByTimeout(accepted, 5, 'decide', 6), ['handoff.already-accepted']],
    ['in contact already', acceptHandoff({ ...offered, conversations: [2] }, ana, 5), ['accepted-in-contact 5']],
  ])('%s', (_name, move, expected) => {
    expect(facts(move)).toEqual(expected);
  });

  it.each<[string, Handoff, 'accepted' | 'rejected' | null]>([
    ['offered', offered, null],
    ['accepted', accepted, 'accepted'],
    ['accepted, then handed back', { ...accepted, state: 'handed-back' }, 'accepted'],
    ['by timeout', { ...accepted, acceptedBy: 'timeout' }, null],
    ['rejected', { ...offered, state: 'rejected' }, 'rejected'],
    ['overturned', { ...offered, state: 'rejected', overturned: true }, null],
    ['explored', { ...accepted, explore: true }, null],
    ['attached', { ...accepted, state: 'cancelled' }, null],
  ])('%s counts in the acceptance rate as it should', (_name, handoff, side) => {
    expect(acceptanceOf(handoff)).toBe(side);
  });
});

describe('rejecting', () => {
  const reject = (given: GivenReason, more: Partial<Handoff> = {}, ctx: Partial<DecisionContext> = {}) => {
    const handoff = { ...offered, ...more };
    return rejectHandoff(handoff, given, context(handoff, ctx));
  };

  it.each<[string, GivenReason, Partial<Handoff>, Partial<DecisionContext>, object]>([
    [
      'disqualifies',
      { reason: 'not-icp' },
      {},
      {},
      { contact: { state: 'disqualified', reason: 'not-icp', by: 'member' } },
    ],
    ['never a lead', { reason: 'not-a-lead' }, {}, {}, { next: { verdict: 'not-a-lead', state: 'rejected' } }],
    ['recycles', { reason: 'bad-timing' }, {}, {}, { contact: { state: 'recycled', wakeUpAt: 10 + 90 * day } }],
    ['recycles without a date', { reason: 'bad-data' }, {}, {}, { contact: { state: 'recycled', wakeUpAt: null } }],
    [
      'attaches',
      { reason: 'duplicate' },
      {},
      {},
      { next: { state: 'cancelled', cancelCause: 'attached' }, rejection: null, contact: null },
    ],
    [
      'with a verdict of its own',
      { reason: 'other', note: 'So.', verdict: 'disqualify' },
      {},
      {},
      { next: { verdict: 'disqualify', note: 'So.' } },
    ],
    [
      'unreachable after the attempts',
      { reason: 'unreachable' },
      { attempts: three },
      {},
      { next: { reason: 'unreachable' } },
    ],
    [
      'unreachable after the period',
      { reason: 'unreachable' },
      {},
      { attemptsOver: true },
      { next: { reason: 'unreachable' } },
    ],
    [
      'any reason after a contact',
      { reason: 'unreachable' },
      { conversations: [1] },
      {},
      { next: { reason: 'unreachable' } },
    ],
    [
      'a rule gives its own reason',
      { reason: 'exhausted' },
      {},
      { by: { kind: 'rule', clause: 'hand-back' } },
      { contact: { by: 'rule' } },
    ],
  ])('%s', (_name, given, more, ctx, expected) => {
    expect(reject(given, more, ctx)).toMatchObject(expected);
  });

  it.each<[string, GivenReason, string[]]>([
    ['an unknown reason', { reason: 'bad-mood' }, ['reason.unknown']],
    ['a reason of a rule', { reason: 'exhausted' }, ['reason.by-rule']],
    ['no text and no verdict', { reason: 'other', note: ' ' }, ['reason.text-required', 'reason.verdict-required']],
    ['too early', { reason: 'unreachable' }, ['reason.too-early']],
    ['another verdict', { reason: 'not-icp', verdict: 'recycle' }, ['reason.other-verdict']],
  ])('is refused for %s', (_name, given, expected) => {
    expect(codes(reject(given))).toEqual(expected);
  });

  it('refuses a verdict that the agreement does not have', () => {
    const given = { reason: 'not-icp' };
    expect(codes(reject(given, {}, { terms: { ...terms, verdicts: ['accept'] } }))).toEqual(['verdict.not-agreed']);
  });

  it('is for offered leads only', () => {
    expect(codes(reject({ reason: 'not-icp' }, { state: 'accepted' }))).toEqual(['handoff.already-accepted']);
    expect(codes(reject({ reason: 'not-icp' }, { state: 'won' }))).toEqual(['handoff.closed']);
  });
});

describe('handing back', () => {
  const given: HandBack = { reason: 'bad-timing', marketingOwnerId: 'mary', nextStep: 'Send the benchmark.' };
  const back = (more: Partial<HandBack> = {}, state: Partial<Handoff> = {}, ctx: Partial<DecisionContext> = {}) => {
    const handoff = { ...accepted, ...state };
    return handBack(handoff, { ...given, ...more }, context(handoff, ctx));
  };

  it.each<[string, Partial<HandBack>, Partial<Handoff>, Partial<DecisionContext>, string]>([
    ['for another reason', {}, {}, {}, 'handed-back 10'],
    ['for another reason, after the attempts', {}, { attempts: three }, {}, 'handed-back-after-attempts 10'],
    [
      'unreachable after the attempts',
      { reason: 'unreachable' },
      { attempts: three },
      {},
      'handed-back-after-attempts 10',
    ],
    [
      'unreachable, too few attempts',
      { reason: 'unreachable' },
      {},
      { attemptsOver: true },
      'handed-back-unreachable 10',
    ],
    ['unreachable after a contact', { reason: 'unreachable' }, { conversations: [5] }, {}, 'handed-back 10'],
    ['attached', { reason: 'duplicate' }, {}, {}, 'cancelled 10'],
  ])('%s', (_name, more, state, ctx, fact) => {
    expect(facts(back(more, state, ctx))).toEqual([fact]);
  });

  it.each<[string, Partial<HandBack>, Partial<Handoff>, string[]]>([
    [
      'nobody and nothing',
      { marketingOwnerId: null, nextStep: ' ' },
      {},
      ['hand-back.no-owner', 'hand-back.no-next-step'],
    ],
    ['no date', { reason: 'bad-data' }, {}, ['hand-back.no-wake-up']],
    ['a date that has passed', { wakeUpAt: 10 }, {}, ['hand-back.wake-up-passed']],
    ['an open deal', {}, { dealId: 'd1' }, ['handoff.has-deal']],
    ['not accepted', {}, { state: 'offered' }, ['handoff.not-accepted']],
    ['closed', {}, { state: 'lost' }, ['handoff.closed']],
    ['too early', { reason: 'unreachable' }, {}, ['reason.too-early']],
  ])('is refused with %s', (_name, more, state, expected) => {
    expect(codes(back(more, state))).toEqual(expected);
  });

  it('keeps owner, next step and the date that was named', () => {
    expect(back({ wakeUpAt: 99 })).toMatchObject({
      next: { state: 'handed-back', marketingOwnerId: 'mary', nextStep: 'Send the benchmark.', wakeUpAt: 99 },
      contact: { state: 'recycled', wakeUpAt: 99 },
      rejection: null,
    });
  });

  it.each<[string, number[], string]>([
    ['the first cycle', [0], 'recycled'],
    ['the second', [0, 10], 'recycled'],
    ['the third', [0, 10, 20], 'disqualified'],
    ['the third, the first a year ago', [-1, 10, 20], 'recycled'],
  ])('after %s', (_name, days, state) => {
    const now = 365 * day - 1;
    const history = days.map((n, index) => ({ ...accepted, id: `h${index}`, cycle: index + 1, offeredAt: n * day }));
    const last = history.at(-1) ?? accepted;
    expect(handBack(last, given, context(last, { history, now }))).toMatchObject({ contact: { state } });
    expect(isExhausted(history, terms.cycles, now)).toBe(state === 'disqualified');
  });

  it('counts a cycle once, and none that was cancelled or overturned', () => {
    const twice = [1, 2, 3].map((n) => ({ ...accepted, id: `h${n}`, cycle: 1 }));
    expect(isExhausted(twice, { atMost: 2, per: day }, 1)).toBe(false);
    const voided = [
      { ...accepted, cycle: 2, state: 'cancelled' as const },
      { ...accepted, cycle: 3, overturned: true },
    ];
    expect(isExhausted([accepted, ...voided], { atMost: 2, per: day }, 1)).toBe(false);
  });
});

describe('working', () => {
  const activity = (at: number, kind = 'call') => ({
    id: `a${at}`,
    at,
    kind,
    automated: false,
    known: 'typed' as const,
    by: 'ana',
  });
  const record = (handoff: Handoff, at: number, kind?: string) =>
    recordAttempt(handoff, activity(at, kind), terms, 10 * hour);

  it('an attempt responds once, also before acceptance', () => {
    const first = done(record(offered, 5));
    expect(facts(first)).toEqual(['responded 5']);
    expect(facts(record(first.next, 6))).toEqual([]);
  });

  it('an earlier attempt that becomes known later moves the response', () => {
    expect(facts(record(done(record(offered, 5)).next, 3))).toEqual([
      `response-taken-back ${10 * hour}`,
      'responded 3',
    ]);
  });

  it('the number is made at the third over two channels, and unmade by a bounce', () => {
    const two = done(record(done(record(accepted, 1)).next, hour + 1, 'email-sent')).next;
    const made = done(record(two, 2 * hour + 1));
    expect(facts(made)).toEqual([`attempts-made ${10 * hour}`]);
    expect(facts(contradictAttempt(made.next, `a${hour + 1}`, terms, 9))).toEqual(['attempts-taken-back 9']);
  });

  it('a response that is contradicted is open again, or moves to the next attempt', () => {
    const one = done(record(offered, 5)).next;
    const two = done(record(one, 7)).next;
    expect(facts(contradictAttempt(one, 'a5', terms, 9))).toEqual(['response-taken-back 9']);
    expect(facts(contradictAttempt(two, 'a5', terms, 9))).toEqual(['response-taken-back 9', 'responded 7']);
    expect(facts(contradictAttempt(two, 'a7', terms, 9))).toEqual([]);
    const taken = done(contradictAttempt(two, 'a5', terms, 9)).next;
    expect(codes(contradictAttempt(taken, 'a5', terms, 9))).toEqual(['attempt.unknown']);
  });

  it('with the setting only a contact in both directions responds', () => {
    const strict = { ...terms, respondStopsAt: 'first-two-way-contact' as const };
    const tried = done(recordAttempt(offered, activity(5), strict, 9));
    expect(facts(tried)).toEqual([]);
    expect(facts(recordTwoWayContact(tried.next, 6, strict, 9))).toEqual(['responded 6', 'two-way-contact 6']);
  });

  it('a contact ends the debt of attempts, once', () => {
    const talked = done(recordTwoWayContact(done(record(accepted, 5)).next, 6, terms, 9));
    expect(facts(talked)).toEqual(['two-way-contact 6']);
    expect(facts(recordTwoWayContact(talked.next, 7, terms, 9))).toEqual([]);
  });

  it('a new owner owes a response of their own', () => {
    const tried = done(record(offered, 5)).next;
    const moved = done(reassignHandoff(tried, 'ben', 6));
    expect(facts(moved)).toEqual(['reassigned 6']);
    expect(facts(record(moved.next, 8))).toEqual(['responded 8']);
    expect(codes(reassignHandoff(offered, 'ana', 6))).toEqual(['handoff.same-member']);
  });

  it.each<[string, Moved | Refused, string]>([
    ['an automated mail', recordAttempt(offered, { ...activity(5), automated: true }, terms, 9), 'attempt.not-counted'],
    ['before the offer', recordAttempt(offered, activity(-1), terms, 9), 'attempt.before-offer'],
    ['in the future', recordAttempt(offered, activity(10), terms, 9), 'attempt.in-future'],
    ['twice the same', recordAttempt(done(record(offered, 5)).next, activity(5), terms, 9), 'attempt.recorded'],
    ['closed', recordAttempt({ ...offered, state: 'won' }, activity(5), terms, 9), 'handoff.closed'],
    ['a contact in the future', recordTwoWayContact(offered, 10, terms, 9), 'attempt.in-future'],
    ['confirming too early', confirmHandoff(offered, 9), 'handoff.not-accepted'],
    ['confirming twice', confirmHandoff(done(confirmHandoff(accepted, 8)).next, 9), 'handoff.already-confirmed'],
    ['a deal too early', openDeal(offered, 'd1', 9), 'handoff.not-accepted'],
    ['a second deal', openDeal(withDeal, 'd2', 9), 'handoff.has-deal'],
    ['won without a deal', closeDeal(accepted, 'won', 9), 'handoff.no-deal'],
    ['cancelled twice', cancelHandoff({ ...offered, state: 'cancelled' }, 'merged', 9), 'handoff.closed'],
  ])('%s is refused', (_name, move, code) => {
    expect(codes(move)).toEqual([code]);
  });

  it('a deal keeps the handoff open until it is won or lost', () => {
    expect(isOpen(withDeal)).toBe(true);
    expect(facts(closeDeal(withDeal, 'lost', 9))).toEqual(['lost 9']);
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    expect(refuse('handoff.closed')).toEqual({
      ok: false,
      refusals: [{ code: 'handoff.closed', message: 'This handoff is closed.' }],
    });
    expect(isAttempt({ kind: 'email-sent', automated: true })).toBe(false);
    const call = { id: '1', at: 0, kind: 'call', known: 'typed', by: 'ana', contradictedAt: null } as const;
    expect(countAttempts([call, { ...call, id: '2', at: 60_000, kind: 'email-sent' }], 3_600_000)).toEqual({
      count: 1,
      channels: 2,
      firstAt: 0,
      typedShare: 1,
    });
    expect(hasMadeAttempts([], { atLeast: 5, channels: 2, apart: 3_600_000 })).toBe(false);
    expect(hasMadeAttempts([], null)).toBe(true);
    expect(isExhausted([], { atMost: 3, per: 31_536_000_000 }, 0)).toBe(false);
    expect(isOpen({ state: 'accepted' })).toBe(true);
    expect(offered.state).toBe('offered');
    expect(codes(offerHandoff([offered], { ...offer, id: 'h2' }, 5))).toEqual(['handoff.already-open']);
    expect(done(cancelHandoff(offered, 'merged', 5)).next.state).toBe('cancelled');
    expect(done(reassignHandoff(offered, 'ben', 5)).next.memberId).toBe('ben');
    expect(acceptanceOf(offered)).toBeNull();
    expect(accepted.acceptedBy).toBe('rep');
    expect(codes(acceptByTimeout(offered, 10, 'decide', 10))).toEqual(['handoff.time-left']);
    expect(done(acceptByTimeout(offered, 10, 'decide', 11)).next.acceptedBy).toBe('timeout');
    const few: HandoffTerms = {
      verdicts: ['recycle'],
      reasons: [{ key: 'no-need', verdict: 'recycle', wakeUp: 100 }],
      attempts: null,
      cycles: null,
      respondStopsAt: 'first-attempt',
    };
    expect(judgeReason(offered, { reason: 'no-need' }, few, ana, false)).toMatchObject({ verdict: 'recycle' });
    const why = { terms: few, history: [offered], by: ana, now: 5, attemptsOver: false };
    expect(rejectHandoff(offered, { reason: 'no-need' }, why)).toMatchObject({
      contact: { state: 'recycled', reason: 'no-need', wakeUpAt: 105 },
    });
    const given = { reason: 'no-need', marketingOwnerId: 'mary', nextStep: 'Nurture' };
    expect(done(handBack(accepted, given, { ...why, now: 6 })).next.state).toBe('handed-back');
    const made = { id: 'a1', at: 5, kind: 'call', automated: false, known: 'typed', by: 'ana' } as const;
    const tried = done(recordAttempt(offered, made, few, 6));
    expect(tried.facts).toEqual([{ kind: 'responded', handoffId: 'h1', at: 5 }]);
    expect(done(contradictAttempt(tried.next, 'a1', few, 7)).facts).toEqual([
      { kind: 'response-taken-back', handoffId: 'h1', at: 7 },
    ]);
    expect(done(recordTwoWayContact(offered, 5, few, 6)).next.conversations).toEqual([5]);
    expect(codes(confirmHandoff(offered, 5))).toEqual(['handoff.not-accepted']);
    expect(withDeal.dealId).toBe('d1');
    expect(done(closeDeal(withDeal, 'won', 7)).next.state).toBe('won');
    expect(listClockEffects([{ kind: 'answered', handoffId: 'h1', at: 5 }])).toEqual([
      { action: 'keep', clock: 'answer', handoffId: 'h1', at: 5 },
    ]);
    expect(Object.keys(clockMoves).length).toBeGreaterThan(0);
  });
});
