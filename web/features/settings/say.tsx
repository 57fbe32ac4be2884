/** Says in a corner that something was done, with "Undo" where it can be undone. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiError } from '../../api.ts';
import styles from './settings.module.css';

export function say(text: string, undo?: () => Promise<unknown>): void {
  const id = `settings-${text}`;
  notifications.hide(id);
  const takeBack = async () => {
    notifications.hide(id);
    try {
      await undo?.();
      notifications.show({ message: 'Undone.', withBorder: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sayProblem(error);
    }
  };
  notifications.show({
    id,
    withBorder: true,
    autoClose: undo ? 10_000 : 5_000,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <span className={styles.said}>
        <span>{text}</span>
        {undo && (
          <Button data-size="small" onClick={() => void takeBack()}>
            Undo
          </Button>
        )}
      </span>
    ),
  });
}

/** For controls without a form to show it in. */
export function sayProblem(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  notifications.show({
    message: `${error.message} Nothing was changed.`,
    color: 'bad',
    withBorder: true,
    autoClose: 10_000,
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Close' },
  });
}
