import type { ActivityKind, Direction } from '../activity.ts';
import { type Attempt, isAttempt } from './attempts.ts';

/** An activity of Sales as it is kept; instants are epoch milliseconds. */
export type LoggedWork = {
  id: string;
  kind: ActivityKind;
  direction: Direction;
  at: number;
  known: Attempt['known'];
  by: string | null;
  outcome: string | null;
  automated: boolean;
  /** When somebody said that it did not happen. */
  withdrawnAt: number | null;
  /** When it was last corrected, else when it became known. */
  saidAt: number;
};

/** It never reached them: the address or the number is wrong. */
const contradictions: readonly string[] = ['bounced', 'wrong-number'];
/** They were there. */
const answers: readonly string[] = ['reached', 'held', 'answered'];

/**
 * What activities come to: attempts to reach somebody, and contacts in both directions. A mail that came back and a wrong number
 * are attempts that were taken back; what was withdrawn is taken back, too. An answer by a machine is nobody's.
 *
 * @example
 * const call = { id: 'a', kind: 'call', direction: 'outbound', at: 5, known: 'typed', by: 'ana', outcome: 'reached', automated: false, withdrawnAt: null, saidAt: 5 };
 * readWork([call]).conversations // [5]
 * readWork([{ ...call, outcome: 'wrong-number', saidAt: 9 }]).attempts[0].contradictedAt // 9
 */
export function readWork(work: readonly LoggedWork[]): { attempts: Attempt[]; conversations: number[] } {
  const attempts: Attempt[] = [];
  const conversations: number[] = [];
  for (const one of [...work].sort((a, b) => a.at - b.at)) {
    const { id, at, known, by, outcome, direction, withdrawnAt, saidAt } = one;
    const isReply = direction === 'inbound' || one.kind === 'email-replied';
    const isContradicted = outcome !== null && contradictions.includes(outcome);
    if (!isReply && isAttempt(one)) {
      const contradictedAt = withdrawnAt ?? (isContradicted ? saidAt : null);
      attempts.push({ id, at, kind: one.kind, known, by: by ?? '', contradictedAt });
    }
    if (withdrawnAt !== null || one.automated || outcome === 'out-of-office') continue;
    const isAnswered = isReply
      ? !isContradicted && outcome !== 'no-show'
      : outcome !== null && answers.includes(outcome);
    if (isAnswered) conversations.push(at);
  }
  return { attempts, conversations };
}
