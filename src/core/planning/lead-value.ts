import { divide } from '../statistics/quantile.ts';

/** How leads of one type, such as demo requests of large companies, ended: of mature cohorts. */
export type TypeOutcome = { readonly type: string; readonly won: number; readonly decided: number };

export type TypeRate = TypeOutcome & {
  /** The rate to plan with; null where nothing is decided in any type. Never 0. */
  readonly rate: number | null;
  /** `own` from enough decided leads on; `shrunk` where it is filled up with what all types have together. */
  readonly basis: 'own' | 'shrunk';
};

/**
 * The rates from lead to customer of types of leads. A type with few decided leads is filled up, to 30 unless said, with
 * leads of the rate of all types together, so that one lucky win is no rate of 100 %. Where nothing was won at all the rate
 * is what the data allow (Jeffreys), not 0.
 *
 * @example
 * rateTypes([{ type: 'demo', won: 8, decided: 100 }, { type: 'fair', won: 2, decided: 15 }]).map(({ rate, basis }) => [rate?.toFixed(3), basis])
 * // [['0.080', 'own'], ['0.110', 'shrunk']]
 * rateTypes([{ type: 'demo', won: 0, decided: 0 }])[0]?.rate // null
 */
export function rateTypes(types: readonly TypeOutcome[], minDecided = 30): TypeRate[] {
  const won = types.reduce((sum, type) => sum + type.won, 0);
  const decided = types.reduce((sum, type) => sum + type.decided, 0);
  const pooled = decided === 0 ? null : rateOf(won, decided);
  return types.map((type) => {
    if (type.decided >= minDecided && type.decided > 0) {
      return { ...type, rate: rateOf(type.won, type.decided), basis: 'own' };
    }
    const rate = pooled === null ? null : (type.won + (minDecided - type.decided) * pooled) / minDecided;
    return { ...type, rate, basis: 'shrunk' };
  });
}

function rateOf(won: number, decided: number): number {
  return won === 0 ? 0.5 / (decided + 1) : won / decided;
}

/** Leads of one type in a period. `meanRevenue` of a customer of that type, minor units. */
export type ValuedType = {
  readonly type: string;
  readonly rate: number;
  readonly meanRevenue: number;
  readonly count: number;
};

/**
 * What leads are worth: rate from lead to customer x mean revenue of a customer, by type; and what was delivered of what was
 * promised. The share is null when nothing was promised.
 *
 * @param promised minor units
 * @example
 * valueLeads([{ type: 'demo', rate: 0.08, meanRevenue: 90_000, count: 12 }], 100_000)
 * // { types: [{ type: 'demo', perLead: 7_200, value: 86_400 }], delivered: 86_400, attainment: 0.864 }
 */
export function valueLeads(
  types: readonly ValuedType[],
  promised: number,
): {
  types: { type: string; perLead: number; value: number }[];
  delivered: number;
  attainment: number | null;
} {
  const valued = types.map(({ type, rate, meanRevenue, count }) => ({
    type,
    perLead: rate * meanRevenue,
    value: rate * meanRevenue * count,
  }));
  const delivered = valued.reduce((sum, { value }) => sum + value, 0);
  return { types: valued, delivered, attainment: divide(delivered, promised) };
}
