import type { Facts } from '../agreement/facts.ts';
import type { LifecycleState } from '../lifecycle/stage-events.ts';
import { type Assessment, assessContact } from '../scoring/assessment.ts';
import { findFirstChange } from '../scoring/crossing.ts';
import { holdScore } from '../scoring/engagement.ts';
import { hasReached } from '../scoring/grade.ts';
import type { ScoreHistory } from '../scoring/rules.ts';
import { listKnown, type Person, type PersonTouch } from './person.ts';
import type { Asked, Relay, ScoringTouch } from './relay.ts';

/** What follows from what is known of a person: facts, not decisions. */
export type Derived = {
  persona: string | null;
  segment: string | null;
  /** Null in an agreement without scoring. */
  assessment: Assessment | null;
  /** As conditions see them, with all touches; `derived` is filled in. */
  facts: Facts;
  history: ScoreHistory<ScoringTouch>;
  /** The next instant at which persona, segment or grade can change by time alone. */
  validUntil: number | null;
};

/** A century: nobody waits longer for a score to change. */
const century = 36_525 * 86_400_000;

/**
 * Persona, segment, scores and grade of a person at an instant, each from what comes before it: a persona may be told from
 * touches, a segment from the persona, the fit from both.
 *
 * @param state where the person stands, for conditions that ask for the stage
 * @param at epoch milliseconds
 * @param knownBy epoch milliseconds; leaves out what was heard of later
 * @example
 * derivePerson(relay, person, { current: 'lead', furthest: 'lead', cycle: 1, cycleKind: 'new-business' }, day, day).persona
 * // 'ops-lead'
 */
export function derivePerson(
  relay: Relay,
  person: Person,
  state: LifecycleState,
  at: number,
  knownBy: number,
): Derived {
  const touches = listKnown(person.touches, at, knownBy);
  const facts = gatherFacts(person, touches, state, at);
  const persona = findFirst(relay.personas, facts);
  facts.derived.persona = persona.key;
  const segment = findFirst(relay.segments, facts);
  facts.derived.segment = segment.key;
  const history = {
    touches: touches.map((touch): ScoringTouch => ({ ...touch, facts: { ...facts, touches: [touch] } })),
    recycles: person.recycles,
  };
  const assessment = relay.scoring && assessContact(relay.scoring, facts, history, at, knownBy);
  const validUntil = earliest([persona.flipsAt, segment.flipsAt, assessment?.validUntil ?? null]);
  if (assessment !== null) {
    const rules = relay.scoring?.engagement;
    Object.assign(facts.derived, {
      grade: assessment.grade,
      fit: assessment.fit.score,
      engagement: assessment.engagement.score,
      gradeValidUntil: assessment.validUntil,
      nextCrossing: (score: number) =>
        rules === undefined
          ? null
          : findFirstChange(
              rules,
              history,
              { read: (raw) => hasReached(holdScore(raw, rules), score) },
              at,
              at + century,
              knownBy,
            ),
    });
  }
  return { persona: persona.key, segment: segment.key, assessment, facts, history, validUntil };
}

function gatherFacts(person: Person, touches: PersonTouch[], { current, cycle }: LifecycleState, at: number): Facts {
  const last = touches.reduce((latest, touch) => Math.max(latest, touch.at), Number.NEGATIVE_INFINITY);
  return {
    at,
    contact: person.contact,
    account: person.account,
    deal: person.deal,
    confirm: person.confirm,
    touches,
    derived: {
      stage: current,
      cycle,
      journeyStep: person.journey.at(-1)?.to ?? null,
      touchCount: touches.length,
      lastTouchAt: touches.length > 0 ? last : null,
    },
  };
}

/** The first of a list whose condition holds, and when one of those asked may answer otherwise. */
function findFirst(
  list: readonly (Asked & { key: string })[],
  facts: Facts,
): { key: string | null; flipsAt: number | null } {
  const found = list.findIndex(({ holds }) => holds(facts));
  const asked = found === -1 ? list : list.slice(0, found + 1);
  return { key: list[found]?.key ?? null, flipsAt: earliest(asked.map(({ flipsAt }) => flipsAt(facts))) };
}

/**
 * The earliest of some instants, each null where there is none.
 *
 * @example
 * earliest([null, 7, 5]) // 5
 * earliest([null]) // null
 */
export function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce<number | null>(
    (first, at) => (at !== null && (first === null || at < first) ? at : first),
    null,
  );
}
