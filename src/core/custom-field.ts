import { Temporal } from 'temporal-polyfill';
import type { FieldType } from './agreement/operators.ts';
import { foldText } from './text.ts';

/** What an own field can hold, by the words of the field list; lists, money and members belong to fields of ours. */
export const customFieldTypes = ['text', 'number', 'bool', 'choice', 'date', 'instant'] as const satisfies FieldType[];
export type CustomFieldType = (typeof customFieldTypes)[number];

/** How values of an own field are read; `options` are the only values of a choice, and none of other types. */
export type CustomFieldRule = { type: CustomFieldType; options: readonly string[] };
export type CustomValue = string | number | boolean;

/** The longest text that an own field holds. */
const longestText = 500;

/**
 * A value as a field of its type stores it: a number for `number`, `true` or `false` for `bool`, the option itself for
 * `choice`, `2026-10-01` for `date`, `2026-10-01T08:00:00.000Z` for `instant`. A text that says the same is taken.
 *
 * @param zone where days begin: an instant is the day that it is there, a day the instant at which it begins
 * @returns the value, or what is wrong with it and what to write instead
 * @example
 * fitCustomValue({ type: 'number', options: [] }, '12.5', 'UTC') // { value: 12.5 }
 * fitCustomValue({ type: 'choice', options: ['Gold'] }, 'gold', 'UTC') // { value: 'Gold' }
 * fitCustomValue({ type: 'date', options: [] }, '2026-02-30', 'UTC') // { problem: 'Write a day, such as 2026-10-01.' }
 */
export function fitCustomValue(
  { type, options }: CustomFieldRule,
  value: unknown,
  zone: string,
): { value: CustomValue } | { problem: string } {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return { problem: 'Write one value.' };
  }
  const read = readers[type](value, options, zone);
  return read === null ? { problem: remedies[type](options) } : { value: read };
}

type Reader = (value: CustomValue, options: readonly string[], zone: string) => CustomValue | null;

const readers: Record<CustomFieldType, Reader> = {
  text: (value) => {
    const text = typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
    return text.length <= longestText ? text : null;
  },
  number: (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    const text = String(value).trim();
    return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : null;
  },
  bool: (value) => flags.get(foldText(String(value))) ?? null,
  choice: (value, options) => {
    const folded = foldText(String(value));
    return options.find((option) => foldText(option) === folded) ?? null;
  },
  date: (value, _, zone) => {
    if (typeof value !== 'string') return null;
    const text = value.trim();
    if (dayForm.test(text)) return attempt(() => Temporal.PlainDate.from(text, strict).toString());
    return attempt(() => Temporal.Instant.from(text).toZonedDateTimeISO(zone).toPlainDate().toString());
  },
  instant: (value, _, zone) => {
    if (typeof value !== 'string') return null;
    const text = value.trim();
    const read = (): number =>
      dayForm.test(text)
        ? Temporal.PlainDate.from(text, strict).toZonedDateTime(zone).epochMilliseconds
        : Temporal.Instant.from(text).epochMilliseconds;
    return attempt(() => new Date(read()).toISOString());
  },
};

const remedies: Record<CustomFieldType, (options: readonly string[]) => string> = {
  text: () => `Use at most ${longestText} characters.`,
  number: () => 'Write a number, such as 12.5.',
  bool: () => 'Write yes or no.',
  choice: (options) => `Choose one of: ${options.slice(0, 20).join(', ')}${options.length > 20 ? ', …' : ''}.`,
  date: () => 'Write a day, such as 2026-10-01.',
  instant: () => 'Write a day and a time with its offset, such as 2026-10-01T08:00:00Z.',
};

const strict = { overflow: 'reject' } as const;
/** Years as the database and conditions know them. */
const dayForm = /^\d{4}-\d{2}-\d{2}$/;
const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

function attempt(read: () => string): string | null {
  try {
    const text = read();
    return /^\d{4}-/.test(text) && !text.startsWith('0000') ? text : null;
  } catch {
    return null;
  }
}

/** What is known of the values under one key: how many there are of each form, and the texts among them if they are few. */
export type ValueTally = {
  count: number;
  numbers: number;
  flags: number;
  days: number;
  instants: number;
  /** The different texts, or null where they are too many to be a choice. */
  texts: readonly string[] | null;
};

/**
 * The type that values under a key most likely have. Texts that repeat are a choice.
 *
 * @example
 * guessCustomType({ count: 9, numbers: 9, flags: 0, days: 0, instants: 0, texts: [] }) // 'number'
 */
export function guessCustomType({ count, numbers, flags, days, instants, texts }: ValueTally): CustomFieldType {
  if (numbers === count) return 'number';
  if (flags === count) return 'bool';
  if (days === count) return 'date';
  if (days + instants === count) return 'instant';
  const isChoice = texts !== null && numbers + flags === 0 && texts.length > 1 && count >= 4 * texts.length;
  return isChoice ? 'choice' : 'text';
}
