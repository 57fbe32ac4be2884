import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StitchMessage, stitchMessages } from './stitching.ts';

const page = (id: string, at: number, anonymousId: unknown): StitchMessage => ({ id, at, type: 'page', anonymousId });
const identify = (id: string, at: number, anonymousId: unknown, userId: unknown): StitchMessage => ({
  id,
  at,
  type: 'identify',
  anonymousId,
  userId,
});
const alias = (id: string, at: number, previousId: unknown, userId: unknown): StitchMessage => ({
  id,
  at,
  type: 'alias',
  previousId,
  userId,
});
const personsOf = (messages: readonly StitchMessage[]) =>
  Object.fromEntries(stitchMessages(messages).persons.map((person) => [person.id, person.messages]));
const reasonsOf = (messages: readonly StitchMessage[]) =>
  stitchMessages(messages).refused.map(({ messageId, reason }) => [messageId, reason]);

describe('stitching', () => {
  it('attaches the anonymous history backwards', () => {
    expect(
      stitchMessages([
        { id: 'a', at: 1, type: 'page', anonymousId: 'an1' },
        { id: 'b', at: 2, type: 'identify', anonymousId: 'an1', userId: 'u1' },
      ]).persons,
    ).toEqual([{ kind: 'user', id: 'u1', messages: ['a', 'b'] }]);
  });

  it('never merges two users of a shared computer: a fresh anonymous history starts with the second', () => {
    const messages = [
      page('1', 1, 'an1'),
      identify('2', 2, 'an1', 'u1'),
      page('3', 3, 'an1'),
      identify('4', 4, 'an1', 'u2'),
      page('5', 5, 'an1'),
      identify('6', 6, 'an1', 'u1'),
      page('7', 7, 'an1'),
      identify('8', 8, 'an1', 'u2'),
    ];
    expect(personsOf(messages)).toEqual({ u1: ['1', '2', '3', '6', '7'], u2: ['4', '5', '8'] });
    expect(reasonsOf(messages)).toEqual([['4', 'anon-already-identified']]);
    expect(stitchMessages(messages).links).toEqual([
      { anonymousId: 'an1', userId: 'u1', from: null },
      { anonymousId: 'an1', userId: 'u2', from: 4 },
      { anonymousId: 'an1', userId: 'u1', from: 6 },
      { anonymousId: 'an1', userId: 'u2', from: 8 },
    ]);
  });

  it('unites the browsers of one user', () => {
    expect(
      personsOf([
        page('1', 1, 'an1'),
        page('2', 2, 'an2'),
        identify('3', 3, 'an1', 'u1'),
        identify('4', 4, 'an2', 'u1'),
      ]),
    ).toEqual({
      u1: ['1', '2', '3', '4'],
    });
  });

  const illegal = [null, 'null', 'undefined', 0, 'guest', '[object Object]', '', 'x'.repeat(10_000)];
  it.each(illegal.map((id) => [String(id).slice(0, 20), id]))('links nothing by the id %j', (_, id) => {
    const messages = [
      page('1', 1, 'an1'),
      page('2', 2, 'an2'),
      identify('3', 3, 'an1', id),
      identify('4', 4, 'an2', id),
    ];
    expect(personsOf(messages)).toEqual({ an1: ['1', '3'], an2: ['2', '4'] });
    expect(reasonsOf(messages)).toHaveLength(2);
    const anonymous = [identify('1', 1, id, 'u1'), identify('2', 2, id, 'u2'), page('3', 3, id)];
    expect(personsOf(anonymous)).toEqual({ u1: ['1'], u2: ['2'] });
    expect(stitchMessages(anonymous).unattributed).toEqual(['3']);
  });

  it('aliases a previous id only when it is not identified', () => {
    expect(personsOf([page('1', 1, 'an1'), alias('2', 2, 'an1', 'u1'), page('3', 3, 'an1')])).toEqual({
      u1: ['1', '2', '3'],
    });
    const later = [alias('1', 1, 'old', 'new'), { id: '2', at: 2, type: 'track', userId: 'old' }];
    expect(personsOf(later)).toEqual({ new: ['1', '2'] });
    const refused = [identify('1', 1, 'an1', 'u1'), alias('2', 2, 'u1', 'u2')];
    expect(personsOf(refused)).toEqual({ u1: ['1'], u2: ['2'] });
    expect(reasonsOf(refused)).toEqual([['2', 'previous-already-identified']]);
    expect(reasonsOf([identify('1', 1, 'an1', 'u1'), alias('2', 2, 'an1', 'u2')])).toEqual([
      ['2', 'previous-already-identified'],
    ]);
    expect(reasonsOf([identify('1', 1, 'an1', 'u1'), alias('2', 2, 'an1', 'u1'), alias('3', 3, 'u1', 'u1')])).toEqual(
      [],
    );
  });

  const ids = fc.constantFrom('a', 'b', 'c', 'null', '', null, undefined);
  const users = fc.constantFrom('u1', 'u2', 'u3', 'a', 'guest', null, undefined);
  const sets = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 99 }).map(String),
      at: fc.integer({ min: 0, max: 12 }),
      type: fc.constantFrom('page', 'track', 'identify', 'alias'),
      anonymousId: ids,
      userId: users,
      previousId: fc.oneof(ids, users),
    }),
    { selector: ({ id }) => id, maxLength: 14 },
  );

  it('depends on the set of messages, not on the order in which they came', () => {
    fc.assert(
      fc.property(
        sets.chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))),
        ([set, shuffled]) => {
          expect(stitchMessages(shuffled)).toEqual(stitchMessages(set));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never gives the message of one user to another, but by an alias; loses and doubles none', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const { persons, unattributed } = stitchMessages(set);
        const all = [...persons.flatMap(({ messages }) => messages), ...unattributed];
        expect([...all].sort()).toEqual(set.map(({ id }) => id).sort());
        expect(persons.some(({ id }) => ['null', '', 'guest'].includes(id))).toBe(false);
        const aliased = new Set(set.filter(({ type }) => type === 'alias').map(({ previousId }) => previousId));
        for (const message of set) {
          if (!message.userId || message.userId === 'guest' || aliased.has(message.userId)) continue;
          const person = persons.find(({ messages }) => messages.includes(message.id));
          expect(person).toMatchObject({ kind: 'user', id: message.userId });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never moves a message of an identified user by anything that comes later', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 0, max: 12 }), (set, until) => {
        const early = set.filter(({ at }) => at <= until);
        const before = stitchMessages(early).persons.filter(({ kind }) => kind === 'user');
        const after = stitchMessages(set).persons;
        for (const { id, messages } of before) {
          expect(after.find((person) => person.kind === 'user' && person.id === id)?.messages).toEqual(
            expect.arrayContaining([...messages]),
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
