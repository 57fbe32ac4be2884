import type { Ctx } from '../../context.ts';
import { moveStage } from '../../core/lifecycle/move-stage.ts';
import { readLifecycle, type StageEvent } from '../../core/lifecycle/stage-events.ts';
import type { QualificationCause } from '../../core/qualification/qualify.ts';
import { type Judgement, judgePerson } from '../../core/relay/judge.ts';
import { cycleBegan, type Person } from '../../core/relay/person.ts';
import { bindPromises } from '../../core/relay/promise-keys.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { newId } from '../../db/ids.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { recordStageEvents } from '../contacts/record-stage-events.ts';
import { type Lead, offerLeads } from '../handoffs/offer-leads.ts';
import { findHead } from '../workspaces/find-head.ts';
import { type LoadedPerson, loadPeople } from './load-people.ts';
import { insertJourneyEvents, type NewQualification, saveQualifications, updateStates } from './store.ts';
import { findHighIntent, writeLead } from './write-lead.ts';

type Judged = LoadedPerson & { judgement: Judgement; events: readonly StageEvent[]; lead: Lead | null };

/**
 * Judges contacts by the agreement and carries it out: writes their scores, journey steps and stages, and hands over whoever
 * qualifies. In the caller's transaction; a constant number of statements whatever the number of contacts.
 *
 * @param causes why each contact is judged now
 */
export async function judgeContacts(
  ctx: Ctx,
  relay: Relay,
  causes: ReadonlyMap<string, QualificationCause>,
): Promise<void> {
  const people = await loadPeople(ctx, relay.lifecycle, [...causes.keys()]);
  const decisions: NewQualification[] = [];
  const judged = people.map((loaded) => judge(ctx, relay, loaded, causes.get(loaded.person.id) ?? 'edit', decisions));
  await recordStageEvents(
    ctx,
    judged.flatMap(({ person, events }) => events.map((event) => ({ contactId: person.id, event }))),
  );
  await insertJourneyEvents(
    ctx,
    relay.version.id,
    judged.flatMap(({ person, judgement: { journey } }) =>
      journey === null ? [] : [{ contactId: person.id, seq: person.journey.length + 1, event: journey }],
    ),
  );
  await updateStates(
    ctx,
    judged.map((one) => stateOf(relay, one)),
  );
  await saveQualifications(ctx, decisions);
  await startCompletions(ctx, relay, judged, decisions);
  await offerLeads(
    ctx,
    relay,
    judged.flatMap(({ lead }) => lead ?? []),
  );
}

function judge(
  ctx: Ctx,
  relay: Relay,
  loaded: LoadedPerson,
  cause: QualificationCause,
  decisions: NewQualification[],
): Judged {
  const { person } = loaded;
  const now = ctx.now.getTime();
  const highIntentAt = findHighIntent(relay, person, now);
  const judgement = judgePerson(
    relay,
    person,
    cause === 'touch' && highIntentAt !== null ? 'high-intent-touch' : cause,
    now,
  );
  const { qualification, occurredAt, cycle } = judgement;
  if (qualification === null || (qualification.outcome !== 'qualified' && qualification.outcome !== 'incomplete')) {
    return { ...loaded, judgement, events: judgement.events, lead: null };
  }
  const { outcome, clause, explore, evidence, missing } = qualification;
  const before = loaded.qualification;
  const id = before?.id ?? loaded.withdrawnId ?? newId(ctx.now);
  const since = before?.occurredAt ?? new Date(occurredAt ?? now);
  decisions.push({
    id,
    contactId: person.id,
    cycle,
    status: outcome === 'qualified' ? 'queued' : 'incomplete',
    clause,
    versionId: relay.version.id,
    explore,
    missing,
    queueReason: null,
    evidence,
    occurredAt: since,
  });
  if (outcome === 'incomplete') return { ...loaded, judgement, events: judgement.events, lead: null };
  const events = [...judgement.events, ...enterClause(relay, person, judgement, clause, since.getTime(), now)];
  const lead = writeLead(
    relay,
    { ...loaded, judgement },
    { id, explore, evidence, occurredAt: since, highIntentAt },
    now,
  );
  return { ...loaded, judgement, events, lead };
}

/** The stage at which Sales gets the contact; a recycled one begins its next cycle with it. */
function enterClause(
  relay: Relay,
  person: Person,
  { events }: Judgement,
  clause: string,
  occurredAt: number,
  now: number,
): readonly StageEvent[] {
  const moved = moveStage(
    relay.lifecycle,
    { events: [...person.events, ...events], mergedInto: null },
    {
      to: clause,
      actor: { kind: 'rule', id: clause },
      occurredAt: Math.min(occurredAt, now),
      decidedAt: now,
      version: relay.version.id,
    },
  );
  return moved.ok ? moved.events : [];
}

/** Marketing owes what is missing from the instant of the decision on; until campaigns have owners, its head does. */
async function startCompletions(
  ctx: Ctx,
  relay: Relay,
  judged: readonly Judged[],
  decisions: readonly NewQualification[],
): Promise<void> {
  const waiting = decisions.filter(({ status, contactId }) => {
    const before = judged.find(({ person }) => person.id === contactId)?.qualification;
    return status === 'incomplete' && before === null;
  });
  if (waiting.length === 0) return;
  const headId = await findHead(ctx, 'marketing');
  const facts = new Map(judged.map(({ person, judgement }) => [person.id, judgement.facts]));
  await moveClocks(
    ctx,
    relay,
    waiting.flatMap(({ id, contactId }) => {
      const known = facts.get(contactId);
      if (known === undefined) return [];
      const promises = bindPromises(relay, known);
      return [
        {
          subject: { handoffId: null, qualificationId: id, memberId: headId, teamId: null, promises },
          facts: [{ kind: 'qualified-incomplete' as const, handoffId: null, at: ctx.now.getTime() }],
        },
      ];
    }),
  );
}

function stateOf(relay: Relay, { person, judgement, events }: Judged) {
  const { derived } = judgement;
  const state = readLifecycle(relay.lifecycle, [...person.events, ...events]);
  const began = cycleBegan([...person.events, ...events]);
  const toInstant = (at: number | null | undefined) =>
    at === null || at === undefined ? null : new Date(at).toISOString();
  return {
    id: person.id,
    fit: derived.assessment?.fit.score ?? null,
    engagement: derived.assessment?.engagement.score ?? null,
    grade: derived.assessment?.grade ?? null,
    persona: derived.persona,
    segment: derived.segment,
    touch_count: derived.facts.derived.touchCount ?? 0,
    last_touch_at: toInstant(derived.facts.derived.lastTouchAt),
    scored_under: relay.version.id,
    valid_until: toInstant(judgement.validUntil),
    current_stage: state.current,
    furthest_stage: state.furthest,
    cycle: state.cycle,
    cycle_began_at: toInstant(began),
    journey_step: derived.facts.derived.journeyStep ?? null,
  };
}
