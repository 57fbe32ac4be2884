import { compareShares } from '../statistics/comparison.ts';
import { adjustForMany } from '../statistics/false-discovery.ts';
import { divide } from '../statistics/quantile.ts';
import { type Interval, wilson } from '../statistics/wilson.ts';

/** What Sales said to the handoffs of a source; `decided` are accepted and rejected ones, `pending` are not among them. */
export type SourceCount = {
  readonly source: string;
  readonly accepted: number;
  readonly decided: number;
  readonly pending: number;
};

export type SourceRow = SourceCount &
  Interval & {
    /** Whether enough are decided to be compared with all other sources together. */
    readonly isTested: boolean;
    readonly test: 'z' | 'fisher' | null;
    readonly p: number | null;
    /** The p after adjustment for how many sources are tested. */
    readonly adjusted: number | null;
    /** Which side of the others it is on when it differs by more than chance. */
    readonly flag: 'above' | 'below' | 'none';
  };

export type SourceReport = { readonly overall: number | null; readonly rows: readonly SourceRow[] };

export type SourceReportOptions = {
  /** The rate of false discoveries; 5 % unless said. */
  readonly q?: number;
  /** How many must be decided for a source to be tested; 10 unless said. */
  readonly minDecided?: number;
};

/**
 * Whose handoffs Sales accepts more or less often than chance explains: each source against all others together, adjusted
 * for how many are tested (Benjamini and Hochberg), each with its interval.
 *
 * @example
 * const report = reportSources([
 *   { source: 'webinar', accepted: 46, decided: 60, pending: 14 },
 *   { source: 'list', accepted: 2, decided: 31, pending: 9 },
 *   { source: 'referral', accepted: 3, decided: 3, pending: 0 },
 * ]);
 * report.rows.map(({ source, flag, isTested }) => [source, flag, isTested])
 * // [['webinar', 'above', true], ['list', 'below', true], ['referral', 'none', false]]
 */
export function reportSources(
  sources: readonly SourceCount[],
  { q = 0.05, minDecided = 10 }: SourceReportOptions = {},
): SourceReport {
  const all = { accepted: 0, decided: 0 };
  for (const { accepted, decided } of sources) {
    all.accepted += accepted;
    all.decided += decided;
  }
  const rows = sources.map((source) => {
    const others = { count: all.accepted - source.accepted, of: all.decided - source.decided };
    const compared =
      source.decided >= minDecided ? compareShares({ count: source.accepted, of: source.decided }, others) : null;
    return { ...source, ...wilson(source.accepted, source.decided), others: divide(others.count, others.of), compared };
  });
  const tested = rows.flatMap(({ compared }) => (compared === null || compared.p === null ? [] : [compared.p]));
  const { adjusted, rejected } = adjustForMany(tested, q);
  const standing = new Set(rejected);
  let place = 0;
  return {
    overall: divide(all.accepted, all.decided),
    rows: rows.map(({ others, compared, ...row }): SourceRow => {
      if (compared === null || compared.p === null) {
        return { ...row, isTested: false, test: null, p: null, adjusted: null, flag: 'none' };
      }
      const at = place;
      place += 1;
      const isAbove = (row.rate ?? 0) > (others ?? 0);
      const flag = !standing.has(at) ? 'none' : isAbove ? 'above' : 'below';
      return { ...row, isTested: true, test: compared.used, p: compared.p, adjusted: adjusted[at] ?? null, flag };
    }),
  };
}

/** What Sales said to the handoffs of a source that had one fit grade. */
export type GradedSourceCount = SourceCount & { readonly grade: string };

export type GradedSourceReport = {
  /** All grades together. */
  readonly together: SourceReport;
  /** Each grade by itself, in the order in which they come. */
  readonly grades: readonly { readonly grade: string; readonly report: SourceReport }[];
  readonly mix: readonly SourceMix[];
};

/** What a source would have, were each of its handoffs accepted as often as other sources' of the same grade. */
export type SourceMix = {
  readonly source: string;
  readonly rate: number | null;
  /** Over the grades that others have too; null where there is none. */
  readonly expected: number | null;
  /** Whether it is on one side of the others together and on the other, or level, within grades: its grades explain it. */
  readonly isExplained: boolean;
};

/**
 * The report of sources, together and within fit grades: a source that sends better grades looks better without being so
 * (Simpson's paradox). Both are to be shown.
 *
 * @example
 * const counts = (source: string, grade: string, accepted: number, decided: number) =>
 *   ({ source, grade, accepted, decided, pending: 0 });
 * reportSourcesByGrade([
 *   counts('webinar', 'A', 72, 90), counts('webinar', 'C', 2, 10), counts('list', 'A', 9, 10), counts('list', 'C', 27, 90),
 * ]).mix.map(({ source, isExplained }) => [source, isExplained])
 * // [['webinar', true], ['list', true]]
 */
export function reportSourcesByGrade(
  counts: readonly GradedSourceCount[],
  options: SourceReportOptions = {},
): GradedSourceReport {
  const sources = [...new Set(counts.map(({ source }) => source))];
  const grades = [...new Set(counts.map(({ grade }) => grade))];
  const sumUp = (source: string, some: readonly GradedSourceCount[]): SourceCount => {
    const sum = { source, accepted: 0, decided: 0, pending: 0 };
    for (const count of some) {
      if (count.source !== source) continue;
      sum.accepted += count.accepted;
      sum.decided += count.decided;
      sum.pending += count.pending;
    }
    return sum;
  };
  const together = reportSources(
    sources.map((source) => sumUp(source, counts)),
    options,
  );
  return {
    together,
    grades: grades.map((grade) => {
      const here = counts.filter((count) => count.grade === grade);
      const present = [...new Set(here.map(({ source }) => source))];
      return {
        grade,
        report: reportSources(
          present.map((source) => sumUp(source, here)),
          options,
        ),
      };
    }),
    mix: sources.map((source) => explainByGrades(source, grades, counts)),
  };
}

function explainByGrades(source: string, grades: readonly string[], counts: readonly GradedSourceCount[]): SourceMix {
  const add = (some: readonly GradedSourceCount[]) => ({
    accepted: some.reduce((sum, { accepted }) => sum + accepted, 0),
    decided: some.reduce((sum, { decided }) => sum + decided, 0),
  });
  const own = add(counts.filter((count) => count.source === source));
  const others = add(counts.filter((count) => count.source !== source));
  let accepted = 0;
  let expected = 0;
  let decided = 0;
  for (const grade of grades) {
    const here = counts.filter((count) => count.grade === grade);
    const mine = add(here.filter((count) => count.source === source));
    const theirs = add(here.filter((count) => count.source !== source));
    const rate = divide(theirs.accepted, theirs.decided);
    if (rate === null) continue;
    accepted += mine.accepted;
    expected += mine.decided * rate;
    decided += mine.decided;
  }
  const rate = divide(own.accepted, own.decided);
  const rateOfOthers = divide(others.accepted, others.decided);
  const overall = rate === null || rateOfOthers === null ? 0 : Math.sign(rate - rateOfOthers);
  const within = decided === 0 ? null : Math.sign(Math.abs(accepted - expected) < 1e-9 ? 0 : accepted - expected);
  return {
    source,
    rate,
    expected: divide(expected, decided),
    isExplained: overall !== 0 && within !== null && within !== overall,
  };
}
