import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { simulateRequiredLeads, simulateRevenue } from '../src/core/planning/simulation.ts';
import { startChance } from '../src/core/statistics/chance.ts';
import { findQuantiles } from '../src/core/statistics/quantile.ts';

/**
 * Milliseconds for a plan by Monte Carlo, by draws: the leads that are required, and the chance of a quota with an amount
 * drawn for each deal. Beside it the limit of this machine in the same run: only as many uniform draws as the plan has
 * shares, and one sort of the results.
 */
const seed = 1;
const rounds = 15;
const stages = [
  { successes: 160, trials: 420 },
  { successes: 90, trials: 160 },
  { successes: 30, trials: 120 },
];
const input = { deals: 20, leads: 450, quota: 500_000, meanDeal: 24_000, logSd: 0.6, stages };

/** Some rounds after a first one, in milliseconds: the fastest says what it costs, the median how busy the machine is. */
function measure(round: () => unknown): { fastest: number; median: number } {
  round();
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now();
    round();
    return performance.now() - began;
  });
  const [fastest, median] = findQuantiles(times, [0, 0.5]).map((time) => Number((time ?? 0).toFixed(2)));
  return { fastest: fastest ?? 0, median: median ?? 0 };
}

function drawAndSort(draws: number): number {
  const { next } = startChance(seed);
  const values = new Float64Array(draws);
  for (let n = 0; n < draws * stages.length; n += 1) values[n % draws] = next();
  return values.sort()[0] ?? 0;
}

const results = [20_000, 200_000].map((draws) => {
  const options = { seed, draws };
  const size = { kind: 'lognormal', mean: input.meanDeal, logSd: input.logSd } as const;
  const required = simulateRequiredLeads(input.deals, stages, options);
  const revenue = simulateRevenue(input.leads, stages, size, input.quota, options);
  return {
    draws,
    milliseconds: {
      required: measure(() => simulateRequiredLeads(input.deals, stages, options)),
      revenue: measure(() => simulateRevenue(input.leads, stages, size, input.quota, options)),
      drawAndSortAlone: measure(() => drawAndSort(draws)),
    },
    found: { p80: required.quantiles.p80, chance: revenue.chance, chanceError: revenue.chanceError },
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
});
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
const machine = { cpus: cpus().length, node: process.version };
console.log(JSON.stringify({ bench: 'planning', version, seed, rounds, input, machine, results }, null, 2));
