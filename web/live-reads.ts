/** Which reads an event of the stream makes stale. */
import { listQueue } from '../src/features/assignments/schema.ts';
import type { Event } from '../src/features/events/schema.ts';
import { getRejection, groupFeedback, listFeedback } from '../src/features/feedback/schema.ts';
import { getHandoff, listHandoffs } from '../src/features/handoffs/schema.ts';
import { listNotifications } from '../src/features/notifications/schema.ts';
import { listPromiseRecords, reportPromises } from '../src/features/promises/schema.ts';
import { reportExceptions, reportFunnel, reportWins } from '../src/features/scoreboard/schema.ts';

/** One that somebody has waits no more. */
const handoffs = [listHandoffs.id, getHandoff.id, listQueue.id];
/** All figures of both sides rest on handoffs and their clocks. */
const figures = [reportPromises.id, listPromiseRecords.id, reportExceptions.id, reportFunnel.id, reportWins.id];
const answers = [listFeedback.id, groupFeedback.id, getRejection.id];

/** Of a handoff, these change what Marketing has to answer; of the rest only its clock is told. */
const concernsAnswers = new Set(['handoff.rejected', 'handoff.verdict-undone', 'clock.escalated']);

/**
 * The contracts by id whose answers may be old now; null stands for not knowing what happened.
 *
 * @example
 * staleAfter({ kind: 'handoff.accepted', object: 'handoff' }) // ['handoffs.list', 'handoffs.get', 'reports.promises', …]
 */
export function staleAfter(event: Pick<Event, 'kind' | 'object'> | null): string[] {
  if (event === null) return [...handoffs, ...figures, ...answers, listNotifications.id];
  if (event.object === 'notification') return [listNotifications.id];
  if (event.object === 'rejection') return [...handoffs, ...figures, ...answers];
  if (event.object === 'deal') return figures;
  if (event.object === 'qualification') return [listQueue.id, ...figures];
  if (event.object !== 'handoff') return [];
  const read = [...handoffs, ...figures];
  return concernsAnswers.has(event.kind) ? [...read, ...answers] : read;
}
