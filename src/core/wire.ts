import { z } from 'zod';

/** Shapes that several contracts share. JSON is camelCase, ids are UUIDv7 text, instants ISO 8601 UTC with `Z`. */
export const Id = z.uuid();
export const Instant = z.iso.datetime();
/** A record by its id, with what it is called. */
export const Named = z.object({ id: Id, name: z.string() });
/** A calendar day, `YYYY-MM-DD`; which zone it is in is said by the record that holds it. */
export const Day = z.iso.date();

/** A line of text that a person typed: trimmed, at least one visible character, no control characters. */
export const Line = z
  .string()
  .trim()
  .min(1, 'Please fill this in.')
  .max(200, 'Please use at most 200 characters.')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Please remove the control characters.');

/**
 * `name@host` with letters of any script, as `readEmail` of `identity/email.ts` reads it; that one knows more of hosts, and
 * is too large for the web app.
 */
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const emailPattern = new RegExp(
  `^(?!\\.)(?!.*\\.[.@])[^\\s"(),:;<>@[\\\\\\]\\p{Cc}\\p{Cs}]{1,64}@(?:${label}\\.)+(?=[^.]*\\p{L})${label}$`,
  'u',
);

/** An e-mail address, kept as typed but for outer white space; addresses are compared without regard to case. */
export const Email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ pattern: emailPattern, error: 'Please enter an e-mail address, such as name@company.com.' }));

/** At least 10 characters; long ones are welcome. Strength comes from length and rate limits, not from forced symbols. */
export const Password = z
  .string()
  .min(10, 'Please use at least 10 characters.')
  .max(200, 'Please use at most 200 characters.');

/** An IANA time zone that this runtime knows, such as `Europe/Berlin`. */
export const Zone = z
  .string()
  .max(64)
  .refine(isZone, 'Please choose a time zone from the list, such as Europe/Berlin.');

/** An ISO 4217 currency code in capitals. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Please use a three-letter currency code, such as EUR.')
  .refine(
    (code) => Intl.supportedValuesOf('currency').includes(code),
    'Please use a currency of ISO 4217, such as EUR.',
  );

/** A BCP 47 language tag that this runtime can format dates and numbers in, such as `en-GB`. */
export const Locale = z.string().max(35).refine(isLocale, 'Please choose a language from the list, such as en-GB.');

/**
 * One page of a list. `nextCursor` is opaque; null on the last page.
 *
 * @example
 * page(z.string()).parse({ data: ['a'], nextCursor: null }) // { data: ['a'], nextCursor: null }
 */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** What every list accepts. */
export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const Empty = z.object({});

/**
 * @example
 * isZone('Europe/Berlin') // true
 * isZone("UTC'; drop table members") // false
 */
export function isZone(zone: string): boolean {
  try {
    // Offsets such as "+02:00" are accepted by Intl but carry no daylight saving: only named zones are.
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * @example
 * isLocale('de-AT') // true
 * isLocale('not a language') // false
 */
export function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}
