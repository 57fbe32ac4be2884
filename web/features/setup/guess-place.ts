/** Where a browser seems to be: a proposal for the first run, which people correct. */

/** Countries whose public holidays Baton knows (the list of date-holidays, which runs on the server only). */
export const holidayCountries = [
  'AD AE AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BW BY BZ CA CC CD CF CG CH',
  'CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FO FR GA GB GD GE GF GG GH GI GL',
  'GM GN GP GQ GR GT GU GW GY HK HN HR HT HU IC ID IE IL IM IN IR IS IT JE JM JP KE KM KN KR KY KZ LC LI LK LR LS LT LU',
  'LV LY MA MC MD ME MF MG MK ML MQ MR MS MT MU MW MX MY MZ NA NC NE NF NG NI NL NO NZ PA PE PF PH PK PL PM PR PT PY RE',
  'RO RS RU RW SA SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TC TD TG TH TN TO TR TT TW TZ UA UG US UY UZ VA',
  'VC VE VG VI VN VU WF XK YT ZA ZM ZW',
]
  .join(' ')
  .split(' ');

/** Currencies of the countries that most likely set Baton up; elsewhere people choose. */
const currencyOf: Record<string, string> = {
  AU: 'AUD',
  BG: 'EUR',
  BR: 'BRL',
  CA: 'CAD',
  CH: 'CHF',
  CN: 'CNY',
  CZ: 'CZK',
  DK: 'DKK',
  GB: 'GBP',
  HU: 'HUF',
  IL: 'ILS',
  IN: 'INR',
  JP: 'JPY',
  KR: 'KRW',
  LI: 'CHF',
  MX: 'MXN',
  NO: 'NOK',
  NZ: 'NZD',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
  SG: 'SGD',
  TR: 'TRY',
  UA: 'UAH',
  US: 'USD',
  ZA: 'ZAR',
};
const euro = 'AT BE HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES'.split(' ');

/** `getTimeZones` is newer than the types that we compile with, and than some browsers. */
type LocaleWithZones = Intl.Locale & { getTimeZones?: () => string[] | undefined };

/** The country that a zone lies in, if the browser can tell. It says more than the language: many work in English. */
function countryOfZone(zone: string): string | undefined {
  return holidayCountries.find((country) => {
    const place: LocaleWithZones = new Intl.Locale('und', { region: country });
    return place.getTimeZones?.()?.includes(zone);
  });
}

export type Place = { zone: string; locale: string; country: string | null; currency: string };

/**
 * @example
 * guessPlace('Europe/Berlin', 'en-US') // { zone: 'Europe/Berlin', locale: 'en-US', country: 'DE', currency: 'EUR' }
 */
export function guessPlace(zone: string, language: string): Place {
  const known = Intl.DateTimeFormat.supportedLocalesOf(language).length === 1;
  const tag = known ? new Intl.Locale(language) : new Intl.Locale('en-GB');
  const country = countryOfZone(zone) ?? tag.region ?? null;
  const region = tag.region ?? tag.maximize().region;
  return {
    zone,
    locale: region ? `${tag.language}-${region}` : tag.language,
    country: country && holidayCountries.includes(country) ? country : null,
    currency: country ? (euro.includes(country) ? 'EUR' : (currencyOf[country] ?? 'EUR')) : 'EUR',
  };
}

export const guessHere = (): Place =>
  guessPlace(Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC', navigator.language);
