import { reportSources, type SourceCount } from '../../core/feedback/source-report.ts';
import { compareShares } from '../../core/statistics/comparison.ts';
import { measureDifference } from '../../core/statistics/difference.ts';
import { adjustForMany } from '../../core/statistics/false-discovery.ts';
import { wilson } from '../../core/statistics/wilson.ts';
import { nameOperation, type Operation } from './operation.ts';

/** Two shares in the words of the cases. */
type Two = { x1: number; n1: number; x2: number; n2: number };
type Confidence = { confidence?: number };

export const operations: Operation[] = [
  nameOperation('input.op', 'wilson', ({ x, n, confidence }: { x: number; n: number } & Confidence) => {
    const { rate, low, high } = wilson(x, n, confidence);
    return { p: rate, low, high };
  }),
  nameOperation('input.op', 'diff', ({ x1, n1, x2, n2, confidence }: Two & Confidence) => {
    const { difference, low, high } = measureDifference({ count: x1, of: n1 }, { count: x2, of: n2 }, confidence);
    return { diff: difference, low, high };
  }),
  nameOperation('input.op', 'compare', ({ x1, n1, x2, n2 }: Two) => {
    const found = compareShares({ count: x1, of: n1 }, { count: x2, of: n2 });
    return {
      fisher_p: found.fisherP,
      z_p: found.zP,
      min_expected: found.minExpected,
      used: found.used,
      p: found.p,
    };
  }),
  nameOperation('input.op', 'bh', ({ p, q }: { p: number[]; q?: number }) => adjustForMany(p, q)),
  nameOperation(
    'input.op',
    'acceptance_report',
    (input: { sources: SourceCount[]; q?: number; min_decided?: number }) => {
      const { q, min_decided: minDecided } = input;
      const { overall, rows } = reportSources(input.sources, {
        ...(q === undefined ? {} : { q }),
        ...(minDecided === undefined ? {} : { minDecided }),
      });
      return {
        overall,
        rows: rows.map(({ isTested, adjusted, ...row }) => ({ ...row, tested: isTested, p_adjusted: adjusted })),
      };
    },
  ),
];
