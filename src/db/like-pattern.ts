/**
 * Patterns for `like` in which what a person typed stands for itself: `%`, `_` and `\` match only themselves. Control
 * characters are left out: no stored line of text has any, and PostgreSQL takes no NUL.
 *
 * @example
 * containing('50%_') // '%50\%\_%'
 * startingWith('ann') // 'ann%'
 */
export const containing = (text: string): string => `%${literal(text)}%`;

export const startingWith = (text: string): string => `${literal(text)}%`;

const literal = (text: string): string => text.replace(/\p{Cc}/gu, '').replace(/[\\%_]/g, '\\$&');
