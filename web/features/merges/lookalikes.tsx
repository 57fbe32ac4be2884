/** Names who is known already and looks like the record that somebody is about to add. */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checkAccount, checkContact, type Lookalike } from '../../../src/features/duplicates/schema.ts';
import { queryOf } from '../../queries.ts';
import styles from './merges.module.css';

const pause = 400;
/** Shorter texts are like everything. */
const shortest = 3;

const given = (text: string) => (text.trim().length < shortest ? undefined : text.trim().slice(0, 200));

export function PersonLookalikes({ name, email, phone }: { name: string; email: string; phone: string }) {
  const [asked] = useDebouncedValue(
    JSON.stringify({ name: given(name), email: given(email), phone: given(phone) }),
    pause,
  );
  const query = queryOf(checkContact, { query: JSON.parse(asked) });
  const { data } = useQuery({ ...query, enabled: asked !== '{}' });
  return <Known found={asked === '{}' ? [] : (data?.data ?? [])} to="/people/$contactId" />;
}

export function CompanyLookalikes({ name, domain }: { name: string; domain: string }) {
  const [asked] = useDebouncedValue(JSON.stringify({ name: given(name), domain: given(domain) }), pause);
  const query = queryOf(checkAccount, { query: JSON.parse(asked) });
  const { data } = useQuery({ ...query, enabled: asked !== '{}' });
  return <Known found={asked === '{}' ? [] : (data?.data ?? [])} to="/companies/$accountId" />;
}

function Known({ found, to }: { found: readonly Lookalike[]; to: '/people/$contactId' | '/companies/$accountId' }) {
  if (found.length === 0) return null;
  return (
    <div className={styles.known} role="status">
      <p>{found.length === 1 ? 'One record looks like this already:' : 'Some records look like this already:'}</p>
      <ul>
        {found.map(({ id, name, reasons }, at) => (
          <li key={id ?? at}>
            {id === null ? (
              'One that is out of your reach'
            ) : (
              <Link to={to} params={{ contactId: id, accountId: id }} className="link">
                <bdi>{name || 'No name'}</bdi>
              </Link>
            )}{' '}
            {id !== null && <span className="cap">{reasons.join(' ')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
