/** Asks before something that is hard to take back. `children` says exactly what will happen and what stays. */
import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../api.ts';
import styles from './confirm-dialog.module.css';
import { FormProblem } from './form.tsx';

export function ConfirmDialog({
  open,
  onClose,
  title,
  children,
  confirm,
  danger = true,
  disabled = false,
  action,
}: {
  open: boolean;
  onClose: () => void;
  /** A question: "Archive the team Inbound?" */
  title: string;
  children?: ReactNode;
  /** The verb on the button: "Archive". */
  confirm: string;
  danger?: boolean;
  disabled?: boolean;
  /** The dialog closes when it succeeds and shows why when it does not. */
  action: () => Promise<unknown>;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
      close();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={open} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        {children && <div className="sub">{children}</div>}
        <FormProblem problem={problem} kept="Nothing was changed." />
        <div className={styles.actions}>
          <Button onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button
            variant="filled"
            color={danger ? 'bad' : 'shared'}
            loading={busy}
            disabled={disabled}
            onClick={() => void run()}
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
