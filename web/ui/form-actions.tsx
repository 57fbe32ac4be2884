/** The foot of a form: one solid button, and others beside it. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './form.module.css';

export function FormActions({
  busy,
  disabled = false,
  children,
  others,
  wide = false,
}: {
  busy: boolean;
  disabled?: boolean;
  /** Words of the button that sends. */
  children: ReactNode;
  /** Quieter buttons. */
  others?: ReactNode;
  wide?: boolean;
}) {
  return (
    <div className={styles.actions}>
      <Button type="submit" variant="filled" loading={busy} disabled={disabled} fullWidth={wide}>
        {children}
      </Button>
      {others}
    </div>
  );
}
