import Holidays from 'date-holidays';
import { expect, test } from 'vitest';
import { guessPlace, holidayCountries } from './guess-place.ts';

test('the first run offers exactly the countries whose holidays the server knows', () => {
  expect(holidayCountries).toEqual(Object.keys(new Holidays().getCountries()).sort());
});

test.each([
  ['Europe/Berlin', 'en-US', { locale: 'en-US', country: 'DE', currency: 'EUR' }],
  ['America/New_York', 'en', { locale: 'en-US', country: 'US', currency: 'USD' }],
  ['Europe/Zurich', 'de-CH', { locale: 'de-CH', country: 'CH', currency: 'CHF' }],
  ['UTC', 'sv-SE', { locale: 'sv-SE', country: 'SE', currency: 'SEK' }],
])('%s and %s', (zone, language, place) => {
  expect(guessPlace(zone, language)).toEqual({ zone, ...place });
});
