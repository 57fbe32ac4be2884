import fc from 'fast-check';
import type { Journey } from '../src/core/attribution/journey.ts';

/** Journeys as they may come: equal instants, repeated ids, touches after the end, missing stamps, refunds, outsiders. */
const names = ['ads', 'direct', 'email', 'event', 'search'];
const instant = fc.integer({ min: 0, max: 40 });
const stamp = fc.option(instant, { nil: null });
const touch = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  at: instant,
  channel: fc.constantFrom(...names),
  contact: fc.constantFrom('kate', 'eli', 'outsider'),
});

export const anyJourney: fc.Arbitrary<Journey> = fc.record({
  touches: fc.array(touch, { maxLength: 9 }),
  endedAt: fc.integer({ min: 10, max: 40 }),
  won: fc.boolean(),
  revenue: fc.oneof(fc.integer({ min: -50_000, max: 5_000_000 }), fc.constant(0), fc.constant(1)),
  stamps: fc.record({ lead: stamp, deal: stamp, won: stamp }),
  committee: fc.option(fc.constant({ primary: 'kate', contacts: ['kate', 'eli'] }), { nil: null }),
});

export const anyJourneys = fc.array(anyJourney, { maxLength: 25 });

export const anyScope = fc.record({
  lookback: fc.constantFrom(0, 5, 30, 1_000),
  level: fc.constantFrom('contact' as const, 'account' as const),
  halfLife: fc.constantFrom(0, 0.001, 7, 1e9),
  markovOrder: fc.integer({ min: 1, max: 4 }),
});
