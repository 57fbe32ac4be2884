import { shiftDay } from '../calendar/day.ts';

/** All amounts of one figure are in one currency and one unit; a figure without a denominator is null, never 0. */
export type Romi = {
  /** (revenue - spend) / spend: says "revenue" wherever it is shown. */
  readonly onRevenue: number | null;
  /** (revenue x margin - spend) / spend: what was earned by what was spent. */
  readonly onMargin: number | null;
};

/**
 * What came back of what was spent: 0.4 is 40 % more than was spent, -1 is all of it lost.
 *
 * @param margin gross margin, 0 to 1; null where nobody has said it
 * @example
 * measureRomi({ revenue: 22_400, spend: 16_000, margin: 0.5 }) // { onRevenue: 0.4, onMargin: -0.3 }
 * measureRomi({ revenue: 22_400, spend: 0, margin: 0.5 }) // { onRevenue: null, onMargin: null }
 */
export function measureRomi({
  revenue,
  spend,
  margin,
}: {
  revenue: number;
  spend: number;
  margin: number | null;
}): Romi {
  return {
    onRevenue: divide(revenue - spend, spend),
    onMargin: margin === null ? null : divide(revenue * margin - spend, spend),
  };
}

/**
 * What one of something has cost: a lead, a qualified one, a confirmed one, a deal.
 *
 * @example
 * measureCostPer(45_000, 600) // 75
 * measureCostPer(45_000, 0) // null
 */
export function measureCostPer(spend: number, count: number): number | null {
  return divide(spend, count);
}

/**
 * What a new customer has cost: spend of both departments by new customers, never by returning ones. For the lagged
 * figure give it the spend of `sumLaggedSpend`.
 *
 * @example
 * measureCac({ marketing: 90_000, sales: 150_000, customers: 12 }) // 20000
 */
export function measureCac(spent: { marketing: number; sales: number; customers: number }): number | null {
  return divide(spent.marketing + spent.sales, spent.customers);
}

/**
 * The spend that the customers of a period were won with: that of as many days before as a deal takes in the median.
 *
 * @param spends days as 2026-03-31
 * @param period days, the first included, the last not
 * @param cycleDays the median length of a deal; parts of a day are rounded
 * @example
 * sumLaggedSpend([{ day: '2026-01-15', amount: 9 }, { day: '2026-04-15', amount: 5 }], ['2026-04-01', '2026-07-01'], 90) // 9
 */
export function sumLaggedSpend(
  spends: readonly { readonly day: string; readonly amount: number }[],
  [start, end]: readonly [start: string, end: string],
  cycleDays: number,
): number {
  const [from, to] = [shiftDay(start, -Math.round(cycleDays)), shiftDay(end, -Math.round(cycleDays))];
  return spends.reduce((sum, { day, amount }) => (day >= from && day < to ? sum + amount : sum), 0);
}

/** `never`: a customer brings in nothing to pay with. `unknown`: it is not known what one costs. */
export type Payback = { readonly months: number | null; readonly state: 'months' | 'never' | 'unknown' };

/**
 * After how many months a customer has paid back what they have cost.
 *
 * @param cac null where there are no customers
 * @param monthlyRevenue of one customer
 * @param margin gross margin, 0 to 1
 * @example
 * measurePayback({ cac: 20_000, monthlyRevenue: 2_500, margin: 0.8 }) // { months: 10, state: 'months' }
 * measurePayback({ cac: 20_000, monthlyRevenue: 2_500, margin: 0 }) // { months: null, state: 'never' }
 */
export function measurePayback(of: { cac: number | null; monthlyRevenue: number; margin: number }): Payback {
  if (of.cac === null) return { months: null, state: 'unknown' };
  const earned = of.monthlyRevenue * of.margin;
  const months = earned > 0 ? divide(of.cac, earned) : null;
  return { months, state: months === null ? 'never' : 'months' };
}

/** Null where there is nothing to divide by, and where the quotient is beyond all numbers. */
function divide(part: number, by: number): number | null {
  const quotient = part / by;
  return by !== 0 && Number.isFinite(quotient) ? quotient + 0 : null;
}
