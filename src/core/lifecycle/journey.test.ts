import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  advanceJourney,
  type JourneyEvent,
  type JourneyStep,
  type PersonJourney,
  readCompanyJourney,
} from './journey.ts';

type Facts = { engagement: number; demo: boolean; quiet: number; deal: boolean };
const steps: JourneyStep<Facts>[] = [
  { key: 'aware', enterWhen: () => true },
  { key: 'engaged', enterWhen: ({ engagement }) => engagement >= 15, exitWhen: ({ engagement }) => engagement < 5 },
  { key: 'evaluating', enterWhen: ({ demo }) => demo, exitWhen: ({ quiet }) => quiet >= 90 },
  { key: 'deciding', enterWhen: ({ deal }) => deal },
];
const order = steps.map(({ key }) => key);
const nothing: Facts = { engagement: 0, demo: false, quiet: 0, deal: false };

function walk(series: Partial<Facts>[]): JourneyEvent[] {
  const events: JourneyEvent[] = [];
  for (const [at, facts] of series.entries()) {
    const event = advanceJourney(steps, events, { ...nothing, ...facts }, at);
    if (event !== null) events.push(event);
  }
  return events;
}

it('steps, skips, detours and returns are events; a step is kept until it is left', () => {
  const series = [
    {},
    { engagement: 20 },
    { engagement: 6 },
    { demo: true, engagement: 20 },
    { demo: true, quiet: 90 },
    { demo: true },
    { deal: true },
    {},
  ];
  expect(walk(series).map(({ from, to, at, kind }) => [from, to, at, kind])).toEqual([
    [null, 'aware', 0, 'forward'],
    ['aware', 'engaged', 1, 'forward'],
    ['engaged', 'evaluating', 3, 'forward'],
    ['evaluating', 'aware', 4, 'detour'],
    ['aware', 'evaluating', 5, 'return'],
    ['evaluating', 'deciding', 6, 'forward'],
  ]);
  expect(walk([{}, { demo: true }]).at(-1)?.kind).toBe('skip');
});

const someFacts = fc.record({
  engagement: fc.integer({ min: 0, max: 30 }),
  demo: fc.boolean(),
  quiet: fc.constantFrom(0, 90),
  deal: fc.boolean(),
});

it('events join, go where their kind says, and nobody rests in a step whose exit condition holds', () => {
  fc.assert(
    fc.property(fc.array(someFacts, { maxLength: 30 }), (series) => {
      const events = walk(series);
      let furthest = -1;
      for (const [at, { from, to, kind }] of events.entries()) {
        expect(from).toBe(events[at - 1]?.to ?? null);
        const moved = order.indexOf(to ?? '') - order.indexOf(from ?? '');
        expect(moved).not.toBe(0);
        expect(kind === 'detour').toBe(moved < 0);
        if (kind === 'return') expect(order.indexOf(to ?? '')).toBeLessThanOrEqual(furthest);
        furthest = Math.max(furthest, order.indexOf(to ?? ''));
      }
      const last = steps.find(({ key }) => key === events.at(-1)?.to);
      const facts = series.at(-1);
      if (last && facts) expect(last.exitWhen?.(facts, 0) ?? false).toBe(false);
    }),
  );
});

it('a company is at the furthest step of its people, in whatever order they are given', () => {
  fc.assert(
    fc.property(fc.array(fc.array(someFacts, { maxLength: 12 }), { maxLength: 4 }), (everyone) => {
      const people = everyone.map((series, at): PersonJourney => ({ person: `p${at}`, events: walk(series) }));
      const company = readCompanyJourney(order, people);
      expect(readCompanyJourney(order, people.toReversed())).toEqual(company);
      for (let at = 0; at < 12; at += 1) {
        const stepAt = (events: readonly JourneyEvent[]) =>
          order.indexOf(events.findLast((event) => event.at <= at)?.to ?? '');
        expect(stepAt(company)).toBe(Math.max(-1, ...people.map(({ events }) => stepAt(events))));
      }
    }),
  );
});

it('examples of the docstrings', () => {
  expect(advanceJourney([{ key: 'aware', enterWhen: (facts) => facts.touches > 0 }], [], { touches: 1 }, 7)).toEqual({
    from: null,
    to: 'aware',
    at: 7,
    kind: 'forward',
  });
  expect(
    readCompanyJourney(
      ['aware', 'engaged'],
      [
        { person: 'p1', events: [{ from: null, to: 'aware', at: 1, kind: 'forward' }] },
        { person: 'p2', events: [{ from: null, to: 'engaged', at: 5, kind: 'skip' }] },
      ],
    ),
  ).toEqual([
    { from: null, to: 'aware', at: 1, kind: 'forward' },
    { from: 'aware', to: 'engaged', at: 5, kind: 'forward' },
  ]);
});
