import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { sayActivity } from '../../core/activity.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { findRung } from '../../core/lifecycle/stage-events.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { sayTouchText } from '../../core/relay/touch-text.ts';
import { requireFound } from '../../core/version.ts';
import { Instant } from '../../core/wire.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { type TimelineEntry, timelineKinds } from '../contacts/schema.ts';
import { nameReason, nameStage, readPipeline } from '../deals/read-pipeline.ts';
import type { PipelineView } from '../deals/schema.ts';
import { mayEdit } from '../notes/read-note.ts';
import {
  type DealEntry,
  type OtherEntry,
  type Subject,
  selectDealEntries,
  selectOtherEntries,
  selectSubjects,
  selectTouchEntries,
  selectWorkEntries,
  type TouchEntry,
  type WorkEntry,
} from './store.ts';

type Kind = (typeof timelineKinds)[number];
type Entry = Omit<TimelineEntry, 'contact' | 'at'> & { at: Date; contactId: string | null };

const Cursor = z.tuple([Instant, z.string().max(100)]);

/**
 * What happened between us and one person, or all people of a company or a deal within reach, the latest first: both departments' touches,
 * stages, journey steps, handoffs, deals and consents, notes, what was done of tasks and what Sales did, on one line of time.
 *
 * @param query.kinds of these kinds only
 */
export async function readTimeline(
  ctx: Ctx,
  subject: Subject,
  {
    cursor,
    limit,
    kinds = timelineKinds,
  }: { cursor?: string | undefined; limit: number; kinds?: readonly Kind[] | undefined },
): Promise<{ data: TimelineEntry[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const people = await selectSubjects(ctx, subject);
  if ('contactId' in subject) requireFound('contact', people[0]);
  const names = new Map(people.map(({ id, name, email, phone }) => [id, name ?? email ?? phone ?? '']));
  const ids = [...names.keys()];
  const relay = await findRelayInForce(ctx);
  const of = <Some extends Kind>(some: readonly Some[]) => some.filter((kind) => kinds.includes(kind));
  const decided = of(['stage', 'journey', 'handoff', 'consent'] as const);
  const worked = of(['note', 'task', 'activity'] as const);
  const touches = kinds.includes('touch') ? await selectTouchEntries(ctx, ids, before, limit + 1) : [];
  const others = decided.length > 0 ? await selectOtherEntries(ctx, ids, decided, before, limit + 1) : [];
  const about = {
    contactIds: ids,
    accountId: 'accountId' in subject ? subject.accountId : null,
    dealId: 'dealId' in subject ? subject.dealId : null,
  };
  const work = worked.length > 0 ? await selectWorkEntries(ctx, about, worked, before, limit + 1) : [];
  const deals = kinds.includes('deal') ? await selectDealEntries(ctx, about, before, limit + 1) : [];
  const pipeline = deals.length > 0 ? await readPipeline(ctx) : null;
  const entries = [
    ...touches.map(tellTouch),
    ...others.map((entry) => tellOther(relay, entry)),
    ...work.map((entry) => tellWork(ctx, entry)),
    ...deals.map((entry) => tellDeal(pipeline, entry)),
  ];
  entries.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return toPage(
    entries.slice(0, limit + 1),
    limit,
    ({ at, id }) => [at.toISOString(), id],
    ({ contactId, at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      contact: contactId === null ? null : { id: contactId, name: names.get(contactId) ?? '' },
    }),
  );
}

function tellTouch({ key, at, contactId, department, memberName, ...words }: TouchEntry): Entry {
  const { channel, campaign } = words;
  const text = sayTouchText({ ...words, kind: words.kind ?? '', at: at.getTime() });
  const detail = { channel, campaign, member: memberName };
  return { id: key, at, kind: 'touch', department, text, contactId, detail, record: null };
}

function tellOther(relay: Relay | null, entry: OtherEntry): Entry {
  const { key, at, kind, contactId, reason, note, memberName } = entry;
  const detail = { reason, note, member: memberName };
  return { id: key, at, kind, contactId, detail, ...says[kind](relay, entry), record: null };
}

function tellDeal(pipeline: PipelineView | null, entry: DealEntry): Entry {
  const { key, at, step, dealName, stage, reason, note, memberName } = entry;
  const name = pipeline === null ? stage : nameStage(pipeline, stage).name;
  const what = {
    opened: 'was opened',
    moved: `came to ${name}`,
    won: 'was won',
    lost: 'was lost',
    reopened: 'was opened again',
  };
  const why = reason === null || pipeline === null ? reason : nameReason(pipeline, reason).name;
  const detail = { reason: why, note, member: memberName };
  return {
    ...{ id: key, at, kind: 'deal', department: 'sales', contactId: null, detail, record: null },
    text: `The deal “${dealName}” ${what[step]}`,
  };
}

function tellWork(ctx: Ctx, entry: WorkEntry): Entry {
  const { kind, key, id, at, contactId, body, memberName, memberDepartment, known, withdrawn, pinned, mentions } =
    entry;
  const who = memberName ?? 'Somebody';
  const text =
    kind === 'note' ? `${who} wrote` : kind === 'task' ? `${who} did: ${body}` : sayActivity(activityOf(entry));
  return {
    ...{ id: key, at, kind, contactId, text },
    department: kind === 'activity' ? 'sales' : (memberDepartment ?? 'both'),
    detail: kind === 'task' ? {} : { body, ...(kind === 'activity' ? { member: memberName } : {}) },
    record: { id, mayEdit: withdrawn === null && mayEdit(ctx, entry.editorId), pinned, mentions, withdrawn, known },
  };
}

/** The statement gives these of each activity. */
function activityOf({ activityKind, direction, outcome, minutes }: WorkEntry) {
  return { kind: activityKind ?? 'call', direction: direction ?? 'outbound', outcome, minutes };
}

type Said = Pick<Entry, 'text' | 'department'>;

const says: Record<OtherEntry['kind'], (relay: Relay | null, entry: OtherEntry) => Said> = {
  stage(relay, { was, became, memberDepartment }) {
    const name = (key: string | null) => relay?.agreement.stages.find((stage) => stage.key === key)?.name ?? key;
    const text =
      became === null
        ? `No longer ${name(was)}: the move was taken back`
        : was === null
          ? `Became ${name(became)}`
          : `Moved from ${name(was)} to ${name(became)}`;
    return { text, department: memberDepartment ?? ownerOfStage(relay, became) };
  },
  journey(relay, { was, became }) {
    const find = (key: string | null) => relay?.agreement.journey.find((step) => step.key === key);
    const name = (key: string | null) => find(key)?.name ?? key;
    const text = became === null ? `Left the step ${name(was)}` : `Reached the step ${name(became)}`;
    return { text, department: find(became ?? was)?.accountable ?? 'marketing' };
  },
  handoff(_, { became, memberName, reason }) {
    const who = memberName ?? 'Sales';
    const texts: Record<string, string> = {
      offered: `Handed over to ${who}`,
      accepted: reason === 'timeout' ? `Accepted for ${who} by timeout` : `Accepted by ${who}`,
      rejected: `Rejected by ${who}`,
      'handed-back': `Handed back by ${who}`,
      won: `Won by ${who}`,
      lost: `Lost by ${who}`,
      cancelled: 'The handoff was cancelled',
    };
    return { text: texts[became ?? ''] ?? `The handoff became ${became}`, department: 'sales' };
  },
  consent: (_, { was, became, memberDepartment }) => ({
    text: became === 'granted' ? `Allowed "${was}"` : `Refused "${was}"`,
    department: memberDepartment ?? 'marketing',
  }),
};

/** Up to where Sales gets the contact a stage is Marketing's. */
function ownerOfStage(relay: Relay | null, stage: string | null): 'marketing' | 'sales' {
  const handing = relay?.agreement.stages.findIndex(({ handTo }) => handTo !== undefined) ?? -1;
  if (relay === null || handing === -1) return 'marketing';
  return findRung(relay.lifecycle, stage) > handing ? 'sales' : 'marketing';
}
