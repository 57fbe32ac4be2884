/** How an activity is known: a sign and the word, so that neither colour nor shape alone says it. */
import { Icon } from './icon.tsx';
import styles from './known.module.css';

export function Known({ known }: { known: 'typed' | 'observed' }) {
  return (
    <span className={styles.known}>
      <Icon name={known} size={14} /> {known}
    </span>
  );
}
