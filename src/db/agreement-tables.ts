import type { ColumnType } from 'kysely';
import type { MemberDepartment } from '../core/access.ts';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

type ClauseCommentTable = {
  workspaceId: string;
  id: string;
  versionId: string;
  clause: string;
  kind: 'comment' | 'question';
  replyTo: string | null;
  body: string;
  place: string | null;
  authorId: string;
  at: Date;
  resolvedAt: Date | null;
  resolvedBy: string | null;
};

type ClauseAnswerTable = {
  workspaceId: string;
  versionId: string;
  clause: string;
  memberId: string;
  canKeep: boolean;
  remark: string | null;
  /** The clause in words when it was answered. */
  sentence: string;
  answeredAt: Date;
};

type TargetReasonTable = {
  workspaceId: string;
  versionId: string;
  domain: string;
  proposedBy: string;
  proposedFor: MemberDepartment;
  proposedAt: Date;
  reason: string | null;
  objectedBy: string | null;
  objectedAt: Date | null;
  objection: string | null;
};

type RehearsalTable = {
  workspaceId: string;
  id: string;
  versionId: string;
  hash: string;
  againstId: string | null;
  status: 'waiting' | 'running' | 'done' | 'failed';
  people: number;
  judged: number;
  result: Json<Record<string, unknown>> | null;
  askedBy: string | null;
  askedAt: Date;
  finishedAt: Date | null;
};

type VersionWaveTable = {
  workspaceId: string;
  versionId: string;
  contactId: string;
  day: string | null;
  memberId: string | null;
  droppedAt: Date | null;
};

/** What is said around the text of the agreement, and what a draft would do. */
export type AgreementTables = {
  clauseComments: ClauseCommentTable;
  clauseAnswers: ClauseAnswerTable;
  targetReasons: TargetReasonTable;
  rehearsals: RehearsalTable;
  versionWaves: VersionWaveTable;
};
