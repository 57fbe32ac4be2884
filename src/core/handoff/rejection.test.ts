import { describe, expect, it } from 'vitest';
import { acceptanceOf, type Handoff, offerHandoff } from './handoff.ts';
import { type Refused, refusalMessages } from './refusal.ts';
import {
  type Arbitration,
  answerRejection,
  contestRejection,
  expireArbitration,
  openRejection,
  type Rejection,
  type Replied,
  type Ruling,
  voteOnRejection,
} from './rejection.ts';

function done(reply: Replied | Refused): Replied {
  if (!reply.ok) throw new Error(`Refused: ${reply.refusals.map(({ code }) => code).join(', ')}`);
  return reply;
}
const codes = (reply: Replied | Refused) => (reply.ok ? [] : reply.refusals.map(({ code }) => code));
const facts = (reply: Replied | Refused) =>
  reply.ok ? reply.facts.map(({ kind, handoffId, at }) => `${kind} ${handoffId} ${at}`) : codes(reply);

const offer = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 2, memberId: 'ana', explore: false }, 0);
if (!offer.ok) throw new Error('The offer was refused.');
const rejected: Handoff = {
  ...offer.next,
  state: 'rejected',
  verdict: 'recycle',
  reason: 'no-need',
  wakeUpAt: 99,
  closedAt: 5,
};
const open = openRejection(rejected, 'no-need', 5);
const words = (at: number, text = 'She asked for a demo.') => ({ by: 'mary', at, text });
const contested = done(contestRejection(open, words(6), 10)).next;
const arbitration: Arbitration = { handoff: rejected, history: [rejected], newHandoffId: 'h2', deadlock: 'upheld' };
const vote = (party: 'marketing' | 'sales', ruling: Ruling, at: number) => ({ party, ruling, by: party, at });

function decide(marketing: Ruling, sales: Ruling, given: Partial<Arbitration> = {}): Replied {
  const all = { ...arbitration, ...given };
  const first = done(voteOnRejection(contested, vote('sales', sales, 7), all)).next;
  return done(voteOnRejection(first, vote('marketing', marketing, 8), all));
}

describe('answering and contesting', () => {
  it.each<[string, Replied | Refused, string[]]>([
    ['an answer', answerRejection(open, words(6)), ['answered h1 6']],
    ['an empty answer', answerRejection(open, words(6, ' ')), ['rejection.text-required']],
    ['a second answer', answerRejection(done(answerRejection(open, words(6))).next, words(7)), ['rejection.not-open']],
    ['contesting', contestRejection(open, words(6), 10), ['contested h1 6']],
    ['contesting at the last instant', contestRejection(open, words(10), 10), ['contested h1 10']],
    ['contesting too late', contestRejection(open, words(11), 10), ['rejection.too-late']],
    ['contesting where nobody may', contestRejection(open, words(6), null), ['rejection.cannot-contest']],
    ['contesting without a word', contestRejection(open, words(6, ''), 10), ['rejection.text-required']],
    ['contesting twice', contestRejection(contested, words(7), 10), ['rejection.not-open']],
    ['answering what is contested', answerRejection(contested, words(7)), ['rejection.not-open']],
  ])('%s', (_name, reply, expected) => {
    expect(facts(reply)).toEqual(expected);
  });
});

describe('arbitration', () => {
  it.each<[Ruling, Ruling, Ruling, Ruling, boolean]>([
    ['upheld', 'upheld', 'overturned', 'upheld', false],
    ['overturned', 'overturned', 'upheld', 'overturned', false],
    ['overturned', 'upheld', 'upheld', 'upheld', true],
    ['upheld', 'overturned', 'overturned', 'overturned', true],
  ])('marketing %s, sales %s, on a deadlock %s: %s', (marketing, sales, deadlock, state, isDeadlock) => {
    expect(decide(marketing, sales, { deadlock }).next).toMatchObject({ state, deadlock: isDeadlock, decidedAt: 8 });
  });

  it('waits for the second ruling, and takes none twice', () => {
    const first = done(voteOnRejection(contested, vote('sales', 'overturned', 7), arbitration));
    expect([first.next.state, first.facts, first.created]).toEqual(['contested', [], null]);
    const again = voteOnRejection(first.next, vote('sales', 'upheld', 8), arbitration);
    expect(codes(again)).toEqual(['rejection.already-ruled']);
    expect(codes(voteOnRejection(open, vote('sales', 'upheld', 8), arbitration))).toEqual(['rejection.not-contested']);
  });

  it.each<[string, Rejection, number | null, number, string[]]>([
    ['in time', contested, 20, 20, ['rejection.time-left']],
    ['over time', contested, 20, 21, ['upheld h1 21']],
    ['never due', contested, null, 21, ['rejection.time-left']],
    ['not contested', open, 20, 21, ['rejection.not-contested']],
  ])('ends by itself: %s', (_name, rejection, dueAt, now, expected) => {
    expect(facts(expireArbitration(rejection, dueAt, arbitration, now))).toEqual(expected);
  });

  it('makes a linked handoff when it overturns: accepted, the same rep, nothing done yet', () => {
    const { handoff, created, facts: moved } = decide('overturned', 'overturned');
    expect(created).toMatchObject({
      id: 'h2',
      follows: 'h1',
      number: 2,
      cycle: 2,
      memberId: 'ana',
      state: 'accepted',
      acceptedBy: 'ruling',
      reason: null,
      wakeUpAt: null,
      attempts: [],
      closedAt: null,
      offeredAt: 8,
    });
    expect(moved.map(({ kind, handoffId }) => `${kind} ${handoffId}`)).toEqual([
      'overturned h1',
      'accepted-by-ruling h2',
    ]);
    expect(handoff).toMatchObject({ id: 'h1', state: 'rejected', overturned: true });
    expect(handoff && acceptanceOf(handoff)).toBeNull();
  });

  it('makes none when the contact is with Sales again', () => {
    const again: Handoff = { ...rejected, id: 'h9', number: 2, state: 'offered' };
    const { created, handoff, facts: moved } = decide('overturned', 'overturned', { history: [rejected, again] });
    expect([created, handoff?.overturned, moved[0]?.kind]).toEqual([null, true, 'overturned-joined']);
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    const start = openRejection({ id: 'h1' }, 'no-need', 5);
    expect(start.state).toBe('open');
    expect(done(answerRejection(start, { by: 'mary', at: 6, text: 'Form changed.' })).next.state).toBe('answered');
    const example = done(contestRejection(start, { by: 'mary', at: 6, text: 'Demo!' }, 10)).next;
    expect(example.state).toBe('contested');
    const all: Arbitration = { ...arbitration, history: [{ ...offer.next, state: 'rejected' }], handoff: offer.next };
    const first = done(voteOnRejection(example, { party: 'sales', ruling: 'overturned', by: 'sam', at: 7 }, all)).next;
    const last = done(voteOnRejection(first, { party: 'marketing', ruling: 'overturned', by: 'mo', at: 8 }, all));
    expect(last.created?.follows).toBe('h1');
    expect(done(expireArbitration(example, 20, all, 21)).next.state).toBe('upheld');
    expect(Object.values(refusalMessages).every((message) => message.endsWith('.'))).toBe(true);
  });
});
