import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateScenario, measureCeoCard, measureCmoCard, measureSalesHeadCard } from './leaders-cards.ts';
import { measureMarketerCard } from './marketer-card.ts';
import {
  costOfRates,
  estimateMisalignment,
  type MisalignmentInput,
  misalignmentCauses,
  splitCauses,
} from './misalignment-cost.ts';
import { measureRepCard } from './rep-card.ts';

const time = {
  acceptedLeads: 22,
  conversationRate: 0.5,
  minutesPerLead: 35,
  rejectedLeads: 8,
  minutesPerRejected: 6,
};

describe('cards', () => {
  const empty = {
    rep: measureRepCard({}),
    marketer: measureMarketerCard({}),
    cmo: measureCmoCard({}),
    ceo: measureCeoCard({}),
    sales: measureSalesHeadCard({}),
  };

  it.each(Object.entries(empty))(
    'of a %s of whom nothing is known say what is missing, figure by figure',
    (_, card) => {
      for (const figure of Object.values(card)) {
        if (Array.isArray(figure)) expect(figure).toEqual([]);
        else expect(figure).toMatchObject({ value: null, missing: [expect.stringMatching(/\S/)] });
      }
    },
  );

  it.each([
    measureRepCard({
      waiting: [],
      commission: { deals: [], rate: 0 },
      quota: { quota: 0, won: 0, credited: 0, averageDeal: 0 },
      time: { ...time, acceptedLeads: 0, rejectedLeads: 0, minutesToFindOne: { value: 0, low: null, high: null } },
      fromMarketing: { won: 0, lost: 0, cycleDays: [] },
      ownFound: { won: 0, lost: 0, cycleDays: [] },
      promises: { kept: 0, broken: 0 },
    }),
    measureMarketerCard({
      promise: { delivered: 0, promised: 0 },
      campaigns: [{ campaign: 'a', accepted: { count: 0, of: 0 } }],
      sources: [],
      unworked: [],
    }),
    measureCmoCard({
      pipeline: { sourced: 0, influenced: 0, planned: 0 },
      salesPromises: { count: 0, of: 0 },
      scenario: { moreLeads: 0, rate: { value: 0, low: null, high: null }, averageDeal: 0 },
    }),
    measureCeoCard({ revenue: { won: 0, planned: 0 }, spend: 0, margin: 0, paybackMonths: 'never' }),
    measureSalesHeadCard({ responses: [{ team: 'a', kept: { count: 0, of: 0 } }], acceptance: { count: 0, of: 0 } }),
  ])('without rows has nothing infinite and nothing that is no number', (card) => {
    const numbers: unknown[] = [];
    JSON.stringify(card, (_key, value: unknown) => {
      if (typeof value === 'number') numbers.push(value);
      return value;
    });
    for (const number of numbers) expect(number).toSatisfy(Number.isFinite);
  });

  it('have no n where they have no figure', () => {
    expect(measureRepCard({ promises: { kept: 0, broken: 0 } }).promisesKept).toMatchObject({ value: null, n: null });
  });

  it('show what is negative, with the range of an estimate', () => {
    const card = measureRepCard({ time: { ...time, minutesToFindOne: { value: 60, low: 40, high: 95 } } });
    expect(card.hoursSaved.value).toBeCloseTo(-158 / 60, 9);
    expect(card.hoursSaved.low).toBeCloseTo(-378 / 60, 9);
    expect(card.hoursSaved.high).toBeCloseTo(227 / 60, 9);
    expect(card.hoursSaved.estimate).toBe(true);
    expect(measureCeoCard({ revenue: { won: 10, planned: 20 }, spend: 40, margin: 0.5 }).contribution.value).toBe(-35);
  });

  it('of a rep tell the win rates by origin with their intervals', () => {
    const card = measureRepCard({
      fromMarketing: { won: 3, lost: 7, cycleDays: [20, 30, 70] },
      ownFound: { won: 1, lost: 9, cycleDays: [40] },
    });
    expect(card.winRateFromMarketing).toMatchObject({ value: 0.3, estimate: false });
    expect(card.winRateFromMarketing.low).toBeLessThan(0.3);
    expect(card.cycleFromMarketing.value).toBe(30);
    expect(card.cycleOwn.value).toBe(40);
  });

  it('of a marketer do not call untouched leads worthless because their types have no value', () => {
    expect(measureMarketerCard({ unworked: [null, null] }).unworkedValue.value).toBeNull();
    expect(measureMarketerCard({ unworked: [null, 5] }).unworkedValue).toMatchObject({ value: 5, estimate: true });
    expect(measureMarketerCard({ unworked: [] }).unworkedValue.value).toBe(0);
  });

  it('of a marketer count a source that just pays for itself as evidenced', () => {
    const card = measureMarketerCard({ sources: [{ spend: 5, margin: 5 }] });
    expect([card.budgetEvidencedShare.value, card.budgetAtRisk.value]).toEqual([1, 0]);
  });

  it('of the head of the company have three decisions, the dearest first', () => {
    const decisions = [1, 4, 2, 3].map((money) => ({ what: String(money), money }));
    expect(measureCeoCard({ decisions }).decisions.map(({ money }) => money)).toEqual([4, 3, 2]);
  });

  it('of fewer leads lose by the same bounds', () => {
    expect(estimateScenario(-10, { value: 0.5, low: 0.4, high: 0.7 }, 100)).toEqual({
      value: -500,
      low: -700,
      high: -400,
    });
  });
});

describe('the cost of misalignment', () => {
  const input: MisalignmentInput = {
    losses: [
      { cause: 'unworked', groups: [{ group: 'A1 webinar', leads: 80, asIs: { count: 4, of: 800 } }] },
      { cause: 'late-response', groups: [{ group: 'A1 webinar', leads: 120, asIs: { count: 30, of: 1_000 } }] },
    ],
    wastes: [{ cause: 'below-threshold', leads: 10, minutes: 300, costPerMinute: 1 }],
    doneRight: { 'A1 webinar': { count: 50, of: 1_000 } },
    averageWon: 12_000,
    margin: 1,
  };

  it('is the difference of two rates, never the whole rate', () => {
    expect(costOfRates({ leads: 80, rateRight: 0.05, rateAsIs: 0.005 }, 12_000, 1)).toBeCloseTo(43_200, 6);
    const { byCause } = estimateMisalignment(input, 1);
    const whole = 80 * (50.5 / 1_001) * 12_000;
    expect(byCause[0]?.expected).toBeLessThan(whole);
  });

  it('sums its causes, and lies within its interval', () => {
    const cost = estimateMisalignment(input, 1);
    const sum = cost.byCause.reduce((all, { expected }) => all + (expected ?? 0), 0);
    expect(cost.expected).toBeCloseTo(sum, 6);
    expect(cost.expected).toBeCloseTo(72_000 + 300, -3);
    expect(cost.low).toBeLessThan(cost.expected ?? 0);
    expect(cost.high).toBeGreaterThan(cost.expected ?? 0);
    expect(cost).toMatchObject({ relation: 'associated', confidence: 0.8 });
  });

  it('holds eight of ten of what it may be', () => {
    // One rate known for certain, nothing else unsure: the interval is that of one posterior.
    const one = estimateMisalignment(
      {
        ...input,
        wastes: [],
        losses: [{ cause: 'unworked', groups: [{ group: 'A', leads: 1, asIs: { count: 0, of: 10_000_000 } }] }],
        doneRight: { A: { count: 10, of: 100 } },
        averageWon: 1,
      },
      7,
      20_000,
    );
    // Beta(10.5, 90.5): its 10 % and 90 % quantiles.
    expect(one.low).toBeCloseTo(0.0677, 2);
    expect(one.high).toBeCloseTo(0.1431, 2);
  });

  it('narrows with more of the same evidence', () => {
    const times = (n: number): MisalignmentInput => ({
      ...input,
      losses: input.losses.map(({ cause, groups }) => ({
        cause,
        groups: groups.map((group) => ({ ...group, asIs: { count: group.asIs.count * n, of: group.asIs.of * n } })),
      })),
      doneRight: { 'A1 webinar': { count: 50 * n, of: 1_000 * n } },
    });
    const width = ({ low, high }: ReturnType<typeof estimateMisalignment>) => (high ?? 0) - (low ?? 0);
    expect(width(estimateMisalignment(times(9), 1))).toBeLessThan(width(estimateMisalignment(input, 1)));
  });

  it('draws the rate when done right once for all causes: what it is off by, it is off by for each', () => {
    const groups = (group: string) => [{ group, leads: 100, asIs: { count: 0, of: 10_000_000 } }];
    const width = (other: string) => {
      const { low, high } = estimateMisalignment(
        {
          ...input,
          wastes: [],
          losses: [
            { cause: 'unworked', groups: groups('a') },
            { cause: 'late-response', groups: groups(other) },
          ],
          doneRight: { a: { count: 10, of: 100 }, b: { count: 10, of: 100 } },
        },
        1,
      );
      return (high ?? 0) - (low ?? 0);
    };
    // Two independent rates make up for each other in part: the root of two against two.
    expect(width('a') / width('b')).toBeGreaterThan(1.3);
  });

  it('leaves out what nothing can be compared with, and says how much', () => {
    const alone = { ...input, wastes: [], doneRight: {} };
    expect(estimateMisalignment(alone, 1)).toMatchObject({ expected: null, low: null, high: null });
    expect(estimateMisalignment(alone, 1).byCause[0]).toMatchObject({ leads: 80, unmatched: 80, expected: null });
    const inherited = {
      ...input,
      losses: [{ cause: 'unworked' as const, groups: [{ group: 'constructor', leads: 5, asIs: { count: 0, of: 5 } }] }],
    };
    expect(estimateMisalignment(inherited, 1).byCause[0]?.unmatched).toBe(5);
  });

  it('is below 0 where the leads did better than those handled right', () => {
    const better = { ...input, wastes: [], doneRight: { 'A1 webinar': { count: 0, of: 1_000 } } };
    expect(estimateMisalignment(better, 1).expected).toBeLessThan(0);
  });

  it('is the same for the same seed', () => {
    expect(estimateMisalignment(input, 3)).toEqual(estimateMisalignment(input, 3));
  });

  it('is finite for any counts, with the expected cost in its interval where there is enough to tell', () => {
    const share = fc.nat({ max: 300 }).chain((of) => fc.record({ count: fc.nat({ max: of }), of: fc.constant(of) }));
    fc.assert(
      fc.property(fc.nat({ max: 500 }), share, share, (leads, asIs, right) => {
        const found = estimateMisalignment(
          {
            losses: [{ cause: 'late-response', groups: [{ group: 'g', leads, asIs }] }],
            wastes: [],
            doneRight: { g: right },
            averageWon: 100,
            margin: 0.5,
          },
          1,
          200,
        );
        const numbers = [found.expected, found.low, found.high];
        expect(numbers.every((number) => number === null) || numbers.every((number) => Number.isFinite(number))).toBe(
          true,
        );
        expect(found.expected === null).toBe(asIs.of === 0 || right.of === 0);
      }),
    );
  });

  it('gives each lead to one cause, whatever the order in which they are found', () => {
    const causes = fc.uniqueArray(fc.constantFrom(...misalignmentCauses), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(causes, { maxLength: 20 }), (found) => {
        const leads = found.map((list, at) => ({ lead: String(at), causes: list }));
        const split = splitCauses(leads);
        const given = [...split.values()].flat();
        expect(new Set(given).size).toBe(given.length);
        expect(given).toHaveLength(leads.filter((lead) => lead.causes.length > 0).length);
        expect(splitCauses(leads.map((lead) => ({ ...lead, causes: lead.causes.toReversed() })))).toEqual(split);
      }),
    );
  });
});
