import { resolveField } from '../agreement/catalogue.ts';
import type { Facts } from '../agreement/facts.ts';
import { readFact } from '../agreement/read-fact.ts';
import { advanceJourney, type JourneyEvent } from '../lifecycle/journey.ts';
import { moveStage, type StageMove } from '../lifecycle/move-stage.ts';
import { findRung, type LifecycleState, readLifecycle, type StageEvent } from '../lifecycle/stage-events.ts';
import {
  judgeQualification,
  type Qualification,
  type QualificationCause,
  type Standing,
} from '../qualification/qualify.ts';
import { type Derived, derivePerson, earliest } from './derive.ts';
import { cycleBegan, type Person } from './person.ts';
import type { Relay } from './relay.ts';

/** What the agreement says of a person at an instant, and what is to be written down. */
export type Judgement = {
  derived: Derived;
  /** As stage conditions see them: with the touches of the current cycle. */
  facts: Facts;
  /** The change of the journey step; null when it stays. */
  journey: JourneyEvent | null;
  /** Moves of the stage up to where Sales gets the contact; none when it stays. */
  events: readonly StageEvent[];
  state: LifecycleState;
  /** Null in an agreement that hands nobody over, and for whom it cannot concern. */
  qualification: Qualification | null;
  /** The cycle in which a qualification counts: a recycled contact begins the next. */
  cycle: number;
  /** When the clause came to hold, for a contact that qualifies. */
  occurredAt: number | null;
  /** The next instant at which any of this can change by time alone; null for never. */
  validUntil: number | null;
};

/** How many touches back it is looked for when a condition came to hold. */
const lookBack = 50;

/**
 * Judges a person by an agreement: who they are, how they score, which journey step and stage they are in, and whether they
 * are handed over, with reasons. It decides and writes nothing.
 *
 * @param now epoch milliseconds
 * @example
 * judgePerson(relay, person, 'touch', day).qualification?.outcome // 'qualified'
 */
export function judgePerson(relay: Relay, person: Person, cause: QualificationCause, now: number): Judgement {
  const before = readLifecycle(relay.lifecycle, person.events);
  const first = derivePerson(relay, person, before, now, now);
  const journey = judgeJourney(relay, person, first.facts, now);
  const events = moveToStage(relay, person, first, now);
  const state = readLifecycle(relay.lifecycle, [...person.events, ...events]);
  const derived = place(first, state, journey);
  const facts = ofCycle(derived.facts, person.events);
  const cycle = state.current === 'recycled' ? state.cycle + 1 : Math.max(1, state.cycle);
  const qualification = judgeHandingOver(relay, person, state, facts, cause, now);
  const isQualified = qualification?.outcome === 'qualified' || qualification?.outcome === 'incomplete';
  const { qualifying } = relay;
  const occurredAt =
    isQualified && qualifying !== null && qualification.isNew && !qualification.explore
      ? findOccurrence(relay, person, state, (at) => qualifying.asked.holds(at), now)
      : null;
  return {
    derived,
    facts,
    journey,
    events,
    state,
    qualification,
    cycle,
    occurredAt: isQualified ? (occurredAt ?? now) : null,
    validUntil: findValidUntil(relay, person, state, derived, facts),
  };
}

function place(derived: Derived, state: LifecycleState, journey: JourneyEvent | null): Derived {
  const { facts } = derived;
  const journeyStep = journey === null ? facts.derived.journeyStep : journey.to;
  const placed = { ...facts.derived, stage: state.current, cycle: state.cycle, journeyStep: journeyStep ?? null };
  return { ...derived, facts: { ...facts, derived: placed } };
}

/** Stage conditions see what happened since Sales last gave the contact back. */
function ofCycle(facts: Facts, events: readonly StageEvent[]): Facts {
  const began = cycleBegan(events);
  return began === null ? facts : { ...facts, touches: facts.touches.filter(({ at }) => at > began) };
}

function judgeJourney(relay: Relay, person: Person, facts: Facts, now: number): JourneyEvent | null {
  const steps = relay.journey.map(({ key, enter, exit }) => ({
    key,
    enterWhen: enter.holds,
    ...(exit === null ? {} : { exitWhen: exit.holds }),
  }));
  return advanceJourney(steps, person.journey, facts, now);
}

/** Climbs to the furthest stage whose condition holds, of those that a contact enters by itself. */
function moveToStage(relay: Relay, person: Person, derived: Derived, now: number): StageEvent[] {
  const events: StageEvent[] = [];
  const state = () => readLifecycle(relay.lifecycle, [...person.events, ...events]);
  const move = (to: string, occurredAt: number) => {
    const asked: StageMove = {
      to,
      actor: { kind: 'rule', id: to },
      occurredAt: Math.min(occurredAt, now),
      decidedAt: now,
      version: relay.version.id,
    };
    const moved = moveStage(relay.lifecycle, { events: [...person.events, ...events], mergedInto: null }, asked);
    if (moved.ok) events.push(...moved.events);
  };
  const created = relay.stages.find(({ enter }) => enter === 'created');
  if (person.events.length === 0 && created !== undefined) move(created.key, person.createdAt);
  const { current } = state();
  const here = findRung(relay.lifecycle, current);
  if (current !== null && here === -1) return events;
  const facts = ofCycle(place(derived, state(), null).facts, person.events);
  for (const { key, enter } of relay.stages.toReversed()) {
    if (enter === 'created' || findRung(relay.lifecycle, key) <= here || !enter.holds(facts)) continue;
    move(key, findOccurrence(relay, person, state(), enter.holds, now));
    break;
  }
  return events;
}

function judgeHandingOver(
  relay: Relay,
  person: Person,
  state: LifecycleState,
  facts: Facts,
  cause: QualificationCause,
  now: number,
): Qualification | null {
  const { qualifying, lifecycle, version, catalogue } = relay;
  if (qualifying === null || state.current === null) return null;
  const rung = findRung(lifecycle, qualifying.key);
  const standing = findStanding(person, state, findRung(lifecycle, state.current) >= rung);
  // Time finishes nothing that history began: what an import may not do at once, it does not do a day later either.
  const isLeftToHistory =
    cause === 'time' && standing !== 'waiting' && restsOnHistory(relay, person, state, qualifying.asked.holds, now);
  // Nor what a new version began: who met its clause when it came into force waits for a new touch, or a wave.
  const isOfVersion =
    cause === 'time' &&
    version.since !== undefined &&
    qualifying.asked.holds(
      ofCycle(derivePerson(relay, person, state, version.since, version.since).facts, person.events),
    );
  return judgeQualification({
    clause: {
      key: qualifying.key,
      enterWhen: qualifying.asked,
      requires: qualifying.requires,
      explore: { share: qualifying.explore, seed: version.seed ?? '' },
    },
    facts,
    read: (name) => {
      const field = resolveField(name, catalogue);
      return field === undefined ? null : readFact(field, facts);
    },
    personId: person.id,
    standing,
    mayExplore: findRung(lifecycle, state.current) === rung - 1,
    cause: isLeftToHistory ? 'import' : isOfVersion ? 'new-version' : cause,
    wakeUpAt: person.wakeUpAt,
    now,
  });
}

/** Whether a condition holds only because of touches that came with an import of history, or nothing else is known at all. */
function restsOnHistory(
  relay: Relay,
  person: Person,
  state: LifecycleState,
  holds: (facts: Facts) => boolean,
  now: number,
): boolean {
  const live = person.touches.filter((touch) => touch.live);
  if (live.length === person.touches.length) return false;
  if (live.length === 0) return true;
  const known = derivePerson(relay, { ...person, touches: live }, state, now, now);
  return !holds(ofCycle(known.facts, person.events));
}

function findStanding({ standing }: Person, { current }: LifecycleState, isBeyond: boolean): Standing {
  if (current === 'disqualified' || current === 'other') return current;
  if (standing !== null) return standing;
  if (current === 'recycled') return 'recycled';
  return isBeyond ? 'handed-over' : 'open';
}

/**
 * When a condition that holds now came to hold: at the earliest touch since which it has held at every touch; now, when that
 * cannot be told from touches. Fields of the person are taken as they are now.
 */
function findOccurrence(
  relay: Relay,
  person: Person,
  state: LifecycleState,
  holds: (facts: Facts) => boolean,
  now: number,
): number {
  const began = cycleBegan(person.events) ?? Number.NEGATIVE_INFINITY;
  // What a browser did before anybody knew whose it was tells nothing of when its person met a condition.
  const instants = person.touches
    .filter(({ at, knownAt }) => at > began && at >= person.createdAt && at <= now && knownAt <= now)
    .map(({ at }) => at)
    .sort((a, b) => b - a)
    .slice(0, lookBack);
  let since = now;
  for (const at of new Set(instants)) {
    if (!holds(ofCycle(derivePerson(relay, person, state, at, now).facts, person.events))) break;
    since = at;
  }
  return since;
}

function findValidUntil(
  relay: Relay,
  person: Person,
  { current }: LifecycleState,
  { facts: all, validUntil }: Derived,
  facts: Facts,
): number | null {
  const here = findRung(relay.lifecycle, current);
  const isWithMarketing = here < findRung(relay.lifecycle, relay.qualifying?.key ?? null) || current === 'recycled';
  const stages = isWithMarketing ? relay.stages.filter(({ key }) => findRung(relay.lifecycle, key) > here) : [];
  // A touch counts once it has happened and is known: another machine's clock may be a little ahead.
  const ahead = person.touches.map(({ at, knownAt }) => Math.max(at, knownAt)).filter((from) => from > all.at);
  return earliest([
    validUntil,
    ...relay.journey.flatMap(({ enter, exit }) => [enter.flipsAt(all), exit?.flipsAt(all) ?? null]),
    ...stages.map(({ enter }) => (enter === 'created' ? null : enter.flipsAt(facts))),
    isWithMarketing ? (relay.qualifying?.flipsAt(facts) ?? null) : null,
    person.wakeUpAt !== null && person.wakeUpAt > all.at ? person.wakeUpAt : null,
    ...ahead,
  ]);
}

/**
 * Whether a touch asks for something by itself: the points of its rules alone reach the second level of engagement. Such a
 * touch wakes a recycled contact before its date.
 *
 * @example
 * isHighIntent(relay, person, { id: 't', kind: 'form-submitted', form: 'demo-request', at: 0, knownAt: 0, live: true }, 0) // true
 */
export function isHighIntent(relay: Relay, person: Person, touch: Person['touches'][number], now: number): boolean {
  if (relay.scoring === null) return false;
  const state = readLifecycle(relay.lifecycle, person.events);
  const alone = derivePerson(relay, { ...person, touches: [touch], recycles: [] }, state, now, now);
  const [only] = alone.history.touches;
  if (only === undefined) return false;
  const points = relay.scoring.engagement.rules
    .filter((rule) => (rule.touch === undefined || rule.touch === only.kind) && (rule.when?.(only, now) ?? true))
    .reduce((sum, rule) => sum + rule.points, 0);
  return points >= relay.scoring.grade.engagement[2];
}
