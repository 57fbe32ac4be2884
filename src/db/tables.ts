import type { ColumnType, Generated } from 'kysely';
import type { Department, MemberDepartment, Role, Scope, Visibility } from '../core/access.ts';
import type { WorkingHours } from '../core/calendar/schema.ts';
import type { AgreementTables } from './agreement-tables.ts';
import type { AnswerTables } from './answer-tables.ts';
import type { BulkEditTables } from './bulk-edit-tables.ts';
import type { CustomFieldTables } from './custom-field-tables.ts';
import type { DealTables } from './deal-tables.ts';
import type { FormTables } from './form-tables.ts';
import type { ImportTables } from './import-tables.ts';
import type { InboundMailTables } from './inbound-mail-tables.ts';
import type { MergeTables } from './merge-tables.ts';
import type { NotificationTables } from './notification-tables.ts';
import type { PeopleTables } from './people-tables.ts';
import type { RecordTables } from './record-tables.ts';
import type { RelayTables } from './relay-tables.ts';
import type { RollupTables } from './rollup-tables.ts';
import type { SampleTables } from './sample-tables.ts';
import type { ViewTables } from './view-tables.ts';
import type { WorkTables } from './work-tables.ts';

/** Columns are snake_case in PostgreSQL and camelCase here; the plugin of `database.ts` maps one to the other. */
type Version = Generated<number>;
/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

type InstallationTable = { onlyOne: Generated<boolean>; workspaceId: string; setUpAt: Date };

type WorkspaceTable = {
  id: string;
  name: string;
  currency: string;
  zone: string;
  locale: string;
  fiscalStart: string;
  visibility: Generated<Visibility>;
  /** Business days in which leads still come to members who have not confirmed the agreement in force. */
  acknowledgeDays: Generated<number>;
  /** Business hours in which somebody is to be found for a lead that waits. */
  queueHours: Generated<number>;
  /** The workspace for which this sample was made; null for a real one. */
  sampleOf: Generated<string | null>;
  /** False for a sample that is being made. */
  ready: Generated<boolean>;
  createdAt: Date;
  version: Version;
};

type MemberTable = {
  workspaceId: string;
  id: string;
  email: string;
  emailKey: string;
  name: string;
  nameKey: string;
  department: MemberDepartment;
  role: Role;
  visibility: Visibility | null;
  zone: string | null;
  locale: string | null;
  passwordHash: string | null;
  active: Generated<boolean>;
  awaitsInvitation: Generated<boolean>;
  lastSeenAt: Date | null;
  createdAt: Date;
  version: Version;
};

type DepartmentTable = {
  workspaceId: string;
  department: Department;
  headId: string | null;
  deputyId: string | null;
  version: Version;
};

type TeamTable = {
  workspaceId: string;
  id: string;
  name: string;
  nameKey: string;
  /** By which routing names it; null where an older Baton made the team. */
  key: string | null;
  department: MemberDepartment;
  leadId: string | null;
  archivedAt: Date | null;
  createdAt: Date;
  version: Version;
};

type TeamMemberTable = {
  workspaceId: string;
  teamId: string;
  memberId: string;
  weight: number;
  cap: number | null;
  validFrom: Date;
  validTo: Date | null;
};

type CalendarTable = {
  workspaceId: string;
  id: string;
  name: string;
  teamId: string | null;
  memberId: string | null;
  zone: string;
  hours: Json<WorkingHours['hours']>;
  holidays: string | null;
  closed: Json<WorkingHours['closed']>;
  days: Json<WorkingHours['days']>;
  createdAt: Date;
  version: Version;
};

type AbsenceTable = {
  workspaceId: string;
  id: string;
  memberId: string;
  startsAt: Date;
  endsAt: Date;
  coverId: string | null;
  createdAt: Date;
  version: Version;
};

type SessionTable = {
  workspaceId: string;
  id: string;
  memberId: string;
  tokenHash: Buffer;
  previousHash: Buffer | null;
  previousUntil: Date | null;
  rotate: Generated<boolean>;
  /** The sample in which it is at the moment. */
  visiting: Generated<string | null>;
  device: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

type PasswordResetTable = {
  workspaceId: string;
  tokenHash: Buffer;
  memberId: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
};

type KnownNetworkTable = { workspaceId: string; memberId: string; networkHash: Buffer; expiresAt: Date };

type SignInFailureTable = {
  bucket: 'account-address' | 'address' | 'account' | 'reset-request' | 'submission' | 'confirmation' | 'export';
  keyHash: Buffer;
  failures: number;
  firstAt: Date;
  blockedUntil: Date | null;
};

type InvitationTable = {
  workspaceId: string;
  id: string;
  tokenHash: Buffer;
  email: string;
  emailKey: string;
  name: string | null;
  department: MemberDepartment;
  role: Role;
  heads: Department | null;
  replacesId: string | null;
  teamId: string | null;
  memberId: string | null;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
};

type ApiKeyTable = {
  workspaceId: string;
  id: string;
  name: string;
  prefix: string;
  secretHash: Buffer;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

type OutboxTable = {
  workspaceId: string;
  id: string;
  seq: Generated<number>;
  xid: Generated<string>;
  kind: 'mail';
  key: string;
  envelope: Json<{ to: string; subject: string; unsubscribe?: string }>;
  sealed: Buffer;
  attempts: Generated<number>;
  problem: string | null;
  createdAt: Date;
  nextAt: Date | null;
  claimedAt: Date | null;
  sentAt: Date | null;
  failedAt: Date | null;
};

type IdempotencyKeyTable = {
  workspaceId: string;
  keyScope: string;
  key: string;
  bodyHash: Buffer;
  status: number;
  response: Buffer;
  createdAt: Date;
  expiresAt: Date;
};

type AuditTable = {
  workspaceId: string;
  at: Date;
  id: string;
  actorKind: 'member' | 'key' | 'system' | 'public';
  actorId: string | null;
  verb: string;
  object: string;
  objectId: string | null;
  before: Json<Record<string, unknown> | null> | null;
  after: Json<Record<string, unknown> | null> | null;
  requestId: string | null;
  xid: Generated<string>;
};

/** Every table of the house. */
export type Tables = AgreementTables &
  AnswerTables &
  BulkEditTables &
  CustomFieldTables &
  DealTables &
  NotificationTables &
  FormTables &
  ImportTables &
  MergeTables &
  PeopleTables &
  RecordTables &
  RelayTables &
  ViewTables &
  RollupTables &
  SampleTables &
  WorkTables &
  InboundMailTables & {
    installation: InstallationTable;
    workspaces: WorkspaceTable;
    members: MemberTable;
    departments: DepartmentTable;
    teams: TeamTable;
    teamMembers: TeamMemberTable;
    calendars: CalendarTable;
    absences: AbsenceTable;
    sessions: SessionTable;
    passwordResets: PasswordResetTable;
    knownNetworks: KnownNetworkTable;
    signInFailures: SignInFailureTable;
    invitations: InvitationTable;
    apiKeys: ApiKeyTable;
    outbox: OutboxTable;
    idempotencyKeys: IdempotencyKeyTable;
    audit: AuditTable;
  };
