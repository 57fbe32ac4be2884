import { type Expression, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import type { Catalogue } from '../core/agreement/catalogue.ts';
import type { Condition } from '../core/agreement/condition.ts';
import { meetsCondition } from './condition-sql.ts';
import { reachesAccount, reachesContact } from './contact-scope.ts';

/** Which records of a list are meant. */
export type RecordFilter = {
  /** As it was typed. */
  search?: string | undefined;
  condition?: Condition | undefined;
  /** By which conditions are read: this one's and that of a list. */
  catalogue: Catalogue;
  /** Null for those that nobody owns. */
  ownerId?: string | null | undefined;
  accountId?: string | undefined;
  /** A list kept by hand, or by a condition. */
  list?: { id: string; condition: Condition | null } | undefined;
  /** Those that were removed instead of those that were not. */
  isDeleted?: boolean | undefined;
};

/** The contacts `c` that a filter means, within reach, but for what its search finds: `findText`. */
export function meetsContactFilter(ctx: Acting, filter: RecordFilter): Expression<SqlBool> {
  const { ownerId, accountId, catalogue } = filter;
  const meets = (condition: Condition) =>
    meetsCondition(condition, { workspace: ctx.workspace, catalogue, at: ctx.now });
  return all([
    reachesContact(ctx),
    ...standing('c', filter),
    ...owned('c', ownerId),
    ...(accountId === undefined ? [] : [sql<SqlBool>`c.account_id = ${accountId}`]),
    ...listed(ctx, 'c', filter, meets),
  ]);
}

/** The accounts `a` that a filter means, within reach, but for what its search finds: `findText`. */
export function meetsAccountFilter(ctx: Acting, filter: RecordFilter): Expression<SqlBool> {
  const { ownerId, catalogue } = filter;
  const meets = (condition: Condition) => {
    const options = { workspace: ctx.workspace, catalogue, at: ctx.now, contact: 'own_asked' };
    // Conditions are asked of contacts: a contact of this account who is nothing else.
    return sql<SqlBool>`exists (
      select from (values (a.id)) own_asked (account_id) where ${meetsCondition(condition, options)}
    )`;
  };
  return all([
    reachesAccount(ctx, 'read'),
    ...standing('a', filter),
    ...owned('a', ownerId),
    ...listed(ctx, 'a', filter, meets),
  ]);
}

const all = (parts: readonly Expression<SqlBool>[]) => sql<SqlBool>`(${sql.join(parts, sql` and `)})`;

function standing(alias: string, { isDeleted = false }: RecordFilter): Expression<SqlBool>[] {
  const deleted = sql.ref(`${alias}.deleted_at`);
  return [
    sql<SqlBool>`${sql.ref(`${alias}.merged_into`)} is null`,
    isDeleted ? sql<SqlBool>`${deleted} is not null` : sql<SqlBool>`${deleted} is null`,
  ];
}

function owned(alias: string, ownerId: string | null | undefined): Expression<SqlBool>[] {
  if (ownerId === undefined) return [];
  const owner = sql.ref(`${alias}.owner_id`);
  return [ownerId === null ? sql<SqlBool>`${owner} is null` : sql<SqlBool>`${owner} = ${ownerId}`];
}

function listed(
  ctx: Acting,
  alias: string,
  { condition, list }: RecordFilter,
  meets: (condition: Condition) => Expression<SqlBool>,
): Expression<SqlBool>[] {
  const parts = condition === undefined ? [] : [meets(condition)];
  if (list === undefined) return parts;
  if (list.condition !== null) return [...parts, meets(list.condition)];
  const entries = sql`select own_entry.record_id from list_entries own_entry
    where own_entry.workspace_id = ${ctx.workspace} and own_entry.list_id = ${list.id}`;
  return [...parts, sql<SqlBool>`${sql.ref(`${alias}.id`)} in (${entries})`];
}

/** By what a list may be ordered: the expression that its index is made of, and the value that stands for none. */
export const contactOrders = {
  name: { value: sql`c.sort_key`, type: sql`text`, none: '', direction: 'asc' },
  'last-touch': {
    value: sql`coalesce(c.last_touch_at, '-infinity'::timestamptz)`,
    type: sql`timestamptz`,
    none: '-infinity',
    direction: 'desc',
  },
  created: { value: sql`c.created_at`, type: sql`timestamptz`, none: '', direction: 'desc' },
  grade: { value: sql`coalesce(c.grade, 'E')`, type: sql`text`, none: 'E', direction: 'asc' },
} as const;
export const accountOrders = {
  name: { value: sql`a.sort_key`, type: sql`text`, none: '', direction: 'asc' },
  created: { value: sql`a.created_at`, type: sql`timestamptz`, none: '', direction: 'desc' },
} as const;
