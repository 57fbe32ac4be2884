/** The handshake: both sides fill towards the middle, the gap is what is missing. At most one on a page. Shares from 0 to 1. */
import styles from './handshake.module.css';

export function Handshake({
  marketing,
  sales,
  label,
  slim = false,
}: {
  marketing: number;
  sales: number;
  /** The same in words, for screen readers. */
  label: string;
  slim?: boolean;
}) {
  return (
    <div className={`${styles.shake} ${slim ? styles.slim : ''}`} role="img" aria-label={label}>
      <span className={styles.marketing}>
        <i style={{ width: `${marketing * 100}%` }} />
      </span>
      <span className={styles.sales}>
        <i style={{ width: `${sales * 100}%` }} />
      </span>
    </div>
  );
}
