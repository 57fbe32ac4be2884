import { z } from 'zod';
import { directions } from '../../core/activity.ts';
import { contract } from '../../core/contract.ts';
import { calendarAnswers } from '../../core/mail/calendar-entry.ts';
import { unmatchedReasons } from '../../core/mail/sort-mail.ts';
import { Email, Empty, Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';
import { readers, writers } from '../notes/schema.ts';

/** Mails may be as large as this: it is what mail servers usually take. */
export const mostMailBytes = 10 * 1024 * 1024;

/** Mail is sent to a member's own address: no program has one. */
const owners = { roles: writers.roles };

/** The secret address to which a member sends a copy of what they write. */
export const LoggingAddress = z.object({
  /** Whether this Baton takes mail at all. */
  takesMail: z.boolean(),
  /** Null until the member has asked for one. */
  address: z.string().nullable(),
  rotatedAt: Instant.nullable(),
  /** The address they sign in with, from which mail is theirs in any case. */
  email: z.string(),
  /** Further addresses from which they write. */
  senders: z.array(z.string()),
  /** How many mails found nobody. */
  unmatched: z.int(),
});
export type LoggingAddress = z.infer<typeof LoggingAddress>;

export const getLoggingAddress = contract({
  id: 'logging-address.get',
  method: 'GET',
  path: '/api/logging-address',
  summary: 'Read your own logging address: mail with a copy to it is logged as observed.',
  access: owners,
  response: LoggingAddress,
});

export const rotateLoggingAddress = contract({
  id: 'logging-address.rotate',
  method: 'POST',
  path: '/api/logging-address/rotate',
  summary: 'Make your logging address, or a new one: nothing is taken at the one before any more.',
  access: owners,
  response: LoggingAddress,
});

export const mostSenders = 5;
export const SenderList = z.array(Email).max(mostSenders, 'Please name at most 5 addresses.');

export const editSenders = contract({
  id: 'logging-address.edit-senders',
  method: 'PUT',
  path: '/api/logging-address/senders',
  summary: 'Say from which further addresses you write.',
  access: owners,
  body: z.strictObject({ senders: SenderList }),
  response: LoggingAddress,
  example: { senders: [] },
});

/** A mail that reached a logging address and is about nobody that Baton knows. */
export const UnmatchedMail = z.object({
  id: Id,
  reason: z.enum(unmatchedReasons),
  /** The reason as a sentence, with what to do. */
  why: z.string(),
  /** As the mail says: nothing of it is proven. */
  sender: z.string().nullable(),
  subject: z.string().nullable(),
  /** Whom it names and nobody knows. */
  addresses: z.array(z.string()),
  receivedAt: Instant,
  /** When it is removed, unless somebody says before whom it is about. */
  keptUntil: Instant,
});
export type UnmatchedMail = z.infer<typeof UnmatchedMail>;

const UnmatchedParams = z.object({ unmatchedMailId: Id });

export const listUnmatchedMails = contract({
  id: 'unmatched-mails.list',
  method: 'GET',
  path: '/api/unmatched-mails',
  summary: 'List your own mail that found nobody, the newest first.',
  access: owners,
  query: PageQuery,
  response: page(UnmatchedMail),
});

export const readUnmatchedMail = contract({
  id: 'unmatched-mails.read',
  method: 'GET',
  path: '/api/unmatched-mails/:unmatchedMailId/raw',
  summary: 'Read a mail that found nobody as it came, byte by byte.',
  access: owners,
  params: UnmatchedParams,
  response: z.object({ /** Base64. */ raw: z.string() }),
});

export const attachMail = contract({
  id: 'unmatched-mails.attach',
  method: 'POST',
  path: '/api/unmatched-mails/:unmatchedMailId/attach',
  summary: 'Say whom a mail is about: it is logged with that person as observed.',
  access: owners,
  params: UnmatchedParams,
  body: z.strictObject({ contactId: Id }),
  response: Empty,
  example: { contactId: '{contactId}' },
});

export const retryMail = contract({
  id: 'unmatched-mails.retry',
  method: 'POST',
  path: '/api/unmatched-mails/:unmatchedMailId/retry',
  summary: 'Look once more whom a mail is about, such as after the person was added.',
  access: owners,
  params: UnmatchedParams,
  response: z.object({ found: z.boolean() }),
});

export const discardMail = contract({
  id: 'unmatched-mails.discard',
  method: 'DELETE',
  path: '/api/unmatched-mails/:unmatchedMailId',
  summary: 'Discard a mail that found nobody; it is gone at once.',
  access: owners,
  params: UnmatchedParams,
  response: Empty,
  status: 204,
});

/** A meeting that an invitation announces. It becomes an activity when its time has come. */
export const BookedMeeting = z.object({
  subject: z.string().nullable(),
  startsAt: Instant,
  wholeDay: z.boolean(),
  direction: z.enum(directions),
  answer: z.enum(calendarAnswers).nullable(),
  member: Named,
});
export type BookedMeeting = z.infer<typeof BookedMeeting>;

export const listBookedMeetings = contract({
  id: 'booked-meetings.list',
  method: 'GET',
  path: '/api/contacts/:contactId/booked-meetings',
  summary: 'List the meetings that are booked with a person, the next first.',
  access: readers,
  params: z.object({ contactId: Id }),
  response: z.object({ data: z.array(BookedMeeting) }),
});

export const sendMail = contract({
  id: 'mail.send',
  method: 'POST',
  path: '/v1/mail',
  summary: 'Send a mail as it came (message/rfc822), for those whose mail server or provider forwards it by HTTP.',
  access: 'write-key',
  /** The logging address that it reached; without it, the first that its head names. */
  query: z.object({ to: z.string().max(320).optional() }),
  body: z.custom<Uint8Array | string>(
    (body) => body instanceof Uint8Array || typeof body === 'string',
    'Send the mail as the body, with Content-Type: message/rfc822.',
  ),
  upload: { bodyLimit: mostMailBytes },
  keyed: false,
  response: z.object({ success: z.literal(true) }),
});
