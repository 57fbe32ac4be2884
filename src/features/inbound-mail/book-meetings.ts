import { createHash } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import type { CalendarEntry, CalendarFile } from '../../core/mail/calendar-entry.ts';
import { shorten } from '../../core/mail/excerpt.ts';
import { newId } from '../../db/ids.ts';
import { withdrawActivity } from '../activities/withdraw-activity.ts';
import { lockMeetings, type MeetingValues, putMeetings } from './store.ts';

/** What calendar files say to one person or heard from them: the most that any entry of them does. */
export type Told = 'noted' | 'changed' | 'accepted' | 'new';
const order: readonly Told[] = ['noted', 'changed', 'accepted', 'new'];

/** Nobody books further away, nor was anything booked before that is still told of. */
const furthest = 10 * 366 * 86_400_000;

type Given = {
  files: readonly CalendarFile[];
  /** People who are held, and the keys of their addresses. */
  contactIds: readonly string[];
  people: ReadonlyMap<string, string>;
  direction: 'outbound' | 'inbound';
  /** When the mail was sent; it stands for the time of what does not say its own. */
  at: Date;
};

type Meeting = MeetingValues & { id: string; uid: string; contactId: string };

/**
 * Carries out what calendar files say of meetings with people who are held: an invitation books one, a later one of the same entry
 * moves it, a cancellation takes it back with what was logged of it, an answer is kept beside it. What is older than
 * what was heard already says nothing.
 */
export async function bookMeetings(ctx: Ctx, memberId: string, given: Given): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  const said = given.files.flatMap(({ method, entries }) =>
    entries.map((entry) => ({ method, entry, uid: nameEntry(entry) })),
  );
  if (said.length === 0) return told;
  const rows = new Map<string, Meeting>();
  const uids = [...new Set(said.map(({ uid }) => uid))];
  for (const row of await lockMeetings(ctx, uids, given.contactIds)) rows.set(`${row.uid} ${row.contactId}`, row);
  const changed = new Map<string, Meeting>();
  const undone: { id: string; reason: string }[] = [];
  for (const { method, entry, uid } of said) {
    for (const contactId of peopleOf(method, entry, given)) {
      const before = rows.get(`${uid} ${contactId}`);
      const heard = hear(ctx, { ...given, method, entry, before, contactId });
      if (heard === null) continue;
      if (order.indexOf(heard.told) >= order.indexOf(told.get(contactId) ?? 'noted')) told.set(contactId, heard.told);
      const after = applyHeard(heard, {
        ...{ before, uid, contactId, memberId, direction: given.direction },
        id: before?.id ?? newId(ctx.now),
      });
      if (after === null) continue;
      if (before?.activityId && heard.undo !== null) undone.push({ id: before.activityId, reason: heard.undo });
      rows.set(`${uid} ${contactId}`, after);
      changed.set(`${uid} ${contactId}`, after);
    }
  }
  await putMeetings(ctx, [...changed.values()].map(toValues));
  for (const { id, reason } of undone) await withdrawActivity(ctx, id, reason);
  return told;
}

type Place = Pick<Meeting, 'id' | 'uid' | 'contactId' | 'memberId' | 'direction'> & { before: Meeting | undefined };

/** The meeting as it is from now on; null where it stays as it was. */
function applyHeard({ values, undo }: Heard, { before, ...place }: Place): Meeting | null {
  if (values === null) return null;
  const { memberId, direction } = before ?? place;
  const activityId = undo === null ? (before?.activityId ?? null) : null;
  return { ...place, ...values, memberId, direction, activityId };
}

const toValues = (row: Meeting): Meeting => {
  const { id, uid, contactId, memberId, direction, subject, startsAt, wholeDay, sequence, stamp } = row;
  const { cancelled, answer, answerAt, activityId } = row;
  return {
    ...{ id, uid, contactId, memberId, direction, subject, startsAt, wholeDay, sequence, stamp },
    ...{ cancelled, answer, answerAt, activityId },
  };
};

type Heard = {
  told: Told;
  /** Null where the meeting stays as it was. */
  values: Omit<MeetingValues, 'memberId' | 'direction' | 'activityId'> | null;
  /** Why what was logged of it did not happen. */
  undo: string | null;
};

type Message = Given & {
  method: CalendarFile['method'];
  entry: CalendarEntry;
  before: Meeting | undefined;
  contactId: string;
};

function hear(ctx: Ctx, message: Message): Heard | null {
  const { method, entry, before } = message;
  const stamp = new Date(entry.stamp ?? message.at.getTime());
  if (!isNear(ctx, stamp)) return null;
  if (method === 'reply') return hearAnswer(message, stamp);
  const isLater =
    before === undefined ||
    entry.sequence > before.sequence ||
    (entry.sequence === before.sequence && stamp > before.stamp);
  const startsAt = entry.startsAt === null ? (before?.startsAt ?? null) : new Date(entry.startsAt);
  if (method === 'cancel') {
    if (!(isLater || (before.sequence === entry.sequence && !before.cancelled)))
      return { told: 'noted', values: null, undo: null };
    const values = { ...describe(entry, before), startsAt: startsAt ?? stamp, stamp, cancelled: true };
    return { told: 'changed', values, undo: 'The meeting was called off' };
  }
  if (startsAt === null || !isNear(ctx, startsAt)) return null;
  if (!isLater) return { told: 'noted', values: null, undo: null };
  const isMoved = before !== undefined && before.startsAt.getTime() !== startsAt.getTime();
  // Whoever agreed to another time has not agreed to this one.
  const answer = isMoved ? { answer: null, answerAt: null } : {};
  return {
    told: before === undefined || before.cancelled ? 'new' : 'changed',
    values: { ...describe(entry, before), startsAt, stamp, cancelled: false, ...answer },
    undo: isMoved ? 'The meeting was moved to another time' : null,
  };
}

function hearAnswer({ entry, before, contactId, people, direction }: Message, stamp: Date): Heard | null {
  if (direction === 'outbound') return null;
  const own = entry.attendees.find(({ key }) => people.get(key) === contactId) ?? entry.attendees[0];
  const answer = own?.answer ?? null;
  if (answer === null) return { told: 'noted', values: null, undo: null };
  const told = answer === 'accepted' ? 'accepted' : 'noted';
  // An answer to a time that was given up since is a word from them, and says nothing of the time of now.
  const isOld =
    before === undefined || entry.sequence < before.sequence || (before.answerAt !== null && before.answerAt > stamp);
  if (isOld) return { told, values: null, undo: null };
  const { subject, startsAt, wholeDay, sequence, cancelled } = before;
  return {
    told,
    values: { subject, startsAt, wholeDay, sequence, stamp: before.stamp, cancelled, answer, answerAt: stamp },
    undo: answer === 'declined' ? 'They declined the meeting' : null,
  };
}

function describe(entry: CalendarEntry, before: Meeting | undefined) {
  const summary = entry.summary?.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ') ?? null;
  return {
    subject: summary === null ? (before?.subject ?? null) : shorten(summary, 300),
    wholeDay: entry.startsAt === null ? (before?.wholeDay ?? false) : entry.wholeDay,
    sequence: entry.sequence,
    answer: before?.answer ?? null,
    answerAt: before?.answerAt ?? null,
  };
}

/** With whom an entry is, of those whom the mail is about. */
function peopleOf(method: CalendarFile['method'], entry: CalendarEntry, { contactIds, people, direction }: Given) {
  if (direction === 'inbound' || method === 'publish' || entry.attendees.length === 0) return contactIds;
  return [...new Set(entry.attendees.flatMap(({ key }) => people.get(key) ?? []))];
}

const isNear = ({ now }: Ctx, at: Date): boolean => Math.abs(at.getTime() - now.getTime()) < furthest;

/** The UID, where it is one that can be kept; else what stands for it. */
const nameEntry = ({ uid }: CalendarEntry): string =>
  /^[\x20-\x7e]{1,255}$/.test(uid) ? uid : `sha256:${createHash('sha256').update(uid).digest('hex')}`;
