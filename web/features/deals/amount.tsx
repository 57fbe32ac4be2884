/** What a deal is worth: in the workspace's currency, with the amount as it was agreed where that is another one. */
import type { DealSummary } from '../../../src/features/deals/schema.ts';
import { useFormat } from '../../format.ts';

export function Amount({ deal: { amount, base, baseIsEstimate } }: { deal: DealSummary }) {
  const format = useFormat();
  if (amount === null) return <span className="sub">No amount</span>;
  if (base !== null && base.currency === amount.currency) return <span className="num">{format.money(amount)}</span>;
  return (
    <span>
      <span className="num">{format.money(amount)}</span>
      <span className="cap">
        {base === null ? 'No rate stored' : `${baseIsEstimate ? 'Estimate: ' : ''}${format.money(base)}`}
      </span>
    </span>
  );
}
