import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import type { Rejection } from '../../../src/features/feedback/schema.ts';

/** The clock of what is owed next: the answer, or the ruling once it is contested. Null where it is settled. */
export function owedClock({ status, clocks }: Pick<Rejection, 'status' | 'clocks'>): HandoffClock | null {
  const kind = status === 'open' ? 'answer' : status === 'contested' ? 'arbitrate' : null;
  const owed = clocks.filter(
    (clock) => clock.kind === kind && clock.answeredAt === null && clock.state !== 'cancelled',
  );
  return owed.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))[0] ?? null;
}
