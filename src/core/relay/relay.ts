import type { Department } from '../access.ts';
import { buildCatalogue, type Catalogue, type CustomFields } from '../agreement/catalogue.ts';
import { compileCondition, type Predicate } from '../agreement/compile-condition.ts';
import type { Condition } from '../agreement/condition.ts';
import type { BusinessTime } from '../agreement/duration.ts';
import type { Facts } from '../agreement/facts.ts';
import { findFlip } from '../agreement/flip-instant.ts';
import type { Agreement } from '../agreement/schema.ts';
import { clockOfPromise } from '../agreement/schema-promises.ts';
import type { Speech } from '../agreement/sentence-condition.ts';
import { describeAgreement, speechOf } from '../agreement/sentences.ts';
import type { ClockKind } from '../handoff/clock-effects.ts';
import type { HandoffTerms } from '../handoff/reasons.ts';
import type { LifecycleRules } from '../lifecycle/stage-events.ts';
import { type AskedCondition, askCondition } from '../qualification/condition-finding.ts';
import type { RoutingRule } from '../routing/route.ts';
import type { EngagementRule, FitRule, ScoringRules } from '../scoring/rules.ts';
import type { PersonTouch } from './person.ts';

/** A condition that is ready to be asked, with the next instant at which time alone can change its answer. */
export type Asked = { holds: Predicate; flipsAt: (facts: Facts) => number | null };

/** A touch with what is known of its person, as the conditions of scoring rules see it: alone. */
export type ScoringTouch = PersonTouch & { facts: Facts };

/** A promise with a clock. */
export type ClockPromise = {
  kind: ClockKind;
  clause: string;
  sentence: string;
  department: Department;
  target: BusinessTime;
  level: number;
  when: Predicate | null;
};

/** An agreement made ready to be carried out: every condition compiled, every clause with its sentence. */
export type Relay = {
  readonly version: {
    readonly id: string;
    readonly number: number;
    readonly name: string;
    /** From which the explore share draws: the same for all versions, so that a new one draws nobody else. */
    readonly seed?: string;
    /** When it came into force, epoch milliseconds; left out where that makes no difference. */
    readonly since?: number;
  };
  readonly agreement: Agreement;
  readonly catalogue: Catalogue;
  readonly speech: Speech;
  /** Sentences by clause: `scoring.fit.fit-segment`. */
  readonly sentences: ReadonlyMap<string, string>;
  readonly personas: readonly (Asked & { key: string })[];
  readonly segments: readonly (Asked & { key: string })[];
  readonly scoring: ScoringRules<Facts, ScoringTouch> | null;
  readonly journey: readonly { key: string; enter: Asked; exit: Asked | null }[];
  readonly lifecycle: LifecycleRules;
  /** Stages that a contact enters by itself, before Sales gets it, in order. */
  readonly stages: readonly { key: string; enter: Asked | 'created' }[];
  /** The clause by which a lead is handed over; null in an agreement without one. */
  readonly qualifying: {
    key: string;
    asked: AskedCondition<Facts>;
    flipsAt: (facts: Facts) => number | null;
    requires: readonly string[];
    explore: number;
  } | null;
  readonly routing: readonly (Omit<RoutingRule, 'holds'> & { when: Predicate | null })[];
  readonly promises: readonly ClockPromise[];
  readonly values: readonly { key: string; when: Predicate | null; minor: number }[];
  readonly terms: HandoffTerms;
};

/** Without an agreed time a lead does not come back to the same rep by itself. */
const year = 365 * 86_400_000;

/**
 * Makes an agreement ready to be carried out. It is worth keeping: a version in force never changes.
 *
 * @param customFields types of the workspace's own fields by name, where they are known
 * @throws Error for an agreement that has not passed `checkAgreement`
 * @example
 * compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }).qualifying?.key // 'qualified'
 */
export function compileRelay(agreement: Agreement, version: Relay['version'], customFields?: CustomFields): Relay {
  const catalogue = buildCatalogue(agreement, customFields);
  const ask = (condition: Condition): Asked => ({
    holds: compileCondition(condition, catalogue),
    flipsAt: findFlip(condition, catalogue),
  });
  const askMaybe = (condition: Condition | undefined) => (condition === undefined ? null : ask(condition));
  const predicateOf = (condition: Condition | undefined) => askMaybe(condition)?.holds ?? null;
  const handing = agreement.stages.findIndex(({ handTo }) => handTo !== undefined);
  const before = handing === -1 ? agreement.stages : agreement.stages.slice(0, handing);
  const sentences = new Map(describeAgreement(agreement).map(({ clause, text }) => [clause, text]));
  const minorPerUnit = 10 ** catalogue.currencyDigits;
  return {
    version,
    agreement,
    catalogue,
    speech: speechOf(agreement),
    sentences,
    personas: agreement.personas.map(({ key, match }) => ({ key, ...ask(match) })),
    segments: agreement.segments.map(({ key, match }) => ({ key, ...ask(match) })),
    scoring: compileScoring(agreement, ask),
    journey: agreement.journey.map(({ key, enterWhen, exitWhen }) => ({
      key,
      enter: ask(enterWhen),
      exit: askMaybe(exitWhen),
    })),
    lifecycle: {
      stages: agreement.stages.map(({ key, handTo }) => (handTo === undefined ? { key } : { key, handTo })),
    },
    stages: before.flatMap(({ key, enterWhen }) =>
      enterWhen === undefined ? [] : [{ key, enter: enterWhen === 'created' ? enterWhen : ask(enterWhen) }],
    ),
    qualifying: compileQualifying(agreement, catalogue),
    routing: agreement.routing.map(({ key, when, to, method, cap }) => ({
      key,
      when: predicateOf(when),
      to,
      method,
      cap: cap ?? null,
    })),
    promises: listClockPromises(agreement, sentences, predicateOf),
    values: agreement.leadValues.map(({ key, when, rate, average }) => ({
      key,
      when: predicateOf(when),
      minor: Math.round(rate * average * minorPerUnit),
    })),
    terms: readTerms(agreement),
  };
}

function compileScoring(
  { scoring }: Agreement,
  ask: (condition: Condition) => Asked,
): ScoringRules<Facts, ScoringTouch> | null {
  if (scoring === undefined) return null;
  const fit = scoring.fit.map(({ key, points, when }): FitRule<Facts> => {
    const { holds, flipsAt } = ask(when);
    return {
      key,
      points,
      when: (facts, at) => holds(asOf(facts, at)),
      flipsAt: (facts, at) => flipsAt(asOf(facts, at)),
    };
  });
  const rules = scoring.engagement.rules.map((rule): EngagementRule<ScoringTouch> => {
    const { key, points, touch, halfLife, atMost, when } = rule;
    const asked = when === undefined ? null : ask(when);
    return {
      key,
      points,
      touch,
      ...(halfLife === undefined ? {} : { halfLife }),
      ...(atMost === undefined ? {} : { atMost }),
      ...(asked === null
        ? {}
        : {
            when: ({ facts }: ScoringTouch, at: number) => asked.holds(asOf(facts, at)),
            flipsAt: ({ facts }: ScoringTouch, at: number) => asked.flipsAt(asOf(facts, at)),
          }),
    };
  });
  return {
    fit,
    engagement: { halfLife: scoring.engagement.halfLife, rules, onRecycle: scoring.onRecycle },
    grade: scoring.grade,
  };
}

function asOf(facts: Facts, at: number): Facts {
  return facts.at === at ? facts : { ...facts, at };
}

function compileQualifying(agreement: Agreement, catalogue: Catalogue): Relay['qualifying'] {
  const stage = agreement.stages.find(({ handTo }) => handTo !== undefined);
  if (stage === undefined || stage.enterWhen === undefined || stage.enterWhen === 'created') return null;
  const condition = stage.enterWhen;
  return {
    key: stage.key,
    asked: askCondition(condition, (part) => compileCondition(part, catalogue)),
    flipsAt: findFlip(condition, catalogue),
    requires: stage.requires,
    explore: agreement.scoring?.explore ?? 0,
  };
}

function listClockPromises(
  agreement: Agreement,
  sentences: ReadonlyMap<string, string>,
  predicateOf: (condition: Condition | undefined) => Predicate | null,
): ClockPromise[] {
  const listed = (['salesCommits', 'marketingCommits'] as const).flatMap((list) =>
    agreement[list].flatMap((promise): ClockPromise[] => {
      if (!('within' in promise || 'over' in promise)) return [];
      return [
        {
          kind: clockOfPromise[promise.promise],
          clause: promise.key,
          sentence: sentences.get(`${list}.${promise.key}`) ?? '',
          department: list === 'salesCommits' ? 'sales' : 'marketing',
          target: 'over' in promise ? promise.over : promise.within,
          level: promise.level,
          when: predicateOf(promise.when),
        },
      ];
    }),
  );
  const arbitrate = agreement.feedback?.arbitrate;
  if (arbitrate === undefined) return listed;
  const sentence = sentences.get('feedback.arbitrate') ?? '';
  // Both heads owe it; it counts for the department of each.
  return [
    ...listed,
    ...(['marketing', 'sales'] as const).map(
      (department): ClockPromise => ({
        kind: 'arbitrate',
        clause: 'arbitrate',
        sentence,
        department,
        target: arbitrate.within,
        level: 1,
        when: null,
      }),
    ),
  ];
}

function readTerms({ feedback, salesCommits }: Agreement): HandoffTerms {
  const attempts = salesCommits.find((promise) => promise.promise === 'attempts');
  const handBack = salesCommits.find((promise) => promise.promise === 'hand back after the attempts');
  return {
    verdicts: feedback?.verdicts ?? ['accept'],
    reasons: feedback?.reasons ?? [],
    attempts: (attempts && { atLeast: attempts.atLeast, channels: attempts.channels, apart: attempts.apart }) || null,
    cycles: handBack?.atMostCycles ? { atMost: handBack.atMostCycles.count, per: handBack.atMostCycles.per } : null,
    respondStopsAt: 'first-attempt',
  };
}

/**
 * The clauses by which the work with a handoff is judged: what keeps the promise of a first response is said by the one that
 * binds it, and is the first attempt where it says nothing.
 *
 * @param clause key of the promise of a first response that binds the handoff, where there is one
 * @example
 * workTermsOf(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), 'respond').respondStopsAt // 'first-attempt'
 */
export function workTermsOf({ agreement, terms }: Relay, clause: string | undefined): HandoffTerms {
  const promise = agreement.salesCommits.find(({ key }) => key === clause);
  const keptBy = promise?.promise === 'first response' ? promise.keptBy : undefined;
  return { ...terms, respondStopsAt: keptBy ?? terms.respondStopsAt };
}

/**
 * The promise of a kind that binds a lead: the first whose condition holds, in the order of the agreement; null when none
 * does.
 *
 * @example
 * const facts = { at: 0, contact: {}, derived: { grade: 'A1' }, touches: [] };
 * findPromise(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), 'respond', facts)?.clause // 'respond-a1'
 */
export function findPromise(relay: Relay, kind: ClockKind, facts: Facts): ClockPromise | null {
  return relay.promises.find((promise) => promise.kind === kind && (promise.when?.(facts) ?? true)) ?? null;
}

/**
 * What such a lead is worth by the agreement, in minor units: the first value whose condition holds. An estimate.
 *
 * @example
 * findLeadValue(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), { at: 0, contact: {}, derived: {}, touches: [] })
 * // { key: 'other', minor: 90_000 }
 */
export function findLeadValue(relay: Relay, facts: Facts): { key: string; minor: number } | null {
  const found = relay.values.find(({ when }) => when?.(facts) ?? true);
  return found === undefined ? null : { key: found.key, minor: found.minor };
}

/**
 * How long after a hand-back a lead may return to the same rep, in milliseconds; a year where the agreement does not say.
 *
 * @example
 * sameRepAgainAfter(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' })) // 2_592_000_000: 30 days
 */
export function sameRepAgainAfter({ agreement }: Relay): number {
  for (const promise of agreement.salesCommits) {
    if (promise.promise === 'hand back after the attempts' && promise.sameRepAgainAfter !== undefined) {
      return promise.sameRepAgainAfter;
    }
  }
  return year;
}
