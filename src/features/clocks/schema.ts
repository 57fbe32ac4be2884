import { z } from 'zod';
import { pauseReasons } from '../../core/clock/pause.ts';
import { clockKinds } from '../../core/handoff/clock-effects.ts';
import { Id, Instant, Named } from '../../core/wire.ts';

/** A running promise to one handoff. Business time is counted in minutes; fractions of a minute are kept. */
export const HandoffClock = z.object({
  id: Id,
  kind: z.enum(clockKinds),
  /** The clause of the agreement by its key, and as its sentence. */
  clause: z.string(),
  sentence: z.string(),
  /** Null where nobody is named. */
  owner: Named.nullable(),
  state: z.enum(['running', 'paused', 'kept', 'broken', 'unreachable', 'cancelled']),
  /** Why it stands still now; null unless it is paused. */
  pause: z
    .object({
      reason: z.enum(pauseReasons),
      note: z.string().nullable(),
      from: Instant,
      /** Null where nobody has said until when: then it ends by itself after ten business days. */
      until: Instant.nullable(),
      /** When it runs again at the latest; later than `until` where another pause follows. */
      resumesAt: Instant.nullable(),
    })
    .nullable(),
  startedAt: Instant,
  dueAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  /** The whole of the business time that the promise allows; null where it cannot be told. */
  minutes: z.number().nullable(),
  /** What is left of it at `asOf`; 0 when broken. */
  minutesLeft: z.number().nullable(),
  asOf: Instant,
  /** The open stretches from `asOf` until due, earliest first: business time passes only within them. */
  open: z.array(z.object({ from: Instant, to: Instant })),
});
export type HandoffClock = z.infer<typeof HandoffClock>;
