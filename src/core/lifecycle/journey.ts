/** A step of the buyer's view, from awareness to purchase. The conditions are compiled from the agreement. */
export type JourneyStep<Facts> = {
  readonly key: string;
  readonly enterWhen: (facts: Facts, at: number) => boolean;
  readonly exitWhen?: (facts: Facts, at: number) => boolean;
};

/**
 * `forward` to the next step, `skip` over some, `detour` back or out, `return` to a step that was reached before.
 */
export type JourneyKind = 'forward' | 'skip' | 'detour' | 'return';

/** One dated change of the step; `at` in epoch milliseconds. */
export type JourneyEvent = {
  readonly from: string | null;
  readonly to: string | null;
  readonly at: number;
  readonly kind: JourneyKind;
};

/** The journey events of one person, in order of time. */
export type PersonJourney = { readonly person: string; readonly events: readonly JourneyEvent[] };

/**
 * The next event in the journey of a person, or null when the step stays. A step is kept until a further one is entered or
 * its own exit condition holds; then the person falls back to the furthest earlier step whose conditions hold. A step whose
 * exit condition holds cannot be entered.
 *
 * @param before the events so far, in order
 * @param at epoch milliseconds
 * @example
 * advanceJourney([{ key: 'aware', enterWhen: (facts) => facts.touches > 0 }], [], { touches: 1 }, 7)
 * // { from: null, to: 'aware', at: 7, kind: 'forward' }
 */
export function advanceJourney<Facts>(
  steps: readonly JourneyStep<Facts>[],
  before: readonly JourneyEvent[],
  facts: Facts,
  at: number,
): JourneyEvent | null {
  const order = steps.map(({ key }) => key);
  const open = steps.map((step) => step.enterWhen(facts, at) && !step.exitWhen?.(facts, at));
  const from = before.at(-1)?.to ?? null;
  const here = findPlace(order, from);
  const furthest = open.lastIndexOf(true);
  if (furthest > here) return describeChange(order, before, order[furthest] ?? null, at);
  if (here === -1 || !steps[here]?.exitWhen?.(facts, at)) return null;
  return describeChange(order, before, order[furthest] ?? null, at);
}

/**
 * The journey of a company: at each instant the furthest step that one of its people is in. Where the one who was furthest
 * leaves, the company takes a detour, too.
 *
 * @param order the keys of the steps from the first to the last
 * @example
 * readCompanyJourney(['aware', 'engaged'], [
 *   { person: 'p1', events: [{ from: null, to: 'aware', at: 1, kind: 'forward' }] },
 *   { person: 'p2', events: [{ from: null, to: 'engaged', at: 5, kind: 'skip' }] },
 * ])
 * // [{ from: null, to: 'aware', at: 1, kind: 'forward' }, { from: 'aware', to: 'engaged', at: 5, kind: 'forward' }]
 */
export function readCompanyJourney(order: readonly string[], people: readonly PersonJourney[]): JourneyEvent[] {
  const changes = people
    .flatMap(({ person, events }) => events.map((event) => ({ person, ...event })))
    .sort((a, b) => a.at - b.at);
  const places = new Map<string, number>();
  const journey: JourneyEvent[] = [];
  for (const [number, change] of changes.entries()) {
    places.set(change.person, findPlace(order, change.to));
    // Changes of one instant are one change of the company, whatever their order.
    if (changes[number + 1]?.at === change.at) continue;
    const to = order[Math.max(-1, ...places.values())] ?? null;
    if (to !== (journey.at(-1)?.to ?? null)) journey.push(describeChange(order, journey, to, change.at));
  }
  return journey;
}

function describeChange(
  order: readonly string[],
  before: readonly JourneyEvent[],
  to: string | null,
  at: number,
): JourneyEvent {
  const from = before.at(-1)?.to ?? null;
  const step = findPlace(order, to) - findPlace(order, from);
  const reached = Math.max(-1, ...before.map((event) => findPlace(order, event.to)));
  if (step < 0) return { from, to, at, kind: 'detour' };
  if (findPlace(order, to) <= reached) return { from, to, at, kind: 'return' };
  return { from, to, at, kind: step === 1 ? 'forward' : 'skip' };
}

function findPlace(order: readonly string[], step: string | null): number {
  return step === null ? -1 : order.indexOf(step);
}
