import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companyKey, companyKeys } from './company.ts';
import { classifyDomain } from './domain.ts';
import { classifyEmail, emailKey, isRoleMailbox, readEmail } from './email.ts';
import { foldName, foldNameWithUmlauts } from './fold-name.ts';
import { isFreeDomain } from './free-mailbox.ts';
import { readHost, registrableDomain } from './host.ts';
import { longestIdentifier, readIdentifier } from './identifier.ts';
import { dropLegalForm } from './legal-form.ts';
import { nameKey } from './person-name.ts';
import { phoneKey, readPhone } from './phone.ts';

/** Text that looks like names and addresses often enough to reach the branches, and is anything else besides. */
const words = fc.constantFrom(
  ...[
    'the',
    'The',
    'and',
    '&',
    '+',
    'Co',
    'KG',
    'GmbH',
    'Inc.',
    'S.p.A.',
    'sp',
    'z',
    'o.o.',
    'Müller',
    'İş',
    'Łódź',
    'ガス',
  ],
  ...[
    'Dr.',
    'PhD',
    ',',
    'Jr',
    "O'Keefe",
    'Smith-Jones',
    '株式会社',
    'ソニー株式会社',
    'Ελλάς Ε.Π.Ε.',
    'ООО',
    '-',
    '',
    'ẞ',
  ],
);
const names = fc.oneof(
  fc.array(words, { maxLength: 7 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const addresses = fc.oneof(
  fc.emailAddress(),
  fc
    .tuple(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('gmail.com', 'GoogleMail.com', 'Bücher.de', 'ａ.com'),
    )
    .map(([local, domain]) => `${local}@${domain}`),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

describe('e-mail keys', () => {
  it.each([
    [' Mary.Smith@ACME.com ', 'mary.smith@acme.com'],
    ['j.doe+webinar@gmail.com', 'jdoe@gmail.com'],
    ['J.Doe@GoogleMail.com', 'jdoe@gmail.com'],
    ['j.doe+webinar@acme.com', 'j.doe+webinar@acme.com'],
    ['mary\u200b@acme.com', 'mary@acme.com'],
    ['mary@bücher.de', 'mary@xn--bcher-kva.de'],
    ['用户@例子.公司', '用户@xn--fsqu00a.xn--55qx5d'],
    ['mary at acme.com', null],
    ['mary@acme', null],
    ['mary@@acme.com', null],
    ['mary@acme.com/x', null],
    ['mary@acme.com:25', null],
    ['mary@192.0.2.1', null],
    ['mary@[192.0.2.1]', null],
    ['mary..smith@acme.com', null],
    ['...+x@gmail.com', null],
    ['+x@gmail.com', null],
    [`${'a'.repeat(65)}@acme.com`, null],
    ['', null],
  ])('%j is %j', (text, key) => expect(emailKey(text)).toBe(key));

  it('keeps what was typed', () => {
    expect(readEmail('j.doe+webinar@gmail.com')).toEqual({
      display: 'j.doe+webinar@gmail.com',
      key: 'jdoe@gmail.com',
      local: 'j.doe+webinar',
      domain: 'gmail.com',
    });
  });

  it('has the key of a key as itself', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        const key = emailKey(text);
        if (key !== null) expect(emailKey(key)).toBe(key);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows mailboxes of a function', () => {
    expect(isRoleMailbox('Info@acme.com')).toBe(true);
    expect(isRoleMailbox('info+fair@acme.com')).toBe(true);
    expect(isRoleMailbox('ina@acme.com')).toBe(false);
    expect(isRoleMailbox('info')).toBe(false);
  });
});

describe('domains', () => {
  it.each([
    ['gmail.com', 'free', null],
    ['yahoo.co.uk', 'free', null],
    ['GMX.at', 'free', null],
    ['mailinator.com', 'disposable', null],
    ['inbox.mailinator.com', 'disposable', null],
    ['acme.co.uk', 'business', 'acme.co.uk'],
    ['mail.acme.com', 'business', 'acme.com'],
    ['https://www.acme.com/about?x=1', 'business', 'acme.com'],
    ['shop.github.io', 'business', 'shop.github.io'],
  ])('%s is %s with the key %j', (domain, kind, accountKey) => {
    expect(classifyDomain(domain)).toEqual({ kind, accountKey });
  });

  it.each([
    '',
    'localhost',
    'co.uk',
    '192.0.2.1',
    '0x7f.1',
    'a..b',
    'acme.com.',
    '-acme.com',
    'a b.com',
    '[::1]',
    'x@acme.com',
  ])('%j is no domain of a company', (text) => expect(classifyDomain(text)).toBeNull());

  it('reads hosts and registrable domains', () => {
    expect(readHost('https://www.Bücher.example/shop')).toBe('www.xn--bcher-kva.example');
    expect(readHost('localhost')).toBeNull();
    expect(registrableDomain('mail.acme.co.uk')).toBe('acme.co.uk');
    expect(registrableDomain('co.uk')).toBeNull();
    expect(isFreeDomain('yahoo.co.uk')).toBe(true);
    expect(isFreeDomain('acme.co.uk')).toBe(false);
    expect(classifyEmail('x@web.de')).toBe('free');
    expect(classifyEmail('web.de')).toBeNull();
  });

  it('has the registrable domain of one as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.webUrl(), fc.string({ unit: 'grapheme' })), (text) => {
        const domain = registrableDomain(text);
        if (domain !== null) expect(registrableDomain(domain)).toBe(domain);
      }),
    );
  });
});

describe('phone keys', () => {
  it.each([
    ['030 123456', 'DE', '+4930123456', null],
    ['+49 (0)30 123456', null, '+4930123456', null],
    ['(309) 983-0641 x409', 'US', '+13099830641', '409'],
    ['＋４９ ３０ １２３４５６', null, '+4930123456', null],
    ['011 44 20 7946 0958', 'us', '+442079460958', null],
  ])('%s in %s', (text, country, key, extension) => expect(readPhone(text, country)).toEqual({ key, extension }));

  it.each([
    ['030 123456', null],
    ['+49 30 1', null],
    ['call me', 'DE'],
    ['030 123456', 'Atlantis'],
    ['0'.repeat(5000), 'DE'],
  ])('%j is no number', (text, country) => expect(phoneKey(text, country)).toBeNull());

  it('has the key of a key as itself', () => {
    expect(phoneKey('030 123456', 'DE')).toBe('+4930123456');
    expect(phoneKey('+4930123456')).toBe('+4930123456');
  });
});

describe('company keys', () => {
  it.each([
    ['Müller & Söhne GmbH & Co. KG', 'muller and sohne'],
    ['Muller and Sohne', 'muller and sohne'],
    ['The ACME Corp.', 'acme'],
    ['A.B.B. Ltd', 'abb'],
    ['Straße AG', 'strasse'],
    ['Golec Sp. z o.o.', 'golec'],
    ['Foo,Inc.', 'foo'],
    ['Ålesund A/S', 'alesund'],
    ['ソニー株式会社', 'ソニー'],
    ['AG', 'ag'],
    ['The Inc', 'inc'],
    ['!!!', ''],
  ])('%s is %j', (name, key) => expect(companyKey(name)).toBe(key));

  it('keeps a variant with umlauts written out', () => {
    expect(companyKeys('Müller & Söhne GmbH')).toEqual(['muller and sohne', 'mueller and soehne']);
    expect(companyKeys('Acme')).toEqual(['acme']);
    expect(companyKeys('?')).toEqual([]);
  });

  it('takes legal forms from the end only, never all of a name', () => {
    expect(dropLegalForm(['acme', 'gmbh'])).toEqual(['acme']);
    expect(dropLegalForm(['ag'])).toBeNull();
    expect(dropLegalForm(['inc', 'acme'])).toBeNull();
  });

  it('has the key of a key as itself', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(companyKey(companyKey(name))).toBe(companyKey(name));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('names', () => {
  it.each([
    ['Dr. Zola, Émile', 'emile zola'],
    ['Émile ZOLA', 'emile zola'],
    ["O'Keefe, Mary", 'mary okeefe'],
    ['Smith-Jones', 'smith jones'],
    ['Lilliana Aufderhar PhD', 'lilliana aufderhar'],
    ['Aufderhar, PhD', 'aufderhar'],
    ['Kiley Reinger IV', 'kiley reinger iv'],
    ['Dr', 'dr'],
    ['', ''],
  ])('%j is %j', (name, key) => expect(nameKey(name)).toBe(key));

  it('folds', () => {
    expect(foldName('  Émile   STRAẞE ')).toBe('emile strasse');
    expect(foldNameWithUmlauts('Müller & Söhne')).toBe('mueller & soehne');
    expect(foldName('IŞIK')).toBe(foldName('ışık'));
  });

  it('has the key of a key as itself', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
        expect(foldName(foldName(name))).toBe(foldName(name));
        const spelt = foldNameWithUmlauts(name);
        expect(foldNameWithUmlauts(spelt)).toBe(spelt);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('identifiers', () => {
  it.each([
    ...[
      null,
      undefined,
      0,
      '0',
      '',
      '  ',
      'null',
      'NULL',
      'undefined',
      'guest',
      'Anonymous',
      '[object Object]',
      {},
      [],
      true,
      Number.NaN,
    ],
    ...[
      '{{user_id}}',
      '%%email%%',
      '*|EMAIL|*',
      '<user>',
      'test@test.com',
      '00000000-0000-0000-0000-000000000000',
      'a\u0000b',
      '\ud800',
    ],
  ])('%j names nobody', (sent) => expect(readIdentifier(sent)).toEqual({ value: null, refused: 'blocked-value' }));

  it('takes what may be an id', () => {
    expect(readIdentifier(' u1 ')).toEqual({ value: 'u1', refused: null });
    expect(readIdentifier(42)).toEqual({ value: '42', refused: null });
    expect(readIdentifier('constructor')).toEqual({ value: 'constructor', refused: null });
    expect(readIdentifier('x'.repeat(longestIdentifier)).refused).toBeNull();
    expect(readIdentifier('x'.repeat(longestIdentifier + 1))).toEqual({ value: null, refused: 'too-long' });
    expect(readIdentifier('x'.repeat(10_000))).toEqual({ value: null, refused: 'too-long' });
  });
});
