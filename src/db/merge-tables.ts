import type { ColumnType, Generated } from 'kysely';
import type { MergeChange } from '../core/identity/merge.ts';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

export type MergeObject = 'contact' | 'account';

/** A row that stands once for each record of a kind: what came to the survivor, and what both had. */
export type MovedEntry = { key: string; at: string | null; role: string | null; came: boolean };

/** All that moved from the merged record, as it is needed to take it back. */
export type Moved = {
  /** Keys of rows that now belong to the survivor, by what they are. */
  rows: Record<string, string[]>;
  lists: MovedEntry[];
  deals: MovedEntry[];
  handoffs: { id: string; number: number }[];
  /** Handoffs that ended because of the merge: on whose side, how they stood, and which of their clocks ended with them. */
  cancelled: { id: string; contactId: string; status: 'offered' | 'accepted'; clocks: string[] }[];
  /** Qualifications of the merged record: those that moved, with the cycle that they had, and those that were withdrawn. */
  qualifications: { id: string; cycle: number }[];
  withdrawn: { id: string; status: 'incomplete' | 'queued'; clocks: string[] }[];
  /** The moves of the lead stage that the merge added to the survivor's, by the `seq` of their first row. */
  moves: number[];
  /** Consents that the merge wrote for the survivor, since the stricter word holds. */
  consents: string[];
  /** When each field that changed had been told to the survivor before; null for never. */
  told: Record<string, number | null>;
  /** Pairs that the merged record was in and that the survivor took its place in. */
  duplicates: string[];
};

/** What undoing left as it was. */
export type KeptByUndo = { fields: string[]; notes: string[] };

type MergeTable = {
  workspaceId: string;
  id: string;
  object: MergeObject;
  survivorId: string;
  mergedId: string;
  cause: 'member' | 'identity';
  why: string;
  changes: Json<MergeChange[]>;
  moved: Json<Moved>;
  mergedBy: string | null;
  mergedAt: Date;
  undoneAt: Date | null;
  undoneBy: string | null;
  kept: ColumnType<KeptByUndo | null, string | null | undefined, string | null>;
};

export type DuplicateOrigin = 'message' | 'import' | 'creation' | 'scan';

type DuplicateTable = {
  workspaceId: string;
  id: string;
  object: MergeObject;
  firstId: string;
  secondId: string;
  score: number;
  reasons: Json<string[]>;
  foundBy: DuplicateOrigin;
  status: Generated<'open' | 'merged' | 'dismissed'>;
  foundAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
};

/** Records that may be the same, and those that were made one. */
export type MergeTables = { merges: MergeTable; duplicates: DuplicateTable };
