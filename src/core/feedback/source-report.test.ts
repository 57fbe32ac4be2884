import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportSources, reportSourcesByGrade } from './source-report.ts';

const count = fc
  .record({ source: fc.constantFrom('webinar', 'list', 'fair', 'referral'), grade: fc.constantFrom('A', 'B', 'C') })
  .chain((name) =>
    fc.integer({ min: 0, max: 60 }).chain((decided) =>
      fc.record({
        source: fc.constant(name.source),
        grade: fc.constant(name.grade),
        accepted: fc.integer({ min: 0, max: decided }),
        decided: fc.constant(decided),
        pending: fc.integer({ min: 0, max: 9 }),
      }),
    ),
  );

describe('the report of sources', () => {
  it('flags nobody with fewer than ten decided, and nobody without others', () => {
    const few = { source: 'fair', accepted: 9, decided: 9, pending: 0 };
    const many = { source: 'list', accepted: 10, decided: 500, pending: 0 };
    expect(reportSources([few, many]).rows.map(({ isTested, flag, p }) => [isTested, flag, p === null])).toEqual([
      [false, 'none', true],
      [true, 'below', false],
    ]);
    expect(reportSources([many]).rows[0]).toMatchObject({ isTested: false, p: null, adjusted: null, flag: 'none' });
    expect(reportSources([])).toEqual({ overall: null, rows: [] });
  });

  it('says of each on which side of the others it is, and is the same in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(count, { selector: ({ source }) => source }), (counts) => {
        const { rows } = reportSources(counts);
        const turned = reportSources(counts.toReversed()).rows.toReversed();
        for (const [at, row] of rows.entries()) {
          expect(turned[at]?.flag).toBe(row.flag);
          expect(row.adjusted ?? 1).toBeGreaterThanOrEqual((row.p ?? 0) * (1 - 1e-9));
          expect([row.rate, row.low, row.high, row.p].every((value) => value === null || Number.isFinite(value))).toBe(
            true,
          );
          if (row.flag !== 'none') expect(row.adjusted).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
        }
      }),
    );
  });

  it('within grades is about the same leads', () => {
    fc.assert(
      fc.property(fc.array(count, { maxLength: 12 }), (counts) => {
        const { together, grades, mix } = reportSourcesByGrade(counts);
        const sum = (rows: readonly { decided: number }[]) => rows.reduce((all, { decided }) => all + decided, 0);
        expect(grades.reduce((all, { report }) => all + sum(report.rows), 0)).toBe(sum(together.rows));
        for (const { expected } of mix) expect(expected === null || Number.isFinite(expected)).toBe(true);
      }),
    );
    expect(reportSourcesByGrade([])).toEqual({ together: { overall: null, rows: [] }, grades: [], mix: [] });
  });

  it('does not call explained what is as good within every grade', () => {
    const row = (source: string, grade: string, accepted: number) => ({
      source,
      grade,
      accepted,
      decided: 100,
      pending: 0,
    });
    const counts = [row('webinar', 'A', 90), row('webinar', 'C', 60), row('list', 'A', 50), row('list', 'C', 20)];
    expect(reportSourcesByGrade(counts).mix.map(({ isExplained }) => isExplained)).toEqual([false, false]);
  });
});
