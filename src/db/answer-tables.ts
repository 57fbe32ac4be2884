import type { ColumnType, Generated } from 'kysely';
import type { Department } from '../core/access.ts';
import type { BriefField } from '../core/handoff/brief-fields.ts';
import type { Fixer, RejectionState, Ruling } from '../core/handoff/rejection.ts';

type JsonOr<T> = ColumnType<T, string | undefined, string>;

type BriefOpeningTable = { workspaceId: string; handoffId: string; memberId: string; at: Date };
type BriefRatingTable = BriefOpeningTable & { field: BriefField; useful: boolean };

/** What Marketing changes because of a rejection. */
export type LinkedChange = { kind: 'campaign' | 'form' | 'scoring-clause' | 'text'; ref: string | null; text: string };

type RejectionTable = {
  workspaceId: string;
  id: string;
  handoffId: string;
  reason: string;
  fixer: Fixer;
  status: RejectionState;
  openedAt: Date;
  answererId: string | null;
  answeredAt: Date | null;
  answeredBy: string | null;
  answer: string | null;
  changes: JsonOr<LinkedChange[]>;
  contestUntil: Date | null;
  contestedAt: Date | null;
  contestedBy: string | null;
  contest: string | null;
  decidedAt: Date | null;
  deadlock: Generated<boolean>;
  newHandoffId: string | null;
  version: Generated<number>;
};

type RejectionVoteTable = {
  workspaceId: string;
  rejectionId: string;
  party: Department;
  ruling: Ruling;
  memberId: string;
  note: string | null;
  at: Date;
};

type VerdictLinkTable = {
  workspaceId: string;
  tokenHash: Buffer;
  handoffId: string;
  memberId: string;
  verb: 'accept' | 'reject';
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
};

type EventTable = {
  workspaceId: string;
  seq: Generated<number>;
  xid: Generated<string>;
  at: Date;
  kind: string;
  object: string;
  objectId: string;
  memberIds: string[];
  details: JsonOr<Record<string, string | null>>;
};

/** What Sales does with a lead, what Marketing answers, and what pages are told of. */
export type AnswerTables = {
  briefOpenings: BriefOpeningTable;
  briefRatings: BriefRatingTable;
  rejections: RejectionTable;
  rejectionVotes: RejectionVoteTable;
  verdictLinks: VerdictLinkTable;
  events: EventTable;
};
