import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactTraits } from './read-traits.ts';
import { type ToldContact, tellAccount, tellContact } from './tell-fields.ts';

const blank: ToldContact = {
  email: null,
  name: null,
  firstName: null,
  lastName: null,
  title: null,
  phone: null,
  country: null,
  language: null,
  zone: null,
  fields: {},
};
const word = fc.constantFrom('a', 'b', 'Zoë', '"', '\u{1F600}');
const traits = fc.record(
  {
    name: word,
    firstName: word,
    lastName: word,
    title: word,
    custom: fc.dictionary(fc.constantFrom('plan', '__proto__', 'toString'), fc.oneof(word, fc.integer(), fc.boolean())),
  },
  { requiredKeys: [] },
);
// Few instants, so that many fall together.
const messages = fc.array(fc.record({ traits, at: fc.integer({ min: 0, max: 4 }) }), { maxLength: 8 });

describe('what is told of a record', () => {
  it('ends the same in any order and with any repetition', () => {
    const end = (heard: readonly { traits: ContactTraits; at: number }[]) =>
      heard.reduce((told, message) => tellContact(told, message.traits, message.at), { values: blank, toldAt: {} });
    fc.assert(
      fc.property(
        messages.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
          ),
        ),
        ([list, shuffled]) => {
          expect(end(shuffled)).toEqual(end(list));
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a name that is told after its parts', [{ firstName: 'Ana' }, { name: 'Dr. Ana Plant' }], 'Dr. Ana Plant'],
    [
      'parts that are told after the name',
      [{ name: 'Ana P.' }, { firstName: 'Ana' }, { lastName: 'Plant' }],
      'Ana Plant',
    ],
    ['both at once', [{ lastName: 'Old' }, { name: 'Dr. Ana Plant', firstName: 'Ana' }], 'Dr. Ana Plant'],
  ] as [string, ContactTraits[], string][])('%s', (_, list, name) => {
    const forwards = list.reduce((told, one, at) => tellContact(told, one, at), { values: blank, toldAt: {} });
    const backwards = list
      .map((one, at) => ({ one, at }))
      .reduceRight((told, { one, at }) => tellContact(told, one, at), { values: blank, toldAt: {} });
    expect([forwards.values.name, backwards.values.name]).toEqual([name, name]);
  });

  it('keeps the value that was told again when one in between is heard late', () => {
    const company = { name: null, industry: null, country: null, employees: null, fields: {} };
    const told = [
      { name: 'Plant', at: 10 },
      { name: 'Plant', at: 30 },
      { name: 'Plant Inc', at: 20 },
    ].reduce((state, { name, at }) => tellAccount(state, { name }, at), { values: company, toldAt: {} });
    expect(told).toMatchObject({ values: { name: 'Plant' }, toldAt: { name: 30 } });
  });
});
