import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

export type Phone = {
  /** E.164, such as `+4930123456`: the key. */
  readonly key: string;
  /** The extension behind a company's number, digits only; two extensions are two people. */
  readonly extension: string | null;
};

/**
 * Reads a phone number in national or international writing. Null for what cannot be one: too short, too long, letters,
 * or without a country when none is given. Possible by its length is enough: whether it is in service nobody knows.
 *
 * @param country ISO 3166-1 alpha-2 of the person or the company, for numbers written without +
 * @example
 * readPhone('(309) 983-0641 x409', 'US') // { key: '+13099830641', extension: '409' }
 */
export function readPhone(text: string, country?: string | null): Phone | null {
  // Longer text is no number, and the parser would search all of it.
  if (text.length > 80) return null;
  const code = country?.trim().toUpperCase();
  const known: CountryCode | undefined = code !== undefined && isSupportedCountry(code) ? code : undefined;
  const options = known === undefined ? { extract: false } : { defaultCountry: known, extract: false };
  const phone = parsePhoneNumberFromString(text.normalize('NFKC'), options);
  if (!phone?.isPossible()) return null;
  return { key: phone.number, extension: phone.ext ?? null };
}

/**
 * The number in E.164, by which contacts with the same phone are found; null for what is no number. The key of a key is
 * itself.
 *
 * @example
 * phoneKey('030 123456', 'DE') // '+4930123456'
 */
export function phoneKey(text: string, country?: string | null): string | null {
  return readPhone(text, country)?.key ?? null;
}
