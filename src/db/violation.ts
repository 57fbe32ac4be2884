/**
 * Whether a statement failed because of this constraint or unique index. The transaction is over then: what is left to do
 * is to throw an error that says what to do.
 *
 * @example
 * violates(new Error('duplicate key'), 'teams_name') // false: it names no constraint
 */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === constraint;
