/** Who moved the deal when, and the handoffs that led to it. */
import { Link } from '@tanstack/react-router';
import type { Deal } from '../../../src/features/deals/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import record from '../people/record.module.css';

type Step = Deal['history'][number];

const says: Record<Step['kind'], (step: Step) => string> = {
  opened: ({ stage }) => `Opened at ${stage.name}`,
  moved: ({ stage }) => `Came to ${stage.name}`,
  won: () => 'Won',
  lost: ({ reason }) => (reason ? `Lost: ${reason}` : 'Lost'),
  reopened: () => 'Opened again',
};

export function DealHistory({ deal }: { deal: Deal }) {
  const format = useFormat();
  return (
    <>
      <Card title="Stages">
        <ul className={record.rows}>
          {deal.history.map((step) => (
            <li key={step.id}>
              <span>
                {says[step.kind](step)}
                {step.note && (
                  <span className="cap">
                    <bdi>{step.note}</bdi>
                  </span>
                )}
              </span>
              <span>
                {step.by?.name ?? 'Import'}
                <span className="cap">{format.when(step.at, now())}</span>
              </span>
            </li>
          ))}
        </ul>
        {deal.history.length === 0 && <p className="sub">It came with a file that tells no stages.</p>}
      </Card>
      {deal.handoffs.length > 0 && (
        <Card title="Handoffs that led here">
          <ul className={record.rows}>
            {deal.handoffs.map(({ id, contact, member, offeredAt }) => (
              <li key={id}>
                <span>
                  <Link to="/inbox" search={{ handoff: id }} className="link">
                    <bdi>{contact.name || 'No name'}</bdi>
                  </Link>
                  <span className="cap">{format.when(offeredAt, now())}</span>
                </span>
                <span>To {member.name}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
