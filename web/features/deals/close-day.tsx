import type { DealSummary } from '../../../src/features/deals/schema.ts';
import { useFormat } from '../../format.ts';
import styles from './deals.module.css';

/** When a deal is expected to close, or when it did. */
export function CloseDay({ deal: { status, expectedClose, closedAt, overdue } }: { deal: DealSummary }) {
  const format = useFormat();
  if (status !== 'open' && closedAt !== null) return <time dateTime={closedAt}>{format.date(closedAt)}</time>;
  if (expectedClose === null) return <span className="sub">No date</span>;
  return (
    <span className={overdue ? styles.overdue : undefined}>
      {overdue && 'Overdue: '}
      <time dateTime={expectedClose}>{format.day(expectedClose)}</time>
    </span>
  );
}
