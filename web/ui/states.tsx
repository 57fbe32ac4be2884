/** What stands where content will be: `EmptyState`, `ErrorState`, `LoadingState`. */
import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError } from '../api.ts';
import styles from './states.module.css';

/** Says what will be here, and offers the one action that fills it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      <span className={styles.gap} aria-hidden="true" />
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** Says what happened, what was kept and what to do, with the request id for whoever runs the server. */
export function ErrorState({
  error,
  what = 'This could not be loaded.',
  kept = 'Nothing was changed.',
  retry,
}: {
  error: unknown;
  what?: string;
  kept?: string;
  retry?: () => void;
}) {
  const known = error instanceof ApiError ? error : null;
  return (
    <div className={styles.state} role="alert">
      <p className={styles.title}>{what}</p>
      <p className={styles.text}>
        {known?.message ?? 'Something in this page failed. Reload it; if it happens again, tell whoever runs Baton.'}{' '}
        {kept}
      </p>
      {known?.requestId && (
        <p className="cap">
          Request <code>{known.requestId}</code>
        </p>
      )}
      {retry && (
        <div className={styles.action}>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
    </div>
  );
}

/** Grey lines in the size of what is coming, so that nothing jumps. */
export function LoadingState({ lines = 4, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className={styles.loading} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton key={line} height={14} width={`${[92, 74, 84, 61][line % 4]}%`} radius="sm" />
      ))}
    </div>
  );
}
