import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { findRung } from '../../core/lifecycle/stage-events.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { sayTouchText } from '../../core/relay/touch-text.ts';
import { requireFound } from '../../core/version.ts';
import { Instant } from '../../core/wire.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import type { TimelineEntry } from '../contacts/schema.ts';
import {
  type OtherEntry,
  type Subject,
  selectOtherEntries,
  selectSubjects,
  selectTouchEntries,
  type TouchEntry,
} from './store.ts';

type Entry = Omit<TimelineEntry, 'contact' | 'at'> & { at: Date; contactId: string };

const Cursor = z.tuple([Instant, z.string().max(100)]);

/**
 * What happened between us and one person, or all people of a company within reach, the latest first: both departments' touches,
 * stages, journey steps, handoffs and consents on one line of time.
 */
export async function readTimeline(
  ctx: Ctx,
  subject: Subject,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ data: TimelineEntry[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const people = await selectSubjects(ctx, subject);
  if ('contactId' in subject) requireFound('contact', people[0]);
  const names = new Map(people.map(({ id, name, email, phone }) => [id, name ?? email ?? phone ?? '']));
  const ids = [...names.keys()];
  if (ids.length === 0) return { data: [], nextCursor: null };
  const relay = await findRelayInForce(ctx);
  const touches = await selectTouchEntries(ctx, ids, before, limit + 1);
  const others = await selectOtherEntries(ctx, ids, before, limit + 1);
  const entries = [...touches.map(tellTouch), ...others.map((entry) => tellOther(relay, entry))];
  entries.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return toPage(
    entries.slice(0, limit + 1),
    limit,
    ({ at, id }) => [at.toISOString(), id],
    ({ contactId, at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      contact: { id: contactId, name: names.get(contactId) ?? '' },
    }),
  );
}

function tellTouch({ key, at, contactId, department, memberName, ...words }: TouchEntry): Entry {
  const { channel, campaign } = words;
  const text = sayTouchText({ ...words, kind: words.kind ?? '', at: at.getTime() });
  return { id: key, at, kind: 'touch', department, text, contactId, detail: { channel, campaign, member: memberName } };
}

function tellOther(relay: Relay | null, entry: OtherEntry): Entry {
  const { key, at, kind, contactId, reason, note, memberName } = entry;
  const detail = { reason, note, member: memberName };
  return { id: key, at, kind, contactId, detail, ...says[kind](relay, entry) };
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
