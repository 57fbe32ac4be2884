/**
 * How many attempts a lead is worth: as long as the chance of the first contact at one more x win rate x margin is above
 * what an attempt costs. Of equally good numbers the smallest.
 *
 * @param connectAt the chance that the first contact comes at the first attempt, the second, ..., of all leads
 * @param winRate of leads that were reached
 * @param margin of a won deal, minor units
 * @param cost of an attempt, minor units
 * @returns profit of each attempt, the best number of them and its profit, minor units a lead
 * @example
 * countWorthwhileAttempts([0.5, 0.25, 0.0625], 0.5, 64, 4) // { marginal: [12, 4, -2], attempts: 2, profit: 16 }
 */
export function countWorthwhileAttempts(
  connectAt: readonly number[],
  winRate: number,
  margin: number,
  cost: number,
): { marginal: number[]; attempts: number; profit: number } {
  const marginal = connectAt.map((chance) => chance * winRate * margin - cost);
  const best = { attempts: 0, profit: 0 };
  let profit = 0;
  for (const [at, gain] of marginal.entries()) {
    profit += gain;
    if (profit > best.profit) Object.assign(best, { attempts: at + 1, profit });
  }
  return { marginal, ...best };
}
