import fc from 'fast-check';
import { buildCatalogue, resolveField } from '../src/core/agreement/catalogue.ts';
import type { Condition, ConditionLeaf, ConditionPart, ConditionValue } from '../src/core/agreement/condition.ts';
import { readLeaf } from '../src/core/agreement/condition-test.ts';
import { type FieldDefinition, fieldDefinitions, grades } from '../src/core/agreement/fields.ts';
import { arityOf, type FieldType, type Operator, operatorsByType } from '../src/core/agreement/operators.ts';
import { foldText } from '../src/core/text.ts';
import { testEpoch } from './clock.ts';
import type { NewPerson, NewTouch } from './condition-people.ts';

/** Own fields of every type but list, on contacts and accounts alike. */
const ownTypes: Record<string, FieldType> = {
  ...{ plan: 'text', seats: 'number', vip: 'bool', renewal: 'instant', day: 'date', budget: 'money', mail: 'email' },
  ...{ level: 'choice', rep: 'member', tags: 'text' },
};
const ownKeys = Object.keys(ownTypes);

export const catalogue = buildCatalogue(
  {
    currency: 'EUR',
    calendar: { timezone: 'Europe/Berlin' },
    personas: [{ key: 'ops-lead' }, { key: 'it' }],
    segments: [{ key: 'smb' }, { key: 'mid-market' }],
    stages: [{ key: 'lead' }, { key: 'customer' }],
    journey: [{ key: 'aware' }, { key: 'evaluating' }],
  },
  Object.fromEntries(
    Object.entries(ownTypes).flatMap(([key, type]) => [
      [`contact.custom.${key}`, type],
      [`account.custom.${key}`, type],
    ]),
  ),
);

/** Texts that compare as the same, nearly the same, or as nothing. */
const texts = [
  ...[
    'Head of Sales',
    'head  of\tsales ',
    'HEAD-OF-SALES',
    'Vice-President, Sales',
    'COO & co-founder',
    'Coordinator',
    'coo',
  ],
  ...[
    'Ünïcode GmbH',
    'u\u0308ni\u0308code gmbh',
    'straße',
    'STRASSE',
    'STRAẞE',
    'İstanbul',
    'istanbul',
    'ıstanbul',
    'ΟΔΟΣ',
    'οδος',
    'οδοσ',
  ],
  ...[
    'ＦＵＬＬ ｗｉｄｔｈ',
    'full width',
    'ﬁne',
    'fine',
    'e\u0301',
    'é',
    '\u0301',
    '😀 emoji 👩‍💻',
    '١٢',
    'Ⅷ',
    'ǅ',
    '\u1e9b\u0323',
  ],
  ...[
    '%',
    '50%_\\',
    '_',
    'a\\b',
    "O'Brien",
    '"quoted"',
    '{a,b}',
    '{}',
    'NULL',
    'null',
    'true',
    '7',
    '7.5',
    '1e21',
    'C++ & C#',
  ],
  ...['/pricing', '/Pricing/enterprise', '...', '', '   ', '\u00a0\u2003', '\ufeff', 'a', '$1', '?', '\u200b'],
] as const;
const numbers = [0, 1, 2, 3, 7, 50, 100, 9_007_199_254_740_991];
const fractions = [...numbers, -5, 7.5, 49.999, 50.000001, 0.1 + 0.2, 0.3, 1e-7, 33.333333333333336, 1e21, 5e-324];
const minute = 60_000;
const day = 86_400_000;
const now = testEpoch.getTime();
const instants = [
  0,
  1,
  -1,
  -minute,
  1 - minute,
  -1 - minute,
  -day,
  1 - day,
  -day - 1,
  day,
  -5 * day,
  -20 * day,
  -33_900_000,
].map((offset) => now + offset);
const days = [
  '2026-03-01',
  '2026-03-02',
  '2026-03-03',
  '2024-02-29',
  '2026-02-28',
  '2026-03-29',
  '0001-01-01',
  '9999-12-31',
];
const noDays = [
  '2026-02-30',
  '2025-02-29',
  '20260302',
  '2026-3-2',
  '2026-03-02T00:00',
  '0000-02-29',
  '+002026-03-02',
  'infinity',
];
const isoInstants = instants.map((instant) => new Date(instant).toISOString());
const noInstants = [
  '2026-03-02T09:00:00Z',
  '2026-02-30T09:00:00.000Z',
  '2026-03-02T24:00:00.000Z',
  '2026-03-02 09:00:00.000Z',
];
const listNames = ['Fair', 'VIP', 'Größe', 'news  letter'];

/** Values near those that the people have; texts are whole, parts of one, or in other letters. */
const someText = fc
  .tuple(fc.constantFrom(...texts, ...listNames), fc.nat(3), fc.nat(12), fc.nat(12))
  .map(([text, how, from, length]) => {
    if (how === 0) return text.toUpperCase();
    return how === 1 ? foldText(text).slice(from, from + length + 1) : text;
  });
const someNumber = fc.constantFrom(...fractions, -0, 1.5, 1.51, 90_071_992_547_409.91, -1e300, 1e307);
const someTime = fc.constantFrom(
  ...[
    ...days,
    '0000-01-01',
    '2026-03-02T10:00',
    '2026-03-02T09:00Z',
    '2026-03-01T09:00:00.001Z',
    '2026-02-25 10:00:00.000',
  ],
  ...['0000-05-05T00:00Z', '9999-12-31T23:59:59.999Z'],
);
const someAge = fc.constantFrom('1m', '1d', '2d', '3w', '9999w', '999999999w');

function valuesOf(type: FieldType, operator: Operator, choices: readonly string[] | undefined, members: string[]) {
  if (choices !== undefined) return fc.constantFrom(...choices, ...choices.map((choice) => choice.toUpperCase()));
  if (operator === 'within-last' || operator === 'older-than') return someAge;
  switch (type) {
    case 'number':
    case 'money':
      return someNumber;
    case 'bool':
      return fc.boolean();
    case 'instant':
    case 'date':
      return someTime;
    case 'list':
      return fc.oneof(fc.constantFrom(...listNames, 'VIP ', 'FAIR'), someText);
    case 'member':
      return fc.oneof(fc.constantFrom(...members), someText);
    default:
      return someText;
  }
}

/** Members are drawn with the people, whose ids conditions should know. */
const knownMembers: string[] = ['ingrid'];

function arbitraryLeaf(definition: FieldDefinition): fc.Arbitrary<ConditionLeaf> {
  const key = definition.name === 'consent.*' ? ['contact', 'email', 'constructor'] : ownKeys;
  const names = definition.name.endsWith('*') ? key.map((one) => definition.name.replace('*', one)) : [definition.name];
  // The properties of touches take their type from the value that they are compared with.
  const samples = definition.name === 'touch.prop.*' ? ['x', 1, true] : [undefined];
  return fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...samples))
    .chain(([name, sample]) => {
      const field = resolveField(name, catalogue, sample);
      if (field === undefined) throw new Error(`${name} is not in the catalogue.`);
      return fc.constantFrom<Operator>(...operatorsByType[field.type]).chain((op) => {
        const value = valuesOf(field.type, op, field.choices, knownMembers) as fc.Arbitrary<string | number | boolean>;
        const written: Record<ReturnType<typeof arityOf>, fc.Arbitrary<ConditionValue | undefined>> = {
          nothing: fc.constant(undefined),
          one: value,
          list: fc.array(value, { minLength: 1, maxLength: 4 }),
          two: fc.tuple(value, value).map((both) => both.toSorted((a, b) => (a < b ? -1 : 1))),
        };
        return written[arityOf(op)].map((one) => ({ field: name, op, ...(one === undefined ? {} : { value: one }) }));
      });
    })
    .filter((leaf) => !('problem' in readLeaf(leaf, catalogue)));
}

/** Condition trees of all fields and operators; half of them are one comparison, the others favour touches. */
export function arbitraryCondition(): fc.Arbitrary<Condition> {
  const leaves = fieldDefinitions.map(arbitraryLeaf);
  const ofTouch = fc.oneof(...leaves.filter((_, index) => fieldDefinitions[index]?.name.startsWith('touch.')));
  const leaf = fc.oneof({ weight: 3, arbitrary: fc.oneof(...leaves) }, { weight: 1, arbitrary: ofTouch });
  const group = (parts: fc.Arbitrary<ConditionPart[]>): fc.Arbitrary<Condition> =>
    fc.oneof(
      parts.map((all) => ({ all })),
      parts.map((any) => ({ any })),
      parts.map((none) => ({ none })),
    );
  const touched = fc.oneof(leaf, ofTouch);
  const { tree } = fc.letrec<{ tree: Condition; part: ConditionPart }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'tree' },
      { weight: 3, arbitrary: touched },
      { weight: 2, arbitrary: tie('tree') },
    ),
    tree: group(fc.array(tie('part'), { minLength: 1, maxLength: 4, depthIdentifier: 'tree' })),
  }));
  const single = group(leaf.map((one) => [one]));
  // Two parts that a contact without touches may meet: rare where trees grow as they like.
  const mixed = fc
    .tuple(ofTouch, leaf, ofTouch, leaf)
    .map(
      ([first, second, third, fourth]): Condition => ({ all: [{ any: [first, second] }, { any: [third, fourth] }] }),
    );
  return fc.oneof({ weight: 5, arbitrary: single }, { weight: 4, arbitrary: tree }, { weight: 1, arbitrary: mixed });
}

/** People with values from the lists above, or none, drawn from the seed of the run. */
export function drawPeople(count: number, members: string[]): NewPerson[] {
  knownMembers.splice(1, knownMembers.length, ...members, ...members.map((id) => id.toUpperCase()));
  const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 4 });
  const text = maybe(...texts);
  const json = fc.constantFrom<unknown>(
    ...[...texts, ...fractions, ...days, ...noDays, ...isoInstants, ...noInstants, ...instants],
    ...[true, false, null, [], ['x'], {}, [7], members[0], members[0]?.toUpperCase()],
  );
  /** Mostly what the type wants, else anything. */
  const typed: Partial<Record<FieldType, readonly unknown[]>> = {
    ...{
      number: fractions,
      money: numbers,
      bool: [true, false],
      instant: [...isoInstants, ...noInstants],
      date: [...days, ...noDays],
      member: members,
    },
  };
  const fields = fc.record(
    Object.fromEntries(
      Object.entries(ownTypes).map(([key, type]) => [
        key,
        fc.oneof(fc.constantFrom<unknown>(...(typed[type] ?? texts)), json),
      ]),
    ),
    { requiredKeys: [] },
  );
  const instant = fc.constantFrom(...instants).map((one) => new Date(one));
  const maybeInstant = fc.option(instant, { nil: null });
  const lists = fc.subarray(listNames);
  const touch: fc.Arbitrary<NewTouch> = fc.record({
    ...{ kind: fc.constantFrom('page-viewed', 'form-submitted', 'event', 'Ünïcode GmbH'), at: instant },
    ...{
      name: text,
      path: text,
      host: text,
      form: text,
      campaign: text,
      channel: text,
      source: text,
      medium: text,
      content: text,
    },
    ...{ department: fc.constantFrom('marketing', 'sales'), props: fields },
  });
  const person: fc.Arbitrary<NewPerson> = fc.record({
    ...{
      name: text,
      firstName: text,
      lastName: text,
      title: text,
      email: text,
      emailDomain: text,
      phone: text,
      country: text,
    },
    ...{ language: text, source: text, mailbox: maybe('business', 'free', 'disposable'), ownerId: maybe(...members) },
    ...{ reachable: fc.boolean(), createdAt: instant, lists, fields },
    consent: fc.record(
      { contact: fc.constantFrom('granted', 'denied'), email: fc.constantFrom('granted', 'denied') },
      { requiredKeys: [] },
    ),
    derived: fc.record({
      ...{
        fit: maybe(...fractions, Number.NaN),
        engagement: maybe(...fractions),
        grade: maybe(...grades),
        cycle: fc.constantFrom(0, 1, 2, 7),
      },
      ...{
        persona: maybe('ops-lead', 'it', 'gone'),
        segment: maybe('smb', 'mid-market'),
        journeyStep: maybe('aware', 'evaluating'),
      },
      ...{ currentStage: maybe('lead', 'customer', 'recycled', 'other'), touchCount: fc.constantFrom(0, 1, 2, 50) },
      ...{ lastTouchAt: maybeInstant, cycleBeganAt: maybeInstant },
    }),
    account: fc.option(
      fc.record({
        ...{
          name: text,
          domain: text,
          industry: text,
          country: text,
          ownerId: maybe(...members),
          isTarget: fc.boolean(),
          lists,
          fields,
        },
        ...{
          employees: maybe(0, 1, 7, 50, 51),
          revenue: maybe(...numbers, 150, 151),
          tier: maybe(1, 2, 3),
          deleted: fc.constantFrom(false, false, true),
        },
      }),
      { nil: null, freq: 4 },
    ),
    deals: fc.array(
      fc
        .record({
          ...{
            closed: maybe('wonAt', 'lostAt'),
            when: instant,
            deleted: fc.constantFrom(false, false, true),
            amount: maybe(...numbers),
          },
          ...{
            stage: fc.constantFrom(...texts),
            kind: fc.constantFrom('new', 'expansion', 'renewal', 'churn'),
            expectedClose: maybe(...days, 'infinity'),
          },
        })
        .map(({ closed, when, ...deal }) => ({ ...deal, ...(closed === null ? {} : { [closed]: when }) })),
      { maxLength: 3 },
    ),
    handoffs: fc.array(fc.record({ need: text, timing: text, budget: text, authority: text }), { maxLength: 2 }),
    touches: fc.oneof(fc.constant<NewTouch[]>([]), fc.array(touch, { maxLength: 6, size: 'max' })),
  });
  // Drawn with the seed of the properties, and one who has nothing.
  return [{}, ...fc.sample(person, count - 1)];
}
