import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../shared/data/hostile/blns.json');

/** Whether the big list of naughty strings is beside the clone, and what a test without it says. */
export const hasNaughty = existsSync(file);
export const noNaughty = 'skipped: naughty strings, which a clone does not have (../shared/data/hostile/blns.json)';

/** What every object of JavaScript has without anybody having put it there. */
export const inherited: readonly string[] = ['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'];

/** The big list of naughty strings, each once. */
export const naughty: readonly string[] = hasNaughty
  ? [...new Set([...inherited, ...(JSON.parse(readFileSync(file, 'utf8')) as string[])])]
  : [];

/** What no list of strings in a JSON file has, and no text of PostgreSQL can hold: NUL and halves of surrogate pairs. */
export const unstorable: readonly string[] = ['\0', 'a\0b', '\ud83d', 'a\udc00b'];

/**
 * All that the house changes in a text on purpose: white space around it goes. Everything else comes back as it was sent,
 * or is refused.
 */
export const kept = (text: string): string => text.trim();
/** Hosts are read without regard to case, so they are kept in lower case. */
export const keptHost = (text: string): string => kept(text).toLowerCase();

/** Lines are refused when they are empty, have control characters or more than 200 characters (`Line` in `src/core/wire.ts`). */
export const isLine = (text: string): boolean =>
  kept(text) !== '' && [...kept(text)].length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(kept(text));

/** Texts of several lines may have line ends and tabs, and no other control character (`Text` of the notes). */
export const isProse = (text: string): boolean => kept(text) !== '' && !/[^\P{Cc}\n\t]|\p{Cs}/u.test(kept(text));
