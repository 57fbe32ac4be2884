import type { Handoff } from './handoff.ts';
import { type RefusalCode, type Refused, refuse } from './refusal.ts';
import type { RejectionState } from './rejection.ts';

/** A verdict can be taken back for so long: a slip of the hand is noticed at once, and nobody has acted on it yet. */
export const undoWithin = 10 * 60_000;

/**
 * Whether the last verdict of a member can be taken back: for ten minutes, until Marketing answers, and as long as nothing was
 * built upon it. What the agreement decided by itself is nobody's to take back.
 *
 * @param until until when, epoch milliseconds; null where there is no verdict to take back
 * @param rejection the state of its rejection, where it was rejected
 * @param history all handoffs of the contact
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const accepted = acceptHandoff(next, { kind: 'member', id: 'ana' }, 5).next;
 * judgeUndo(accepted, { until: 600_005, rejection: null, history: [accepted], now: 6 }) // { ok: true }
 */
export function judgeUndo(
  handoff: Handoff,
  context: { until: number | null; rejection: RejectionState | null; history: readonly Handoff[]; now: number },
): { ok: true } | Refused {
  const { until, rejection, history, now } = context;
  const isFollowed = history.some(({ number }) => number > handoff.number);
  const isBuiltUpon = handoff.confirmedAt !== null || handoff.dealId !== null || isFollowed;
  const problem: RefusalCode | null =
    until === null || handoff.decidedBy?.kind !== 'member'
      ? 'handoff.nothing-to-undo'
      : rejection !== null && rejection !== 'open'
        ? 'handoff.undo-answered'
        : isBuiltUpon
          ? 'handoff.undo-built-upon'
          : now > until
            ? 'handoff.undo-too-late'
            : null;
  return problem === null ? { ok: true } : refuse(problem);
}
