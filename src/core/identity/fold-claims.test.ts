import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claim, type ClaimNode, findCrowded, foldClaims, mostClaimants } from './fold-claims.ts';
import { type StitchMessage, stitchMessages } from './stitching.ts';

/** Identities by name: `u1`, `e1`, `a1`. */
const names = ['u1', 'u2', 'u3', 'p1', 'e1', 'e2', 'e3', 'a1', 'a2', 'b:p1'];
const idOf = (name: string) => names.indexOf(name) + 1;
const kindOf = (name: string) => (name.startsWith('e') ? 'email' : /^[up]/.test(name) ? 'user' : 'anonymous');

type Said = { at: number; user?: string; email?: string; anonymous?: string; previous?: string };
const claimOf = ({ at, user, email, anonymous, previous }: Said): Claim => ({
  key: String(at).padStart(5, '0'),
  at,
  user: user === undefined ? null : idOf(user),
  email: email === undefined ? null : idOf(email),
  anonymous: anonymous === undefined ? null : idOf(anonymous),
  previous: previous === undefined ? null : { user: idOf(previous), anonymous: idOf(`b:${previous}`) },
});
const nodesOf = (said: readonly Said[], pins: Record<string, string> = {}): ClaimNode[] =>
  names.map((name) => {
    const named = said.filter(({ user }) => user === name).map(({ at }) => at);
    return {
      id: idOf(name),
      kind: kindOf(name),
      namedAt: named.length === 0 ? null : Math.min(...named),
      pin: pins[name] ?? null,
    };
  });
const fold = (said: readonly Said[], pins?: Record<string, string>) =>
  foldClaims(said.map(claimOf), nodesOf(said, pins));

/** Who is one person with whom, and who speaks in each browser: what a fold says, by names. */
const peopleOf = (said: readonly Said[], pins?: Record<string, string>) => {
  const { groups, turns } = fold(said, pins);
  const heard = new Set(said.flatMap((one) => [one.user, one.email]));
  const nameGroup = (index: number) =>
    (groups[index]?.nodes ?? [])
      .flatMap((id) => names[id - 1] ?? [])
      .sort()
      .join('+');
  return {
    people: groups
      .map((_, index) => nameGroup(index))
      .filter((name) => name.split('+').some((one) => heard.has(one)))
      .sort(),
    browsers: Object.fromEntries(
      [...turns].map(([id, list]) => [
        names[id - 1] ?? '',
        list.map(({ from, group }): [number | null, string] => [from, nameGroup(group)]),
      ]),
    ),
  };
};

describe('who claims make one person', () => {
  it.each<[string, Said[], ReturnType<typeof peopleOf>]>([
    [
      'a form, then the sign-up in the same browser',
      [
        { at: 1, email: 'e1', anonymous: 'a1' },
        { at: 2, user: 'u1', anonymous: 'a1' },
      ],
      { people: ['e1+u1'], browsers: { a1: [[null, 'e1+u1']] } },
    ],
    [
      'two addresses in one browser',
      [
        { at: 1, email: 'e1', anonymous: 'a1' },
        { at: 2, email: 'e2', anonymous: 'a1' },
        { at: 3, email: 'e1', anonymous: 'a1' },
      ],
      {
        people: ['e1', 'e2'],
        browsers: {
          a1: [
            [null, 'e1'],
            [2, 'e2'],
            [3, 'e1'],
          ],
        },
      },
    ],
    [
      'an address that two users claim',
      [
        { at: 1, email: 'e1' },
        { at: 2, user: 'u1', email: 'e1' },
        { at: 3, user: 'u2', email: 'e1' },
      ],
      { people: ['e1+u1', 'u2'], browsers: {} },
    ],
    [
      'two users at one computer',
      [
        { at: 1, user: 'u1', anonymous: 'a1' },
        { at: 2, user: 'u2', anonymous: 'a1' },
      ],
      {
        people: ['u1', 'u2'],
        browsers: {
          a1: [
            [null, 'u1'],
            [2, 'u2'],
          ],
        },
      },
    ],
    [
      'three who speak within one millisecond',
      [
        { at: 1, user: 'u1', anonymous: 'a1' },
        { at: 2, user: 'u2', anonymous: 'a1' },
        { at: 2, user: 'u3', anonymous: 'a1' },
      ],
      {
        people: ['u1', 'u2', 'u3'],
        browsers: {
          a1: [
            [null, 'u1'],
            [2, 'u3'],
          ],
        },
      },
    ],
    [
      'turns of two who prove to be one',
      [
        { at: 1, user: 'u1', email: 'e1', anonymous: 'a1' },
        { at: 2, email: 'e2', anonymous: 'a1' },
        { at: 3, user: 'u1', email: 'e2' },
      ],
      { people: ['e1+e2+u1'], browsers: { a1: [[null, 'e1+e2+u1']] } },
    ],
  ])('%s', (_, said, expected) => expect(peopleOf(said)).toEqual(expected));

  it('keeps apart what somebody pinned apart, and together what somebody made one', () => {
    const said: Said[] = [
      { at: 1, user: 'u1', email: 'e1' },
      { at: 2, user: 'u2', email: 'e2' },
    ];
    expect(peopleOf(said, { u1: 'c1', u2: 'c1' }).people).toEqual(['e1+e2+u1+u2']);
    expect(peopleOf(said, { u1: 'c1', e1: 'c2' }).people).toEqual(['e1', 'e2+u2', 'u1']);
  });

  it('names who may be one person', () => {
    const { alike, groups, refused } = fold([
      { at: 1, email: 'e1', anonymous: 'a1' },
      { at: 2, email: 'e2', anonymous: 'a1' },
      { at: 3, user: 'u1', email: 'e1' },
      { at: 4, user: 'u2', email: 'e1' },
    ]);
    expect(alike.map(({ reason }) => reason).sort()).toEqual(['same-address', 'same-browser']);
    expect(groups).toHaveLength(6);
    expect(refused.map(({ code }) => code)).toEqual(['browser-shared', 'address-of-another']);
  });

  it('takes no browser for anybody’s that a program gives to all', () => {
    const claims = Array.from({ length: mostClaimants + 1 }, (_, at): Claim => {
      return { key: `${at}`, at, user: at + 2, email: null, anonymous: 1, previous: null };
    });
    expect([...findCrowded(claims)]).toEqual([1]);
    expect(findCrowded(claims.slice(1)).size).toBe(0);
    const nodes = claims.map(({ user, at }): ClaimNode => {
      return { id: user ?? 0, kind: 'user', namedAt: at, pin: null };
    });
    const browser: ClaimNode = { id: 1, kind: 'anonymous', namedAt: null, pin: null };
    expect(foldClaims(claims, [...nodes, browser]).turns.size).toBe(0);
  });

  const said = fc
    .array(
      fc.record(
        {
          user: fc.constantFrom('u1', 'u2', 'u3', 'p1'),
          email: fc.constantFrom('e1', 'e2', 'e3'),
          anonymous: fc.constantFrom('a1', 'a2'),
          previous: fc.constant('p1'),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 12 },
    )
    .map((list) =>
      list.map(({ previous, ...one }, at): Said => {
        return one.user === undefined || previous === undefined || at % 3 > 0
          ? { ...one, at }
          : { ...one, at, previous };
      }),
    );

  it('is the same whatever the order, and two users are never one but by alias', () => {
    const shuffled = said.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(fold(other)).toEqual(fold(list));
        const aliased = list.some(({ previous }) => previous !== undefined);
        for (const name of peopleOf(list).people) {
          const users = name.split('+').filter((one) => /^[up]/.test(one));
          if (!aliased) expect(users.length).toBeLessThan(2);
          expect(users.filter((one) => one.startsWith('u')).length).toBeLessThan(2);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the stitching of users and browsers', () => {
    fc.assert(
      fc.property(said, (list) => {
        const plain = list.map(({ email: _, ...one }): Said => one);
        const messages = plain.map(({ at, user, anonymous, previous }): StitchMessage => {
          return {
            id: String(at).padStart(5, '0'),
            at,
            type: previous === undefined ? 'track' : 'alias',
            userId: user,
            anonymousId: anonymous,
            previousId: previous,
          };
        });
        const { browsers } = peopleOf(plain);
        const links = stitchMessages(messages).links.filter(({ anonymousId }) => anonymousId !== 'p1');
        const turns = Object.entries(browsers).filter(([name]) => name !== 'b:p1');
        expect(turns.flatMap(([name, list]) => list.map(([from]) => [name, from]))).toHaveLength(links.length);
        for (const { anonymousId, userId, from } of links) {
          const turn = browsers[anonymousId]?.find(([at]) => at === from);
          expect(String(turn?.[1]).split('+')).toContain(userId);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
