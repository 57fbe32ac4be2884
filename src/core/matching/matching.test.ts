import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCompanyNames, comparePersonNames, isAcronym } from './compare-names.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { type AccountFacts, type LeadFacts, matchAccount } from './match-account.ts';
import { matchAccounts } from './match-accounts.ts';
import { type ContactFacts, findDuplicates, matchContacts } from './match-contacts.ts';

describe('Jaro-Winkler', () => {
  it.each([
    ['martha', 'marhta', 0.961111],
    ['dixon', 'dicksonx', 0.813333],
    ['dwayne', 'duane', 0.84],
    ['acme robotics', 'acme robotic', 0.984615],
    ['abc', 'xyz', 0],
    ['', 'a', 0],
    ['', '', 1],
    ['𝒜𝒷', '𝒜𝒷', 1],
  ])('of %s and %s is %f', (a, b, value) => expect(jaroWinkler(a, b)).toBeCloseTo(value, 6));

  it('is between 0 and 1, the same both ways, and 1 for equal texts only', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä', '𝒜'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const value = jaroWinkler(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(jaroWinkler(b, a)).toBe(value);
        expect(value === 1).toBe(a === b);
      }),
      { numRuns: 5000 },
    );
    expect(jaroWinkler('martha', 'marhta')).toBe(0.9611111111111111);
  });
});

describe('comparing names', () => {
  it.each([
    ['Smith, Mary', 'Dr. Mary Smith', 1],
    ['Mary-Jane Smith', 'Mary Jane Smith', 1],
    ['', '', 0],
    ['Mary Smith', '', 0],
  ])('people %j and %j: %f', (a, b, value) => expect(comparePersonNames(a, b)).toBe(value));

  it.each([
    ['Müller & Söhne GmbH', 'Mueller and Soehne', 1],
    ['Coca-Cola Ltd', 'Coca Cola', 1],
    ['Acme', '!', 0],
    ['', '', 0],
  ])('companies %j and %j: %f', (a, b, value) => expect(compareCompanyNames(a, b)).toBe(value));

  it('knows acronyms', () => {
    expect(isAcronym('IBM', 'International Business Machines Corp.')).toBe(true);
    expect(isAcronym('International Business Machines', 'I.B.M.')).toBe(true);
    expect(isAcronym('A', 'Acme')).toBe(false);
    expect(isAcronym('IBX', 'International Business Machines')).toBe(false);
  });

  it('is not slow for a very long name', () => {
    const long = 'foo '.repeat(5000);
    expect(compareCompanyNames(long, `${long}c`)).toBe(0.999);
    expect(compareCompanyNames('ab '.repeat(5000), 'AB')).toBe(1);
  });
});

describe('matching a lead to an account', () => {
  const accounts: AccountFacts[] = [
    { id: 'A1', name: 'Acme Inc', domain: 'acme.com', country: 'US', phone: '+1 201 555 0123' },
    { id: 'A2', name: 'Acme GmbH', domain: 'acme.de', country: 'DE', hasOpenDeal: true, aliases: ['acme.at'] },
    { id: 'A3', name: 'Zenith Robotics', domain: 'zenith.io', country: 'US', zip: '10 001' },
    { id: 'A4', name: 'International Business Machines', domain: 'ibm.com', country: 'US' },
  ];

  it.each<[string, LeadFacts, string, string | null, string, number]>([
    [
      'the domain beats the name',
      { email: 'x@acme.com', company: 'Zenith Robotics', country: 'US' },
      'match',
      'A1',
      'domain',
      1,
    ],
    [
      'a web address counts as the domain',
      { email: 'x@gmail.com', website: 'https://www.acme.com' },
      'match',
      'A1',
      'domain',
      1,
    ],
    ['an alias', { email: 'x@mail.acme.at' }, 'match', 'A2', 'domain-alias', 0.9],
    ['name and country', { email: 'x@gmail.com', company: 'ACME', country: 'de' }, 'match', 'A2', 'name+country', 0.8],
    ['name and phone', { company: 'Acme', phone: '(201) 555-0123', country: 'US' }, 'match', 'A1', 'name+country', 0.8],
    ['name and phone elsewhere', { company: 'Acme', phone: '+12015550123' }, 'match', 'A1', 'name+phone', 0.75],
    ['close name and zip', { company: 'Zenith Robotic', zip: '10001' }, 'match', 'A3', 'close-name+zip', 0.7],
    [
      'name and a sister domain',
      { email: 'x@zenith.de', company: 'Zenith Robotics' },
      'match',
      'A3',
      'name+domain',
      0.75,
    ],
    ['a name alone', { company: 'Zenith Robotics' }, 'review', null, 'name', 0],
    ['a name of two alone', { email: 'x@gmail.com', company: 'Acme' }, 'review', null, 'name', 0],
    ['a close name alone', { company: 'Zenith Robotic' }, 'review', null, 'close-name', 0],
    ['an acronym', { company: 'IBM', country: 'US' }, 'review', null, 'acronym', 0],
    [
      'a throw-away address',
      { email: 'x@mailinator.com', company: 'Acme', country: 'US' },
      'none',
      null,
      'disposable',
      0,
    ],
    ['a free address says no company', { email: 'x@gmail.com' }, 'none', null, 'none', 0],
    ['nothing', {}, 'none', null, 'none', 0],
  ])('%s', (_, lead, decision, account, rule, confidence) => {
    expect(matchAccount(lead, accounts)).toMatchObject({ decision, account, rule, confidence });
  });

  it('never matches an account that has a provider as its domain by that domain', () => {
    expect(
      matchAccount({ email: 'x@gmail.com' }, [{ id: 'A', name: 'Gmail', domain: 'gmail.com' }]).account,
    ).toBeNull();
  });

  it.each<[string, Partial<AccountFacts>, Partial<AccountFacts>, string | null]>([
    ['an open deal', { hasOpenDeal: true }, { isTarget: true }, 'B1'],
    ['the target list', { country: 'DE' }, { isTarget: true }, 'B2'],
    ['the country', { country: 'DE' }, { lastActivityAt: 9 }, 'B1'],
    ['the latest activity', { lastActivityAt: 3 }, { lastActivityAt: 9 }, 'B2'],
    ['the latest activity of the targets', { isTarget: true, lastActivityAt: 3 }, { isTarget: true }, 'B1'],
    ['a person', {}, {}, null],
  ])('chooses among several by %s', (_, first, second, account) => {
    const lead = { email: 'x@acme.com', country: 'DE' };
    const two = [
      { id: 'B1', name: 'Acme', domain: 'acme.com', ...first },
      { id: 'B2', name: 'Acme', domain: 'acme.com', ...second },
      { id: 'B3', name: 'Acme', domain: 'acme.net', hasOpenDeal: true, country: 'DE', lastActivityAt: 10 },
    ];
    const match = matchAccount(lead, two);
    expect(match).toMatchObject({ account, decision: account === null ? 'review' : 'match' });
    expect(match.candidates.length).toBeGreaterThan(1);
    expect(matchAccount(lead, two.toReversed())).toEqual(match);
  });

  it('does what its example says', () => {
    expect(matchAccount({ email: 'x@acme.com' }, [{ id: 'A1', name: 'Acme Inc', domain: 'acme.com' }]).account).toBe(
      'A1',
    );
  });
});

describe('matching two contacts', () => {
  it('gives score and reasons', () => {
    expect(
      matchContacts({ id: 'a', emails: ['m.smith@gmail.com'] }, { id: 'b', emails: ['msmith+news@gmail.com'] }),
    ).toEqual({
      decision: 'merge',
      score: 0.97,
      reasons: [{ rule: 'email', weight: 0.97, why: 'Both have the e-mail address msmith@gmail.com.' }],
    });
  });

  const phone = { phones: ['+49 30 123456'] };
  const name = { name: 'Mary Smith' };
  const acme = { accountId: 'A1' };
  it.each<[string, Omit<ContactFacts, 'id'>, Omit<ContactFacts, 'id'>, string]>([
    ['the same id in a system', { externalIds: { crm: '1' } }, { externalIds: { crm: '1', erp: '2' } }, 'merge'],
    ['the same user id', { userId: 'u1' }, { userId: 'u1' }, 'merge'],
    [
      'the same address and another user id',
      { userId: 'u1', emails: ['m@acme.com'] },
      { userId: 'u2', emails: ['m@acme.com'] },
      'review',
    ],
    [
      'the same address and another id in a system',
      { externalIds: { crm: '1' }, emails: ['m@acme.com'] },
      { externalIds: { crm: '2' }, emails: ['m@acme.com'] },
      'review',
    ],
    ['other ids and nothing in common', { externalIds: { crm: '1' } }, { externalIds: { crm: '2' } }, 'distinct'],
    ['phone and name', { ...phone, ...name }, { phones: ['030 123456'], country: 'DE', name: 'Smith, Mary' }, 'merge'],
    ['phone alone', phone, phone, 'review'],
    [
      'one number, two extensions',
      { ...name, phones: ['+1 201 555 0123 x1'] },
      { ...name, phones: ['+1 201 555 0123 x2'] },
      'distinct',
    ],
    ['name and company', { ...name, ...acme }, { ...name, ...acme }, 'review'],
    [
      'close name and company',
      { name: 'Mary Smith', company: 'Acme Inc' },
      { name: 'Mary Smyth', company: 'ACME' },
      'review',
    ],
    [
      'phone, close name and company',
      { ...phone, ...acme, ...name },
      { ...phone, ...acme, name: 'Mary Smithe' },
      'review',
    ],
    ['a name alone', name, name, 'distinct'],
    ['a company alone', acme, acme, 'distinct'],
    [
      'colleagues by their domain',
      { emails: ['a@acme.com'], name: 'Ann' },
      { emails: ['b@acme.com'], name: 'Bob' },
      'distinct',
    ],
    ['one provider', { emails: ['a@gmail.com'], ...name }, { emails: ['b@gmail.com'], ...name }, 'distinct'],
    [
      'a role mailbox',
      { emails: ['info@acme.com'], ...name },
      { emails: ['info@acme.com'], name: 'Bob Jones' },
      'review',
    ],
    [
      'a role mailbox with one name',
      { emails: ['info@acme.com'], ...name },
      { emails: ['info@acme.com'], ...name },
      'merge',
    ],
    ['nothing', {}, {}, 'distinct'],
  ])('%s', (_, a, b, decision) => {
    const match = matchContacts({ ...a, id: 'a' }, { ...b, id: 'b' });
    expect(match.decision).toBe(decision);
    expect(match.reasons.every(({ why }) => why.endsWith('.'))).toBe(true);
  });

  const pick = <Value>(...values: Value[]) => fc.constantFrom(...values);
  const contact: fc.Arbitrary<ContactFacts> = fc.record({
    id: pick('a', 'b', 'c'),
    name: pick('Mary Smith', 'Smith, Mary', 'Mary Smyth', 'Bob Jones', '', null),
    emails: fc.array(pick('m@acme.com', 'M@acme.com', 'info@acme.com', 'x@gmail.com', 'x.@', 'b@acme.de'), {
      maxLength: 3,
    }),
    phones: fc.array(pick('+49 30 123456', '030 123456', '+1 201 555 0123 x1', '+1 201 555 0123', 'none'), {
      maxLength: 2,
    }),
    country: pick('DE', 'US', null),
    company: pick('Acme Inc', 'ACME', 'Zenith', '', null),
    accountId: pick('A1', 'A2', null),
    userId: pick('u1', 'u2', '', null),
    externalIds: fc.dictionary(pick('crm', 'erp'), pick('1', '2', '')),
  });

  it('is the same both ways', () => {
    fc.assert(
      fc.property(contact, contact, (a, b) => {
        expect(matchContacts(b, a)).toEqual(matchContacts(a, b));
      }),
      { numRuns: 3000 },
    );
  });

  it('never merges two with different unique ids, and merges a contact with a copy of itself', () => {
    fc.assert(
      fc.property(contact, contact, (a, b) => {
        const isUserClash = Boolean(a.userId) && Boolean(b.userId) && a.userId !== b.userId;
        const isClash = ['crm', 'erp'].some((system) => {
          const ids = [a.externalIds?.[system], b.externalIds?.[system]];
          return ids.every(Boolean) && ids[0] !== ids[1];
        });
        if (isUserClash || isClash) expect(matchContacts(a, b).decision).not.toBe('merge');
        if (a.userId) expect(matchContacts(a, { ...a, id: 'copy' }).decision).toBe('merge');
      }),
      { numRuns: 2000 },
    );
  });

  it('lists duplicates, best first', () => {
    expect(
      findDuplicates({ id: 'a', userId: 'u1' }, [{ id: 'b', userId: 'u1' }, { id: 'c' }]).map(({ id }) => id),
    ).toEqual(['b']);
    const found = findDuplicates({ id: 'a', ...phone, ...name }, [
      { id: 'a', ...phone, ...name },
      { id: 'b', ...phone },
      { id: 'd', ...phone, ...name },
      { id: 'c', ...phone },
    ]);
    expect(found.map(({ id }) => id)).toEqual(['d', 'b', 'c']);
  });
});

describe('matching two accounts', () => {
  it.each<[string, Partial<AccountFacts>, Partial<AccountFacts>, number, boolean]>([
    ['one domain', { domain: 'acme.com' }, { name: 'Other', domain: 'acme.com' }, 1, true],
    ['a further domain', { aliases: ['acme.de'] }, { name: 'Other', domain: 'acme.de' }, 1, true],
    ['name and country', { country: 'DE' }, { name: 'ACME GmbH', country: 'de' }, 0.8, true],
    ['the name alone', {}, { name: 'ACME GmbH' }, 0.5, true],
    ['a close name', { name: 'Zenith Robotics' }, { name: 'Zenith Robotic' }, 0.4, true],
    ['an acronym', { name: 'IBM' }, { name: 'International Business Machines' }, 0.3, false],
    ['nothing', {}, { name: 'Zenith' }, 0, false],
    ['no name', { name: '' }, { name: '' }, 0, false],
  ])('%s', (_, a, b, score, isLikely) => {
    const [first, second] = [
      { id: 'a', name: 'Acme', ...a },
      { id: 'b', name: 'Acme', ...b },
    ];
    const match = matchAccounts(first, second);
    expect(match).toMatchObject({ score, isLikely });
    expect(matchAccounts(second, first)).toEqual(match);
  });
});
