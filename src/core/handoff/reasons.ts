import { type AttemptTerms, hasMadeAttempts } from './attempts.ts';
import type { Decider, Handoff, ReturnVerdict, Verdict } from './handoff.ts';
import type { RefusalCode } from './refusal.ts';

/** A reason of the agreement for giving a lead back, as its clause has it. `wakeUp` in milliseconds. */
export type ReturnReason = {
  key: string;
  verdict?: ReturnVerdict | 'chosen' | undefined;
  wakeUp?: number | undefined;
  onlyAfter?: 'attempts' | undefined;
  textRequired?: boolean | undefined;
  by?: 'rule' | undefined;
};

/** The clauses that bind a handoff: those of the version under which it was offered. Durations in milliseconds. */
export type HandoffTerms = {
  verdicts: readonly Verdict[];
  reasons: readonly ReturnReason[];
  attempts: AttemptTerms | null;
  /** No more than so many cycles within `per`, then the lead is disqualified as exhausted. */
  cycles: { atMost: number; per: number } | null;
  /** What stops the clock of the first response, where the promise that binds a handoff does not say. */
  respondStopsAt: 'first-attempt' | 'first-two-way-contact';
};

/**
 * What somebody says who gives a lead back. `verdict` where the reason leaves it open; `wakeUpAt`, in epoch milliseconds, when to
 * try again, in place of the date of the reason.
 */
export type GivenReason = { reason: string; verdict?: ReturnVerdict; note?: string; wakeUpAt?: number };

/** Nobody sleeps longer than a year, unless the reason itself says so. */
const longestSleep = 365 * 86_400_000;

/**
 * When a recycled lead wakes up: on the day that was named, else after the time of the reason; null where neither says. A day
 * that has passed, or is more than a year ahead, is refused.
 *
 * @param now epoch milliseconds
 * @example
 * findWakeUp({ reason: 'no-need' }, { key: 'no-need', wakeUp: 100 }, 5).at // 105
 * findWakeUp({ reason: 'no-need', wakeUpAt: 4 }, { key: 'no-need' }, 5).problem // 'hand-back.wake-up-passed'
 */
export function findWakeUp(
  { wakeUpAt }: GivenReason,
  { wakeUp }: ReturnReason,
  now: number,
): { at: number | null; problem: RefusalCode | null } {
  if (wakeUpAt === undefined) return { at: wakeUp === undefined ? null : now + wakeUp, problem: null };
  const isTooLate = wakeUpAt > now + Math.max(longestSleep, wakeUp ?? 0);
  const problem = wakeUpAt <= now ? 'hand-back.wake-up-passed' : isTooLate ? 'hand-back.wake-up-too-late' : null;
  return { at: wakeUpAt, problem };
}

/**
 * The verdict that a reason comes to, or all that stands against it: unknown, a rule's own, without its text, too early, or
 * with another verdict than the agreement's.
 *
 * @param attemptsOver whether the agreed period for attempts is over
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const reasons = [{ key: 'no-need', verdict: 'recycle' }];
 * const terms = { verdicts: ['recycle'], reasons, attempts: null, cycles: null, respondStopsAt: 'first-attempt' };
 * judgeReason(next, { reason: 'no-need' }, terms, { kind: 'member', id: 'ana' }, false).verdict // 'recycle'
 */
export function judgeReason(
  handoff: Handoff,
  given: GivenReason,
  terms: HandoffTerms,
  by: Decider,
  attemptsOver: boolean,
): { verdict: ReturnVerdict; reason: ReturnReason } | { problems: [RefusalCode, ...RefusalCode[]] } {
  const reason = terms.reasons.find(({ key }) => key === given.reason);
  if (reason === undefined) return { problems: ['reason.unknown'] };
  const problems: RefusalCode[] = [];
  if (reason.by === 'rule' && by.kind !== 'rule') problems.push('reason.by-rule');
  if (reason.textRequired && !/\S/u.test(given.note ?? '')) problems.push('reason.text-required');
  const isDue = attemptsOver || handoff.conversations.length > 0 || hasMadeAttempts(handoff.attempts, terms.attempts);
  if (reason.onlyAfter === 'attempts' && !isDue) problems.push('reason.too-early');

  const isChosen = reason.verdict === undefined || reason.verdict === 'chosen';
  const verdict = isChosen ? given.verdict : (reason.verdict as ReturnVerdict);
  if (verdict === undefined) problems.push('reason.verdict-required');
  else if (given.verdict !== undefined && given.verdict !== verdict) problems.push('reason.other-verdict');
  else if (!terms.verdicts.includes(verdict)) problems.push('verdict.not-agreed');
  const [first, ...further] = problems;
  if (first !== undefined) return { problems: [first, ...further] };
  return { verdict: verdict as ReturnVerdict, reason };
}
