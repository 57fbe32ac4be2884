import { estimateWaiting, findWaitingQuantile } from '../funnel/survival.ts';
import { divide, findMedian } from '../statistics/quantile.ts';
import { figureOf, type KpiValue, shareOf } from './kpi-value.ts';

/**
 * `acceptance`, with its interval. Undecided leads and those accepted by timeout are not in it; they are given beside it.
 *
 * @example
 * measureAcceptance({ accepted: 42, rejected: 18, pending: 15, byTimeout: 0 }).value // 0.7: not 42 of 75
 */
export function measureAcceptance({
  accepted,
  rejected,
  pending,
  byTimeout,
}: {
  accepted: number;
  rejected: number;
  pending: number;
  byTimeout: number;
}): KpiValue & { pending: number; byTimeout: number } {
  return { ...shareOf(accepted, accepted + rejected), pending, byTimeout };
}

/** A handoff as the share of decided ones sees it. `inTime` is whether the verdict came by the deadline. */
export type DueVerdict = {
  readonly deadlinePassed: boolean;
  readonly decision: 'accepted' | 'rejected' | null;
  readonly reason: string | null;
  readonly inTime: boolean;
  readonly paused: boolean;
};

/**
 * `disposition`. A rejection without a reason is no feedback.
 *
 * @example
 * const late = { deadlinePassed: true, decision: 'rejected', reason: null, inTime: true, paused: false };
 * measureDisposition([late, { ...late, reason: 'no-budget' }]).value // 0.5
 */
export function measureDisposition(handoffs: readonly DueVerdict[]): KpiValue {
  const due = handoffs.filter(({ deadlinePassed, paused }) => deadlinePassed && !paused);
  const decided = due.filter(
    ({ decision, reason, inTime }) =>
      inTime && (decision === 'accepted' || (decision === 'rejected' && /\S/u.test(reason ?? ''))),
  );
  return shareOf(decided.length, due.length);
}

/**
 * `resp_median` in business minutes. Leads that are still open count for as long as they have waited; the median of those that
 * were answered stands beside it and hides them. No figure while fewer than half were answered.
 *
 * @param answered minutes from assignment to the first real attempt
 * @param open minutes that the others have waited by now
 * @example
 * measureResponseMedian({ answered: [5, 12, 20, 45], open: [600, 700, 900] }).value // 45
 * measureResponseMedian({ answered: [5, 12, 20, 45], open: [600, 700, 900] }).ofAnswered // 16
 * measureResponseMedian({ answered: [5], open: [600, 700] }).state // 'never'
 */
export function measureResponseMedian({
  answered,
  open,
}: {
  answered: readonly number[];
  open: readonly number[];
}): KpiValue & { ofAnswered: number | null } {
  const ofAnswered = findMedian(answered);
  const steps = estimateWaiting([
    ...answered.map((time) => ({ time, happened: true })),
    ...open.map((time) => ({ time, happened: false })),
  ]);
  const n = answered.length + open.length;
  const median = open.length === 0 ? ofAnswered : findWaitingQuantile(steps);
  return { ...figureOf(median, n, n > 0 ? 'never' : 'no-data'), ofAnswered };
}

/**
 * `sla_resp`. What is open past its due time is broken; open in time and cancelled are in no rate.
 *
 * @example
 * measureResponses({ kept: 80, brokenAnswered: 10, openOverdue: 6 }).n // 96
 */
export function measureResponses({
  kept,
  brokenAnswered,
  openOverdue,
}: {
  kept: number;
  brokenAnswered: number;
  openOverdue: number;
}): KpiValue {
  return shareOf(kept, kept + brokenAnswered + openOverdue);
}

/** A lead as the promise of attempts sees it. `settled`: a conversation, or a valid verdict. */
export type AttemptedLead = { readonly attempts: number; readonly settled: boolean; readonly daysOver: boolean };

/**
 * `attempts`: leads whose agreed days are over and that had the attempts, a conversation or a verdict.
 *
 * @example
 * measureAttempts([{ attempts: 2, settled: true, daysOver: true }, { attempts: 3, settled: false, daysOver: true }], 5).value // 0.5
 */
export function measureAttempts(leads: readonly AttemptedLead[], required: number): KpiValue {
  const over = leads.filter(({ daysOver }) => daysOver);
  return shareOf(over.filter(({ attempts, settled }) => settled || attempts >= required).length, over.length);
}

/**
 * `unworked`: of the handoffs past the due time of their response, those without any attempt.
 *
 * @param ownerAbsent those among them whose owner was absent: they count, and are told
 * @example
 * measureUnworked({ pastDue: 96, withoutAttempt: 6, ownerAbsent: 1 }).value // 0.0625
 */
export function measureUnworked({
  pastDue,
  withoutAttempt,
  ownerAbsent,
}: {
  pastDue: number;
  withoutAttempt: number;
  ownerAbsent: number;
}): KpiValue & { ownerAbsent: number } {
  return { ...shareOf(withoutAttempt, pastDue), ownerAbsent };
}

/**
 * `recycle`: of the handoffs that are decided, those that came back for nurture; and those disqualified, told apart.
 *
 * @example
 * measureHandBacks({ accepted: 60, disqualified: 20, recycled: 20 }).value // 0.2
 */
export function measureHandBacks({
  accepted,
  disqualified,
  recycled,
}: {
  accepted: number;
  disqualified: number;
  recycled: number;
}): KpiValue & { disqualifiedShare: number | null } {
  const decided = accepted + disqualified + recycled;
  return { ...shareOf(recycled, decided), disqualifiedShare: divide(disqualified, decided) };
}

/**
 * `overlap`: of the contacts that either department wrote to, those that got automated messages of both within 24 hours.
 *
 * @example
 * measureOverlap({ contacts: 400, byBothWithinDay: 34 }).value // 0.085
 */
export function measureOverlap({ contacts, byBothWithinDay }: { contacts: number; byBothWithinDay: number }): KpiValue {
  return shareOf(byBothWithinDay, contacts);
}

/**
 * `completeness`: filled required fields of open leads. "unknown", "n/a" and text without a letter or digit are empty.
 *
 * @example
 * measureCompleteness([{ phone: 'n/a', role: 'CTO' }, { phone: '+49 30 1', role: '.' }], ['phone', 'role']).value // 0.5
 */
export function measureCompleteness(
  leads: readonly Readonly<Record<string, unknown>>[],
  required: readonly string[],
): KpiValue {
  const filled = leads.reduce((sum, lead) => sum + required.filter((field) => isFilled(lead, field)).length, 0);
  return shareOf(filled, leads.length * required.length);
}

function isFilled(lead: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = Object.hasOwn(lead, field) ? lead[field] : null;
  if (value === null || value === undefined) return false;
  if (typeof value !== 'string') return true;
  return /[\p{L}\p{N}]/u.test(value) && !/^\s*(?:unknown|n\/?a)\s*$/iu.test(value);
}

/** An action of a meeting; days as `2026-06-05`. */
export type DueAction = {
  readonly firstDue: string;
  readonly doneOn: string | null;
  readonly cancelledReason: string | null;
};

/**
 * `actions_done`: of the actions first due in the period, those done by that day, however often the day was moved.
 *
 * @param days half-open, from the first day to the one after the last
 * @example
 * const moved = { firstDue: '2026-06-05', doneOn: '2026-06-10', cancelledReason: null };
 * measureActionsDone([moved, { ...moved, doneOn: '2026-06-05' }], { from: '2026-06-01', until: '2026-07-01' }).value // 0.5
 */
export function measureActionsDone(
  actions: readonly DueAction[],
  days: { readonly from: string; readonly until: string },
): KpiValue {
  const due = actions.filter(
    ({ firstDue, cancelledReason }) =>
      days.from <= firstDue && firstDue < days.until && !/\S/u.test(cancelledReason ?? ''),
  );
  return shareOf(due.filter(({ firstDue, doneOn }) => doneOn !== null && doneOn <= firstDue).length, due.length);
}
