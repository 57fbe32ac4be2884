import type { Agreement } from '../agreement/schema.ts';
import type { ClockKind } from '../handoff/clock-effects.ts';
import type { Relay } from './relay.ts';

type LadderStep = Agreement['escalation'][number];

/** No agreement speaks of a lead that nobody has: its wait has steps of its own, at half of the time and when it is over. */
const queueLadder: readonly LadderStep[] = [
  { at: 0.5, tell: ['head-of-sales'] },
  { at: 1, tell: ['head-of-sales', 'board'] },
];

/**
 * The steps of the ladder that a clock of some kind climbs, in order: those of the agreement, but for a lead that waits for
 * somebody.
 *
 * @example
 * ladderOf(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), 'assign').map(({ at }) => at) // [0.5, 1]
 */
export const ladderOf = ({ agreement }: Pick<Relay, 'agreement'>, kind: ClockKind): readonly LadderStep[] =>
  kind === 'assign' ? queueLadder : agreement.escalation;

/**
 * The same steps as shares of the target in percent.
 *
 * @example
 * listPercents(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), 'assign') // [50, 100]
 */
export function listPercents(relay: Pick<Relay, 'agreement'>, kind: ClockKind): number[] {
  // A share such as 0.07 comes out of the multiplication a hair above 7.
  return ladderOf(relay, kind).map(({ at }) => Math.round(at * 1e6) / 1e4);
}
