/** Above every page, for a member who has not confirmed the agreement in force: calm, and gone once it is confirmed. */
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { getInForce } from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import styles from './unread-banner.module.css';

/** A new agreement comes into force a few times a year. */
const freshMs = 5 * 60_000;

export function UnreadBanner() {
  const format = useFormat();
  const { pathname } = useLocation();
  const { data } = useQuery({ ...queryOf(getInForce, { query: {} }), staleTime: freshMs });
  const version = data?.data;
  // In the room itself the question stands below the text.
  if (!version?.moves.includes('acknowledge') || version.acknowledgedAt !== null || pathname.startsWith('/agreement')) {
    return null;
  }
  return (
    <aside className={styles.banner} aria-label="Agreement in force">
      <p>
        <b>A new agreement is in force.</b>{' '}
        {version.acknowledgeBy
          ? `Please read it and confirm it by ${format.date(version.acknowledgeBy)}.`
          : 'Please read it and confirm that you have.'}
      </p>
      <LinkButton to="/agreement" data-size="small">
        Read it
      </LinkButton>
    </aside>
  );
}
