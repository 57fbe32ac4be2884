import type { Pause } from '../../core/clock/pause.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import type { ClockPauseReason } from '../../db/relay-tables.ts';
import type { AbsencePause } from '../absences/load-pauses.ts';

/** A pause with why; `id` is null where it follows from an absence. */
export type ClockPause = Pause & { id: string | null; reason: ClockPauseReason; note: string | null };

/** The absences that count for a promise of a member: whoever waits for somebody waits by the hours of all. */
export const findAway = (
  away: ReadonlyMap<string, AbsencePause[]>,
  kind: ClockKind,
  memberId: string | null,
): readonly AbsencePause[] => (memberId === null || kind === 'assign' ? [] : (away.get(memberId) ?? []));

/** What of absences falls into the part of a clock, as its pauses. */
export const limitPauses = (away: readonly AbsencePause[], from: number, to = Number.POSITIVE_INFINITY): ClockPause[] =>
  away
    .map((pause) => ({
      ...{ id: null, reason: 'absence-with-cover' as const, note: null },
      from: Math.max(pause.from, from),
      to: Math.min(pause.to, to),
    }))
    .filter((pause) => pause.from < pause.to);
