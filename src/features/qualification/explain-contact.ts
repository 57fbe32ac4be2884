import type { Ctx } from '../../context.ts';
import { resolveField } from '../../core/agreement/catalogue.ts';
import { sayCondition } from '../../core/agreement/sentence-condition.ts';
import { capitalise } from '../../core/agreement/sentence-words.ts';
import type { LeafFinding } from '../../core/qualification/condition-finding.ts';
import { barReasons } from '../../core/qualification/qualify.ts';
import { writeBrief } from '../../core/relay/brief.ts';
import { type Judgement, judgePerson } from '../../core/relay/judge.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Explanation } from '../contacts/schema.ts';
import { loadPeople } from './load-people.ts';

/** More ways to qualify than this are no help to who reads them. */
const mostWays = 5;

/** Why a contact stands where it does at this instant, and what it lacks to be handed over. Nothing is decided or written. */
export async function explainContact(ctx: Ctx, relay: Relay, contactId: string): Promise<Explanation | null> {
  const [loaded] = await loadPeople(ctx, relay.lifecycle, [contactId], 'read');
  if (loaded === undefined) return null;
  const now = ctx.now.getTime();
  // Asked as if the person had just been edited, as nothing bars that.
  const judgement = judgePerson(relay, loaded.person, 'edit', now);
  const { scores, persona, segment } = writeBrief(relay, judgement, [], now);
  const toInstant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const { id, number, name } = relay.version;
  return {
    scores: scores && {
      grade: scores.grade,
      fit: { ...scores.fit, reasons: scores.fit.reasons.map((one) => ({ ...one, at: toInstant(one.at) })) },
      engagement: {
        ...scores.engagement,
        reasons: scores.engagement.reasons.map((one) => ({ ...one, at: toInstant(one.at) })),
      },
    },
    persona,
    segment,
    qualification: explainQualification(relay, judgement),
    agreement: { id, number, name },
  };
}

function explainQualification(relay: Relay, { qualification }: Judgement): Explanation['qualification'] {
  if (qualification === null) return null;
  const { outcome } = qualification;
  const missing = 'missing' in qualification ? qualification.missing : [];
  return {
    outcome,
    reason: qualification.outcome === 'barred' ? barReasons[qualification.reason] : null,
    ways:
      qualification.outcome === 'not-yet'
        ? qualification.ways.slice(0, mostWays).map((way) => way.map((one) => sayFinding(relay, one)))
        : [],
    missing: missing.map((field) => ({ field, label: resolveField(field, relay.catalogue)?.label ?? field })),
  };
}

function sayFinding(relay: Relay, { leaf, negated }: LeafFinding): string {
  return `${capitalise(sayCondition(negated ? { none: [leaf] } : { any: [leaf] }, relay.speech))}.`;
}
