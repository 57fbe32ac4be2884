/** The baton: our sign, for the shell and the pages before signing in. */
import styles from './mark.module.css';

export function Mark({ size = 'small' }: { size?: 'small' | 'large' }) {
  return <span className={`${styles.mark} ${size === 'large' ? styles.large : ''}`} aria-hidden="true" />;
}
