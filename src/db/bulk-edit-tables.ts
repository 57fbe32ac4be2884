import type { ColumnType, Generated } from 'kysely';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;
type Values = Record<string, unknown>;

/** How many records became what. */
export type BulkCounts = { changed?: number; unchanged?: number; failed?: number; undone?: number; kept?: number };

type BulkEditTable = {
  workspaceId: string;
  id: string;
  object: 'contact' | 'account';
  action: Json<Values>;
  status: 'running' | 'done' | 'cancelled' | 'undoing' | 'undone';
  problem: string | null;
  total: number;
  counts: ColumnType<BulkCounts, string | undefined, string>;
  actorKind: 'member' | 'key';
  actorId: string;
  undoneByKind: 'member' | 'key' | null;
  undoneBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
  undoneAt: Date | null;
  version: Generated<number>;
};

type BulkEditRecordTable = {
  workspaceId: string;
  bulkEditId: string;
  number: number;
  recordId: string;
  status: Generated<'waiting' | 'changed' | 'unchanged' | 'failed' | 'undone' | 'kept'>;
  problem: string | null;
  before: ColumnType<Values | null, string | null, string | null>;
  after: ColumnType<Values | null, string | null, string | null>;
};

/** Changes of many records at once. */
export type BulkEditTables = { bulkEdits: BulkEditTable; bulkEditRecords: BulkEditRecordTable };
