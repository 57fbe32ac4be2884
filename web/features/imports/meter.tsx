import styles from './imports.module.css';

/** How far long work is. `share` null: it goes on, and nobody knows for how long. */
export function Meter({ label, share, words }: { label: string; share: number | null; words: string }) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div className={styles.meter}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { 'aria-valuenow': percent })}
        className={styles.track}
        data-endless={percent === null || undefined}
      >
        <span style={{ width: `${percent ?? 30}%` }} />
      </div>
      <p className="cap" aria-live="polite">
        {words}
      </p>
    </div>
  );
}
