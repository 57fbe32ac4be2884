/** What people choose from: zones, currencies, languages, countries, in words of the reader's language. */
export type Choice = { value: string; label: string };

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label);

/** Every zone that this browser knows, with UTC, and the one in use even if it is unknown here. */
export function zoneChoices(current?: string | null): Choice[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...(current ? [current] : [])]);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

/** "EUR · Euro"; the most used ones first. */
export function currencyChoices(locale: string): Choice[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const label = (code: string) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` });
  const first = ['EUR', 'USD', 'GBP', 'CHF'];
  const rest = Intl.supportedValuesOf('currency').filter((code) => !first.includes(code));
  return [...first.map(label), ...rest.map(label)];
}

const languages = [
  'en-GB en-US en-AU en-CA en-IE en-IN en-NZ en-ZA de-DE de-AT de-CH fr-FR fr-BE fr-CA fr-CH es-ES es-AR es-CL es-CO es-MX',
  'it-IT it-CH nl-NL nl-BE pt-PT pt-BR pl-PL cs-CZ sk-SK sl-SI hr-HR hu-HU ro-RO bg-BG el-GR da-DK sv-SE nb-NO fi-FI',
  'et-EE lv-LV lt-LT uk-UA tr-TR he-IL ar-AE ja-JP ko-KR zh-CN zh-TW th-TH vi-VN id-ID hi-IN',
]
  .join(' ')
  .split(' ');

/**
 * @example
 * languageName('de-AT', 'en') // 'German (Austria)'
 */
export function languageName(tag: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' }).of(tag) ?? tag;
}

/** How dates and numbers are written. */
export function languageChoices(locale: string, current?: string | null): Choice[] {
  const tags = new Set([...languages, ...(current ? [current] : [])]);
  return [...tags].map((tag) => ({ value: tag, label: languageName(tag, locale) })).sort(byLabel);
}

/**
 * @example
 * countryChoices(['DE', 'AT'], 'en') // [{ value: 'AT', label: 'Austria' }, { value: 'DE', label: 'Germany' }]
 */
export function countryChoices(codes: readonly string[], locale: string): Choice[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return codes.map((code) => ({ value: code, label: names.of(code) ?? code })).sort(byLabel);
}

/** Months by name, `01` to `12`. */
export function monthChoices(locale: string): Choice[] {
  const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => ({
    value: String(month + 1).padStart(2, '0'),
    label: name.format(new Date(Date.UTC(2026, month, 1))),
  }));
}

/**
 * A holiday region in words.
 *
 * @example
 * regionName('DE-BE', 'en') // 'Germany (BE)'
 */
export function regionName(code: string, locale: string): string {
  const [country = code, ...parts] = code.split('-');
  const name = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  return parts.length > 0 ? `${name} (${parts.join(' ')})` : name;
}
