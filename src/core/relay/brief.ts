import type { Department } from '../access.ts';
import { resolveField } from '../agreement/catalogue.ts';
import type { ConditionLeaf } from '../agreement/condition.ts';
import type { Facts } from '../agreement/facts.ts';
import { readFact } from '../agreement/read-fact.ts';
import { sayCondition } from '../agreement/sentence-condition.ts';
import { capitalise } from '../agreement/sentence-words.ts';
import type { LeafFinding } from '../qualification/condition-finding.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { type LedgerEntry, writeLedger } from '../scoring/engagement.ts';
import type { Judgement } from './judge.ts';
import type { PersonTouch } from './person.ts';
import type { Relay } from './relay.ts';
import { sayTouchText } from './touch-text.ts';

/** One entry of a score with the sentence of its clause; `at` is when the touch was that gave it, epoch milliseconds. */
export type ScoreLine = { clause: string; sentence: string; points: number; at: number | null };

export type TouchLine = {
  id: string;
  at: number;
  kind: string;
  department: Department;
  text: string;
  channel: string | null;
  campaign: string | null;
};

/** What a rep is told with a lead, as it stands at the instant of the judgement. */
export type LeadBrief = {
  because: string[];
  whyNow: TouchLine[];
  /** Null where the agreement does not score. */
  scores: {
    grade: string;
    fit: { score: number; letter: string; reasons: ScoreLine[] };
    engagement: { score: number; level: string; reasons: ScoreLine[] };
  } | null;
  persona: {
    key: string;
    name: string;
    roleInPurchase: string | null;
    prefers: string[];
    trusts: string[];
    biggestChallenge: string | null;
    salesApproach: string | null;
  } | null;
  segment: { key: string; name: string } | null;
};

/** A rep reads five lines before a call, not fifty. */
const mostTouches = 5;

/**
 * The brief of a person who qualifies: why, what they did that mattered, and each entry of both scores.
 *
 * @param evidence the comparisons that made the clause hold
 * @param now epoch milliseconds
 * @example
 * const judgement = judgePerson(relay, person, 'touch', day);
 * writeBrief(relay, judgement, judgement.qualification.evidence, day).whyNow[0].text // 'Submitted the form "demo-request"'
 */
export function writeBrief(
  relay: Relay,
  { derived, facts }: Judgement,
  evidence: readonly LeafFinding[],
  now: number,
): LeadBrief {
  const { assessment, history } = derived;
  const ledger = relay.scoring === null ? [] : writeLedger(relay.scoring.engagement, history, now);
  const points = new Map<string, number>();
  for (const entry of ledger) {
    if (entry.kind === 'touch') points.set(entry.touchId, (points.get(entry.touchId) ?? 0) + entry.points);
  }
  const persona = relay.agreement.personas.find(({ key }) => key === derived.persona);
  const segment = relay.agreement.segments.find(({ key }) => key === derived.segment);
  return {
    because: sayEvidence(relay, evidence, facts),
    whyNow: pickTouches(history.touches, points),
    scores: assessment === null ? null : sayScores(relay, assessment, ledger),
    persona:
      persona === undefined
        ? null
        : {
            key: persona.key,
            name: persona.name,
            roleInPurchase: persona.roleInPurchase ?? null,
            prefers: persona.prefers,
            trusts: persona.trusts,
            biggestChallenge: persona.biggestChallenge ?? null,
            salesApproach: persona.salesApproach ?? null,
          },
    segment: segment === undefined ? null : { key: segment.key, name: segment.name },
  };
}

function sayScores(
  relay: Relay,
  { grade, fit, engagement, letter, level }: Assessment,
  ledger: readonly LedgerEntry[],
): NonNullable<LeadBrief['scores']> {
  return {
    grade,
    fit: {
      score: fit.score,
      letter,
      reasons: fit.ledger.map((entry) => ({
        ...entry,
        sentence:
          relay.sentences.get(`scoring.fit.${entry.clause}`) ?? 'More was taken off than given; fit is never below 0.',
        at: null,
      })),
    },
    engagement: {
      score: engagement.score,
      level,
      reasons: ledger.map((entry) => ({
        clause: entry.kind === 'bounds' ? 'bounds' : entry.clause,
        sentence: sayEntry(relay, entry.kind, entry.kind === 'bounds' ? '' : entry.clause),
        points: entry.points,
        at: entry.kind === 'touch' ? entry.at : null,
      })),
    },
  };
}

function sayEntry(relay: Relay, kind: 'touch' | 'cap' | 'recycle' | 'bounds', clause: string): string {
  if (kind === 'bounds') return 'Engagement is held between 0 and 100.';
  const sentence = relay.sentences.get(`scoring.engagement.rules.${clause}`) ?? '';
  if (kind === 'cap') return `No more than this counts: ${sentence}`;
  return kind === 'recycle' ? `Sales gave the contact back since: ${sentence}` : sentence;
}

/** Each comparison once. One that allows several choices is told with the one that holds. */
function sayEvidence(relay: Relay, evidence: readonly LeafFinding[], facts: Facts): string[] {
  const told = evidence
    .filter(({ negated }) => negated === undefined)
    .map(({ leaf }) => `${sayOfLead(sayCondition({ any: [narrow(relay, leaf, facts)] }, relay.speech))}.`);
  return [...new Set(told)];
}

/** A clause speaks of "it"; a rep reads of somebody. */
function sayOfLead(text: string): string {
  return capitalise(
    text
      .replace(/^its company/, 'the company')
      .replace(/^its /, "the lead's ")
      .replace(/^it /, 'the lead '),
  );
}

function narrow(relay: Relay, leaf: ConditionLeaf, facts: Facts): ConditionLeaf {
  const field = resolveField(leaf.field, relay.catalogue, leaf.value);
  if (leaf.op !== 'in' || field?.type !== 'choice' || field.name.startsWith('touch.')) return leaf;
  const value = readFact(field, facts);
  return typeof value === 'string' ? { field: leaf.field, op: 'equals', value } : leaf;
}

/** Those that gave most points, else the last ones; the newest first. */
function pickTouches(touches: readonly PersonTouch[], points: ReadonlyMap<string, number>): TouchLine[] {
  const weight = ({ id }: PersonTouch) => Math.abs(points.get(id) ?? 0);
  return touches
    .toSorted((a, b) => weight(b) - weight(a) || b.at - a.at)
    .slice(0, mostTouches)
    .sort((a, b) => b.at - a.at)
    .map((touch) => ({
      id: touch.id,
      at: touch.at,
      kind: touch.kind,
      department: touch.department ?? 'marketing',
      text: sayTouchText(touch),
      channel: touch.channel ?? null,
      campaign: touch.campaign ?? null,
    }));
}
