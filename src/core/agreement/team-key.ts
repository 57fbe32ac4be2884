import { z } from 'zod';
import { sortKey } from '../text.ts';

/** The key by which an agreement names a team: `team:mid-market`. */
export const TeamKey = z
  .string()
  .max(48, 'Please use at most 48 characters.')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'A key has lower-case letters a to z, digits and single hyphens.');

/** Letters that are one for their readers but no letter with an accent. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const longest = 48;

/**
 * The key of a new team: its name in letters a to z and digits, with a number behind it where another team has that key
 * already. A name without any such letter gives `team`.
 *
 * @param taken keys of all teams of the workspace, archived ones included
 * @example
 * makeTeamKey('Großkunden Süd', new Set()) // 'grosskunden-sud'
 * makeTeamKey('Inbound', new Set(['inbound', 'inbound-2'])) // 'inbound-3'
 * makeTeamKey('東京', new Set()) // 'team'
 */
export function makeTeamKey(name: string, taken: ReadonlySet<string>): string {
  const plain = [...sortKey(name)].map((letter) => letters[letter] ?? letter).join('');
  const base = trimHyphens(plain.replace(/[^a-z0-9]+/g, '-')) || 'team';
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const key = trimHyphens(base.slice(0, longest - suffix.length)) + suffix;
    if (!taken.has(key)) return key;
  }
}

const trimHyphens = (text: string) => text.replace(/^-+|-+$/g, '');
