import type { Generated } from 'kysely';
import type { Direction } from '../core/activity.ts';
import type { CalendarAnswer } from '../core/mail/calendar-entry.ts';
import type { UnmatchedReason } from '../core/mail/sort-mail.ts';

type LoggingAddressTable = {
  workspaceId: string;
  memberId: string;
  tokenHash: Buffer;
  sealed: Buffer;
  senders: Generated<string[]>;
  rotatedAt: Date;
};

type UnmatchedMailTable = {
  workspaceId: string;
  id: string;
  memberId: string;
  mailKey: string;
  reason: UnmatchedReason;
  sender: string | null;
  subject: string | null;
  addresses: string[];
  receivedAt: Date;
  sealed: Buffer;
};

type UnderstoodBounceTable = { workspaceId: string; mailKey: string; at: Date };

type BookedMeetingTable = {
  workspaceId: string;
  id: string;
  uid: string;
  contactId: string;
  memberId: string;
  direction: Direction;
  subject: string | null;
  startsAt: Date;
  wholeDay: boolean;
  sequence: number;
  stamp: Date;
  cancelled: Generated<boolean>;
  answer: CalendarAnswer | null;
  answerAt: Date | null;
  activityId: string | null;
  bookedAt: Date;
};

/** What comes of mail that members send a copy of to Baton. */
export type InboundMailTables = {
  loggingAddresses: LoggingAddressTable;
  unmatchedMails: UnmatchedMailTable;
  understoodBounces: UnderstoodBounceTable;
  bookedMeetings: BookedMeetingTable;
};
