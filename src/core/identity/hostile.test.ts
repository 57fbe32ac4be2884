import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Email } from '../wire.ts';
import { companyKey } from './company.ts';
import { emailKey } from './email.ts';
import { readHost, registrableDomain } from './host.ts';
import { readIdentifier } from './identifier.ts';
import { nameKey } from './person-name.ts';
import { phoneKey } from './phone.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/hostile');
const isThere = existsSync(folder);
if (!isThere) console.log('skipped: keys over hostile data, which a clone does not have (../shared/data/hostile)');

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const rowsOf = (name: string) =>
  read(name)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? ''));

describe.skipIf(!isThere)('keys over hostile data', () => {
  it('gives no key to an address that is an error, and one to every ordinary valid one, whatever its domain answers', () => {
    const cases = JSON.parse(read('isemail/tests.json')) as { address: string; category: string }[];
    // White space around an address is trimmed before: what is only wrong by it is not wrong here.
    const bare = cases.filter(({ address }) => address === address.trim());
    const wrong = bare.filter(({ category, address }) => category === 'ISEMAIL_ERR' && emailKey(address) !== null);
    expect(wrong).toEqual([]);
    // A single label is valid in the specification, but nobody's mailbox on the internet.
    const isMailbox = (address: string) => address.includes('.', address.indexOf('@'));
    const valid = bare.filter(
      ({ category, address }) => /^ISEMAIL_(VALID_CATEGORY|DNSWARN)$/.test(category) && isMailbox(address),
    );
    expect(valid.filter(({ address }) => emailKey(address) === null)).toEqual([]);
    expect(valid.length).toBe(21);
    // What the API takes is what has a key.
    const ofApi = (category: RegExp, isTaken: boolean) =>
      bare.filter((each) => category.test(each.category) && Email.safeParse(each.address).success === isTaken);
    expect(ofApi(/ISEMAIL_ERR/, true)).toEqual([]);
    expect(ofApi(/VALID|DNSWARN/, false).filter(({ address }) => isMailbox(address))).toEqual([]);
    // The rest may be taken or not, but nothing gives up on it.
    for (const { address } of cases) expect(() => [emailKey(address), Email.safeParse(address)]).not.toThrow();
    expect(bare.length).toBeGreaterThan(100);
  });

  it('finds the registrable domain by the public suffix list', () => {
    const cases = read('psl/tests.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('//'))
      .map((line) => line.split(' '));
    for (const [input = '', expected = ''] of cases) {
      const domain = expected === 'null' ? null : readHost(expected);
      expect([input, registrableDomain(input)]).toEqual([input, domain]);
    }
    expect(cases.length).toBeGreaterThan(50);
  });

  it('reads phone numbers of every country in each writing', () => {
    for (const [country = '', national = '', key = '', international = '', formatted = ''] of rowsOf(
      'phone_formats.csv',
    )) {
      for (const text of [national, key, international, formatted]) {
        expect([country, text, phoneKey(text, country)]).toEqual([country, text, key]);
      }
    }
  });

  it('keys the names of 27 languages, and their keys to themselves', () => {
    const rows = rowsOf('names_by_locale.csv');
    expect(rows.length).toBeGreaterThan(500);
    for (const [, , , name = '', company = '', email = ''] of rows) {
      expect([name, nameKey(name)]).toEqual([name, nameKey(nameKey(name.toUpperCase().toLowerCase()))]);
      expect(nameKey(name)).not.toBe('');
      expect(companyKey(company)).not.toBe('');
      expect(companyKey(companyKey(company))).toBe(companyKey(company));
      expect([email, emailKey(email)]).not.toEqual([email, null]);
    }
  });

  it('takes every naughty string without an error', () => {
    for (const text of JSON.parse(read('blns.json')) as string[]) {
      expect(companyKey(companyKey(text))).toBe(companyKey(text));
      expect(nameKey(nameKey(text))).toBe(nameKey(text));
      const { value } = readIdentifier(text);
      if (value !== null) expect(readIdentifier(value)).toEqual({ value, refused: null });
      for (const key of [emailKey(text), emailKey(`${text}@acme.com`)])
        if (key !== null) expect(emailKey(key)).toBe(key);
      expect(() => [phoneKey(text, 'US'), registrableDomain(text)]).not.toThrow();
    }
  });
});
