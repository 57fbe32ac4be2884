import type { Generated } from 'kysely';
import type { ActivityKind, Direction } from '../core/activity.ts';

type NoteTable = {
  workspaceId: string;
  id: string;
  contactId: string | null;
  accountId: string | null;
  dealId: string | null;
  body: string;
  authorId: string | null;
  pinned: Generated<boolean>;
  at: Date;
  editedAt: Date | null;
  source: string | null;
  externalId: string | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

type NoteMentionTable = {
  workspaceId: string;
  noteId: string;
  memberId: string;
  written: string;
  mentionedBy: string | null;
  at: Date;
  readAt: Date | null;
};

type TaskTable = {
  workspaceId: string;
  id: string;
  title: string;
  note: string | null;
  contactId: string | null;
  accountId: string | null;
  dealId: string | null;
  assigneeId: string;
  createdBy: string | null;
  /** `YYYY-MM-DD`. */
  dueOn: string | null;
  dueAt: Date | null;
  doneAt: Date | null;
  doneBy: string | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

type ActivityTable = {
  workspaceId: string;
  id: string;
  contactId: string;
  dealId: string | null;
  memberId: string | null;
  kind: ActivityKind;
  direction: Direction;
  at: Date;
  knownAt: Date;
  live: boolean;
  outcome: string | null;
  minutes: number | null;
  note: string | null;
  known: 'typed' | 'observed';
  automated: Generated<boolean>;
  touchId: string;
  source: string | null;
  externalId: string | null;
  loggedBy: string | null;
  editedAt: Date | null;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

/** What people write and do beside what arrives by itself. */
export type WorkTables = {
  notes: NoteTable;
  noteMentions: NoteMentionTable;
  tasks: TaskTable;
  activities: ActivityTable;
};
