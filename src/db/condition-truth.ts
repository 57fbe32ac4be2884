import { type Expression, type SqlBool, sql } from 'kysely';

/** A condition in SQL in which null counts as false, or its outcome where that is known without asking. */
export type Truth = Expression<SqlBool> | boolean;

export function and(parts: readonly Truth[]): Truth {
  return join(parts, true, ' and ');
}

export function or(parts: readonly Truth[]): Truth {
  return join(parts, false, ' or ');
}

/** Not `not`: of what is missing neither a comparison nor its negation would be true. */
export function not(part: Truth): Truth {
  return typeof part === 'boolean' ? !part : sql<SqlBool>`(${part}) is not true`;
}

export function toSql(part: Truth): Expression<SqlBool> {
  if (typeof part !== 'boolean') return part;
  return part ? sql<SqlBool>`true` : sql<SqlBool>`false`;
}

/** `neutral` changes nothing and its opposite settles everything. */
function join(parts: readonly Truth[], neutral: boolean, word: ' and ' | ' or '): Truth {
  if (parts.includes(!neutral)) return !neutral;
  const open = parts.filter((part) => typeof part !== 'boolean');
  const [only] = open;
  if (only === undefined) return neutral;
  return open.length === 1 ? only : sql<SqlBool>`(${sql.join(open, sql.raw(word))})`;
}
