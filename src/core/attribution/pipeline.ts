/** A deal as the question asks of it who brought it: the value in one currency, instants in epoch milliseconds. */
export type SourcedDeal = {
  readonly value: number;
  readonly createdAt: number;
  /** Whose the first touch of the account was; null where there was none before the deal. */
  readonly firstTeam: 'marketing' | 'sales' | null;
  /** When Marketing touched those who take part. */
  readonly marketingAt: readonly number[];
};

/** Values of deals created, with their parts of all. Sourced is inside influenced: the three are never added. */
export type PipelineCredit = {
  readonly created: number;
  /** The first touch was Marketing's. */
  readonly sourced: number;
  /** Marketing touched them within the lookback before the deal, or was first. */
  readonly influenced: number;
  /** Marketing touched them after the deal was created; shown apart, whatever was before. */
  readonly accelerated: number;
  readonly sourcedShare: number | null;
  readonly influencedShare: number | null;
  readonly acceleratedShare: number | null;
};

/**
 * The team of the first touch of an account before its deal: the earliest, at one instant the one with the first id.
 *
 * @example
 * findFirstTeam([{ id: 'b', at: 5, team: 'sales' }, { id: 'a', at: 5, team: 'marketing' }], 9) // 'marketing'
 * findFirstTeam([{ id: 'a', at: 10, team: 'marketing' }], 9) // null
 */
export function findFirstTeam(
  touches: readonly { readonly id: string; readonly at: number; readonly team: 'marketing' | 'sales' }[],
  createdAt: number,
): 'marketing' | 'sales' | null {
  const before = touches.filter(({ at }) => at <= createdAt);
  return before.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0]?.team ?? null;
}

/**
 * What of the deals created Marketing sourced, influenced and accelerated. Deals whose only touches are too old, or none,
 * are in none of the three.
 *
 * @param lookback milliseconds before the deal was created, inclusive
 * @example
 * measurePipeline([{ value: 100, createdAt: 50, firstTeam: 'marketing', marketingAt: [10] }, { value: 300, createdAt: 50, firstTeam: 'sales', marketingAt: [60] }], 40)
 * // { created: 400, sourced: 100, influenced: 100, accelerated: 300, sourcedShare: 0.25, influencedShare: 0.25, acceleratedShare: 0.75 }
 */
export function measurePipeline(deals: readonly SourcedDeal[], lookback: number): PipelineCredit {
  const sum = (counts: (deal: SourcedDeal) => boolean) =>
    deals.reduce((all, deal) => (counts(deal) ? all + deal.value : all), 0);
  const isSourced = ({ firstTeam }: SourcedDeal) => firstTeam === 'marketing';
  const created = sum(() => true);
  const sourced = sum(isSourced);
  const influenced = sum((deal) => isSourced(deal) || isInfluenced(deal, lookback));
  const accelerated = sum(({ createdAt, marketingAt }) => marketingAt.some((at) => at > createdAt));
  const share = (value: number) => (created === 0 ? null : value / created);
  return {
    created,
    sourced,
    influenced,
    accelerated,
    sourcedShare: share(sourced),
    influencedShare: share(influenced),
    acceleratedShare: share(accelerated),
  };
}

function isInfluenced({ createdAt, marketingAt }: SourcedDeal, lookback: number): boolean {
  return marketingAt.some((at) => at <= createdAt && createdAt - at <= lookback);
}
