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

  it('keeps what somebody is owed who was passed over for one lead', () => {
    const present = team({ a: 1, b: 1 });
    const first = turn([], present, team({ b: 1 }));
    const second = turn(first.places, present, team({ b: 1 }));
    expect([first.memberId, second.memberId]).toEqual(['b', 'b']);
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
    fc.array(fc.option(fc.integer({ min: 0, max: size - 1 }), { freq: 6 }), { minLength: 1, maxLength: 250 });

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

  /**
   * Plays leads and absences with a ledger of its own beside the code's: who stays inherits from who leaves, by weight; who
   * comes enters at the mean; each lead is shared out by weight. Calls `check` with what each is owed after every lead.
   */
  function playAbsences(roster: Contender[], order: (number | null)[], check: (owed: Map<string, number>) => void) {
    let owed = new Map<string, number>();
    let places: RotationPlace[] = [];
    for (const present of listPresent(roster, order)) {
      owed = new Map(present.map(({ memberId }) => [memberId, owed.get(memberId) ?? 0]));
      const surplus = [...owed.values()].reduce((sum, one) => sum + one, 0);
      const total = present.reduce((sum, one) => sum + one.weight, 0);
      const taken = turn(places, present);
      places = taken.places;
      for (const { memberId, weight } of present) {
        const share = ((1 - surplus) * weight) / total - (memberId === taken.memberId ? 1 : 0);
        owed.set(memberId, (owed.get(memberId) ?? 0) + share);
      }
      check(owed);
    }
  }

  it('stay within one of each other with equal weights, whoever leaves and returns', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((size) => fc.tuple(fc.constant(size), moves(size))),
        ([size, order]) => {
          const roster = team(Object.fromEntries(names.slice(0, size).map((name) => [name, 1])));
          playAbsences(roster, order, (owed) => {
            const values = [...owed.values()];
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
          playAbsences(roster, order, (owed) => {
            for (const value of owed.values()) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('scales down what is owed when no order could serve it in time', () => {
    const owed = (memberId: string, credit: number): RotationPlace => ({
      pool: 'p',
      memberId,
      given: 0,
      credit,
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
    const back = giveTurnBack(places, 'a', present);
    expect(owedTo(back, 'a')?.given).toBe(0);
    expect(back.reduce((sum, { credit }) => sum + credit, 0)).toBeCloseTo(0, 12);
    expect(turn(back, present).memberId).toBe('a');
  });

  it('keeps a turn for somebody who is away when it is given back', () => {
    const [all, two] = [team({ a: 1, b: 1, c: 1 }), team({ b: 1, c: 1 })];
    let places = settleRotation(turn([], all).places, 'p', two);
    places = giveTurnBack(places, 'a', two);
    expect(owedTo(places, 'a')).toMatchObject({ present: false, credit: 1, given: 0 });
    expect(turn(places, all).memberId).toBe('a');
  });

  it('is even in the end, whatever turns are given back', () => {
    fc.assert(
      fc.property(weightsOf(5), fc.array(fc.boolean(), { maxLength: 120 }), (present, backs) => {
        let places: RotationPlace[] = [];
        let kept = 0;
        for (const isBack of backs) {
          const taken = turn(places, present);
          places = isBack ? giveTurnBack(taken.places, taken.memberId, present) : taken.places;
          if (!isBack) kept += 1;
        }
        const total = present.reduce((sum, one) => sum + one.weight, 0);
        for (const { memberId, weight: own } of present) {
          const given = owedTo(places, memberId)?.given ?? 0;
          expect(Math.abs(given - (kept * own) / total)).toBeLessThan(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    expect(settleRotation([], 'team:inbound', [{ memberId: 'ana', weight: 1 }])).toEqual([
      { pool: 'team:inbound', memberId: 'ana', given: 0, credit: 0, present: true },
    ]);
    const uneven = [
      { memberId: 'ana', weight: 2 },
      { memberId: 'ben', weight: 1 },
    ];
    expect(takeTurn(settleRotation([], 'p', uneven), uneven)?.memberId).toBe('ana');
    const contenders = team({ ana: 1, ben: 1 });
    const { places } = turn([], contenders);
    expect(takeTurn(giveTurnBack(places, 'ana', contenders), contenders)?.memberId).toBe('ana');
  });
});
