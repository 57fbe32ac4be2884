import type { Generated } from 'kysely';
import type { Department } from '../core/access.ts';

/** What touches are counted by: codes of the dictionary, 0 for none. */
type Dimensions = {
  kind: number;
  channel: number;
  department: Department;
  campaign: number;
  form: number;
  source: number;
  live: boolean;
};

/** Days are texts, `2026-03-02`. */
type RollupDeltaTable = Dimensions & {
  workspaceId: string;
  seq: Generated<number>;
  day: string;
  identityId: number;
  touches: number;
};

type RollupKeyTable = Dimensions & { workspaceId: string; id: Generated<number> };

type RollupDayTable = { workspaceId: string; day: string; keyId: number; touches: number };

type IdentityDayTable = { workspaceId: string; day: string; identityId: number; keyId: number; touches: number };

type RollupStateTable = { workspaceId: string; zone: string; isBuilt: boolean };

/** Counts of touches. */
export type RollupTables = {
  rollupDeltas: RollupDeltaTable;
  rollupKeys: RollupKeyTable;
  rollupDays: RollupDayTable;
  identityDays: IdentityDayTable;
  rollupStates: RollupStateTable;
};
