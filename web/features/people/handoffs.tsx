/** Each time that this person was handed over, the newest first, with the brief of that time. */
import { Link } from '@tanstack/react-router';
import type { Contact } from '../../../src/features/contacts/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import styles from './record.module.css';

const statusWords: Record<Contact['handoffs'][number]['status'], string> = {
  offered: 'Offered',
  accepted: 'Accepted',
  rejected: 'Rejected',
  'handed-back': 'Handed back',
  won: 'Won',
  lost: 'Lost',
  cancelled: 'Cancelled',
};

export function Handoffs({ handoffs }: { handoffs: Contact['handoffs'] }) {
  const format = useFormat();
  const latest = [...handoffs].sort((a, b) => Date.parse(b.offeredAt) - Date.parse(a.offeredAt));
  return (
    <Card title="Handoffs">
      <ul className={styles.rows}>
        {latest.map(({ id, status, member, offeredAt, closedAt, cycle }) => (
          <li key={id}>
            <span>
              <Link to="/inbox" search={{ handoff: id }} className="link">
                To {member.name}
              </Link>
              <span className="cap">
                {format.when(offeredAt, now())}
                {cycle > 1 && `, cycle ${cycle}`}
              </span>
            </span>
            <span>
              {statusWords[status]}
              {closedAt && <span className="cap">{format.when(closedAt, now())}</span>}
            </span>
          </li>
        ))}
      </ul>
      {latest.length === 0 && <p className="sub">Not handed over to Sales yet.</p>}
    </Card>
  );
}
