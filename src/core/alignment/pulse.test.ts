import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Department } from '../access.ts';
import { bandOfGap, comparePulses, type PulseResponse, rankGaps, scorePulse } from './pulse.ts';
import { bandOfSum, pulseQuestionIds, pulseQuestions, quarterlyInstrument } from './questions.ts';

const asked = { marketing: 20, sales: 20 };

/** People of a department, each with one answer to one question. */
function say(department: Department, answers: readonly number[], question = 'p1', leaders = 0): PulseResponse[] {
  return answers.map((answer, at) => ({
    person: `${department} ${at}`,
    department,
    leader: at < leaders,
    answers: { [question]: answer },
  }));
}

const answers = fc.dictionary(fc.constantFrom(...pulseQuestionIds), fc.integer({ min: 1, max: 5 }));
const group = (department: Department, size: { minLength?: number; maxLength: number }) =>
  fc
    .array(fc.record({ leader: fc.boolean(), answers }), size)
    .map((people): PulseResponse[] => people.map((one, at) => ({ ...one, person: `${department} ${at}`, department })));

/** Everybody answers the first question, and half are leaders: nothing hides for another reason. */
const frank = (department: Department, size: { minLength?: number; maxLength: number }) =>
  group(department, size).map((people) =>
    people.map((one, at): PulseResponse => ({ ...one, leader: at % 2 === 0, answers: { p1: 3, ...one.answers } })),
  );

describe('the questions', () => {
  it('are ten, word for word, the same for both', () => {
    expect(Object.entries(pulseQuestions)).toEqual([
      ['p1', 'We use the same definition of a good lead.'],
      ['p2', 'I know what the other team has promised us and whether it is kept.'],
      ['p3', 'Leads handed over are worth working / are being worked.'],
      ['p4', 'I get useful feedback from the other team.'],
      ['p5', 'The other team respects my work.'],
      ['p6', 'Our joint meetings lead to actions.'],
      ['p7', 'Our goals fit together.'],
      ['p8', 'Working together helps me reach my own targets.'],
      ['p9', 'When results are bad we look for causes, not culprits.'],
      ['p10', 'I would raise a problem with the other team directly.'],
    ]);
  });

  it('of the quarter are a link', () => expect(quarterlyInstrument.link).toMatch(/^https:\/\/hbr\.org\//));

  it.each([
    [19, null],
    [20, 'undefined'],
    [39, 'undefined'],
    [40, 'defined'],
    [59, 'defined'],
    [60, 'aligned'],
    [79, 'aligned'],
    [80, 'integrated'],
    [100, 'integrated'],
    [101, null],
    [Number.NaN, null],
  ])('a sum of %d is %s', (sum, band) => expect(bandOfSum(sum)).toBe(band));
});

describe('a pulse', () => {
  it('weighs both departments the same, however many answered', () => {
    const pulse = scorePulse([...say('marketing', [5, 5, 5, 5]), ...say('sales', new Array(30).fill(1))], asked);
    expect(pulse.index).toBe(50);
    expect(pulse.departments).toEqual({ marketing: 100, sales: 0 });
    expect(pulse.largestGap).toEqual({ question: 'p1', gap: 4 });
  });

  it.each([
    [1, 'red'],
    [-1, 'red'],
    [0.999, 'amber'],
    [0.5, 'amber'],
    [-0.5, 'amber'],
    [0.499, 'green'],
    [0, 'green'],
    [4.6 - 3.6, 'red'],
  ])('a gap of %d is %s', (gap, band) => expect(bandOfGap(gap)).toBe(band));

  it('puts the widest gap first, then what both think least of', () => {
    const result = (question: string, gap: number | null, index: number | null) =>
      ({ question, gap, index, marketing: null, sales: null, band: null }) as const;
    const order = rankGaps([result('a', 0.5, 60), result('b', null, null), result('c', -0.5, 40), result('d', 1, 90)]);
    expect(order.map(({ question }) => question)).toEqual(['d', 'c', 'a', 'b']);
  });

  it('says how many answered, but not how few', () => {
    const { responses } = scorePulse([...say('marketing', [1, 1, 1]), ...say('sales', [2, 2, 2, 2, 2])], asked);
    expect(responses.marketing).toEqual({ asked: 20, answered: null, rate: null });
    expect(responses.sales).toEqual({ asked: 20, answered: 5, rate: 0.25 });
  });

  it('counts nobody twice, so that three people do not pass for four', () => {
    const three = say('sales', [1, 2, 3]);
    const pulse = scorePulse([...three, ...three, ...say('marketing', [3, 3, 3, 3])], asked);
    expect(pulse.suppressed).toEqual(['sales']);
  });

  it('sets leaders beside the others where every group of them is large enough', () => {
    const both = [
      ...say('marketing', [5, 5, 5, 5, 3, 3, 3, 3], 'p1', 4),
      ...say('sales', [5, 5, 5, 5, 1, 1, 1, 1], 'p1', 4),
    ];
    expect(scorePulse(both, asked).leaders).toEqual({ leaders: 100, staff: 25, gap: 75 });
    // Without the leaders of Sales, three of Marketing's would be what its mean has and the staff's lacks.
    const few = [...say('marketing', [5, 5, 5, 3, 3, 3, 3], 'p1', 3), ...say('sales', [1, 1, 1, 1])];
    expect(scorePulse(few, asked).leaders).toBeNull();
  });

  it('is all within bounds, and nothing is infinite or no number', () => {
    fc.assert(
      fc.property(group('marketing', { maxLength: 9 }), group('sales', { maxLength: 9 }), (m, s) => {
        const pulse = scorePulse([...m, ...s], { marketing: m.length, sales: s.length });
        for (const index of [pulse.index, pulse.departments.marketing, pulse.departments.sales]) {
          if (index === null) continue;
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThanOrEqual(100);
        }
        expect(JSON.stringify(pulse)).not.toMatch(/NaN|Infinity/);
        for (const rate of [pulse.responses.marketing.rate, pulse.responses.sales.rate]) {
          expect(rate === null || (rate > 0 && rate <= 1)).toBe(true);
        }
        const gap = pulse.largestGap?.gap ?? 0;
        for (const question of pulse.questions) expect(Math.abs(question.gap ?? 0)).toBeLessThanOrEqual(Math.abs(gap));
      }),
    );
  });
});

describe('anonymity', () => {
  it('whatever fewer than four of a department say, and whether they say anything, changes nothing that is shown', () => {
    fc.assert(
      fc.property(
        frank('marketing', { maxLength: 12 }),
        frank('sales', { maxLength: 3 }),
        frank('sales', { maxLength: 3 }),
        (m, first, second) => {
          expect(scorePulse([...m, ...first], asked)).toEqual(scorePulse([...m, ...second], asked));
        },
      ),
    );
  });

  it('whatever fewer than four say to one question changes nothing that is shown', () => {
    const many = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 10 });
    const few = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(many, many, few, few, fc.nat({ max: 6 }), (m, s, first, second, leaders) => {
        const marketing = say('marketing', m, 'p1', leaders).map((one) => ({
          ...one,
          answers: { ...one.answers, p2: 3 },
        }));
        const withP2 = (extra: readonly number[]) => [
          ...marketing,
          ...say('sales', s, 'p1', leaders).map((one, at) => {
            const p2 = extra[at];
            return p2 === undefined ? one : { ...one, answers: { ...one.answers, p2 } };
          }),
        ];
        expect(scorePulse(withP2(first), asked)).toEqual(scorePulse(withP2(second), asked));
      }),
      { numRuns: 500 },
    );
  });

  it('no group of leaders or others below four is in a cut, nor could be subtracted from one', () => {
    fc.assert(
      fc.property(group('marketing', { maxLength: 12 }), frank('sales', { maxLength: 12 }), (people, s) => {
        const m = people.map((one) => ({ ...one, answers: { p1: 3, ...one.answers } }));
        const { leaders } = scorePulse([...m, ...s], asked);
        if (leaders === null) return;
        for (const people of [m, s]) {
          for (const leader of [true, false]) {
            const size = people.filter((one) => one.leader === leader).length;
            expect(size === 0 || size >= 4).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a change is shown only of groups that each pulse could show', () => {
    fc.assert(
      fc.property(group('sales', { maxLength: 7 }), group('sales', { maxLength: 7 }), (before, after) => {
        const changes = comparePulses(before, after).sales;
        for (const question of pulseQuestionIds) {
          const answered = [before, after].map((people) => people.filter((one) => question in one.answers).length);
          if (Math.min(...answered) < 4) expect(changes[question]).toBeNull();
          else expect(changes[question]).not.toBeNull();
        }
      }),
    );
  });
});

describe('a change', () => {
  it('is real only beyond twice its standard error', () => {
    const before = say('sales', [2, 3, 2, 3]);
    expect(comparePulses(before, say('sales', [3, 4, 3, 4])).sales.p1).toMatchObject({ isReal: true, paired: true });
    expect(comparePulses(before, say('sales', [2, 3, 2, 4])).sales.p1).toMatchObject({ isReal: false, paired: true });
    expect(comparePulses(before, before).sales.p1).toMatchObject({ difference: 0, isReal: false });
  });

  it('compares means when anybody is missing or new: whoever stayed could be told apart', () => {
    const before = say('sales', [2, 3, 2, 3]);
    expect(comparePulses(before, say('sales', [3, 4, 3, 4, 4])).sales.p1).toMatchObject({ paired: false });
    expect(comparePulses(before, say('sales', [3, 4, 3])).sales.p1).toBeNull();
  });
});
