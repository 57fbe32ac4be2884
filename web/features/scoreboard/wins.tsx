/** The last wins, with both names where both took part. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reportWins, type Win } from '../../../src/features/scoreboard/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { Half } from '../../ui/half.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './board.module.css';

export function Wins() {
  const { data, error, refetch } = useQuery(queryOf(reportWins, {}));
  return (
    <Card title="Last wins, and who made them" flush>
      {error && <ErrorState error={error} what="The last wins could not be loaded." retry={() => void refetch()} />}
      {!error && !data && <LoadingState lines={3} label="Loading the last wins" />}
      {data?.data.length === 0 && (
        <EmptyState title="No deal is won yet">
          Each win stands here with who brought the lead and who closed it, as soon as a deal is won.
        </EmptyState>
      )}
      {data && data.data.length > 0 && (
        <ul className={styles.wins}>
          {data.data.map((win) => (
            <WinRow key={win.id} win={win} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function WinRow({ win: { id, name, account, amount, sales, marketing, wonAt } }: { win: Win }) {
  const format = useFormat();
  return (
    <li>
      <p className={styles.sum}>
        <Link to="/deals/$dealId" params={{ dealId: id }}>
          {account?.name ?? name}
        </Link>
        {amount && <span className="num">{format.roughMoney(amount)}</span>}
      </p>
      {marketing && (
        <p className={styles.credit}>
          <Half department="marketing" />
          {[marketing.owner?.name, marketing.campaign].filter(Boolean).join(', ') || 'A lead of Marketing'}
        </p>
      )}
      <p className={styles.credit}>
        <Half department="sales" />
        {sales?.name ?? 'Nobody named'}, {format.date(wonAt)}
        {marketing && `, ${format.number(marketing.days)} days from the handover`}
      </p>
    </li>
  );
}
