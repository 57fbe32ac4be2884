import { Button } from '@mantine/core';
import { TimeText } from '../../ui/time-text.tsx';
import styles from './record.module.css';

/** Above a record that was removed. */
export function RemovedNotice({ at, busy, onRestore }: { at: string; busy: boolean; onRestore?: () => void }) {
  return (
    <div className={styles.notice} role="status">
      <p>
        Removed <TimeText at={at} as="ago" />. Everything that was known is kept.
      </p>
      {onRestore && (
        <Button data-size="small" loading={busy} onClick={onRestore}>
          Restore
        </Button>
      )}
    </div>
  );
}
