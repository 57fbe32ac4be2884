import type { ColumnType } from 'kysely';

type FieldChangeTable = {
  workspaceId: string;
  id: string;
  object: 'contact' | 'account';
  recordId: string;
  field: string;
  at: Date;
  knownAt: Date;
  /** Written as JSON text, read as a value. */
  old: ColumnType<unknown, string, never>;
  new: ColumnType<unknown, string, never>;
  actorKind: 'member' | 'key' | 'source' | 'system';
  actorId: string | null;
};

/** What is kept about records of people and companies beside the records themselves. */
export type RecordTables = {
  fieldChanges: FieldChangeTable;
};
