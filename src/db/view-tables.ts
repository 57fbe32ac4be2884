import type { ColumnType, Generated } from 'kysely';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

type ViewTable = {
  workspaceId: string;
  id: string;
  object: 'contact' | 'account';
  name: string;
  reach: 'private' | 'team' | 'everybody';
  ownerId: string;
  teamId: string | null;
  filter: Json<Record<string, unknown>>;
  sort: string | null;
  direction: 'asc' | 'desc' | null;
  columns: Json<{ key: string; width: number | null }[]>;
  density: 'calm' | 'compact';
  createdAt: Date;
  updatedAt: Date;
  version: Generated<number>;
};

type ViewOrderTable = {
  workspaceId: string;
  memberId: string;
  object: 'contact' | 'account';
  viewIds: string[];
  defaultId: string | null;
};

/** Views of tables, and how each member has them in order. */
export type ViewTables = { views: ViewTable; viewOrders: ViewOrderTable };
