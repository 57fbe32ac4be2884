import type { ColumnType, Generated } from 'kysely';
import type { ImportKind, ImportObject } from '../core/imports/fields.ts';
import type { KeyChoice, MappedColumn } from '../core/imports/map-columns.ts';
import type { ImportMode } from '../core/imports/plan-records.ts';
import type { TouchDefaults } from '../core/imports/presets.ts';
import type { ColumnProfile } from '../core/imports/profile-columns.ts';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;
/** As above, with a default in the table. */
type JsonOr<T> = ColumnType<T, string | undefined, string>;

export type ImportStatus = 'uploading' | 'draft' | 'checking' | 'running' | 'done' | 'cancelled' | 'undoing' | 'undone';
export type RowStatus = 'waiting' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'fault';

/** How many rows became what; `flagged` of them were taken with something left out or worth a look. */
export type RowCounts = Partial<Record<Exclude<RowStatus, 'waiting'> | 'flagged', number>>;
/** `restored` are records whose older values came back; imports that were undone before there was such a thing have none. */
export type UndoCounts = { removed: number; kept: number; restored?: number };

/** What becomes of an owner whom nobody here is. */
export type OwnerChoice = 'match' | 'create';

/** The load that an import as live would cause, by the version of the agreement in force when it was asked. */
export type ImportLoad = {
  version: string;
  /** How many would qualify now. */
  qualified: number;
  /** How many would qualify but for something that Marketing owes. */
  incomplete: number;
  /** Nobody could take them within the caps: they would wait in the queue. */
  queued: number;
  members: { memberId: string; name: string; open: number; added: number; cap: number | null }[];
};

/** What people settled about a file. */
export type ImportMapping = {
  kind: ImportKind;
  source: string;
  keyBy: KeyChoice;
  mode: ImportMode;
  blanks: 'keep' | 'clear';
  columns: MappedColumn[];
  touch: TouchDefaults;
  /** Missing in what was settled before there was a choice. */
  owners?: OwnerChoice;
};

type ImportTable = {
  workspaceId: string;
  id: string;
  name: string;
  status: ImportStatus;
  format: 'csv' | 'xlsx';
  encoding: string | null;
  delimiter: string | null;
  headerRow: number;
  headers: Json<string[]>;
  signature: string;
  profiles: Json<ColumnProfile[]>;
  rowCount: Generated<number>;
  kind: ImportKind;
  preset: string | null;
  source: string;
  keyBy: KeyChoice;
  mode: ImportMode;
  blanks: 'keep' | 'clear';
  columns: Json<MappedColumn[]>;
  touch: Json<TouchDefaults>;
  owners: Generated<OwnerChoice>;
  how: Generated<'history' | 'live'>;
  versionId: string | null;
  load: ColumnType<ImportLoad | null, string | null | undefined, string | null>;
  cursor: Generated<number>;
  counts: JsonOr<RowCounts>;
  dryRun: ColumnType<RowCounts | null, string | null | undefined, string | null>;
  undoCounts: ColumnType<UndoCounts | null, string | null | undefined, string | null>;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  undoneAt: Date | null;
  version: Generated<number>;
};

type ImportRowTable = {
  workspaceId: string;
  importId: string;
  number: number;
  cells: Json<string[]>;
  status: Generated<RowStatus>;
  problem: string | null;
  recordId: string | null;
};

type ImportRecordTable = {
  workspaceId: string;
  importId: string;
  object: ImportObject;
  recordId: string;
  rowNumber: number;
  version: number;
  at: Date | null;
  kept: string | null;
};

type ImportChangeTable = {
  workspaceId: string;
  importId: string;
  object: ImportObject;
  recordId: string;
  field: string;
  rowNumber: number;
  old: JsonOr<unknown>;
  new: JsonOr<unknown>;
  oldToldAt: number | null;
  kept: string | null;
};

type DealStageTable = {
  workspaceId: string;
  id: string;
  dealId: string;
  stage: string;
  at: Date;
  knownAt: Date;
  actorKind: 'user' | 'rule' | 'import';
  actorId: string;
  kind: Generated<'opened' | 'moved' | 'won' | 'lost' | 'reopened'>;
  reason: Generated<string | null>;
  note: Generated<string | null>;
};

type SpendTable = {
  workspaceId: string;
  id: string;
  day: string;
  channel: string | null;
  source: string | null;
  medium: string | null;
  campaign: string | null;
  content: string | null;
  amount: number;
  currency: string;
  baseAmount: number | null;
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

type ImportMappingTable = {
  workspaceId: string;
  signature: string;
  mapping: Json<ImportMapping>;
  updatedAt: Date;
};

type ExternalIdTable = {
  workspaceId: string;
  source: string;
  object: ImportObject;
  externalId: string;
  recordId: string;
};

/** Files that were brought in, what became of their rows, and the ids of other systems. */
export type ImportTables = {
  imports: ImportTable;
  importRows: ImportRowTable;
  importRecords: ImportRecordTable;
  importChanges: ImportChangeTable;
  importMappings: ImportMappingTable;
  externalIds: ExternalIdTable;
  dealStages: DealStageTable;
  spend: SpendTable;
};
