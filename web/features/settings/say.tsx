/** Says in a corner that something was done, with "Undo" where it can be undone. */
import { Button } from '@mantine/core';
import { ApiError } from '../../api.ts';
import { hideNotice, notify } from '../../ui/notify.ts';
import styles from './settings.module.css';

/** Only the newest change is offered to be undone. */
export const undoNoticeId = 'settings-undo';

export function say(text: string, undo?: () => Promise<unknown>): void {
  if (undo) void sayWithUndo(text, undo);
  else void notify(text);
}

async function sayWithUndo(text: string, undo: () => Promise<unknown>): Promise<void> {
  const id = undoNoticeId;
  await hideNotice(id);
  const takeBack = async () => {
    await hideNotice(id);
    try {
      await undo();
      await notify('Undone.');
    } catch (error) {
      sayProblem(error);
    }
  };
  const message = (
    <span className={styles.said}>
      <span>{text}</span>
      <Button data-size="small" onClick={() => void takeBack()}>
        Undo
      </Button>
    </span>
  );
  await notify(message, { id, autoClose: 10_000 });
}

/** For controls without a form to show it in. */
export function sayProblem(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  void notify(`${error.message} Nothing was changed.`, { color: 'bad', autoClose: 10_000, role: 'alert' });
}
