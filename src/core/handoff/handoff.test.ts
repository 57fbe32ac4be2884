import { describe, expect, it } from 'vitest';
import { type Attempt, type AttemptKind, countAttempts, hasMadeAttempts, isAttempt } from './attempts.ts';
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
    [
      'recycles by a day that the rep names',
      { reason: 'bad-timing', wakeUpAt: 99 },
      {},
      {},
      { next: { wakeUpAt: 99 }, contact: { state: 'recycled', wakeUpAt: 99 } },
    ],
    ['disqualifies whatever day is named', { reason: 'not-icp', wakeUpAt: 99 }, {}, {}, { next: { wakeUpAt: null } }],
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
    ['a date too far ahead', { wakeUpAt: 11 + 365 * day }, {}, ['hand-back.wake-up-too-late']],
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
