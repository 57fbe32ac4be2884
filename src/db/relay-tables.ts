import type { ColumnType, Generated } from 'kysely';
import type { Department } from '../core/access.ts';
import type { Party, VersionStatus } from '../core/agreement/version-life.ts';
import type { PauseReason } from '../core/clock/pause.ts';
import type { ClockKind } from '../core/handoff/clock-effects.ts';
import type { CancelCause, Handoff, HandoffState, Verdict } from '../core/handoff/handoff.ts';
import type { JourneyKind } from '../core/lifecycle/journey.ts';
import type { CycleKind, StageActor } from '../core/lifecycle/stage-events.ts';
import type { Considered, QueueReason, RoutingInput } from '../core/routing/route.ts';
import type { StoredTexts } from './people-tables.ts';

type Version = Generated<number>;
/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;
/** As above, with a default in the table. */
type JsonOr<T> = ColumnType<T, string | undefined, string>;

type AgreementVersionTable = {
  workspaceId: string;
  id: string;
  number: number;
  status: VersionStatus;
  name: string;
  source: string;
  /** Null while a draft cannot be read. */
  canonical: string | null;
  hash: string | null;
  proposal: Generated<number>;
  message: string | null;
  proposedBy: string | null;
  proposedAt: Date | null;
  proposedFor: Department | null;
  effectiveAt: Date | null;
  waveSize: number | null;
  returnedMessage: string | null;
  returnedBy: string | null;
  returnedAt: Date | null;
  inForceFrom: Date | null;
  inForceTo: Date | null;
  /** When those were found whom its waves hand over. */
  wavesFoundAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: Version;
};

type SignatureTable = {
  workspaceId: string;
  versionId: string;
  proposal: number;
  party: Party;
  memberId: string;
  asDeputy: boolean;
  hash: string;
  /** Agreed with the text; null for as soon as it is signed. */
  effectiveAt: Date | null;
  waveSize: number | null;
  signedAt: Date;
};

type AcknowledgementTable = { workspaceId: string; versionId: string; memberId: string; acknowledgedAt: Date };

type TransitionTable = {
  workspaceId: string;
  contactId: string;
  seq: number;
  move: number;
  cycle: number;
  cycleKind: CycleKind;
  fromStage: string | null;
  toStage: string | null;
  occurredAt: Date | null;
  decidedAt: Date;
  actorKind: StageActor['kind'];
  actorId: string;
  reason: string | null;
  note: string | null;
  inferred: boolean;
  compensates: number | null;
  versionId: string | null;
};

type JourneyEventTable = {
  workspaceId: string;
  contactId: string;
  seq: number;
  fromStep: string | null;
  toStep: string | null;
  at: Date;
  kind: JourneyKind;
  versionId: string;
};

type QualificationTable = {
  workspaceId: string;
  id: string;
  contactId: string;
  cycle: number;
  status: 'incomplete' | 'queued' | 'handed-over' | 'withdrawn';
  clause: string;
  versionId: string;
  explore: boolean;
  missing: string[];
  queueReason: QueueReason | null;
  /** Since when nobody is available for it. */
  queuedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  evidence: Json<unknown[]>;
  occurredAt: Date;
  decidedAt: Date;
  handedOverAt: Date | null;
};

type DealTable = {
  workspaceId: string;
  id: string;
  accountId: string | null;
  name: string;
  kind: 'new' | 'expansion' | 'renewal' | 'churn';
  stage: string;
  amount: number | null;
  currency: string;
  baseAmount: number | null;
  /** `YYYY-MM-DD` */
  expectedClose: ColumnType<string | null, string | null, string | null>;
  openedAt: Date | null;
  wonAt: Date | null;
  lostAt: Date | null;
  lossReason: string | null;
  ownerId: string | null;
  sdrId: string | null;
  fields: JsonOr<Record<string, unknown>>;
  texts: JsonOr<StoredTexts>;
  /** What winning or losing it moved; JSON text when written. */
  closing: ColumnType<Closing | null, string | null | undefined, string | null>;
  stageSince: ColumnType<Date | null, Date | null | undefined, Date | null>;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: Version;
};

type DealContactTable = { workspaceId: string; dealId: string; contactId: string; role: string | null };

/** What a verdict changed, as it stood before, and until when it can be taken back; instants are epoch milliseconds. */
export type UndoRecord = {
  until: number;
  /** The move of the lead stage, where there was one. */
  move: number | null;
  status: 'offered' | 'accepted';
  verdict: { verdict: Verdict | null; by: string | null; at: number | null; clause: string | null };
  acceptedBy: Handoff['acceptedBy'];
  acceptedAt: number | null;
  clocks: {
    id: string;
    answeredAt: number | null;
    brokenAt: number | null;
    outcome: 'kept' | 'broken' | 'cancelled' | null;
    endedAt: number | null;
  }[];
};

/** What winning or losing a deal moved: stages of people by the number of the move, and handoffs with their clocks before. */
export type Closing = {
  moves: { contactId: string; move: number; versionId: string }[];
  handoffs: { id: string; clocks: UndoRecord['clocks'] }[];
};

type HandoffTable = {
  workspaceId: string;
  id: string;
  contactId: string;
  accountId: string | null;
  qualificationId: string | null;
  cycle: number;
  number: number;
  follows: string | null;
  memberId: string;
  teamId: string | null;
  assignedAt: Date;
  explore: boolean;
  status: HandoffState;
  offeredAt: Date;
  acceptedAt: Date | null;
  acceptedBy: Handoff['acceptedBy'];
  verdict: Verdict | null;
  verdictAt: Date | null;
  verdictBy: string | null;
  verdictClause: string | null;
  reason: string | null;
  note: string | null;
  confirm: JsonOr<Record<string, string>>;
  texts: JsonOr<StoredTexts>;
  confirmedAt: Date | null;
  dealId: string | null;
  marketingOwnerId: string | null;
  nextStep: string | null;
  wakeUpAt: Date | null;
  cancelCause: CancelCause | null;
  overturned: Generated<boolean>;
  closedAt: Date | null;
  grade: string | null;
  campaign: string | null;
  leadValue: string | null;
  expectedValue: number | null;
  brief: Json<Record<string, unknown>>;
  promises: JsonOr<Partial<Record<ClockKind, string>>>;
  openedAt: Date | null;
  salesSourced: Generated<boolean>;
  undo: ColumnType<UndoRecord | null, string | null | undefined, string | null>;
  turnReturnedAt: Date | null;
  attachedContactId: string | null;
  attachedHandoffId: string | null;
  versionId: string;
  version: Version;
};

type AssignmentTable = {
  workspaceId: string;
  handoffId: string;
  memberId: string;
  fromAt: Date;
  toAt: Date | null;
  cause: 'routed' | 'reassigned' | 'escalated' | 'pulled' | 'given' | 'handover' | 'ruling';
};

type RoutingLogTable = {
  workspaceId: string;
  id: string;
  contactId: string;
  qualificationId: string | null;
  handoffId: string | null;
  at: Date;
  rule: string | null;
  pool: string | null;
  chosen: string | null;
  queueReason: QueueReason | null;
  considered: Json<Considered[]>;
  input: Json<RoutingInput>;
  cause: Generated<'routed' | 'pulled' | 'given'>;
  byMember: ColumnType<string | null, string | null | undefined, string | null>;
  versionId: string;
};

type RotationStateTable = {
  workspaceId: string;
  pool: string;
  memberId: string;
  given: number;
  credit: number;
  owed: number;
  present: boolean;
};

/** What the agreement says happens when time alone has brought a clock so far, and is not done yet. */
export type ClockConsequence = 'accept-by-timeout' | 'reassign' | 'end-arbitration';

type ClockTable = {
  workspaceId: string;
  id: string;
  kind: ClockKind;
  clause: string;
  versionId: string;
  handoffId: string | null;
  qualificationId: string | null;
  rejectionId: string | null;
  memberId: string | null;
  department: Department;
  startedAt: Date;
  targetUnit: 'business-minutes' | 'business-days';
  targetCount: number;
  dueAt: Date | null;
  nextAt: Date | null;
  answeredAt: Date | null;
  brokenAt: Date | null;
  outcome: 'kept' | 'broken' | 'cancelled' | null;
  endedAt: Date | null;
  consequence: ClockConsequence | null;
};

type ClockPartTable = {
  workspaceId: string;
  clockId: string;
  fromAt: Date;
  memberId: string | null;
  calendarId: string | null;
};

/** A promise that was cancelled by a merge that was taken back stood still meanwhile. */
export type ClockPauseReason = PauseReason | 'merged';

type ClockPauseTable = {
  workspaceId: string;
  id: string;
  clockId: string;
  fromAt: Date;
  toAt: Date | null;
  reason: ClockPauseReason;
  /** Who has said so; null for a merge. */
  memberId: string | null;
  note: string | null;
};

/** A span in which all promises of a member stand still; the absence is null once it was removed. */
type AbsencePauseTable = {
  workspaceId: string;
  id: string;
  memberId: string;
  absenceId: string | null;
  fromAt: Date;
  toAt: Date;
};

type ClockStepTable = { workspaceId: string; clockId: string; step: number; at: Date; told: Json<string[]> };

/** The agreement, stages, handoffs and clocks. */
export type RelayTables = {
  agreementVersions: AgreementVersionTable;
  signatures: SignatureTable;
  acknowledgements: AcknowledgementTable;
  transitions: TransitionTable;
  journeyEvents: JourneyEventTable;
  qualifications: QualificationTable;
  deals: DealTable;
  dealContacts: DealContactTable;
  handoffs: HandoffTable;
  assignments: AssignmentTable;
  routingLog: RoutingLogTable;
  rotationState: RotationStateTable;
  clocks: ClockTable;
  clockParts: ClockPartTable;
  clockPauses: ClockPauseTable;
  absencePauses: AbsencePauseTable;
  clockSteps: ClockStepTable;
};
