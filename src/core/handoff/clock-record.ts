import type { ClockAction } from './clock-effects.ts';

/** What is written of one clock; epoch milliseconds. `due` is null while paused, or where it can never be reached. */
export type ClockRecord = {
  readonly due: number | null;
  readonly answeredAt: number | null;
  readonly brokenAt: number | null;
  readonly outcome: 'kept' | 'broken' | 'cancelled' | null;
  readonly endedAt: number | null;
};

/**
 * What an action makes of a clock; the same record where the action is not about a clock in such a state. It is kept or
 * broken by the instant of the fact and its due instant, whoever noticed what first: a promise whose time was over when it
 * was to be cancelled is broken, and a fact from before the due instant keeps one that was already taken for broken. A
 * broken clock that is answered later keeps both facts.
 *
 * @param at instant of the fact, epoch milliseconds
 * @example
 * const running = { due: 10, answeredAt: null, brokenAt: null, outcome: null, endedAt: null };
 * applyClockAction(running, 'keep', 10).outcome // 'kept'
 * applyClockAction(running, 'keep', 11).outcome // 'broken'
 * applyClockAction(running, 'cancel', 5).outcome // 'cancelled'
 */
export function applyClockAction(record: ClockRecord, action: Exclude<ClockAction, 'start'>, at: number): ClockRecord {
  const { due, answeredAt, outcome } = record;
  const isOver = due !== null && at > due;
  switch (action) {
    case 'keep':
      if (answeredAt !== null || outcome === 'kept' || outcome === 'cancelled') return record;
      if (isOver)
        return { ...record, answeredAt: at, outcome: 'broken', brokenAt: record.brokenAt ?? due, endedAt: at };
      // One that the agreement broke before its time, such as by silence, stays broken.
      if (outcome === 'broken' && record.brokenAt !== due) return { ...record, answeredAt: at };
      return { ...record, answeredAt: at, outcome: 'kept', brokenAt: null, endedAt: at };
    case 'break':
      if (outcome !== null) return record;
      return { ...record, outcome: 'broken', brokenAt: isOver ? due : at, endedAt: at };
    case 'cancel':
      if (outcome !== null) return record;
      return isOver ? breakByTime(record, due) : { ...record, outcome: 'cancelled', endedAt: at };
    case 'reopen': {
      if (answeredAt === null) return record;
      if (outcome === 'broken') return { ...record, answeredAt: null, endedAt: record.brokenAt };
      const open = { ...record, answeredAt: null, outcome: null, endedAt: null };
      return isOver ? breakByTime(open, due) : open;
    }
  }
}

function breakByTime(record: ClockRecord, due: number): ClockRecord {
  return { ...record, outcome: 'broken', brokenAt: due, endedAt: due };
}
