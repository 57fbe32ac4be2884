/** The deals of a person or of a company, on their page, and the way to open one. */
import { Link } from '@tanstack/react-router';
import { listDeals } from '../../../src/features/deals/schema.ts';
import { usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import record from '../people/record.module.css';
import { More } from '../tasks/more.tsx';
import { Amount } from './amount.tsx';
import { CloseDay } from './close-day.tsx';
import { statusNames } from './deal-words.ts';
import { useSeller } from './use-seller.ts';

export function DealsCard({
  about,
  isThere,
}: {
  about: { contactId: string } | { accountId: string };
  isThere: boolean;
}) {
  const { rows, error, reload, more } = usePages(listDeals, { query: { ...about, sort: 'created', limit: 10 } });
  const isSeller = useSeller();
  return (
    <Card
      title="Deals"
      aside={
        isSeller &&
        isThere && (
          <LinkButton to="/deals/new" search={about} data-size="small">
            Open a deal
          </LinkButton>
        )
      }
    >
      <ul className={record.rows}>
        {(rows ?? []).map((deal) => (
          <li key={deal.id}>
            <span>
              <Link to="/deals/$dealId" params={{ dealId: deal.id }} search={{}} className="link">
                <bdi>{deal.name}</bdi>
              </Link>
              <span className="cap">{deal.status === 'open' ? deal.stage.name : statusNames[deal.status]}</span>
            </span>
            <span>
              <Amount deal={deal} />
              <span className="cap">
                <CloseDay deal={deal} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {rows?.length === 0 && <p className="sub">No deal yet.</p>}
      {!rows && !error && <LoadingState lines={2} label="Loading the deals" />}
      {error && <ErrorState error={error} what="The deals could not be loaded." retry={reload} />}
      <More more={more} />
    </Card>
  );
}
