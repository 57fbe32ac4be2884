import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contender, giveTurnBack, type RotationPlace, settleRotation, takeTurn } from './rotation.ts';

const team = (weights: Record<string, number>): Contender[] =>
  Object.entries(weights).map(([memberId, weight]) => ({ memberId, weight }));

function turn(places: readonly RotationPlace[], present: readonly Contender[], candidates = present) {
  const taken = takeTurn(settleRotation(places, 'p', present), candidates);
  if (taken === null) throw new Error('Nobody took the turn.');
  return taken;
}

function play(weights: Record<string, number>, count: number): string {
  let places: RotationPlace[] = [];
  let order = '';
  for (let n = 0; n < count; n += 1) {
    const taken = turn(places, team(weights));
    places = taken.places;
    order += taken.memberId;
  }
  return order;
}

describe('the order of turns', () => {
  it.each<[string, Record<string, number>, string]>([
    ['one alone', { a: 3 }, 'aaa'],
    ['plain', { a: 1, b: 1, c: 1 }, 'abcabcabc'],
    ['plain, whatever the common weight', { a: 7, b: 7 }, 'abab'],
    ['two to one', { a: 2, b: 1 }, 'abaaba'],
    ['five, one, one', { a: 5, b: 1, c: 1 }, 'aaabaca'],
  ])('%s', (_name, weights, order) => {
    expect(play(weights, order.length)).toBe(order);
  });

  it('skips nobody and takes no turn when there is no candidate', () => {
    expect(takeTurn(settleRotation([], 'p', team({ a: 1 })), [])).toBeNull();
  });

  it('shares a lead among its candidates only: who is passed over for it neither gains nor loses', () => {
    const present = team({ a: 1, b: 1 });
    const first = turn([], present);
    const second = turn(first.places, present, team({ a: 1 }));
    expect(second.places.map(({ credit }) => credit)).toEqual(first.places.map(({ credit }) => credit));
    expect([first, second, turn(second.places, present)].map(({ memberId }) => memberId)).toEqual(['a', 'a', 'b']);
  });
});

const weight = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1_000 }));
const names = [...'abcdefghijklmnop'];
const weightsOf = (maxLength: number) =>
  fc
    .array(weight, { minLength: 1, maxLength })
    .map((weights) => team(Object.fromEntries(weights.map((w, i) => [names[i], w]))));

describe('counts', () => {
  it('stay within one of the ideal for any weights, at every moment', () => {
    fc.assert(
      fc.property(weightsOf(12), fc.integer({ min: 1, max: 250 }), (present, count) => {
        const total = present.reduce((sum, one) => sum + one.weight, 0);
        let places: RotationPlace[] = [];
        for (let n = 1; n <= count; n += 1) {
          places = turn(places, present).places;
          for (const one of present) {
            const given = places.find(({ memberId }) => memberId === one.memberId)?.given ?? 0;
            // In whole numbers, so that no rounding helps: |given - n * weight / total| < 1.
            expect(Math.abs(given * total - n * one.weight)).toBeLessThan(total);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are exact after each full round, for plain turns after any number of rounds', () => {
    fc.assert(
      fc.property(weightsOf(6), fc.integer({ min: 1, max: 3 }), (present, rounds) => {
        const total = present.reduce((sum, one) => sum + one.weight, 0);
        if (total * rounds > 2_000) return;
        let places: RotationPlace[] = [];
        for (let n = 0; n < total * rounds; n += 1) places = turn(places, present).places;
        for (const { memberId, weight } of present) {
          expect(places.find((place) => place.memberId === memberId)?.given).toBe(weight * rounds);
        }
      }),
      { numRuns: 100 },
    );
  });

  /** A move: an index of a member who leaves or comes back, or null for a lead that arrives. */
  const moves = (size: number) =>
    fc.array(fc.option(fc.integer({ min: 0, max: size - 1 }), { freq: 6 }), {
      minLength: 1,
      maxLength: 250,
      size: 'max',
    });

  /**
   * Who is there when each lead arrives. The last one there never leaves.
   */
  function listPresent(roster: Contender[], order: (number | null)[]): Contender[][] {
    const away = new Set<string>();
    const present: Contender[][] = [];
    for (const move of order) {
      const mover = move === null ? undefined : roster[move]?.memberId;
      if (mover === undefined) present.push(roster.filter(({ memberId }) => !away.has(memberId)));
      else if (!away.delete(mover) && away.size < roster.length - 1) away.add(mover);
    }
    return present;
  }

  /** What each is owed by a ledger kept here, beside that of the code. */
  type Ledger = Map<string, number>;

  /**
   * Plays leads and absences with a ledger of its own: who stays inherits from who leaves, by weight; who comes enters at the
   * mean; each lead is shared out by weight. Calls `settle` when the team changed, before the lead, with the code's credits,
   * and `check` after every lead.
   */
  function playAbsences(
    roster: Contender[],
    order: (number | null)[],
    settle: (ledger: Ledger, credits: Ledger, present: Contender[]) => void,
    check: (ledger: Ledger) => void,
  ) {
    let ledger: Ledger = new Map();
    let places: RotationPlace[] = [];
    for (const present of listPresent(roster, order)) {
      ledger = new Map(present.map(({ memberId }) => [memberId, ledger.get(memberId) ?? 0]));
      const surplus = [...ledger.values()].reduce((sum, one) => sum + one, 0);
      const total = present.reduce((sum, one) => sum + one.weight, 0);
      const add = (id: string, amount: number) => ledger.set(id, (ledger.get(id) ?? 0) + amount);
      for (const { memberId, weight } of present) add(memberId, (-surplus * weight) / total);
      const settled = settleRotation(places, 'p', present);
      settle(ledger, new Map(settled.map(({ memberId, credit }) => [memberId, credit])), present);
      const taken = turn(settled, present);
      for (const { memberId, weight } of present) add(memberId, weight / total);
      add(taken.memberId, -1);
      places = taken.places;
      check(ledger);
    }
  }

  /** Whether nobody could serve these claims: by some turn more than that many must have been served. */
  function isImpossible(ledger: Ledger, present: Contender[]): boolean {
    const total = present.reduce((sum, one) => sum + one.weight, 0);
    for (let n = 0; n <= 10_000; n += 1) {
      let due = 0;
      for (const { memberId, weight } of present) {
        const claim = (ledger.get(memberId) ?? 0) + (n * weight) / total;
        if (n === 0 && claim < -1) return true;
        for (let left = claim; left > 1 + 1e-9; left -= 1) due += 1;
      }
      if (due > n) return true;
    }
    return false;
  }

  it('stay within one of each other with equal weights, whoever leaves and returns', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((size) => fc.tuple(fc.constant(size), moves(size))),
        ([size, order]) => {
          const roster = team(Object.fromEntries(names.slice(0, size).map((name) => [name, 1])));
          const isSame = (ledger: Ledger, credits: Ledger) => {
            for (const [id, value] of ledger) expect(credits.get(id)).toBeCloseTo(value, 9);
          };
          playAbsences(roster, order, isSame, (ledger) => {
            const values = [...ledger.values()];
            expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(1 + 1e-9);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stay within one of the ideal with any weights, whoever leaves and returns', () => {
    fc.assert(
      fc.property(
        weightsOf(8).chain((roster) => fc.tuple(fc.constant(roster), moves(roster.length))),
        ([roster, order]) => {
          playAbsences(roster, order, adopt, (ledger) => {
            for (const value of ledger.values()) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  /** The ledger stands, unless no order at all could keep to it: then the code scales it down, and only then. */
  function adopt(ledger: Ledger, credits: Ledger, present: Contender[]): void {
    const isScaled = [...ledger].some(([id, value]) => Math.abs((credits.get(id) ?? 0) - value) > 1e-9);
    if (!isScaled) return;
    expect(isImpossible(ledger, present)).toBe(true);
    for (const [id, value] of ledger) {
      const scaled = credits.get(id) ?? 0;
      expect(Math.abs(scaled)).toBeLessThanOrEqual(Math.abs(value));
      expect(scaled * value).toBeGreaterThanOrEqual(0);
      ledger.set(id, scaled);
    }
  }

  it('meet a change after which no order could, and scale down', () => {
    const roster = team({ a: 3, b: 1, c: 1, d: 158, e: 3, f: 1, g: 3, h: 1 });
    const order = [7, 0, 1, 3, 5, 7, 5, null, null, null, null, null, 3, 7, 5, null];
    let scaled = 0;
    const count = (ledger: Ledger, credits: Ledger, present: Contender[]) => {
      if (isImpossible(ledger, present)) scaled += 1;
      adopt(ledger, credits, present);
    };
    playAbsences(roster, order, count, (ledger) => {
      for (const value of ledger.values()) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
    });
    expect(scaled).toBe(1);
  });

  it('scales down what is owed when no order could serve it in time', () => {
    const owed = (memberId: string, credit: number): RotationPlace => ({
      pool: 'p',
      memberId,
      given: 0,
      credit,
      owed: 0,
      present: true,
    });
    const places = [owed('a', 0.9), owed('b', 0.9), owed('c', -0.9), owed('d', -0.9), owed('e', 0)];
    const present = team({ a: 1, b: 1, c: 1, d: 1 });
    let settled = settleRotation(places, 'p', present);
    expect(settled.map(({ credit }) => Math.sign(credit))).toEqual([1, 1, -1, -1, 0]);
    for (let n = 0; n < 20; n += 1) {
      settled = turn(settled, present).places;
      for (const { credit } of settled) expect(Math.abs(credit)).toBeLessThanOrEqual(1);
    }
  });
});

describe('coming, going and turns given back', () => {
  const owedTo = (places: RotationPlace[], id: string) => places.find(({ memberId }) => memberId === id);

  it('starts a newcomer at the mean, not at the bottom with all the next leads', () => {
    let places: RotationPlace[] = [];
    for (let n = 0; n < 40; n += 1) places = turn(places, team({ a: 1, b: 1 })).places;
    const all = team({ a: 1, b: 1, c: 1 });
    let order = '';
    for (let n = 0; n < 6; n += 1) {
      const taken = turn(places, all);
      order += taken.memberId;
      places = taken.places;
    }
    expect(order).toBe('abcabc');
  });

  it('owes a returner nothing for the time away', () => {
    const [all, two] = [team({ a: 1, b: 1, c: 1 }), team({ a: 1, b: 1 })];
    let places = turn([], all).places;
    for (let n = 0; n < 31; n += 1) places = turn(places, two).places;
    expect(owedTo(places, 'c')).toMatchObject({ present: false, credit: 0 });
    let counts = '';
    for (let n = 0; n < 9; n += 1) {
      const taken = turn(places, all);
      counts += taken.memberId;
      places = taken.places;
    }
    expect([...counts].filter((id) => id === 'c')).toHaveLength(3);
  });

  it('gives a turn back: the next lead, and one more in the count', () => {
    const present = team({ a: 1, b: 1, c: 1 });
    const { places } = turn([], present);
    const back = giveTurnBack(places, 'a');
    expect(owedTo(back, 'a')?.given).toBe(0);
    expect(back.map(({ credit }) => credit)).toEqual(places.map(({ credit }) => credit));
    expect(turn(back, present).memberId).toBe('a');
  });

  it('keeps a turn for somebody who is away when it is given back', () => {
    const [all, two] = [team({ a: 1, b: 1, c: 1 }), team({ b: 1, c: 1 })];
    let places = settleRotation(turn([], all).places, 'p', two);
    places = giveTurnBack(places, 'a');
    expect(owedTo(places, 'a')).toMatchObject({ present: false, credit: 0, owed: 1, given: 0 });
    expect(turn(places, all).memberId).toBe('a');
  });

  it('keeps the rest even, whatever turns are given back', () => {
    const back = fc.option(fc.nat({ max: 4 }), { freq: 2 });
    fc.assert(
      fc.property(weightsOf(5), fc.array(back, { maxLength: 120, size: 'max' }), (present, backs) => {
        let places: RotationPlace[] = [];
        for (const index of backs) {
          places = turn(places, present).places;
          const returning = present[index ?? -1];
          if (returning) places = giveTurnBack(places, returning.memberId);
          // Turns still owed count as given: the lead in their place is yet to come.
          const counted = places.map(({ memberId, given, owed }) => ({ memberId, turns: given + owed }));
          const all = counted.reduce((sum, { turns }) => sum + turns, 0);
          const total = present.reduce((sum, one) => sum + one.weight, 0);
          for (const { memberId, weight: own } of present) {
            const turns = counted.find((one) => one.memberId === memberId)?.turns ?? 0;
            expect(Math.abs(turns * total - all * own)).toBeLessThan(total);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives back no more than was given', () => {
    const present = team({ a: 1, b: 1 });
    const places = giveTurnBack(giveTurnBack(turn([], present).places, 'a'), 'a');
    expect(owedTo(places, 'a')).toMatchObject({ given: 0, owed: 1 });
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    expect(settleRotation([], 'team:inbound', [{ memberId: 'ana', weight: 1 }])).toEqual([
      { pool: 'team:inbound', memberId: 'ana', given: 0, credit: 0, owed: 0, present: true },
    ]);
    const uneven = [
      { memberId: 'ana', weight: 2 },
      { memberId: 'ben', weight: 1 },
    ];
    expect(takeTurn(settleRotation([], 'p', uneven), uneven)?.memberId).toBe('ana');
    const contenders = team({ ana: 1, ben: 1 });
    const { places } = turn([], contenders);
    expect(takeTurn(giveTurnBack(places, 'ana'), contenders)?.memberId).toBe('ana');
  });
});
