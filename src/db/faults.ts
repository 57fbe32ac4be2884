/** What kind of fault a failed statement was. */
export const hasCode = (error: unknown, pattern: RegExp): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && pattern.test(error.code);

/** The data of some row is at fault (class 22, data exception; 54, limit exceeded): trying again would not help. */
export const isDataError = (error: unknown): boolean => hasCode(error, /^(?:22|54)...$/);

/**
 * Whether the same work would fail again: for its data, a rule of the tables (class 23), or our own code. Everything else may pass,
 * such as a lost connection, a deadlock or a full disk.
 */
export const isLasting = (error: unknown): boolean =>
  isDataError(error) || hasCode(error, /^23...$/) || error instanceof TypeError || error instanceof RangeError;
