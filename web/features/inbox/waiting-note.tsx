import { Link } from '@tanstack/react-router';
import { useWaiting } from './use-waiting.ts';
import styles from './waiting.module.css';

/** That leads wait for somebody is said where those who have one are listed. */
export function WaitingNote() {
  const count = useWaiting();
  if (count === 0) return null;
  return (
    <Link to="/inbox" search={{ show: 'waiting' }} className={styles.note}>
      {count === 1 ? 'One lead waits for somebody' : `${count} leads wait for somebody`}
    </Link>
  );
}
