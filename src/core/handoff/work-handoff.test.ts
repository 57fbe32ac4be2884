import { describe, expect, it } from 'vitest';
import { acceptHandoff } from './decide-handoff.ts';
import { cancelHandoff, type Handoff, isOpen, type Moved, offerHandoff, reassignHandoff } from './handoff.ts';
import type { Refused } from './refusal.ts';
import {
  closeDeal,
  confirmHandoff,
  contradictAttempt,
  openDeal,
  recordAttempt,
  recordTwoWayContact,
} from './work-handoff.ts';

const hour = 3_600_000;
const terms = { attempts: { atLeast: 3, channels: 2, apart: hour }, respondStopsAt: 'first-attempt' } as const;

/** The handoff of a move that must not be refused. */
function done(move: Moved | Refused): Moved {
  if (!move.ok) throw new Error(`Refused: ${move.refusals.map(({ code }) => code).join(', ')}`);
  return move;
}
const codes = (move: Moved | Refused) => (move.ok ? [] : move.refusals.map(({ code }) => code));
const facts = (move: Moved | Refused) => (move.ok ? move.facts.map(({ kind, at }) => `${kind} ${at}`) : codes(move));
const offer = { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false };
const offered = done(offerHandoff([], offer, 0)).next;
const accepted = done(acceptHandoff(offered, { kind: 'member', id: 'ana' }, 1)).next;
const withDeal = done(openDeal(accepted, 'd1', 2)).next;

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
