import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomFieldRule } from '../custom-field.ts';
import { findHeader } from './find-header.ts';
import { guessDelimiter } from './guess-delimiter.ts';
import { headerKey, problemHeader, signHeaders } from './header-key.ts';
import { type MappedColumn, mapColumns } from './map-columns.ts';
import { RecordPlanner } from './plan-records.ts';
import { findPreset } from './presets.ts';
import { ColumnProfiler } from './profile-columns.ts';
import { isBlankCell, readYesNo, unguardCell } from './read-cell.ts';
import { hintOrder, readDate } from './read-date.ts';
import { hintDecimal, readMoney, readNumber } from './read-number.ts';
import { type RowRules, readRow } from './read-row.ts';

const profile = (...cells: string[]) => {
  const profiler = new ColumnProfiler(1);
  profiler.add(cells.map((cell) => [cell]));
  const [found] = profiler.finish();
  if (found === undefined) throw new Error('no column');
  return found;
};
const fieldsOf = (headers: string[], kind: Parameters<typeof mapColumns>[2] = null) =>
  mapColumns(
    headers,
    headers.map(() => profile('x')),
    kind,
  );

describe('the shape of a file', () => {
  it.each([
    ['a,b\n1,2', ','],
    ['a;b\n"1,5;";2', ';'],
    ['a\tb\nx,y\tz', '\t'],
    ['a|b|c\n1|2|3', '|'],
    ['one', ','],
    ['', ','],
    ['name;note\nAna;"a,b,c\n,d,e"\nBo;x,y', ';'],
  ])('%j is parted by %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });

  it.each<[number, string[][]]>([
    [
      0,
      [
        ['Name', 'E-mail'],
        ['Ana', 'a@b.example'],
      ],
    ],
    [2, [['Export of 3 May'], [''], ['Name', 'E-mail', 'Phone'], ['Ana', 'a@b.example', '1']]],
    [
      1,
      [
        ['1', '2', '3'],
        ['Name', 'E-mail', 'Phone'],
      ],
    ],
    [0, []],
    [0, [['1', '2']]],
  ])('the header is row %i', (at, rows) => {
    expect(findHeader(rows)).toBe(at);
  });

  it('knows a file again by its headers, its error file too', () => {
    expect(signHeaders(['E-Mail ', 'First Name', problemHeader])).toBe(signHeaders(['e mail', 'FirstName']));
    expect([headerKey('Prénom'), headerKey('mql_id'), headerKey('__')]).toEqual(['prenom', 'mql id', '']);
  });
});

describe('a date column', () => {
  it.each([
    [['25/12/2024', '03/04/2024'], 'dmy'],
    [['12/25/2024', '03/04/2024'], 'mdy'],
    [['03/04/2024', '01/02/2024'], 'ambiguous'],
    [['25/12/2024', '12/25/2024'], 'mixed'],
    [['01.02.2024'], 'dmy'],
    [['2024-01-02', '05/05/2024'], null],
  ])('%j is %s', (cells, order) => {
    expect(profile(...cells)).toMatchObject({ shape: 'date', dateOrder: order });
  });

  it.each([
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2023-02-29', null],
    ['2018-02-26 19:58:54', '2018-02-26T19:58:54Z'],
    ['2024-08-13T18:04:34.666+00:00', '2024-08-13T18:04:34.666Z'],
    ['2024-08-13T18:04:34+0200', '2024-08-13T16:04:34Z'],
    ['3/4/24 2:05 PM', '2024-04-03T14:05:00Z'],
    ['31.12.1999', '1999-12-31T00:00:00Z'],
    ['12/31/1999', '1999-12-31T00:00:00Z'],
    ['Jan 15, 2025', '2025-01-15T00:00:00Z'],
    ['15 January 2025', '2025-01-15T00:00:00Z'],
    ['32/01/2024', null],
    ['2024-13-01', null],
    ['13:45', null],
    ['', null],
  ])('reads %j', (text, instant) => {
    expect(readDate(text, 'dmy', 'UTC')?.at ?? null).toBe(instant === null ? null : Date.parse(instant));
  });

  it('takes a day in the zone of the workspace', () => {
    expect(readDate('2024-06-01', 'dmy', 'Europe/Berlin')?.at).toBe(Date.parse('2024-05-31T22:00:00Z'));
  });

  it('reads every day of both orders back, and never a text that is none', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const [y = '', m = '', d = ''] = date.toISOString().slice(0, 10).split('-');
        const at = Date.UTC(Number(y), Number(m) - 1, Number(d));
        expect(readDate(`${d}/${m}/${y}`, 'dmy', 'UTC')?.at).toBe(at);
        expect(readDate(`${m}/${d}/${y}`, 'mdy', 'UTC')?.at).toBe(at);
        expect(['dmy', 'either', 'none']).toContain(hintOrder(`${d}/${m}/${y}`));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => readDate(text, 'dmy', 'UTC') !== undefined));
  });
});

describe('numbers and words', () => {
  it.each<[string, '.' | ',' | null, number | null]>([
    ['1.234,56', ',', 1234.56],
    ['1,234.56', '.', 1234.56],
    ['1.234', ',', 1234],
    ['1.234', '.', 1.234],
    ["1'234'567.8", '.', 1234567.8],
    ['1 234,5', ',', 1234.5],
    ['(12)', null, -12],
    ['-5 %', null, -5],
    ['R$ 10,5', ',', 10.5],
    ['1,23,4', '.', null],
    ['12.34.56', ',', null],
    ['1e5', null, null],
    ['', null, null],
  ])('%j with %j is %j', (text, decimal, value) => {
    expect(readNumber(text, decimal)).toBe(value);
  });

  it('keeps cents exact, and knows currencies without', () => {
    expect([readMoney('0.29', '.', 'EUR'), readMoney('1.15', '.', 'EUR'), readMoney('500', null, 'JPY')]).toEqual([
      29, 115, 500,
    ]);
    expect(readMoney('99999999999999999', null, 'EUR')).toBeNull();
  });

  it('reads numbers in both writings back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 99 }), (whole, part) => {
        const number = (Math.abs(whole) * 100 + part) / 100;
        const text = number.toLocaleString('en-US', { minimumFractionDigits: 2 });
        const german = number.toLocaleString('de-DE', { minimumFractionDigits: 2 });
        expect([readNumber(text, '.'), readNumber(german, ',')]).toEqual([number, number]);
        expect([hintDecimal(text), hintDecimal(german)]).toEqual(['.', ',']);
      }),
    );
  });

  it.each([
    ['ja', true],
    ['Nein', false],
    ['oui', true],
    ['FALSO', false],
    ['1', true],
    ['maybe', null],
  ])('%s is %s', (word, value) => {
    expect(readYesNo(word)).toBe(value);
  });

  it('tells blank from unknown, and takes back what was put before a formula', () => {
    expect(['', ' ', 'Select', 'N/A', '-'].every(isBlankCell)).toBe(true);
    expect(['unknown', '0', 'No', 'none at all'].some(isBlankCell)).toBe(false);
    expect([unguardCell("'+49 30 1"), unguardCell("'quoted'"), unguardCell("'\t=1")]).toEqual([
      '+49 30 1',
      "'quoted'",
      '\t=1',
    ]);
  });

  it.each<[string[], string]>([
    [['1', '2.5'], 'number'],
    [['01234', '04109'], 'text'],
    [['Yes', 'No'], 'boolean'],
    [['1', '0'], 'number'],
    [['a@b.example', 'typo'], 'text'],
    [['a@b.example', 'c@d.example', 'typo'], 'email'],
    [['', 'Select'], 'empty'],
  ])('%j are of shape %s', (cells, shape) => {
    expect(profile(...cells).shape).toBe(shape);
  });
});

describe('what columns mean', () => {
  it.each([
    ['olist-leads', 'mql_id,first_contact_date,landing_page_id,origin'],
    ['olist-closed-deals', 'mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type'],
    ['hubspot-contacts', 'Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Original Source'],
    ['hubspot-companies', 'Record ID,Company name,Website URL,Company owner,Create Date'],
    ['hubspot-notes', 'Activity date,Note body,Associated Contact,Associated Company'],
    ['salesforce-leads', 'Lead ID,FirstName,LastName,Email,Phone,Company,LeadSource,Status,OwnerId'],
    ['salesforce-leads', 'First Name,Last Name,Company,Email,Lead Source,Lead Status,Lead Owner,Created Date'],
    ['pipedrive-people', 'Person - ID,Person - Name,Person - Email,Person - Phone,Organization - Name'],
    ['pipedrive-activities', 'Activity - Subject,Activity - Type,Activity - Due date,Deal - Title,Person - Name'],
    ['mautic-contacts', 'firstname,lastname,company,email,country'],
    [
      'facebook-leads',
      'id,created_time,ad_name,adset_name,campaign_name,form_name,is_organic,platform,full_name,email',
    ],
    [null, 'Name,E-Mail,Firma'],
  ])('%s: %s', (key, headers) => {
    expect(findPreset(headers.split(','))?.key ?? null).toBe(key);
  });

  it('is said by words of several languages', () => {
    const fields = (headers: string) => fieldsOf(headers.split(',')).columns.map(({ field }) => field);
    expect(fields('Vorname,Nachname,E-Mail,Telefon,Firma')).toEqual([
      'contact.first-name',
      'contact.last-name',
      'contact.email',
      'contact.phone',
      'account.name',
    ]);
    expect(fields('Prénom,Nom,Courriel,Société,Pays')).toEqual([
      'contact.first-name',
      'contact.last-name',
      'contact.email',
      'account.name',
      'contact.country',
    ]);
    expect(fields('الاسم,البريد,الهاتف,Company,Notes')).toEqual([
      'contact.name',
      'contact.email',
      'contact.phone',
      'account.name',
      'contact.custom.notes',
    ]);
  });

  it('is said by the values where the header says nothing, and asked where they do not either', () => {
    const { columns, kind } = mapColumns(
      ['Kontakt', 'Termin', 'Umsatz'],
      [profile('a@b.example'), profile('1/2/2024'), profile('1.234')],
      null,
    );
    expect(kind).toBe('contacts');
    expect(columns).toMatchObject([
      { field: 'contact.email', confidence: 'guess', asks: null },
      { field: 'contact.custom.termin', type: 'date', asks: 'date-order' },
      { field: 'contact.custom.umsatz', type: 'number', asks: 'decimal' },
    ]);
  });

  it('is read by everybody but from the column of an error file', () => {
    expect(fieldsOf(['Email', problemHeader]).columns[1]).toMatchObject({ field: null, confidence: 'certain' });
  });
});

describe('a row', () => {
  const column = (field: string | null, type: MappedColumn['type'] = 'text'): MappedColumn => ({
    field,
    type,
    dateOrder: null,
    decimal: null,
  });
  const rules = (columns: MappedColumn[], over: Partial<RowRules> = {}): RowRules => ({
    columns,
    kind: 'contacts',
    keyBy: 'email',
    touch: { kind: 'event', name: null, department: 'marketing' },
    zone: 'UTC',
    currency: 'EUR',
    now: Date.UTC(2026, 0, 1),
    ...over,
  });

  it('says what it says of a contact and its company', () => {
    const draft = readRow(
      ['Ana@Plant.example', 'Ana', 'Lima', ''],
      rules([
        column('contact.email', 'email'),
        column('contact.first-name'),
        column('contact.last-name'),
        column('contact.title'),
      ]),
    );
    expect(draft.contact).toEqual({
      find: ['email:ana@plant.example'],
      gives: ['email:ana@plant.example'],
      values: { email: 'Ana@Plant.example', name: 'Ana Lima', firstName: 'Ana', lastName: 'Lima', title: null },
    });
    expect(draft.account?.find).toEqual(['domain:plant.example']);
    expect(draft.fault).toBeNull();
  });

  it('reads own fields by their types, and leaves out what does not fit', () => {
    const columns = [column('contact.name'), column('contact.custom.plan'), column('contact.custom.seats')];
    const ownFields = new Map<string, CustomFieldRule>([
      ['contact.custom.plan', { type: 'choice', options: ['Free', 'Pro'] }],
      ['contact.custom.seats', { type: 'number', options: [] }],
    ]);
    const { contact, problems } = readRow(['Ann', 'pro', 'many'], { ...rules(columns), ownFields });
    expect(contact?.values).toMatchObject({ 'custom.plan': 'Pro' });
    expect(contact?.values['custom.seats'] ?? null).toBeNull();
    expect(problems).toEqual(['“many” is no number (column 3): left out.']);
  });

  it('keeps blank and unknown apart, and leaves out what cannot be read', () => {
    const columns = [column('contact.external-id', 'id'), column('touch.at', 'date'), column('touch.source')];
    const read = (origin: string) =>
      readRow(['m1', '2018-02-01', origin], rules(columns, { keyBy: 'external-id' })).touch?.values.source;
    expect([read(''), read('unknown')]).toEqual([null, 'unknown']);
    const odd = readRow(['m1', 'soon', 'x'], rules(columns, { keyBy: 'external-id' }));
    expect(odd.touch).toBeNull();
    expect(odd.problems[0]).toContain('“soon” is no date');
  });

  it('is refused with a reason that says what is missing', () => {
    const fault = (cells: string[], columns: MappedColumn[], over: Partial<RowRules>) =>
      readRow(cells, rules(columns, over)).fault;
    expect(fault(['not one', 'Ana'], [column('contact.email', 'email'), column('contact.name')], {})).toMatch(
      /no e-mail address.*“not one”/s,
    );
    expect(fault(['x'], [column('touch.name')], { kind: 'touches' })).toMatch(/whose touch/);
    expect(readRow(['', 'Select'], rules([column('contact.email', 'email'), column('contact.name')])).skip).toMatch(
      /blank/,
    );
  });
});

describe('which record a row is about', () => {
  const planner = (over: Partial<ConstructorParameters<typeof RecordPlanner>[0]> = {}) => {
    let n = 0;
    const next = () => {
      n += 1;
      return `r${n}`;
    };
    return new RecordPlanner({ mode: 'both', blanks: 'keep', newId: next, ...over });
  };
  const draft = (refs: string[], values: Record<string, string | null> = {}) => ({ find: refs, gives: refs, values });

  it('follows mode and blank cells', () => {
    const known = [[['email:a', 'old']], [['old', { title: 'COO' }]]] as [
      [string, string][],
      [string, { title: string }][],
    ];
    const outcome = (over: object, refs: string[], values: Record<string, string | null>) => {
      const one = planner(over);
      one.learn(...known);
      const { outcome, values: after } = one.plan(draft(refs, values));
      return [outcome, after.title];
    };
    expect(outcome({}, ['email:a'], { title: 'CEO' })).toEqual(['updated', 'CEO']);
    expect(outcome({}, ['email:a'], { title: null })).toEqual(['unchanged', 'COO']);
    expect(outcome({ blanks: 'clear' }, ['email:a'], { title: null })).toEqual(['updated', null]);
    expect(outcome({ mode: 'create' }, ['email:a'], { title: 'CEO' })).toEqual(['skipped', 'COO']);
    expect(outcome({ mode: 'update' }, ['email:b'], { title: 'CEO' })).toEqual(['skipped', undefined]);
    expect(outcome({ onlyFill: ['title'] }, ['email:a'], { title: 'CEO' })).toEqual(['unchanged', 'COO']);
  });

  it('never gives a key to two, and finds nobody by a name that two have', () => {
    const one = planner();
    one.plan(draft(['ext:1', 'email:a']));
    expect(one.plan({ find: ['ext:2'], gives: ['ext:2', 'email:a'], values: {} })).toMatchObject({
      outcome: 'created',
      held: ['email:a'],
      refs: ['ext:2'],
    });
    one.plan({ find: ['domain:a.example'], gives: ['domain:a.example', 'name:plant'], values: {} });
    one.plan({ find: ['domain:b.example'], gives: ['domain:b.example', 'name:plant'], values: {} });
    expect(one.plan({ find: ['name:plant'], gives: ['name:plant'], values: {} }).outcome).toBe('created');
  });

  it('makes nothing the second time, whatever the rows', () => {
    const rows = fc.array(
      fc.record({
        refs: fc.uniqueArray(fc.constantFrom('ext:1', 'ext:2', 'email:a', 'email:b', 'email:c'), { minLength: 1 }),
        title: fc.option(fc.constantFrom('COO', 'CEO')),
      }),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const one = planner();
        const run = () => given.map(({ refs, title }) => one.plan(draft(refs, { title })).outcome);
        run();
        expect(run()).not.toContain('created');
      }),
    );
  });
});
