import type { Ctx } from '../../context.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import { notifyMembers, type Telling } from './notify-members.ts';
import { selectClockSubjects, selectPosts } from './store.ts';

type Told = Agreement['escalation'][number]['tell'][number];

/** A step of the ladder that a promise has reached: in percent of its time, and whom the agreement has told. */
export type EscalationStep = {
  clockId: string;
  kind: ClockKind;
  step: number;
  ownerId: string | null;
  tell: readonly Told[];
};

/** From here on the agreement does not wait for anybody's working hours. */
const urgentFrom = 100;

const owed: Record<ClockKind, string> = {
  respond: 'respond to {who}',
  decide: 'accept or reject {who}',
  qualify: 'confirm or return {who}',
  attempts: 'make the agreed attempts to reach {who}',
  answer: 'answer the rejection of {who}',
  arbitrate: 'rule on the rejection of {who}',
  complete: 'complete what is missing of {who}',
  assign: 'find somebody for {who}',
};

/**
 * Tells of steps of the ladder, in the transaction that takes them, whom the agreement names. Of several steps of one promise that
 * are taken at once, as after a stop, each member is told the highest.
 */
export async function notifyEscalations(ctx: Ctx, steps: readonly EscalationStep[]): Promise<void> {
  const telling = steps.filter(({ tell }) => tell.length > 0);
  if (telling.length === 0) return;
  const subjects = new Map(
    (await selectClockSubjects(ctx, [...new Set(telling.map(({ clockId }) => clockId))])).map((one) => [one.id, one]),
  );
  const posts = Map.groupBy(await selectPosts(ctx), ({ post }) => post);
  const postOf = (post: 'marketing' | 'sales' | 'sponsor') => (posts.get(post) ?? []).map(({ memberId }) => memberId);
  const highest = new Map<string, { memberId: string; step: EscalationStep }>();
  for (const step of telling) {
    const leadId = subjects.get(step.clockId)?.leadId ?? null;
    const people: Record<Told, readonly (string | null)[]> = {
      owner: [step.ownerId],
      'team-lead': [leadId],
      'head-of-sales': postOf('sales'),
      'head-of-marketing': postOf('marketing'),
      sponsor: postOf('sponsor'),
      board: [...postOf('marketing'), ...postOf('sales')],
    };
    for (const memberId of new Set(step.tell.flatMap((name) => people[name]))) {
      if (memberId === null) continue;
      const key = `${step.clockId} ${memberId}`;
      if ((highest.get(key)?.step.step ?? -1) < step.step) highest.set(key, { memberId, step });
    }
  }
  await notifyMembers(
    ctx,
    [...highest.values()].flatMap(({ memberId, step }) => {
      const subject = subjects.get(step.clockId);
      return subject === undefined ? [] : tellStep(step, memberId, subject);
    }),
  );
}

type Subject = Awaited<ReturnType<typeof selectClockSubjects>>[number];

function tellStep(step: EscalationStep, memberId: string, subject: Subject): Telling[] {
  const { rejectionId, handoffId, contactId, ownerName } = subject;
  const target =
    rejectionId !== null
      ? { object: 'rejection' as const, objectId: rejectionId }
      : handoffId !== null
        ? { object: 'handoff' as const, objectId: handoffId }
        : { object: 'contact' as const, objectId: contactId };
  if (contactId === null || target.objectId === null) return [];
  return [
    {
      ...{ kind: 'promise-escalated', key: `promise-escalated:${step.clockId}:${step.step}`, memberIds: [memberId] },
      ...{ object: target.object, objectId: target.objectId, about: { contactId } },
      text: sayStep(step, memberId === step.ownerId ? null : ownerName),
      urgent: step.step >= urgentFrom,
    },
  ];
}

/** @param owner whose promise it is, where somebody else is told */
function sayStep({ kind, step }: EscalationStep, owner: string | null): string {
  const time = owner === null ? 'the time' : `the time of ${owner}`;
  if (step < 100) return `${step} % of ${time} to ${owed[kind]} is over.`;
  const over = step === 100 ? `${time[0]?.toUpperCase()}${time.slice(1)}` : `${step} % of ${time}`;
  return `${over} to ${owed[kind]} is over, and the promise is broken.`;
}
