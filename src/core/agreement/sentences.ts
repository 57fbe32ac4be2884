import { buildCatalogue } from './catalogue.ts';
import { listPromises } from './clauses.ts';
import { kpiNames } from './kpi-ids.ts';
import type { Agreement } from './schema.ts';
import type { Sentence } from './sentence.ts';
import * as say from './sentence-clauses.ts';
import { type Speech, sayCondition } from './sentence-condition.ts';
import { sayPromise } from './sentence-promises.ts';
import * as terms from './sentence-terms.ts';
import { capitalise, joinWords, lowerFirst, sayKey, sayNumber, sayWho } from './sentence-words.ts';

/**
 * Every clause of an agreement as one sentence, in the order of the format.
 *
 * @example
 * describeAgreement(agreement).find(({ clause }) => clause === 'salesCommits.decide')?.text
 * // 'Sales accepts or rejects a sales-ready lead within 2 business days, and one left undecided counts as accepted.'
 */
export function describeAgreement(agreement: Agreement): Sentence[] {
  const speech = speechOf(agreement);
  return [
    ...terms.describeTerms(agreement),
    ...list('vocabulary', agreement.vocabulary, ({ term }) => term, say.sayWord),
    ...describePeople(agreement, speech),
    ...terms.describeTargets(agreement),
    ...describeScoring(agreement, speech),
    ...list(
      'stages',
      agreement.stages,
      ({ key }) => key,
      (stage) => say.sayStage(stage, speech),
    ),
    ...terms.describeProtection(agreement),
    ...list(
      'routing',
      agreement.routing,
      ({ key }) => key,
      (rule) => say.sayRoutingRule(rule, speech),
    ),
    ...listPromises(agreement).map(({ promise, path }) => ({
      clause: `${path[0]}.${promise.key}`,
      name: capitalise(promise.promise),
      text: sayPromise(promise, leadName(agreement), speech),
    })),
    ...list(
      'leadValues',
      agreement.leadValues,
      ({ key }) => key,
      (value) => say.sayLeadValue(value, speech),
    ),
    ...list('escalation', agreement.escalation, terms.ladderId, say.sayEscalation),
    ...agreement.consequences.map((one) => ({
      clause: 'consequences',
      name: 'Consequence',
      text: say.sayConsequence(one),
    })),
    ...list('feedback.reasons', agreement.feedback?.reasons ?? [], ({ key }) => key, say.sayReason),
    ...terms.describeFeedback(agreement),
    ...terms.describeOutreach(agreement),
    ...terms.describeCredit(agreement),
    ...terms.describePlan(agreement),
    ...list(
      'kpis',
      agreement.kpis,
      ({ id }) => id,
      (kpi) => terms.sayKpi(kpi, speech),
    ),
    ...list('meetings', agreement.meetings, ({ key }) => key, say.sayMeeting),
  ];
}

function list<Item extends object>(
  path: string,
  items: readonly Item[],
  idOf: (item: Item) => string,
  text: (item: Item) => string,
): Sentence[] {
  return items.map((item) => {
    const { name } = item as { name?: string };
    const id = idOf(item);
    // A word may be called `constructor`, which every object has.
    const known = Object.hasOwn(kpiNames, id) ? kpiNames[id as keyof typeof kpiNames] : undefined;
    return { clause: `${path}.${id}`, name: name ?? capitalise(known ?? sayKey(id)), text: text(item) };
  });
}

/** What the agreement calls a lead that is handed over: the name of the stage that does it, as it stands in a sentence. */
function leadName({ stages }: Agreement): string {
  return lowerFirst(stages.find(({ handTo }) => handTo !== undefined)?.name ?? 'lead');
}

/**
 * The words and names that sentences about an agreement use.
 *
 * @example
 * speechOf(agreement).names.get('segment:mid-market') // 'Mid-market manufacturing'
 */
export function speechOf(agreement: Agreement): Speech {
  const named = [
    ['persona', agreement.personas],
    ['segment', agreement.segments],
    ['stage', agreement.stages],
    ['journey', agreement.journey],
    ['reason', agreement.feedback?.reasons ?? []],
  ] as const;
  const names = named.flatMap(([kind, items]) => items.map(({ key, name }) => [`${kind}:${key}`, name] as const));
  return { catalogue: buildCatalogue(agreement), names: new Map(names), currency: agreement.currency };
}

function describePeople(agreement: Agreement, speech: Speech): Sentence[] {
  const roles: Record<string, string> = { 'decision-maker': 'decision maker', 'tire-kicker': 'tire kicker' };
  return [
    ...list(
      'personas',
      agreement.personas,
      ({ key }) => key,
      (persona) => {
        const { name, match, roleInPurchase, peopleInPurchase, decides, prefers, trusts } = persona;
        const group =
          peopleInPurchase && [...new Set([peopleInPurchase.from, peopleInPurchase.to])].map(sayNumber).join(' to ');
        const size = peopleInPurchase?.to === 1 ? '1 person takes' : `${group} people take`;
        const traits = [
          roleInPurchase && `the role in a purchase is that of the ${roles[roleInPurchase] ?? roleInPurchase}`,
          group && `${size} part in it`,
          decides && `the decision is made ${decides}`,
          prefers.length > 0 && `it likes to hear from us by ${joinWords(prefers, 'or')}`,
          trusts.length > 0 && `it trusts ${joinWords(trusts, 'and')}`,
          persona.biggestChallenge && `its challenge: ${trimEnd(persona.biggestChallenge)}`,
          persona.salesApproach && `how Sales begins: ${trimEnd(persona.salesApproach)}`,
        ];
        return `A contact counts as "${name}" when ${[sayCondition(match, speech), ...traits].filter(Boolean).join('; ')}.`;
      },
    ),
    ...list(
      'segments',
      agreement.segments,
      ({ key }) => key,
      ({ name, match }) => {
        return `A contact belongs to "${name}" when ${sayCondition(match, speech)}.`;
      },
    ),
    ...list(
      'journey',
      agreement.journey,
      ({ key }) => key,
      (step) => {
        const { name, enterWhen, exitWhen, accountable, moment, conversionPoints } = step;
        const parts = [
          `A buyer is "${name}" when ${sayCondition(enterWhen, speech)}`,
          exitWhen && `no longer when ${sayCondition(exitWhen, speech)}`,
          `${sayWho(accountable)} ${accountable === 'both' ? 'are' : 'is'} accountable`,
          moment && `the moment that counts: ${trimEnd(moment)}`,
          conversionPoints.length > 0 &&
            `it converts at ${joinWords(
              conversionPoints.map((point) => `"${sayKey(point)}"`),
              'or',
            )}`,
        ];
        return `${parts.filter(Boolean).join('; ')}.`;
      },
    ),
  ];
}

function trimEnd(text: string): string {
  return text.trim().replace(/\.$/, '');
}

function describeScoring({ scoring }: Agreement, speech: Speech): Sentence[] {
  if (scoring === undefined) return [];
  const { fit, engagement } = scoring;
  return [
    ...list(
      'scoring.fit',
      fit,
      ({ key }) => key,
      (rule) => say.sayFitRule(rule, speech),
    ),
    ...terms.describeScoringTerms(scoring),
    ...list(
      'scoring.engagement.rules',
      engagement.rules,
      ({ key }) => key,
      (rule) => say.sayEngagementRule(rule, engagement.halfLife, speech),
    ),
  ];
}
