import type { LeafFinding } from '../../core/qualification/condition-finding.ts';
import { writeBrief } from '../../core/relay/brief.ts';
import { isHighIntent, type Judgement } from '../../core/relay/judge.ts';
import { cycleBegan, type Person } from '../../core/relay/person.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Lead } from '../handoffs/offer-leads.ts';
import type { LoadedPerson } from './load-people.ts';

/** A touch further back than this wakes nobody. */
const mostRecent = 20;

type Decision = Pick<Lead, 'explore' | 'occurredAt'> & {
  id: string;
  evidence: readonly LeafFinding[];
  highIntentAt: number | null;
};

/** What Sales is given with somebody who qualifies, as they stand at an instant. */
export function writeLead(
  relay: Relay,
  { person, row, judgement }: LoadedPerson & { judgement: Judgement },
  { id, explore, evidence, occurredAt, highIntentAt }: Decision,
  now: number,
): Lead {
  const { facts, derived, cycle } = judgement;
  const brief = writeBrief(relay, judgement, evidence, now);
  const campaigned = facts.touches.filter(({ campaign }) => campaign);
  const last = campaigned.reduce<(typeof campaigned)[number] | null>(
    (latest, touch) => (latest === null || touch.at > latest.at ? touch : latest),
    null,
  );
  const toInstant = (at: number) => new Date(at).toISOString();
  return {
    qualificationId: id,
    contactId: person.id,
    accountId: row.foundAccountId,
    cycle,
    explore,
    occurredAt,
    facts,
    grade: derived.assessment?.grade ?? null,
    campaign: last?.campaign ?? null,
    accountOwner: row.accountOwnerId,
    contactOwner: row.ownerId,
    foundBy: row.foundBy,
    protectedUntil: row.protectedUntil,
    highIntentAt: highIntentAt === null ? null : new Date(highIntentAt),
    brief: {
      ...brief,
      whyNow: brief.whyNow.map((line) => ({ ...line, at: toInstant(line.at) })),
      scores: brief.scores && {
        ...brief.scores,
        fit: { ...brief.scores.fit, reasons: brief.scores.fit.reasons.map((reason) => ({ ...reason, at: null })) },
        engagement: {
          ...brief.scores.engagement,
          reasons: brief.scores.engagement.reasons.map((one) => ({
            ...one,
            at: one.at === null ? null : toInstant(one.at),
          })),
        },
      },
    },
  };
}

/** When a contact last asked for something by itself since Sales gave it back; null for never. */
export function findHighIntent(relay: Relay, person: Person, now: number): number | null {
  const began = cycleBegan(person.events);
  const recent = person.touches
    .filter(({ at, live, kind }) => live && at > (began ?? Number.NEGATIVE_INFINITY) && isScored(relay, kind))
    .sort((a, b) => b.at - a.at)
    .slice(0, mostRecent);
  return recent.find((touch) => isHighIntent(relay, person, touch, now))?.at ?? null;
}

function isScored(relay: Relay, kind: string): boolean {
  return relay.scoring?.engagement.rules.some(({ touch }) => touch === undefined || touch === kind) ?? false;
}
