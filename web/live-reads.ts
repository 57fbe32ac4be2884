/** Which reads an event of the stream makes stale. */
import type { Event } from '../src/features/events/schema.ts';
import { getRejection, groupFeedback, listFeedback } from '../src/features/feedback/schema.ts';
import { getHandoff, listHandoffs } from '../src/features/handoffs/schema.ts';

const handoffs = [listHandoffs.id, getHandoff.id];
const answers = [listFeedback.id, groupFeedback.id, getRejection.id];

/** Of a handoff, these change what Marketing has to answer; of the rest only its clock is told. */
const concernsAnswers = new Set(['handoff.rejected', 'handoff.verdict-undone', 'clock.escalated']);

/**
 * The contracts by id whose answers may be old now; null stands for not knowing what happened.
 *
 * @example
 * staleAfter({ kind: 'handoff.accepted', object: 'handoff' }) // ['handoffs.list', 'handoffs.get']
 */
export function staleAfter(event: Pick<Event, 'kind' | 'object'> | null): string[] {
  if (event === null || event.object === 'rejection') return [...handoffs, ...answers];
  if (event.object !== 'handoff') return [];
  return concernsAnswers.has(event.kind) ? [...handoffs, ...answers] : handoffs;
}
